"""Figures -> Markdown tables, for the terminal and for pasting into an issue."""

from __future__ import annotations

from collections.abc import Sequence

from rag.evaluation.adaptation import COMPARED, AdaptationEffect
from rag.evaluation.compare import Comparison
from rag.evaluation.figures import Difference, Figure
from rag.evaluation.measures import MEASURES
from rag.evaluation.results import EvaluationResult, Group
from rag.evaluation.thresholds import ThresholdCurve, ThresholdPoint

#: Measures of the per-direction and per-kind tables; all of them would not fit a terminal.
_NARROW = (
    "answered",
    "facts",
    "complete",
    "cited_facts",
    "cite_precision",
    "cite_recall",
    "passages5",
    "recall@5",
    "mrr@10",
    "refusal_recall",
)
#: A difference that chance explains more often than this is not called one.
_SIGNIFICANT = 0.05


def render_text(result: EvaluationResult, comparison: Comparison | None = None) -> str:
    """Write a run's figures as Markdown.

    :param result: the run.
    :param comparison: the run set against an earlier one.
    :returns: a headline and tables, parted by empty lines.
    """
    parts = [_headline(result), _overall_table(result.overall)]
    for grouping in ("direction", "kind"):
        groups = result.grouped(grouping)
        if len(groups) > 1:
            parts.append(_group_table(grouping, groups))
    if result.thresholds is not None:
        parts.append(_threshold_text(result.thresholds))
    if result.adaptation is not None:
        parts.append(_adaptation_text(result.adaptation))
    if comparison is not None:
        parts.append(_comparison_text(comparison))
    return "\n\n".join(parts)


def _headline(result: EvaluationResult) -> str:
    words = [f"{len(result.answers)} of {len(result.questions)} questions answered or refused"]
    if result.models:
        words.append(f"by {', '.join(result.models)}")
    if result.median_seconds is not None and result.slow_seconds is not None:
        words.append(
            f"in {result.median_seconds:.3f} s (median), {result.slow_seconds:.3f} s (95 of 100)"
        )
    if result.tokens:
        words.append(f"with {result.tokens[0]} + {result.tokens[1]} tokens")
    if result.resumed:
        words.append(f"({result.resumed} taken over from an interrupted run)")
    return " ".join(words)


def _overall_table(group: Group) -> str:
    rows = [
        [name, format_value(name, figure.value), _interval(name, figure), str(figure.count), what]
        for name, what in MEASURES.items()
        if (figure := group.figures.get(name)) is not None
    ]
    return markdown_table(["measure", "value", "95 % interval", "questions", "what"], rows)


def _group_table(grouping: str, groups: Sequence[Group]) -> str:
    shown = [name for name in _NARROW if any(name in group.figures for group in groups)]
    rows = [
        [group.label, str(group.question_count)]
        + [_value(name, group.figures.get(name)) for name in shown]
        for group in groups
    ]
    return markdown_table([grouping, "questions", *shown], rows)


def _threshold_text(curve: ThresholdCurve) -> str:
    now = curve.present
    present = f"At the present one, {describe_point(now)}. " if now else ""
    return (
        f"Refusal threshold, on {curve.question_count} questions: {present}"
        f"The highest F1 of refusals on these questions is at {describe_point(curve.best)}."
    )


def describe_point(point: ThresholdPoint) -> str:
    """Say what a threshold does."""
    precision = "none" if point.precision is None else f"{point.precision:.2f}"
    return (
        f"{point.threshold:.2f}: refusal precision {precision}, recall {point.recall:.2f}, "
        f"answered {point.answered:.2f}"
    )


def _adaptation_text(effect: AdaptationEffect) -> str:
    lines = [
        describe_adaptation(effect),
        "",
        markdown_table(["measure", *effect.differences], adaptation_rows(effect)),
    ]
    if effect.warning:
        lines += ["", effect.warning]
    return "\n".join(lines)


def describe_adaptation(effect: AdaptationEffect) -> str:
    """Say what was compared, as one sentence."""
    return (
        f"Retrieval without → with the {effect.term_count} terms learned from "
        f"{effect.pair_count} pairs of the library, on {effect.question_count} questions:"
    )


def adaptation_rows(effect: AdaptationEffect) -> list[list[str]]:
    """Write the rows of the table: a measure, then for each direction without and with terms."""
    return [
        [name, *(_both_ways(measures.get(name)) for measures in effect.differences.values())]
        for name in COMPARED
        if name in effect.differences["all"]
    ]


def _both_ways(difference: Difference | None) -> str:
    return "" if difference is None else f"{difference.first:.3f} → {difference.second:.3f}"


def _comparison_text(comparison: Comparison) -> str:
    rows = [
        [
            name,
            format_value(name, each.first),
            format_value(name, each.second),
            f"{each.value:+.3f}",
            f"{each.low:+.3f} to {each.high:+.3f}",
            f"{each.p_bootstrap:.3f}",
            f"{each.p_sign:.3f}",
            f"{each.better} / {each.worse}",
            describe_difference(each),
        ]
        for name, each in comparison.differences.items()
        if each.changed
    ]
    same = [name for name, each in comparison.differences.items() if not each.changed]
    header = ["measure", "before", "now", "change", "95 % interval"]
    header += ["p", "p (sign)", "up / down", ""]
    lines = [
        f"Compared with {comparison.name} on {comparison.question_count} questions:",
        "",
        *([markdown_table(header, rows), ""] if rows else []),
        *([f"The same on every question: {', '.join(same)}."] if same else []),
    ]
    if comparison.changed:
        lines += ["", "Questions that changed:", ""]
    for each in comparison.changed:
        moves = [f"+{name}" for name in each.gains] + [f"-{name}" for name in each.losses]
        lines.append(f"- {each.question.id} {each.question.question} ({', '.join(moves)})")
    return "\n".join(lines)


def describe_difference(difference: Difference) -> str:
    """Say in a word whether a change is more than chance."""
    if difference.p_bootstrap >= _SIGNIFICANT:
        return ""
    return "higher" if difference.value > 0 else "lower"


def format_value(name: str, value: float) -> str:
    """Write a measure's value with the digits it deserves."""
    if name == "tokens":
        return f"{value:.0f}"
    return f"{value:.1f}" if name == "sentences" else f"{value:.3f}"


def _value(name: str, figure: Figure | None) -> str:
    return "" if figure is None else format_value(name, figure.value)


def _interval(name: str, figure: Figure) -> str:
    return f"{format_value(name, figure.low)} to {format_value(name, figure.high)}"


def markdown_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Write a Markdown table with aligned columns."""
    cells = [[cell.replace("|", "\\|") for cell in row] for row in [header, *rows]]
    widths = [max(len(row[column]) for row in cells) for column in range(len(header))]
    lines = [_table_line(row, widths) for row in cells]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def _table_line(row: Sequence[str], widths: Sequence[int]) -> str:
    return (
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
    )
