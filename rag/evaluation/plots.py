"""A run -> the plots of its report, each with what it shows."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rag.evaluation.charts import (
    OVERALL,
    SHARES,
    Axis,
    Interval,
    Series,
    bar_plot,
    interval_plot,
    line_plot,
    nice_axis,
)
from rag.evaluation.compare import Comparison
from rag.evaluation.figures import Figure
from rag.evaluation.measures import COUNTS, LABELS
from rag.evaluation.report import describe_point
from rag.evaluation.results import EvaluationResult, Group
from rag.evaluation.retrieval import CUTOFFS
from rag.evaluation.thresholds import ThresholdCurve

#: As many series as there are colours.
_SERIES = 6
_ANSWERED = ("facts", "complete", "cited_facts", "cite_precision", "cite_recall")
_OF_KIND = ("facts", "cite_recall", "passages5")
_RANKED = {"hit": "hit", "recall": "recall", "ndcg": "nDCG"}
_CUTOFF_AXIS = Axis(
    "first entries looked at", 0.5, max(CUTOFFS) + 0.5, [(each, str(each)) for each in CUTOFFS]
)
_MOST_SENTENCES = 8
#: The time axis ends at so many times what 95 of 100 answers take: a single slow one would
#: squeeze the others into a corner.
_TAILS = 3
_SIGNIFICANT = 0.05


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot of the report.

    :param caption: how to read it; a sentence or two.
    :param html: the plot.
    """

    heading: str
    caption: str
    html: str


def draw_plots(result: EvaluationResult) -> list[Plot]:
    """Draw what a run has the numbers for."""
    found = [
        _answers_by_direction(result),
        _answers_by_kind(result),
        _retrieval(result.overall),
        _retrieval_by_direction(result),
        _thresholds(result.thresholds) if result.thresholds else None,
        _latency(result),
        _sentences(result),
    ]
    return [each for each in found if each is not None]


def draw_comparison(comparison: Comparison) -> Plot | None:
    """Draw the differences between two runs, of the measures that are shares."""
    shares = {
        name: each
        for name, each in comparison.differences.items()
        if name not in COUNTS and each.changed
    }
    edges = [abs(edge) for each in shares.values() for edge in (each.low, each.high)]
    if not shares:
        return None
    reach = math.ceil(max(*edges, 0.1) * 10) / 10
    ticks = [
        (reach * step / 2, f"{reach * step / 2:+.3g}" if step else "0") for step in range(-2, 3)
    ]
    rows = [
        (
            LABELS.get(name, name),
            [
                Interval(
                    int(each.p_bootstrap < _SIGNIFICANT),
                    each.value,
                    each.low,
                    each.high,
                    f"{each.value:+.3f} ({each.low:+.3f} to {each.high:+.3f})",
                )
            ],
        )
        for name, each in shares.items()
    ]
    return Plot(
        "What changed",
        "This run less the earlier one, with 95 % intervals over the same questions; right of the "
        "line is more.",
        interval_plot(
            "Differences between the two runs",
            rows,
            Axis("difference", -reach, reach, ticks),
            {0: "may be chance", 1: "p < 0.05"},
        ),
    )


def _answers_by_direction(result: EvaluationResult) -> Plot | None:
    directions = _with_figures(result.grouped("direction"), ["recall@1", *_ANSWERED])
    shown = directions if 1 < len(directions) <= _SERIES else []
    groups = {OVERALL: result.overall, **dict(enumerate(shown))}
    rows = [(LABELS[name], _intervals(groups, name)) for name in _ANSWERED]
    rows = [(name, values) for name, values in rows if values]
    if not rows:
        return None
    names = {number: group.label for number, group in groups.items()}
    return Plot(
        "Answers and citations",
        "Means with 95 % bootstrap intervals. Directions: language of the question > languages of "
        "the evidence.",
        interval_plot("Answer and citation measures by direction", rows, SHARES, names),
    )


def _answers_by_kind(result: EvaluationResult) -> Plot | None:
    kinds = _with_figures(result.grouped("kind"), _OF_KIND)
    if len(kinds) < 2:
        return None
    rows = []
    for group in kinds:
        values = [_interval(number, name, group) for number, name in enumerate(_OF_KIND)]
        rows.append((group.label, [each for each in values if each is not None]))
    names = {number: LABELS[name] for number, name in enumerate(_OF_KIND)}
    return Plot(
        "Kinds of question",
        "Facts stated, evidence cited, and all the evidence among the first five passages.",
        interval_plot("Measures by kind", rows, SHARES, names),
    )


