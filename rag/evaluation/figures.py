"""Observations -> means with confidence intervals, and whether two runs differ.

Questions are what is drawn at random, so they are what the bootstrap resamples: the facts of one
question stand and fall together. The seed is fixed, so that a run reports the same twice.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_SEED = 20240601
_RESAMPLES = 1000
_COVERED = 0.95


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean and the interval that holds it in 95 of 100 resamplings of the questions.

    :param count: questions that were observed.
    """

    value: float
    low: float
    high: float
    count: int


@dataclass(frozen=True, slots=True)
class Difference:
    """How a measure differs between two runs over the same questions.

    :param value: second run less first run.
    :param p_bootstrap: share of resamplings that contradict the sign, two-sided.
    :param p_sign: two-sided sign test over questions that differ.
    :param better: questions on which the second run scores higher.
    :param worse: questions on which it scores lower.
    :param count: questions observed in either run.
    """

    first: float
    second: float
    value: float
    low: float
    high: float
    p_bootstrap: float
    p_sign: float
    better: int
    worse: int
    count: int

    @property
    def changed(self) -> bool:
        """Whether anything differs at all."""
        return bool(self.better or self.worse or self.value)


def mean_figure(observations: Sequence[Sequence[float]]) -> Figure | None:
    """Average the observations of many questions.

    :param observations: one sequence per question; empty ones count for nothing.
    :returns: the mean over all observations; None where there is none.
    """
    kept = [values for values in observations if values]
    if not kept:
        return None
    sums, counts = _sums_and_counts(kept)
    means = _resampled_means(sums, counts)
    low, high = _interval(means)
    return Figure(float(sums.sum() / counts.sum()), low, high, len(kept))


def compare_figures(
    first: Mapping[str, Sequence[float]], second: Mapping[str, Sequence[float]]
) -> Difference | None:
    """Compare two runs on the questions of both.

    A question that only one of them has observations of (a citation, a refusal) counts in that
    one's mean, so that the means are those of the runs; it is neither better nor worse.

    :param first: observations of one measure by question id.
    :param second: those of the other run.
    :returns: the difference; None where one of them has no observation of a common question.
    """
    ids = [id_ for id_, values in first.items() if id_ in second and (values or second[id_])]
    if not any(first[id_] for id_ in ids) or not any(second[id_] for id_ in ids):
        return None
    sums_a, counts_a = _sums_and_counts([first[id_] for id_ in ids])
    sums_b, counts_b = _sums_and_counts([second[id_] for id_ in ids])
    before, after = float(sums_a.sum() / counts_a.sum()), float(sums_b.sum() / counts_b.sum())
    # The same seed draws the same questions for both runs: that is what makes it paired.
    changes = _resampled_means(sums_b, counts_b) - _resampled_means(sums_a, counts_a)
    # A resampling may hold no question that one of the runs has an observation of.
    changes = changes[~np.isnan(changes)]
    low, high = _interval(changes)
    both = (counts_a > 0) & (counts_b > 0)
    deltas = sums_b[both] / counts_b[both] - sums_a[both] / counts_a[both]
    better, worse = int((deltas > 0).sum()), int((deltas < 0).sum())
    return Difference(
        first=before,
        second=after,
        value=after - before,
        low=low,
        high=high,
        p_bootstrap=_two_sided(changes),
        p_sign=sign_test(better, worse),
        better=better,
        worse=worse,
        count=len(ids),
    )


def sign_test(better: int, worse: int) -> float:
    """Compute the two-sided p value of as uneven a split under a fair coin; 1.0 for no split."""
    total = better + worse
    tail = sum(math.comb(total, k) for k in range(min(better, worse) + 1))
    # Whole numbers are divided, since 0.5 ** total runs out of floats.
    return min(1.0, 2 * tail / 2**total) if total else 1.0


def percentile(values: Sequence[float], share: float) -> float:
    """Give the value below which a share (0 to 1) of the values lies."""
    return float(np.quantile(np.asarray(values, dtype=np.float64), share))


_Floats = NDArray[np.float64]


def _sums_and_counts(observations: Sequence[Sequence[float]]) -> tuple[_Floats, _Floats]:
    sums = np.array([math.fsum(values) for values in observations], dtype=np.float64)
    counts = np.array([len(values) for values in observations], dtype=np.float64)
    return sums, counts


def _resampled_means(sums: _Floats, counts: _Floats) -> _Floats:
    """Means over resampled questions, shape ``(_RESAMPLES,)``; NaN without an observation."""
    size = len(sums)
    rng = np.random.default_rng(_SEED)
    drawn = rng.multinomial(size, np.full(size, 1.0 / size), size=_RESAMPLES)
    with np.errstate(invalid="ignore"):
        means: _Floats = (drawn @ sums) / (drawn @ counts)
    return means


def _interval(means: _Floats) -> tuple[float, float]:
    edge = (1 - _COVERED) / 2
    low, high = np.quantile(means, [edge, 1 - edge])
    return float(low), float(high)


def _two_sided(changes: _Floats) -> float:
    """Count the resampling itself too, so that no p value is zero (Davison and Hinkley 1997)."""
    resamples = len(changes)
    above, below = int((changes >= 0).sum()), int((changes <= 0).sum())
    return min(1.0, 2 * (min(above, below) + 1) / (resamples + 1))
