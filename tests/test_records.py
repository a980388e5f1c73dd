"""The JSON objects hold the keys of the contract, in both languages, and nothing is escaped."""

from __future__ import annotations

import json

import pytest

from rag.metadata import METADATA_FIELDS
from rag.records import (
    answer_record,
    document_record,
    pair_record,
    paragraph_record,
    passage_record,
    refusal_record,
)
from rag.schema import (
    Answer,
    Citation,
    Counterpart,
    DocumentInfo,
    Hit,
    Language,
    Pair,
    Paragraph,
    Passage,
    Question,
    TokenUsage,
)

TEXTS: dict[Language, str] = {
    "zh": "市长：防潮闸去年关闭了九次。",
    "en": "The barrier shut nine times.",
}


def make_paragraph(language: Language, number: int = 3) -> Paragraph:
    text = TEXTS[language]
    speaker = "市长" if language == "zh" else None
    spans = ((0, 4), (9, 9 + len(text) - 4))
    return Paragraph("port", number, language, "answer", speaker, text, spans, page=2)


def make_hit(language: Language = "zh", *, paired: bool = True) -> Hit:
    other: Language = "en" if language == "zh" else "zh"
    passages = (Passage(8, make_paragraph(other, 4)), Passage(9, make_paragraph(other, 5)))
    counterpart = Counterpart(passages, 0.875) if paired else None
    return Hit(Passage(7, make_paragraph(language)), 0.0123456789, counterpart=counterpart)


def make_answer(*hits: Hit) -> Answer:
    question = Question("防潮闸关了几次？", "zh")
    citations = tuple(
        Citation(n, hit.passage, "九次", counterpart=hit.counterpart, counterpart_quote="nine")
        for n, hit in enumerate(hits, 1)
    )
    return Answer(
        question, "九次。[1]", False, citations, hits, "extractive", 0.123456, tokens=None
    )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_paragraph_record_has_the_contract_keys(language: Language):
    record = paragraph_record(make_paragraph(language))
    assert list(record) == [
        "document", "paragraph", "language", "kind", "speaker", "text", "page", "spans"
    ]  # fmt: skip
    assert record["text"] == TEXTS[language]
    assert record["spans"] == [[0, 4], [9, 9 + len(TEXTS[language]) - 4]]


def test_pair_record_lists_both_sides():
    pair = Pair((make_paragraph("zh", 1),), (make_paragraph("en", 2), make_paragraph("en", 3)), 0.9)
    record = pair_record(pair)
    assert record["zh"] == [{"document": "port", "paragraph": 1, "text": TEXTS["zh"]}]
    assert [each["paragraph"] for each in record["en"]] == [2, 3]  # type: ignore[attr-defined]
    assert record["score"] == 0.9


def test_passage_record_joins_a_counterpart_of_two_paragraphs():
    record = passage_record(make_hit())
    assert record["counterpart"] == {
        "document": "port",
        "paragraph": 4,
        "language": "en",
        "text": f"{TEXTS['en']}\n{TEXTS['en']}",
        "score": 0.875,
    }
    assert record["score"] == 0.012346


def test_passage_record_without_counterpart_says_null():
    assert passage_record(make_hit("en", paired=False))["counterpart"] is None


def test_answer_record_carries_id_citations_and_passages():
    record = answer_record(make_answer(make_hit()), id="q1")
    assert record["id"] == "q1"
    assert record["language"] == "zh"
    (citation,) = record["citations"]  # type: ignore[misc]
    assert citation["marker"] == 1
    assert citation["quote"] == "九次"
    assert citation["verified"] is True
    assert citation["counterpart"]["quote"] == "nine"
    assert len(record["passages"]) == 1  # type: ignore[arg-type]
    assert record["tokens"] is None


def test_answer_record_without_id_leaves_the_key_out():
    record = answer_record(make_answer())
    assert "id" not in record
    assert record["citations"] == record["passages"] == []


def test_answer_record_reports_tokens():
    answer = make_answer()
    counted = Answer(answer.question, "", True, (), (), "m", tokens=TokenUsage(5, 2, "duizhao"))
    assert answer_record(counted)["tokens"] == {"prompt": 5, "completion": 2}


def test_citation_and_document_say_what_the_document_is():
    values = ("致辞", "2024", "海岸社", "论坛", "王明", "林岚")
    answer = make_answer(Hit(Passage(7, make_paragraph("zh"), "", *values), 1.0))
    (citation,) = answer_record(answer)["citations"]  # type: ignore[misc]
    assert tuple(citation[field] for field in METADATA_FIELDS) == values
    info = DocumentInfo("d", "/d.txt", "", "致辞", "2024", ("zh",), 1, 0, "", *values[2:])
    record = document_record(info)
    assert tuple(record[field] for field in METADATA_FIELDS) == values


def test_records_are_plain_json_without_escapes():
    line = json.dumps(answer_record(make_answer(make_hit("en"))), ensure_ascii=False)
    assert "防潮闸" in line


@pytest.mark.parametrize(("question", "language"), [("  ", "en"), ("几？", "zh"), ("?", "en")])
def test_refusal_record_has_the_keys_of_an_answer(question: str, language: Language):
    record = refusal_record("q1", question, "The question is too short")
    assert list(record) == list(answer_record(make_answer(), "q1"))
    assert record["refused"] is True
    assert record["language"] == language
    assert record["notes"] == ["The question is too short"]
