"""The places of a term as a table that any spreadsheet can open."""

import csv
import io

import pytest

from rag.concordance import Place, Rendering, RenderingGroup, format_terms_csv
from rag.schema import Paragraph, Passage


def passage(text, language="zh", number=1):
    paragraph = Paragraph("a", number, language, "answer", "沈望", text, ((0, len(text)),))
    return Passage(number, paragraph, title="会议, 一", date="2024-06-12")


def rows(groups, term="渡轮"):
    return list(csv.DictReader(io.StringIO(format_terms_csv(term, groups), newline="")))


def test_every_place_is_a_line():
    zh, en = passage("坐渡轮\n过河。"), passage("take the ferry", "en", 2)
    rendering = Rendering((en,), "take the ferry", (9, 14))
    unclear = Rendering((en,), "take the ferry", None)
    groups = [
        RenderingGroup("ferry", (Place(zh, "坐渡轮\n过河。", (1, 3), rendering),)),
        RenderingGroup(
            "", (Place(zh, "坐渡轮", (1, 3), unclear), Place(zh, "坐渡轮", (1, 3), None))
        ),
    ]
    first, second, third = rows(groups)
    assert first["rendering"] == "ferry"
    assert (first["left"], first["key"], first["right"]) == ("坐", "渡轮", "\n过河。")
    assert (first["counterpart_left"], first["counterpart_key"]) == ("take the ", "ferry")
    assert first["counterpart_paragraph"] == "2"
    assert first["title"] == "会议, 一"
    assert (second["counterpart_left"], second["counterpart_key"]) == ("take the ferry", "")
    assert third["counterpart_document"] == ""


def test_no_places_only_names_the_columns():
    assert format_terms_csv("x", []).startswith("term,rendering,")
    assert rows([]) == []


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_nothing_becomes_a_formula(start):
    text = f"{start}HYPERLINK(1)渡轮"
    place = Place(passage(text), text, (len(text) - 2, len(text)), None)
    (row,) = rows([RenderingGroup("", (place,))], term=f"{start}x")
    assert row["left"] == f"'{start}HYPERLINK(1)"
    assert row["term"] == f"'{start}x"
