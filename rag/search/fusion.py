"""Several rankings of the same things -> one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

Item = TypeVar("Item", bound=Hashable)


def fuse_ranks(
    rankings: Iterable[tuple[Sequence[Item], float]], *, constant: float
) -> dict[Item, float]:
    """Add up reciprocal ranks (Cormack, Clarke and Buettcher, SIGIR 2009).

    :param rankings: pairs of a ranking, best first without repetition, and its weight >= 0.
    :param constant: added to each rank; the larger, the less the first places count. > 0.
    :returns: score of every item that is ranked anywhere; higher is better.
    """
    scores: dict[Item, float] = defaultdict(float)
    for ranking, weight in rankings:
        for rank, item in enumerate(ranking, start=1):
            scores[item] += weight / (constant + rank)
    return dict(scores)
