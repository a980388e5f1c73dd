import pytest

from rag.documents.lines import read_lines


def _texts(text):
    lines = read_lines(text)
    for line in lines:
        assert line.text == "".join(text[start:end] for start, end in line.spans)
    return [line.text for line in lines]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**林岚：**港口*三月*开放。", ["林岚：港口三月开放。"]),
        ("# 港口 #\n## The Port", ["港口", "The Port"]),
        ("- 码头\n* quay\n• 桥", ["码头", "quay", "桥"]),
        ("> quoted\n> > twice", ["quoted", "twice"]),
        (
            "see [the map](http://a.b/c 'x') and [图](m.png)",
            ["see [the map](http://a.b/c 'x') and 图"],
        ),
        ('![港口](p.png) [港 map](u "title")', ["港口 港 map"]),
        ("`code` ~~old~~ __bold__ _it_ text[^1]", ["code old bold it text"]),
        ("snake_case_name 2*3*4 2**3 a_b", ["snake_case_name 2*3*4 2**3 a_b"]),
        ("港口<br/>开放 <b>now</b> <!-- no -->", ["港口开放 now"]),
        ("soft\u00adhyphen zero\u200bwidth", ["softhyphen zerowidth"]),
        ("\u3000\u3000港口\u3000\n\ttab \r\n", ["港口", "tab"]),
        ("***\n---\n\n———\n```", []),
        ("| 年 | year |\n|---|---|\n| 一 | one |", ["年  year", "一  one"]),
        ("一\n\n12\n\n- 3 -\n第4页\nPage 5 of 6\n二", ["一", "二"]),
        ("", []),
    ],
)
def test_read_lines_leaves_marks_out(text, expected):
    assert _texts(text) == expected


def test_read_lines_keeps_a_number_that_ends_a_sentence():
    assert _texts("founded in the year\n2021\n") == ["founded in the year", "2021"]


def test_read_lines_knows_underlined_headings():
    levels = [line.level for line in read_lines("港口问答\n========\n\nThe Port\n---\ntext")]
    assert levels == [1, 2, 0]


def test_read_lines_marks_gaps_and_bold_beginnings():
    first, second, third = read_lines("a b\n**记者：**何时？\n\n三月。")
    assert (first.gap, second.gap, third.gap) == (True, False, True)
    assert (first.bold, second.bold) == (0, 3)


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        pytest.param("    One.\nTwo.\n    Three.", [True, False, True], id="en-first-lines"),
        pytest.param("　　一。\n二。\n　　三。", [True, False, True], id="zh-first-lines"),
        pytest.param("Q: one\n   two\n   three", [False, False, False], id="hanging"),
        pytest.param("  one\n  two", [False, False], id="block"),
    ],
)
def test_read_lines_sees_where_indentation_opens_paragraphs(text, opens):
    assert [line.opens_paragraph for line in read_lines(text)] == opens
