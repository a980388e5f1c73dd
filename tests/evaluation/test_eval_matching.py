from __future__ import annotations

import pytest

from rag.evaluation.lines import TextLine
from rag.evaluation.matching import (
    contains_fact,
    document_stem,
    matched_groups,
    matches_evidence,
    same_paragraph,
)
from rag.evaluation.questions import EvidenceEntry

LONG_ZH = (
    "防潮闸今年一共关闭了九次，其中七次是因为天文大潮，两次是因为台风，最久的一次关了十四个小时。"
)
LONG_EN = (
    "The barrier closed nine times this year, seven times for spring tides and twice for storms."
)


@pytest.mark.parametrize(
    ("spelling", "text"),
    [
        ("九次", "一共关闭了九次。"),
        ("Nine Times", "it closed nine\n times"),
        ("accelerat", "an accelerating tide"),
        ("people's", "the people\u2019s boats"),
        ("WHO", "the WHO said"),
        ("5", "投票,5票反对"),
        ("61%", "投票,61%的人"),
        ("1.2", "1.2 million"),
        ("3", "at 3."),
        ("230万", "完成了230万标准箱"),
    ],
)
def test_contains_fact_finds_a_spelling(spelling: str, text: str):
    assert contains_fact(["no such thing", spelling], text)


@pytest.mark.parametrize(
    ("spelling", "text"),
    [
        ("times", "at bedtimes"),
        ("WHO", "he who asked"),
        ("CRI", "CRITICAL"),
        ("one", "ones"),
        ("5", "15次"),
        ("5", "5.5"),
        ("5", "1,500"),
        ("62", "0.62"),
        ("九次", ""),
        ("a.c", "abc"),
    ],
)
def test_contains_fact_refuses_what_only_looks_like_it(spelling: str, text: str):
    assert not contains_fact([spelling], text)


def test_contains_fact_without_spellings_is_false():
    assert not contains_fact([], "anything")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (LONG_ZH, LONG_ZH),
        (LONG_ZH, LONG_ZH.replace("，", ", ")),
        (LONG_ZH[4:26], LONG_ZH),
        (LONG_EN, LONG_EN.upper().replace(" ", "\n")),
        (LONG_ZH, LONG_ZH.replace("天文大潮", "天文大朝")),
        (LONG_EN, LONG_EN[:40] + " - 2 - " + LONG_EN[40:]),
        ("九次。", "九次"),
        ("關閉了九次，最久的一次是十四個小時。", "关闭了九次，最久的一次是十四个小时"),
    ],
    ids=["equal", "width", "part", "wrapped", "misprint", "page number", "short", "traditional"],
)
def test_same_paragraph_sees_through_layout(one: str, other: str):
    assert same_paragraph(one, other)
    assert same_paragraph(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (LONG_ZH, LONG_EN),
        (
            LONG_EN,
            "The barrier closed nine times this year, and the port of Linwan grew by a third.",
        ),
        ("九次", LONG_ZH),
        ("", LONG_ZH),
        ("", ""),
        ("。，", "！？"),
    ],
    ids=["other language", "same start", "too short", "empty", "both empty", "no letters"],
)
def test_same_paragraph_tells_others_apart(one: str, other: str):
    assert not same_paragraph(one, other)


@pytest.mark.parametrize(
    ("name", "stem"),
    [("a/b/speech.txt", "speech"), ("speech", "speech"), ("C:\\x\\讲话.md", "讲话"), ("", "")],
)
def test_document_stem(name: str, stem: str):
    assert document_stem(name) == stem


def line(document: str = "tide", text: str = LONG_ZH, paragraph: int | None = 4) -> TextLine:
    return TextLine(document=document, language="zh", text=text, paragraph=paragraph)


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ({"doc": "tide", "lang": "zh", "text": LONG_ZH}, True),
        ({"doc": "tide.txt", "lang": "zh", "text": LONG_ZH[:20]}, True),
        ({"lang": "zh", "text": LONG_ZH}, True),
        ({"doc": "other", "lang": "zh", "text": LONG_ZH}, False),
        ({"doc": "tide", "lang": "en", "text": LONG_ZH}, False),
        ({"doc": "tide", "lang": "zh", "n": 4}, True),
        ({"doc": "tide", "lang": "zh", "n": 5}, False),
        # The text decides where both are given: numbers change with the paragraph rules.
        ({"doc": "tide", "lang": "zh", "n": 9, "text": LONG_ZH}, True),
    ],
)
def test_matches_evidence(entry: dict[str, object], expected: bool):
    assert matches_evidence(line(), EvidenceEntry.model_validate(entry)) is expected


def test_matches_evidence_by_number_needs_a_number():
    entry = EvidenceEntry(doc="tide", lang="zh", n=4)
    assert not matches_evidence(line(paragraph=None), entry)


def test_matched_groups_names_every_group_served():
    evidence = [
        EvidenceEntry(doc="tide", lang="zh", n=4),
        EvidenceEntry(doc="tide", lang="zh", n=5),
    ]
    assert matched_groups(line(), evidence, [[0, 1], [1], [0]]) == {0, 2}
    assert matched_groups(line(), [], []) == frozenset()
