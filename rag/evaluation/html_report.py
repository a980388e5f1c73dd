"""Figures and answers -> one self-contained HTML page: no script, nothing loaded from anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from rag.evaluation.adaptation import AdaptationEffect
from rag.evaluation.charts import CHART_STYLE
from rag.evaluation.compare import Comparison
from rag.evaluation.figures import Figure
from rag.evaluation.lines import AnswerLine
from rag.evaluation.measures import COUNTS, GROUPINGS, LABELS, MEASURES
from rag.evaluation.plots import Plot, draw_comparison, draw_plots
from rag.evaluation.questions import EvalQuestion
from rag.evaluation.report import (
    adaptation_rows,
    describe_adaptation,
    describe_difference,
    format_value,
)
from rag.evaluation.results import EvaluationResult, Group

_STYLE = """
:root { color-scheme: light dark; --bar: #2f7d8c; --line: #8886; --good: #2c7a3f; --bad: #b3402f; }
body { font: 15px/1.5 system-ui, "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif;
  max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; } .wide { overflow-x: auto; }
th, td { text-align: start; padding: .25rem .6rem; border-bottom: 1px solid var(--line);
  vertical-align: top; }
th.n, td.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
svg { display: block; } .bar { fill: var(--bar); opacity: .75; }
.interval { stroke: currentColor; stroke-width: 1.5; } .frame { fill: none; stroke: var(--line); }
.higher { color: var(--good); } .lower { color: var(--bad); }
details { border-bottom: 1px solid var(--line); padding: .35rem 0; } summary { cursor: pointer; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; }
dt { opacity: .7; } dd { margin: 0; white-space: pre-wrap; }
.tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(10.5rem, 40%), 1fr));
  gap: .6rem; }
.tile { border: 1px solid var(--line); border-radius: .4rem; padding: .5rem .7rem; }
.tile b { display: block; font-size: 1.45rem; font-variant-numeric: tabular-nums; }
.tile small, td small, .caption { opacity: .7; } td small { display: block; }
.plots { columns: 24rem 2; column-gap: 2rem; }
.plots section { break-inside: avoid; padding-bottom: 1.2rem; }
.plots h3 { margin: 0; font-size: 1rem; } .caption { margin: 0; font-size: .87rem; }
.legend { display: flex; flex-wrap: wrap; gap: .1rem 1.1rem; margin: .5rem 0 .3rem;
  font-size: .87rem; }
