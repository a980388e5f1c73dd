"""Words typed, and where they stand: script, case, width and line ends make no difference."""

import pytest

from ui.finding import find_in, make_pattern, utf16_offsets


def found(query, text):
    pattern = make_pattern(query)
    return [] if pattern is None else [text[start:end] for start, end in find_in(pattern, text)]


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("港口", "港口和渡口，港口", ["港口", "港口"]),
        ("台灣", "台湾的", ["台湾"]),
        ("台湾", "臺灣的", ["臺灣"]),
        ("ferry", "The FERRY, the ferry", ["FERRY", "ferry"]),
        ("ＡＢＣ", "abc", ["abc"]),
        ("老 城", "老  城", ["老  城"]),
        ("老城墙", "老城\n墙", ["老城\n墙"]),
        ("old  town", "old\ntown", ["old\ntown"]),
        ("“渡口”", "「渡口」", ["「渡口」"]),
        ("渡口", "……渡口½", ["渡口"]),
        ("a.c", "abc a.c", ["a.c"]),
        ("[", "a[b", ["["]),
        ("", "text", []),
        ("   ", "text", []),
        ("x", "", []),
    ],
)
def test_finds_what_is_meant(query, text, expected):
    assert found(query, text) == expected


def test_offsets_for_browsers_count_units():
    text = "𠮷野家的渡口"
    start = text.index("渡口")
    assert utf16_offsets(text, [(start, start + 2)]) == [(start + 1, start + 3)]
    assert utf16_offsets("渡口", [(0, 2)]) == [(0, 2)]
