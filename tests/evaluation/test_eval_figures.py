from __future__ import annotations

import pytest
import scipy.stats

from rag.evaluation.figures import compare_figures, mean_figure, percentile, sign_test


def test_mean_figure_averages_observations_not_questions():
    figure = mean_figure([[1.0, 1.0, 1.0], [0.0], []])
    assert figure is not None
    assert figure.value == pytest.approx(0.75)
    assert figure.count == 2


def test_mean_figure_of_nothing_is_none():
    assert mean_figure([]) is None
    assert mean_figure([[], []]) is None


def test_mean_figure_is_the_same_twice():
    data = [[float(n % 3 == 0)] for n in range(40)]
    assert mean_figure(data) == mean_figure(data)


def test_mean_figure_interval_is_about_the_binomial_one():
    figure = mean_figure([[float(n < 70)] for n in range(100)])
    assert figure is not None
    interval = scipy.stats.binomtest(70, 100).proportion_ci(method="wilson")
    assert figure.low == pytest.approx(interval.low, abs=0.03)
    assert figure.high == pytest.approx(interval.high, abs=0.03)


def test_mean_figure_of_equal_values_has_no_width():
    figure = mean_figure([[1.0]] * 5)
    assert figure is not None
    assert figure.low == figure.high == 1.0


@pytest.mark.parametrize(
    ("better", "worse"), [(0, 0), (1, 0), (5, 5), (12, 3), (3, 12), (600, 700)]
)
def test_sign_test_equals_scipy(better: int, worse: int):
    total = better + worse
    known = scipy.stats.binomtest(better, total).pvalue if total else 1.0
    assert sign_test(better, worse) == pytest.approx(known)


def test_compare_figures_finds_a_clear_difference():
    first = {str(n): [float(n < 20)] for n in range(60)}
    second = {str(n): [float(n < 45)] for n in range(60)}
    difference = compare_figures(first, second)
    assert difference is not None
    assert difference.value == pytest.approx(25 / 60)
    assert (difference.better, difference.worse, difference.count) == (25, 0, 60)
    assert difference.p_bootstrap < 0.01
    assert difference.p_sign < 0.01
    assert difference.low > 0


def test_compare_figures_of_equal_runs_finds_none():
    run = {str(n): [float(n % 2)] for n in range(30)}
    difference = compare_figures(run, run)
    assert difference is not None
    assert (difference.value, difference.low, difference.high) == (0.0, 0.0, 0.0)
    assert difference.p_bootstrap == difference.p_sign == 1.0


def test_compare_figures_pairs_the_questions():
    # One question in forty changes: lost in the spread of the runs, plain when they are paired.
    first = {str(n): [float(n % 2)] for n in range(40)}
    second = first | {"0": [1.0], "2": [1.0], "4": [1.0], "6": [1.0], "8": [1.0], "10": [1.0]}
    difference = compare_figures(first, second)
    assert difference is not None
    assert difference.p_bootstrap < 0.05


def test_compare_figures_takes_common_questions_only():
    difference = compare_figures({"a": [1.0], "b": [0.0]}, {"b": [1.0], "c": [0.0]})
    assert difference is not None
    assert difference.count == 1
    assert compare_figures({"a": [1.0]}, {"b": [1.0]}) is None
    assert compare_figures({"a": []}, {"a": [1.0]}) is None


def test_compare_figures_gives_the_means_of_the_runs():
    # The second run refuses b as well: of its two refusals one is right.
    first: dict[str, list[float]] = {"a": [1.0], "b": [], "c": []}
    second: dict[str, list[float]] = {"a": [1.0], "b": [0.0], "c": []}
    difference = compare_figures(first, second)
    assert difference is not None
    assert (difference.first, difference.second) == (1.0, 0.5)
    assert (difference.better, difference.worse, difference.count) == (0, 0, 2)
    assert -1.0 <= difference.low <= difference.high <= 0.0


def test_percentile_of_seconds():
    assert percentile([1.0, 2.0, 3.0], 0.5) == 2.0
