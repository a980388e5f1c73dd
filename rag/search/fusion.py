"""Several rankings of the same things -> one score for each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from rag.schema import Language

Item = TypeVar("Item", bound=Hashable)


@dataclass(frozen=True, slots=True)
class WeighedRanking(Generic[Item]):
    """A ranking in one language, and how much it counts.

    :param ranking: items with scores, best first; scores compare within the ranking only.
    :param weight: >= 0.
    """

    ranking: Sequence[tuple[Item, float]]
    language: Language
    weight: float


def fuse_scores(
    rankings: Iterable[WeighedRanking[Item]], *, other_language_share: float
) -> dict[Item, float]:
    """Add up how far above its ranking's middle an item stands, language by language.

    An item's score is that of the language it does best in, and a share of the other's. Adding
    both in full, as rank fusion does, would put whatever exists in both languages before the one
    paragraph that answers but has no translation: measured on our development questions, evidence
    in one language alone was then in the first five in 0 to 6 % of cases instead of 55 to 90 %.

    :param rankings: any number, in either language.
    :param other_language_share: in [0, 1].
    :returns: score of every item that is ranked anywhere, >= 0; higher is better.
    """
    by_language: dict[Item, dict[Language, float]] = defaultdict(lambda: defaultdict(float))
    for each in rankings:
        for item, height in standardise(each.ranking).items():
            by_language[item][each.language] += each.weight * height
    return {
        item: max(scores.values())
        + other_language_share * (sum(scores.values()) - max(scores.values()))
        for item, scores in by_language.items()
    }


def standardise(ranking: Sequence[tuple[Item, float]]) -> Mapping[Item, float]:
    """Measure scores from the ranking's median, in standard deviations.

    :param ranking: items with scores; an item that comes twice counts with its best.
    :returns: >= 0, 0 for the worse half; 1 for all where every score is the same.
    """
    if not ranking:
        return {}
    scores = np.array([score for _, score in ranking], dtype=np.float64)
    middle, spread = float(np.median(scores)), float(scores.std())
    if len(ranking) == 1 or spread <= np.finfo(np.float32).eps * max(1.0, abs(middle)):
        # A lone find is as good as the best of several.
        return dict.fromkeys((item for item, _ in ranking), 1.0)
    heights: dict[Item, float] = {}
    for item, score in ranking:
        height = max((score - middle) / spread, 0.0)
        heights[item] = max(height, heights.get(item, 0.0))
    return heights
