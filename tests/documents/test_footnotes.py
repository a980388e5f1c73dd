import pytest

from rag.documents import split_paragraphs
from rag.documents.lines import read_lines
from rag.schema import Document


def _notes(text):
    return [line.text for line in read_lines(text) if line.footnote]


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        pytest.param("灯塔建于1903年①。\n\n① 一说1904年。", ["① 一说1904年。"], id="zh"),
        pytest.param("Built in 1903.[1]\n\n[1] Or 1904.", ["[1] Or 1904."], id="en"),
        pytest.param("灯塔 (lighthouse)¹。\n\n¹ 今已不用。", ["¹ 今已不用。"], id="mixed"),
        pytest.param(
            "See it.[1]\n\n[1] One.\n[2] Two.", ["[1] One.", "[2] Two."], id="among-others"
        ),
        pytest.param("① 开门\n② 关门", [], id="list"),
        pytest.param("[1] Lin, The Harbour, 1990.\n[2] Gu, Fog, 1994.", [], id="bibliography"),
        pytest.param("", [], id="empty"),
    ],
)
def test_footnotes_are_what_marks_in_the_text_lead_to(text, notes):
    assert _notes(text) == notes


def test_a_footnote_neither_takes_the_turn_nor_ends_it():
    text = "记者：何时建成？\n\n林岚：1903年[1]。\n\n[1] 一说1904年。\n\n后来又加高了。"
    paragraphs = split_paragraphs(Document("d", "d", text, ""))
    assert [(p.kind, p.speaker) for p in paragraphs] == [
        ("question", "记者"),
        ("answer", "林岚"),
        ("paragraph", None),
        ("answer", "林岚"),
    ]
