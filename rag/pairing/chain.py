"""Log-odds of beads on a grid -> the probability of each bead over all monotone alignments.

A bead joins ``a`` zh paragraphs with ``b`` en paragraphs that follow each other on their sides. An
alignment is a chain of beads and gaps; its weight is the sum of its beads' log-odds and its gaps'
costs (a semi-Markov random field). Summing over every chain (forward and backward, row by row)
gives each bead's probability, which takes the order and all its rivals into account: a line that
could match in three places gets a third, unless its neighbours decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatGrid = NDArray[np.float64]

#: Shapes of beads: zh paragraphs, en paragraphs.
BEAD_SHAPES: tuple[tuple[int, int], ...] = ((1, 1), (1, 2), (2, 1), (1, 3), (3, 1), (2, 2))

_NEVER = -np.inf


@dataclass(frozen=True, slots=True)
class GapCosts:
    """Log-weights of leaving paragraphs alone; a chain pays ``open`` once per gap and side.

    :param open: for the first paragraph of a gap on one side.
    :param extend: for each further paragraph on that side.
    :param both: for the first en paragraph of a gap that has zh paragraphs already.
    """

    open: float
    extend: float
    both: float


@dataclass(frozen=True, slots=True)
class ChainResult:
    """What the chains say.

    :param log_total: log of the summed weight of all chains.
    :param posteriors: one grid per bead shape, as the scores came in; values 0 to 1.
    :param gap_counts: expected number of times each gap cost is paid, in the fields' order.
    """

    log_total: float
    posteriors: tuple[FloatGrid, ...]
    gap_counts: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class _Forward:
    bead: FloatGrid
    zh_gap: FloatGrid
    en_gap: FloatGrid
    total: FloatGrid


@dataclass(frozen=True, slots=True)
class _Backward:
    bead: FloatGrid
    zh_gap: FloatGrid
    en_gap: FloatGrid


def run_chain(scores: Sequence[FloatGrid], costs: GapCosts) -> ChainResult:
    """Compute every bead's probability.

    :param scores: one grid per shape of ``BEAD_SHAPES``, each ``(n, m)``: log-odds of the bead that
        starts at that zh and en paragraph, minus infinity where there is none. ``n`` and ``m`` are
        at least 1.
    :param costs: of gaps.
    :returns: probabilities in grids of the same shape.
    """
    n, m = scores[0].shape
    forward = _run_forward(scores, costs, n, m)
    backward = _run_backward(scores, costs, n, m)
    log_total = float(forward.total[n, m])
    posteriors = tuple(
        _bead_posterior(grid, shape, forward, backward, log_total=log_total)
        for grid, shape in zip(scores, BEAD_SHAPES, strict=True)
    )
    counts = _count_gaps(forward, backward, costs, log_total)
    return ChainResult(log_total, posteriors, counts)


def _run_forward(scores: Sequence[FloatGrid], costs: GapCosts, n: int, m: int) -> _Forward:
    bead, zh_gap, en_gap, total = (np.full((n + 1, m + 1), _NEVER) for _ in range(4))
    bead[0, 0] = 0.0
    for i in range(n + 1):
        for (a, b), grid in zip(BEAD_SHAPES, scores, strict=True):
            if i >= a and m >= b:
                arriving = total[i - a, : m + 1 - b] + grid[i - a, : m + 1 - b]
                np.logaddexp(bead[i, b:], arriving, out=bead[i, b:])
        if i:
            zh_gap[i] = np.logaddexp(bead[i - 1] + costs.open, zh_gap[i - 1] + costs.extend)
        entering = np.logaddexp(bead[i] + costs.open, zh_gap[i] + costs.both)[:-1]
        en_gap[i, 1:] = _accumulate(entering, costs.extend)
        total[i] = np.logaddexp(np.logaddexp(bead[i], zh_gap[i]), en_gap[i])
    return _Forward(bead, zh_gap, en_gap, total)


def _run_backward(scores: Sequence[FloatGrid], costs: GapCosts, n: int, m: int) -> _Backward:
    bead, zh_gap, en_gap = (np.full((n + 1, m + 1), _NEVER) for _ in range(3))
    for i in range(n, -1, -1):
        leaving = np.full(m + 1, _NEVER)
        if i == n:
            leaving[m] = 0.0
        for (a, b), grid in zip(BEAD_SHAPES, scores, strict=True):
            if i + a <= n and m >= b:
                onward = grid[i, : m + 1 - b] + bead[i + a, b:]
                np.logaddexp(leaving[: m + 1 - b], onward, out=leaving[: m + 1 - b])
        en_gap[i] = _accumulate(leaving[::-1], costs.extend)[::-1]
        next_en = np.append(en_gap[i, 1:], _NEVER)
        next_zh = zh_gap[i + 1] if i < n else np.full(m + 1, _NEVER)
        in_gap = np.logaddexp(next_zh + costs.extend, next_en + costs.both)
        zh_gap[i] = np.logaddexp(leaving, in_gap)
        after_bead = np.logaddexp(next_zh + costs.open, next_en + costs.open)
        bead[i] = np.logaddexp(leaving, after_bead)
    return _Backward(bead, zh_gap, en_gap)


def _accumulate(entering: FloatGrid, step: float) -> FloatGrid:
    """Log of ``sum over k <= j of exp(entering[k] + step * (j - k))``, for every j."""
    offsets = step * np.arange(entering.size)
    result: FloatGrid = np.logaddexp.accumulate(entering - offsets) + offsets
    return result


def _bead_posterior(
    grid: FloatGrid,
    shape: tuple[int, int],
    forward: _Forward,
    backward: _Backward,
    *,
    log_total: float,
) -> FloatGrid:
    (a, b), (n, m) = shape, grid.shape
    posterior = np.zeros_like(grid)
    if n >= a and m >= b:
        rows, columns = slice(0, n + 1 - a), slice(0, m + 1 - b)
        log_weight = forward.total[rows, columns] + grid[rows, columns] + backward.bead[a:, b:]
        posterior[rows, columns] = np.exp(np.minimum(log_weight - log_total, 0.0))
    return posterior


def _count_gaps(
    forward: _Forward, backward: _Backward, costs: GapCosts, log_total: float
) -> tuple[float, float, float]:
    def expected(before: FloatGrid, cost: float, after: FloatGrid) -> float:
        return float(np.exp(before + cost + after - log_total).sum())

    opened = expected(forward.bead[:-1], costs.open, backward.zh_gap[1:])
    opened += expected(forward.bead[:, :-1], costs.open, backward.en_gap[:, 1:])
    extended = expected(forward.zh_gap[:-1], costs.extend, backward.zh_gap[1:])
    extended += expected(forward.en_gap[:, :-1], costs.extend, backward.en_gap[:, 1:])
    both = expected(forward.zh_gap[:, :-1], costs.both, backward.en_gap[:, 1:])
    return opened, extended, both
