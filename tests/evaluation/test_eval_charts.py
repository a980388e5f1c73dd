from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

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

ATTACK = "<script>潮</script>"


def parse(html: str) -> ET.Element:
    """Check that the markup is whole, which a browser would not say."""
    return ET.fromstring(f"<div>{html}</div>")  # noqa: S314 - our own markup


def test_points_lie_where_their_values_say():
    plot = parse(line_plot("t", [Series("潮", [(0, 0), (10, 1)])], Axis("s", 0, 10, [])))
    line = plot.find(".//polyline")
    assert line is not None
    (x0, y0), (x1, y1) = (
        tuple(map(float, pair.split(","))) for pair in line.attrib["points"].split()
    )
    assert x0 < x1
    assert y0 > y1, "up is more"
    assert [each.text for each in plot.iter("title")] == ["潮: 0.000", "潮: 1.000"]


def test_values_beyond_an_axis_end_at_it():
    axis = Axis("", 0, 1, [])
    assert axis.place(5, 10, 20) == 20
    assert axis.place(-5, 10, 20) == 10
    assert Axis("", 3, 3, []).place(3, 10, 20) == 10


def test_marked_place_is_drawn_and_legend_names_several_lines():
    series = [Series("one", [(0, 0)]), Series("two", [(1, 1)])]
    html = line_plot("t", series, SHARES, marked=0.5)
    assert parse(html).find(".//line[@class='now']") is not None
    assert re.findall(r"</svg> (\w+)</span>", html) == ["one", "two"]
    assert "legend" not in line_plot("t", series[:1], SHARES)


def test_intervals_have_a_whisker_and_a_marker_each():
    values = [Interval(OVERALL, 0.5, 0.4, 0.6, "half"), Interval(0, 0.2, 0.1, 0.3)]
    html = interval_plot("t", [("facts", values), ("空", [])], SHARES, {OVERALL: "all", 0: "zh"})
    plot = parse(html)
    assert len(plot.findall(".//line[@class='whisker']")) == 2
    assert html.count("currentColor") == 4, "whisker, legend line and both markers"


def test_bars_are_as_high_as_their_counts():
    plot = parse(bar_plot("t", [("1", 10), ("2", 5), ("3", 0)], "sentences"))
    first, second, third = (float(each.attrib["height"]) for each in plot.iter("rect"))
    assert first == pytest.approx(2 * second, abs=0.2)
    assert third == 0


@pytest.mark.parametrize(
    ("most", "whole", "last", "step"),
    [(0.25, False, 0.25, 0.05), (1.0, False, 1.0, 0.2), (30, True, 30, 5), (2, True, 2, 1)],
)
def test_axis_has_round_ticks(most: float, whole: bool, last: float, step: float):
    axis = nice_axis("", most, whole=whole)
    assert axis.high == pytest.approx(last)
    assert axis.ticks[1][0] == pytest.approx(step)


def test_labels_cannot_become_markup():
    plots = [
        line_plot(ATTACK, [Series(ATTACK, [(0, 0)]), Series("b", [])], Axis(ATTACK, 0, 1, [])),
        interval_plot(ATTACK, [(ATTACK, [Interval(0, 1, 1, 1, ATTACK)])], SHARES, {0: ATTACK}),
        bar_plot(ATTACK, [(ATTACK, 1)], ATTACK),
    ]
    for html in plots:
        parse(html)
        assert "<script" not in html