def _retrieval(group: Group) -> Plot | None:
    series = [
        Series(label, points)
        for name, label in _RANKED.items()
        if (points := _at_cutoffs(name, group.figures))
    ]
    if not series:
        return None
    mrr = group.figures.get("mrr@10")
    caption = f" MRR@10 is {mrr.value:.3f}." if mrr else ""
    return Plot(
        "Retrieval",
        "Questions with evidence in the first k entries, evidence groups found in them, and nDCG."
        + caption,
        line_plot("Hit, recall and nDCG at 1, 5 and 10 entries", series, _CUTOFF_AXIS),
    )


def _retrieval_by_direction(result: EvaluationResult) -> Plot | None:
    groups = _with_figures(result.grouped("direction"), ["recall@1", *_ANSWERED])
    if not 1 < len(groups) <= _SERIES:
        return None
    series = [Series(group.label, _at_cutoffs("recall", group.figures)) for group in groups]
    return Plot(
        "Evidence found, by direction",
        "Evidence groups that the first k entries serve, a passage or its counterpart.",
        line_plot("Recall of evidence groups by direction", series, _CUTOFF_AXIS),
    )


def _thresholds(curve: ThresholdCurve) -> Plot:
    points = curve.points
    series = [
        Series(
            "refusal precision",
            [(each.threshold, each.precision) for each in points if each.precision is not None],
        ),
        Series("refusal recall", [(each.threshold, each.recall) for each in points]),
        Series("answered", [(each.threshold, each.answered) for each in points]),
    ]
    now = curve.present
    said = f" The dashed line marks the present one, {describe_point(now)}." if now else ""
    return Plot(
        "Refusal threshold",
        f"What refusing below each certainty does to {curve.question_count} questions.{said} "
        f"The highest F1 of refusals on these questions is at {describe_point(curve.best)}.",
        line_plot(
            "Refusal precision, refusal recall and answered by threshold",
            series,
            Axis("threshold of certainty", 0, 1, SHARES.ticks),
            marked=now.threshold if now else None,
            dots=False,
        ),
    )


def _latency(result: EvaluationResult) -> Plot | None:
    seconds = sorted(line.seconds for line in result.answers.values() if line.seconds is not None)
    if len(seconds) < 2 or not seconds[-1]:
        return None
    points = [(value, (rank + 1) / len(seconds)) for rank, value in enumerate(seconds)]
    median, tail = result.median_seconds or 0.0, result.slow_seconds or 0.0
    return Plot(
        "Time to answer",
        f"Share of answers that came within so many seconds: half within {median:.3f} s, 95 of "
        f"100 within {tail:.3f} s.",
        line_plot(
            "Share of answers by time",
            [Series("answers", points)],
            nice_axis("seconds", min(seconds[-1], max(_TAILS * tail, median))),
            dots=False,
        ),
    )


def _sentences(result: EvaluationResult) -> Plot | None:
    counts = Counter(
        min(int(each["sentences"][0]), _MOST_SENTENCES)
        for each in result.observed.values()
        if each.get("sentences")
    )
    if not counts:
        return None
    last = max(*counts, 3)
    bars = [
        (f"{number}+" if number == _MOST_SENTENCES else str(number), counts[number])
        for number in range(1, last + 1)
    ]
    return Plot(
        "Length of answers",
        "How many answers have how many sentences; refusals are left out.",
        bar_plot("Answers by number of sentences", bars, "sentences"),
    )


def _with_figures(groups: Sequence[Group], names: Sequence[str]) -> list[Group]:
    return [group for group in groups if any(name in group.figures for name in names)]


def _at_cutoffs(name: str, figures: Mapping[str, Figure]) -> list[tuple[float, float]]:
    return [
        (cutoff, figure.value)
        for cutoff in CUTOFFS
        if (figure := figures.get(f"{name}@{cutoff}")) is not None
    ]


def _intervals(groups: Mapping[int, Group], name: str) -> list[Interval]:
    values = [_interval(number, name, group) for number, group in groups.items()]
    return [each for each in values if each is not None]


def _interval(series: int, name: str, group: Group) -> Interval | None:
    figure = group.figures.get(name)
    if figure is None:
        return None
    title = f"{group.label}, {name}: {figure.value:.3f} ({figure.low:.3f} to {figure.high:.3f})"
    return Interval(series, figure.value, figure.low, figure.high, title)