.legend svg { display: inline-block; vertical-align: middle; }
"""
#: The page may style itself and nothing else, whatever an answer holds.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"

_BAR_WIDTH = 160
_BAR_HEIGHT = 12
#: Measures at the top of the page.
_TILES = (
    *("facts", "complete", "cited_facts", "cite_precision", "cite_recall", "quoted"),
    *("answered", "refusal_precision", "refusal_recall", "language", "recall@5", "f1"),
)
#: Measures whose loss makes a question worth reading in the report.
_MUST_BE_FULL = ("answered", "refusal_recall", "complete", "passages5")


def render_page(result: EvaluationResult, comparison: Comparison | None = None) -> str:
    """Write the report of a run.

    :param result: the run.
    :param comparison: the run set against an earlier one.
    :returns: the page, whole.
    """
    parts = [_headline(result), _tiles(result.overall)]
    if comparison is not None:
        parts.append(_comparison_part(comparison))
    parts += [_plots("In plots", draw_plots(result)), _measure_table(result.overall)]
    for grouping in GROUPINGS:
        groups = result.grouped(grouping)
        if len(groups) > 1:
            parts.append(_group_table(grouping, groups))
    if result.adaptation is not None:
        parts.append(_adaptation_table(result.adaptation))
    parts.append(_problem_list(result))
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Duizhao evaluation</title>\n<style>{_STYLE}{CHART_STYLE}</style>\n"
        "</head>\n<body>\n" + "\n".join(parts) + "\n</body>\n</html>\n"
    )


def _headline(result: EvaluationResult) -> str:
    of_set = f" of {result.name}" if result.name else ""
    facts = [f"{len(result.answers)} of {len(result.questions)} questions{of_set} asked"]
    if result.models:
        facts.append(f"answered by {', '.join(result.models)}")
    if result.median_seconds is not None and result.slow_seconds is not None:
        facts.append(
            f"{result.median_seconds:.3f} s an answer (median), "
            f"{result.slow_seconds:.3f} s for 95 of 100"
        )
    if result.tokens:
        facts.append(f"{result.tokens[0]} tokens read and {result.tokens[1]} written")
    if result.resumed:
        facts.append(f"{result.resumed} answers taken over from an interrupted run")
    return f"<h1>Evaluation 对照</h1>\n<p>{escape('; '.join(facts))}.{_conditions(result)}</p>"


def _conditions(result: EvaluationResult) -> str:
    held = result.conditions
    if held is None:
        return ""
    return escape(
        f" Duizhao {held.version} on {held.documents} documents with {held.paragraphs} paragraphs; "
        f"embedding {held.embedding}; answers less certain than {held.min_certainty} are refused."
    )


def _tiles(group: Group) -> str:
    tiles = [
        f'<div class="tile">{escape(LABELS[name])}<b>{format_value(name, figure.value)}</b>'
        f"<small>{format_value(name, figure.low)} – {format_value(name, figure.high)}</small></div>"
        for name in _TILES
        if (figure := group.figures.get(name)) is not None
    ]
    return f'<div class="tiles">{"".join(tiles)}</div>'


def _plots(heading: str, plots: Sequence[Plot]) -> str:
    drawn = "\n".join(map(_plot, plots))
    return f'<h2>{escape(heading)}</h2>\n<div class="plots">{drawn}</div>' if drawn else ""


def _plot(plot: Plot) -> str:
    return (
        f"<section><h3>{escape(plot.heading)}</h3>"
        f'<p class="caption">{escape(plot.caption)}</p>{plot.html}</section>'
    )


def _comparison_part(comparison: Comparison) -> str:
    heading = f"Compared with {comparison.name} on {comparison.question_count} questions"
    plot = draw_comparison(comparison)
    drawn = f'<div class="plots">{_plot(plot)}</div>' if plot else ""
    parts = [drawn, _comparison_table(comparison), _changed_list(comparison)]
    return f"<h2>{escape(heading)}</h2>\n" + "\n".join(parts)


def _measure_table(group: Group) -> str:
    rows = [
        (
            f"<td>{escape(name)}</td><td class=n>{format_value(name, figure.value)}</td>"
            f"<td>{_bar(name, figure)}</td>"
            f"<td class=n>{format_value(name, figure.low)} – {format_value(name, figure.high)}</td>"
            f"<td class=n>{figure.count}</td><td>{escape(what)}</td>"
        )
        for name, what in MEASURES.items()
        if (figure := group.figures.get(name)) is not None
    ]
    header = ("measure", "value", "", "95 % interval", "questions", "what it says")
    return f"<h2>All questions</h2>\n{_table(header, rows)}"


def _group_table(grouping: str, groups: Sequence[Group]) -> str:
    shown = [name for name in MEASURES if any(name in group.figures for group in groups)]
    header = (f"measure by {grouping}", *(group.label for group in groups))
    counts = "".join(f"<td class=n>{group.question_count}</td>" for group in groups)
    rows = [f"<td>questions</td>{counts}"]
    for name in shown:
        cells = "".join(_figure_cell(name, group.figures.get(name)) for group in groups)
        rows.append(f"<td>{escape(name)}</td>{cells}")
    return f"<h2>By {escape(grouping)}</h2>\n{_table(header, rows, figures_from=1)}"


def _figure_cell(name: str, figure: Figure | None) -> str:
    if figure is None:
        return "<td></td>"
    interval = f"{format_value(name, figure.low)} – {format_value(name, figure.high)}"
    return f"<td class=n>{format_value(name, figure.value)}<small>{interval}</small></td>"


def _bar(name: str, figure: Figure) -> str:
    """Draw a share as a bar with its interval; counts have no full length to be drawn against."""
    if name in COUNTS:
        return ""
    value, low, high = (round(x * _BAR_WIDTH, 1) for x in (figure.value, figure.low, figure.high))
    middle = _BAR_HEIGHT / 2
    return (
        f'<svg width="{_BAR_WIDTH}" height="{_BAR_HEIGHT}" role="img" '
        f'aria-label="{figure.value:.3f}">'
        f'<rect class="bar" width="{value}" height="{_BAR_HEIGHT}"/>'
        f'<rect class="frame" width="{_BAR_WIDTH}" height="{_BAR_HEIGHT}"/>'
        f'<line class="interval" x1="{low}" x2="{high}" y1="{middle}" y2="{middle}"/></svg>'
    )


def _comparison_table(comparison: Comparison) -> str:
    rows = []
    for name, each in comparison.differences.items():
        if not each.changed:
            continue
        # More seconds or sentences are neither good nor bad by themselves.
        verdict = "" if name in COUNTS else describe_difference(each)
        rows.append(
            f"<td>{escape(name)}</td><td class=n>{format_value(name, each.first)}</td>"
            f"<td class=n>{format_value(name, each.second)}</td>"
            f'<td class="n {verdict}">{each.value:+.3f}</td>'
            f"<td class=n>{each.low:+.3f} to {each.high:+.3f}</td>"
            f"<td class=n>{each.p_bootstrap:.3f}</td><td class=n>{each.p_sign:.3f}</td>"
            f"<td class=n>{each.better} / {each.worse}</td>"
        )
    same = [name for name, each in comparison.differences.items() if not each.changed]
    header = ("measure", "before", "now", "change", "95 % interval", "p", "p (sign)", "up / down")
    table = _table(header, rows, figures_from=1) if rows else ""
    return table + (
        f"<p>The same on every question: {escape(', '.join(same))}.</p>" if same else ""
    )


def _changed_list(comparison: Comparison) -> str:
    items = [
        _details(
            each.question,
            f"+ {', '.join(each.gains) or '–'}; − {', '.join(each.losses) or '–'}",
            [("before", _say(each.before)), ("now", _say(each.after))],
        )
        for each in comparison.changed
    ]
    return f"<h2>Questions that changed ({len(items)})</h2>\n" + "\n".join(items)


def _adaptation_table(effect: AdaptationEffect) -> str:
    rows = [
        f"<td>{escape(name)}</td>" + "".join(f"<td class=n>{escape(cell)}</td>" for cell in cells)
        for name, *cells in adaptation_rows(effect)
    ]
    table = _table(["measure", *effect.differences], rows, figures_from=1)
    warning = f'<p class="lower">{escape(effect.warning)}</p>' if effect.warning else ""
    return f"<h2>Learned terms</h2>\n<p>{escape(describe_adaptation(effect))}</p>\n{warning}{table}"


def _problem_list(result: EvaluationResult) -> str:
    items = []
    for question in result.questions:
        observed = result.observed.get(question.id, {})
        short = [name for name in _MUST_BE_FULL if observed.get(name, [1.0])[0] < 1]
        if short:
            answer = result.answers[question.id]
            items.append(_details(question, ", ".join(short), _answer_rows(question, answer)))
    return f"<h2>Questions that fell short ({len(items)})</h2>\n" + "\n".join(items)


def _answer_rows(question: EvalQuestion, answer: AnswerLine) -> list[tuple[str, str]]:
    rows = [("answer", _say(answer)), ("expected", " / ".join(question.model_answers))]
    rows += [(f"[{each.marker}] {each.document}", each.quote) for each in answer.citations]
    return rows


def _say(answer: AnswerLine) -> str:
    refusal = f"(refused: {answer.reason or 'no reason given'}) " if answer.refused else ""
    return refusal + answer.answer + "".join(f"\n{note}" for note in answer.notes)


def _details(question: EvalQuestion, what: str, rows: Iterable[tuple[str, str]]) -> str:
    pairs = "".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in rows)
    return (
        f"<details><summary>{escape(question.id)} "
        f'<span lang="{question.lang}">{escape(question.question)}</span> '
        f"<small>{escape(question.direction)}: {escape(what)}</small></summary>"
        f"<dl>{pairs}</dl></details>"
    )


def _table(header: Sequence[str], rows: Iterable[str], *, figures_from: int | None = None) -> str:
    """Write a table; columns from ``figures_from`` on are headed like the figures below them."""
    first = len(header) if figures_from is None else figures_from
    marks = ("" if column < first else " class=n" for column in range(len(header)))
    head = "".join(
        f"<th{mark}>{escape(cell)}</th>" for mark, cell in zip(marks, header, strict=True)
    )
    body = "\n".join(f"<tr>{row}</tr>" for row in rows)
    return f'<div class="wide"><table><tr>{head}</tr>\n{body}</table></div>'
