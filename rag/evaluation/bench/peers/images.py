"""Figures of a run -> SVG files for the page; each stands alone and loads nothing."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from rag.evaluation.bench.peers.results import Outcome, Results
from rag.evaluation.charts import CHART_STYLE, Axis, Interval, interval_plot
from rag.evaluation.figures import percentile

#: Legible on any page, since an image does not know what it lies on.
_STYLE = (
    CHART_STYLE.split("@media", maxsplit=1)[0]
    + CHART_STYLE[CHART_STYLE.index(".plot {") :]
    + ".plot { background: #fff; color: #1f2328; font-family: sans-serif; }"
)
#: Markers of the series, in their order; see ``rag.evaluation.charts``.
_MARKERS = ("disc", "square", "diamond", "triangle")

Values = Callable[[Outcome, str], tuple[float, float] | None]


def draw_images(results: Results, labels: Mapping[str, str], folder: Path) -> list[tuple[str, str]]:
    """Write the plots.

    :param results: the run.
    :param labels: of the contestants to show, by key, in order.
    :param folder: for the files.
    :returns: name and caption of each file written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    plots = [
        ("cold", "Cold start: seconds from the start of a process to its first passages", _cold),
        ("ingest", "Ingest: passages a second", _ingest),
        ("query", "Query: milliseconds, median with a line to the 95th percentile", _query),
        ("memory", "Peak memory of an ingest: MB", _memory),
    ]
    written = []
    for name, caption, values in plots:
        svg = _draw(caption, results, labels, values)
        if svg:
            (folder / f"peers-{name}.svg").write_text(svg, encoding="utf-8", newline="\n")
            written.append((f"peers-{name}.svg", f"{caption}; {_legend(results.measured)}"))
    return written


def _cold(outcome: Outcome, size: str) -> tuple[float, float] | None:
    found = outcome.searches.get(size)
    return _twice(statistics.median(found.cold)) if found and found.cold else None


def _ingest(outcome: Outcome, size: str) -> tuple[float, float] | None:
    found = outcome.ingests.get(size)
    return _twice(found.rate) if found else None


def _query(outcome: Outcome, size: str) -> tuple[float, float] | None:
    found = outcome.searches.get(size)
    if not found or not found.milliseconds:
        return None
    return statistics.median(found.milliseconds), percentile(found.milliseconds, 0.95)


def _memory(outcome: Outcome, size: str) -> tuple[float, float] | None:
    found = outcome.ingests.get(size)
    return _twice(found.peak) if found and found.peak else None


def _twice(value: float) -> tuple[float, float]:
    return value, value


def _draw(caption: str, results: Results, labels: Mapping[str, str], values: Values) -> str:
    rows = []
    for key, name in labels.items():
        label = name.replace("; our embedder", "; ours")
        outcome = results.outcomes.get(key, Outcome())
        found = [(n, values(outcome, str(size))) for n, size in enumerate(results.measured)]
        rows.append((label, [_interval(n, each) for n, each in found if each]))
    shown = [(label, intervals) for label, intervals in rows if intervals]
    if not shown:
        return ""
    reached = [end for _, intervals in shown for each in intervals for end in (each.low, each.high)]
    # One series has no legend, and the caption tells the markers apart.
    plot = interval_plot(caption, shown, _log_axis(reached), {0: ""})
    return plot.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" width="760" ', 1).replace(
        ">", f"><style>{_STYLE}</style>", 1
    )


def _interval(number: int, values: tuple[float, float]) -> Interval:
    middle, high = (math.log10(max(value, 1e-3)) for value in values)
    return Interval(number, middle, middle, high, f"{values[0]:.3g}")


def _log_axis(values: Iterable[float]) -> Axis:
    """Make a logarithmic axis from one power of ten to another; values are logarithms."""
    reached = list(values)
    low, high = math.floor(min(reached)), math.ceil(max(reached))
    powers = range(low, max(high, low + 1) + 1)
    return Axis("", low, powers[-1], [(power, f"{10.0**power:,g}") for power in powers])


def _legend(sizes: Sequence[int]) -> str:
    shown = [f"{mark} {size:,}" for mark, size in zip(_MARKERS, sizes, strict=False)]
    return f"passages: {', '.join(shown)}"
