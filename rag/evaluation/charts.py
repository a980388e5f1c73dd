"""Numbers -> plots as inline SVG: no script, no font, nothing that a browser would have to load.

A series has a number, which sets colour, dash and marker, or :data:`OVERALL` for all together.
Series differ in dash and marker as well as in colour, so that a print in black says the same.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

#: What the page needs to draw the plots; ``--s0`` to ``--s5`` are the colours of the series.
CHART_STYLE = """
:root { --s0: #0b6e8a; --s1: #c2570c; --s2: #5b7f1f; --s3: #8b3fa8; --s4: #b8860b; --s5: #a83254; }
@media (prefers-color-scheme: dark) { :root { --s0: #4fb3cf; --s1: #f0935a; --s2: #a3c95e;
  --s3: #c58be0; --s4: #e3bd4f; --s5: #e87a97; } }
.plot { width: 100%; height: auto; display: block; font-size: 12px; }
.plot text { fill: currentColor; } .plot .faint { opacity: .7; }
.plot .grid { stroke: currentColor; opacity: .13; }
.plot .axis { stroke: currentColor; opacity: .5; }
.plot .now { stroke: currentColor; stroke-dasharray: 3 3; opacity: .8; }
.plot .line { fill: none; stroke-width: 2; }
.plot .fill { fill: var(--s0); opacity: .8; } .plot .whisker { stroke-width: 2; }
"""

_WIDTH, _LEFT, _RIGHT, _TOP, _BOTTOM = 520, 46, 22, 10, 40
_HEIGHT = 260
#: The series of everything together: in the colour of the text.
OVERALL = -1

_DASHES = ("", "7 3", "2 3", "9 3 2 3", "4 4", "1 2")
#: Widths of labels are guessed: a Latin letter takes about so much, a Chinese one twice that.
_LETTER = 6.6
_MOST_TICKS = 6


@dataclass(frozen=True, slots=True)
class Series:
    """A line of a plot.

    :param points: x and y, in order of x.
    """

    label: str
    points: Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Axis:
    """What an axis spans and where it is labelled."""

    label: str
    low: float
    high: float
    ticks: Sequence[tuple[float, str]]

    def place(self, value: float, start: float, end: float) -> float:
        """Give the position of a value on an axis drawn from ``start`` to ``end``."""
        share = (value - self.low) / ((self.high - self.low) or 1)
        return round(start + min(max(share, 0.0), 1.0) * (end - start), 1)


#: A share from 0 to 1.
SHARES = Axis("", 0, 1, [(step / 5, f"{step / 5:.1f}") for step in range(6)])


def nice_axis(label: str, most: float, *, whole: bool = False) -> Axis:
    """Make an axis from 0 with round numbers at its ticks.

    :param label: what it shows.
    :param most: the highest value, above 0.
    :param whole: whether only whole numbers are labelled.
    :returns: the axis, which ends at a tick.
    """
    step = 10.0 ** math.floor(math.log10(most / 4))
    step *= next(factor for factor in (1, 2, 5, 10) if most / (step * factor) <= _MOST_TICKS)
    if whole:
        step = max(step, 1.0)
    count = math.ceil(round(most / step, 6))
    return Axis(label, 0, count * step, [(n * step, f"{n * step:.4g}") for n in range(count + 1)])


@dataclass(frozen=True, slots=True)
class Interval:
    """A value with the interval that holds it.

    :param series: number of the series it belongs to, which sets colour and marker.
    """

    series: int
    value: float
    low: float
    high: float
    title: str = ""


def line_plot(
    title: str,
    series: Sequence[Series],
    x: Axis,
    y: Axis = SHARES,
    *,
    marked: float | None = None,
    dots: bool = True,
) -> str:
    """Draw lines over a common x axis, with a legend.

    :param title: what the plot says, for readers who do not see it.
    :param series: at most six.
    :param x: the horizontal axis.
    :param y: the vertical axis.
    :param marked: place on the x axis to mark.
    :param dots: whether each point gets a marker.
    :returns: HTML.
    """
    parts = [_frame(x, y)]
    bottom = _HEIGHT - _BOTTOM
    if marked is not None:
        at = x.place(marked, _LEFT, _WIDTH - _RIGHT)
        parts.append(f'<line class="now" x1="{at}" x2="{at}" y1="{_TOP}" y2="{bottom}"/>')
    for number, each in enumerate(series):
        places = [
            (x.place(px, _LEFT, _WIDTH - _RIGHT), y.place(py, bottom, _TOP))
            for px, py in each.points
        ]
        path = " ".join(f"{px},{py}" for px, py in places)
        parts.append(
            f'<polyline class="line" points="{path}" stroke="{_colour(number)}" '
            f'stroke-dasharray="{_dash(number)}"/>'
        )
        if dots:
            parts += [
                _marker(number, *place, f"{each.label}: {value:.3f}")
                for place, (_, value) in zip(places, each.points, strict=True)
            ]
    names = {number: each.label for number, each in enumerate(series)}
    key = legend(names, dots=dots) if len(names) > 1 else ""
    return key + _svg(title, _HEIGHT, parts)


def interval_plot(
    title: str, rows: Sequence[tuple[str, Sequence[Interval]]], axis: Axis, names: Mapping[int, str]
) -> str:
    """Draw values with their intervals, a row for each label and a line for each series in it.

    :param title: what the plot says, for readers who do not see it.
    :param rows: a label with its values.
    :param axis: the horizontal axis.
    :param names: by number of the series, for the legend; one alone needs none.
    :returns: HTML.
    """
    left = 14 + max(_text_width(label) for label, _ in rows)
    step = 13
    heights = [max(len(values), 1) * step + 11 for _, values in rows]
    bottom = _TOP + sum(heights)
    parts = []
    for value, label in axis.ticks:
        at = axis.place(value, left, _WIDTH - _RIGHT)
        css = "axis" if value == 0 else "grid"
        parts.append(f'<line class="{css}" x1="{at}" x2="{at}" y1="{_TOP}" y2="{bottom}"/>')
        parts.append(f'<text x="{at}" y="{bottom + 16}" text-anchor="middle">{label}</text>')
    top = float(_TOP)
    for (label, values), height in zip(rows, heights, strict=True):
        middle = top + height / 2
        parts.append(
            f'<text x="{left - 8}" y="{middle + 4}" text-anchor="end">{escape(label)}</text>'
        )
        for line, each in enumerate(values):
            y = round(middle + (line - (len(values) - 1) / 2) * step, 1)
            parts += _whisker(each, axis, left, y)
        top += height
        parts.append(f'<line class="grid" x1="0" x2="{_WIDTH}" y1="{top}" y2="{top}"/>')
    if axis.label:
        parts.append(_axis_label(axis.label, (left + _WIDTH - _RIGHT) / 2, bottom + 34))
    return (legend(names) if len(names) > 1 else "") + _svg(title, bottom + _BOTTOM, parts)


def bar_plot(title: str, bars: Sequence[tuple[str, int]], label: str) -> str:
    """Draw counts as upright bars.

    :param title: what the plot says, for readers who do not see it.
    :param bars: labels and counts.
    :param label: what the labels count.
    :returns: HTML.
    """
    y = nice_axis("", max((count for _, count in bars), default=0) or 1, whole=True)
    parts = [_frame(Axis(label, 0, 1, []), y)]
    slot = (_WIDTH - _LEFT - _RIGHT) / max(len(bars), 1)
    bottom = _HEIGHT - _BOTTOM
    for number, (name, count) in enumerate(bars):
        start, top = _LEFT + number * slot, y.place(count, bottom, _TOP)
        parts.append(
            f'<rect class="fill" x="{start + slot * 0.12:.1f}" width="{slot * 0.76:.1f}" '
            f'y="{top}" height="{bottom - top:.1f}"><title>{count}</title></rect>'
            f'<text x="{start + slot / 2:.1f}" y="{bottom + 16}" text-anchor="middle">'
            f"{escape(name)}</text>"
        )
    return _svg(title, _HEIGHT, parts)


def legend(names: Mapping[int, str], *, dots: bool = True) -> str:
    """Write what the colours, dashes and markers stand for.

    :param names: by number of the series.
    :param dots: whether the plot has markers.
    :returns: HTML.
    """
    items = [
        f'<span><svg width="34" height="12" aria-hidden="true"><line x1="0" x2="34" y1="6" y2="6" '
        f'stroke="{_colour(number)}" stroke-width="2" stroke-dasharray="{_dash(number)}"/>'
        f"{_marker(number, 17, 6) if dots else ''}</svg> {escape(name)}</span>"
        for number, name in names.items()
    ]
    return f'<p class="legend">{"".join(items)}</p>'


def _frame(x: Axis, y: Axis) -> str:
    bottom, right = _HEIGHT - _BOTTOM, _WIDTH - _RIGHT
    parts = []
    for value, label in y.ticks:
        at = y.place(value, bottom, _TOP)
        css = "axis" if value == y.low else "grid"
        parts.append(f'<line class="{css}" x1="{_LEFT}" x2="{right}" y1="{at}" y2="{at}"/>')
        parts.append(f'<text x="{_LEFT - 6}" y="{at + 4}" text-anchor="end">{label}</text>')
    for value, label in x.ticks:
        at = x.place(value, _LEFT, right)
        parts.append(f'<text x="{at}" y="{bottom + 16}" text-anchor="middle">{label}</text>')
    if x.label:
        parts.append(_axis_label(x.label, (_LEFT + right) / 2, bottom + 34))
    return "".join(parts)


def _axis_label(label: str, at: float, y: float) -> str:
    return f'<text class="faint" x="{at}" y="{y}" text-anchor="middle">{escape(label)}</text>'


def _whisker(each: Interval, axis: Axis, left: float, y: float) -> list[str]:
    low, value, high = (
        axis.place(number, left, _WIDTH - _RIGHT) for number in (each.low, each.value, each.high)
    )
    return [
        f'<line class="whisker" stroke="{_colour(each.series)}" '
        f'x1="{low}" x2="{high}" y1="{y}" y2="{y}"/>',
        _marker(each.series, value, y, each.title),
    ]


def _colour(number: int) -> str:
    return "currentColor" if number == OVERALL else f"var(--s{number})"


def _dash(number: int) -> str:
    return "" if number == OVERALL else _DASHES[number]


def _marker(number: int, x: float, y: float, title: str = "") -> str:
    """Draw a series' marker: a disc, a square, a diamond, a triangle."""
    inner = f"<title>{escape(title)}</title>" if title else ""
    fill = f'fill="{_colour(number)}"'
    if number % 4 == 0:
        return f'<circle cx="{x}" cy="{y}" r="4" {fill}>{inner}</circle>'
    corners = (
        ((-4, -4), (4, -4), (4, 4), (-4, 4)),
        ((0, -5), (5, 0), (0, 5), (-5, 0)),
        ((0, -5), (5, 4), (-5, 4)),
    )[number % 4 - 1]
    points = " ".join(f"{round(x + dx, 1)},{round(y + dy, 1)}" for dx, dy in corners)
    return f'<polygon points="{points}" {fill}>{inner}</polygon>'


def _svg(title: str, height: float, parts: Sequence[str]) -> str:
    return (
        f'<svg class="plot" viewBox="0 0 {_WIDTH} {height}" role="img" '
        f'aria-label="{escape(title)}">{"".join(parts)}</svg>'
    )


def _text_width(text: str) -> float:
    return sum(_LETTER * (2 if ord(letter) > 0x2E80 else 1) for letter in text)
