"""The paragraphs of a scope's two sides -> which of them say the same."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rag.pairing.anchors import cut_stretches
from rag.pairing.chain import BEAD_SHAPES, FloatGrid, run_chain
from rag.pairing.features import list_beads
from rag.pairing.sides import Side, describe_paragraphs
from rag.pairing.weights import WeightSet, load_weights, score_beads
from rag.protocols import FloatMatrix, Lexicon
from rag.schema import Paragraph
from rag.settings import PairingSettings


@dataclass(frozen=True, slots=True)
class AlignedPair:
    """Paragraphs that say the same, as indexes into the sides that were given.

    :param zh: zh paragraphs, following each other.
    :param en: en paragraphs, following each other.
    :param score: how likely the pair is right, 0 to 1.
    """

    zh: tuple[int, ...]
    en: tuple[int, ...]
    score: float


def align_paragraphs(
    zh: Sequence[Paragraph],
    en: Sequence[Paragraph],
    *,
    zh_vectors: FloatMatrix,
    en_vectors: FloatMatrix,
    lexicon: Lexicon | None,
    settings: PairingSettings,
) -> list[AlignedPair]:
    """Find the pairs of one scope: a document's two languages, or two documents.

    :param zh: zh paragraphs in reading order.
    :param en: en paragraphs in reading order.
    :param zh_vectors: their embeddings, shape ``(len(zh), dim)``, rows unit length or zero.
    :param en_vectors: the same for ``en``.
    :param lexicon: translation table; without it less is certain, and fewer pairs are found.
    :param settings: pairs scored below ``min_score`` are left out.
    :returns: in order; no paragraph is in two pairs, and no two pairs cross.
    """
    if not settings.enabled or not zh or not en:
        return []
    return align_sides(
        describe_paragraphs(zh, zh_vectors, "zh"),
        describe_paragraphs(en, en_vectors, "en"),
        lexicon,
        weights="paragraphs" if lexicon is not None else "paragraphs_plain",
        min_score=settings.min_score,
    )


def align_sides(
    zh: Side, en: Side, lexicon: Lexicon | None, *, weights: WeightSet, min_score: float
) -> list[AlignedPair]:
    """Find the pairs of two sides, neither of them empty; long sides stretch by stretch."""
    pairs: list[AlignedPair] = []
    for stretch in cut_stretches(zh.vectors, en.vectors):
        zh_part, en_part = zh.take(stretch.zh.tolist()), en.take(stretch.en.tolist())
        beads = list_beads(zh_part, en_part, lexicon)
        fitted = load_weights(weights)
        result = run_chain(score_beads(beads, fitted, (len(zh_part), len(en_part))), fitted.gaps)
        for pair in choose_pairs(result.posteriors, min_score):
            placed = AlignedPair(
                tuple(int(stretch.zh[i]) for i in pair.zh),
                tuple(int(stretch.en[j]) for j in pair.en),
                pair.score,
            )
            if _is_unbroken(placed.zh) and _is_unbroken(placed.en):
                pairs.append(placed)
    return pairs


def _is_unbroken(indexes: tuple[int, ...]) -> bool:
    """Tell whether paragraphs follow each other, which those of a thinned stretch may not."""
    return indexes[-1] - indexes[0] == len(indexes) - 1


def choose_pairs(posteriors: Sequence[FloatGrid], min_score: float) -> list[AlignedPair]:
    """Choose pairs that do not overlap or cross, likeliest first.

    :param posteriors: probability of each bead, one grid per bead shape.
    :param min_score: least probability that a pair's paragraphs belong together.
    :returns: in order.
    """
    links = link_probabilities(posteriors)
    found: list[tuple[float, AlignedPair]] = []
    for (a, b), grid in zip(BEAD_SHAPES, posteriors, strict=True):
        for i, j in zip(*np.nonzero(grid > _LEAST_POSTERIOR), strict=True):
            score = _score_bead(links, int(i), int(j), a, b)
            pair = AlignedPair(tuple(range(i, i + a)), tuple(range(j, j + b)), score)
            if score >= min_score:
                found.append((float(grid[i, j]), pair))
    found.sort(key=lambda item: -item[0])
    chosen: list[AlignedPair] = []
    for _, pair in found:
        place = bisect.bisect(chosen, pair.zh, key=lambda other: other.zh)
        if all(_in_order(pair, other) for other in chosen[max(0, place - 1) : place + 1]):
            chosen.insert(place, pair)
    return chosen


#: Beads less likely than this are not looked at one by one.
_LEAST_POSTERIOR = 0.05


def link_probabilities(posteriors: Sequence[FloatGrid]) -> FloatGrid:
    """Add up for each zh and en paragraph the probability of all beads that hold both."""
    links = np.zeros_like(posteriors[0])
    n, m = links.shape
    for (a, b), grid in zip(BEAD_SHAPES, posteriors, strict=True):
        for i in range(a):
            for j in range(b):
                links[i:, j:] += grid[: n - i, : m - j]
    return links


def _score_bead(links: FloatGrid, i: int, j: int, a: int, b: int) -> float:
    """Average over the bead's paragraphs of the probability that each has a partner in it."""
    inside = links[i : i + a, j : j + b]
    partners = [*inside.max(axis=1), *inside.max(axis=0)]
    return float(min(1.0, np.mean(partners)))


def _in_order(one: AlignedPair, other: AlignedPair) -> bool:
    before = one.zh[-1] < other.zh[0] and one.en[-1] < other.en[0]
    after = one.zh[0] > other.zh[-1] and one.en[0] > other.en[-1]
    return before or after
