import time

import pytest

from rag.concordance.enclosures import find_enclosures, find_whole


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("坐“夜航”、“早班”。", ["夜航", "早班"]),
        ("《港口条约》和「灯塔」", ["港口条约", "灯塔"]),
        ('the "night boat" and “early ferry”', ["night boat", "early ferry"]),
        ("the city’s ‘night boat’", ["night boat"]),
        ("“the ‘night boat’ sails”", ["night boat", "the ‘night boat’ sails"]),
        ("the “夜航” boat", ["夜航"]),
        ("夜航（night boat）", []),
        ("夜航”的“", []),
        ("the city’s boats’ crews", []),
        ("", []),
    ],
)
def test_what_stands_in_quotation_marks(text, quoted):
    assert [text[slice(*span)] for span in find_enclosures(text).quoted] == quoted


@pytest.mark.parametrize(
    ("text", "stretch", "whole"),
    [
        ("按“暂停”键", "暂停”键", "“暂停”键"),
        ("共享“夜航”吧", "共享“夜航", "共享“夜航”"),
        ("the “stop” button", "stop” button", "“stop” button"),
        ("坐“夜航”去", "夜航", "夜航"),
        ("坐“大夜航”的船", "夜航”的", None),
        ("“night boats” and “early", "boats” and “early", None),
        ("夜航（早班）船", "夜航（早班", None),
        ("夜航”的船", "夜航”的", None),
    ],
)
def test_a_stretch_takes_in_both_marks_or_neither(text, stretch, whole):
    start = text.index(stretch)
    found = find_whole(text, (start, start + len(stretch)), find_enclosures(text))
    assert (text[slice(*found)] if found else None) == whole


def test_marks_without_end_take_linear_time():
    began = time.perf_counter()
    find_enclosures("“(《" * 50_000 + "]”)" * 50_000)
    assert time.perf_counter() - began < 2
