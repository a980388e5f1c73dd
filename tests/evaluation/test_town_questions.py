"""The town's documents and questions agree with each other."""

from __future__ import annotations

from itertools import cycle

import pytest

from rag.documents import load_document, split_paragraphs
from rag.evaluation.bench.answers import TOWN, bench_town
from rag.evaluation.matching import contains_fact, same_paragraph
from rag.evaluation.questions import EvalQuestion, read_questions
from rag.settings import DocumentSettings, Settings

DOCUMENTS = sorted((TOWN / "documents").iterdir())
QUESTIONS = read_questions(TOWN / "questions.jsonl")
ANSWERABLE = [question for question in QUESTIONS if question.answerable]
#: Of all documents together; they travel with the package.
MOST_BYTES = 150_000


@pytest.fixture(scope="module")
def paragraphs() -> dict[str, list[str]]:
    """The texts of each document's paragraphs, by its stem."""
    settings = DocumentSettings()
    loaded = [load_document(path, path.stem, settings) for path in DOCUMENTS]
    return {each.name: [part.text for part in split_paragraphs(each)] for each in loaded}


def sources(question: EvalQuestion) -> set[str]:
    return {entry.doc for entry in question.evidence or ()}


def test_town_is_small_and_has_many_formats():
    assert len(DOCUMENTS) == 17
    assert {".md", ".txt", ".html", ".srt", ".vtt", ".csv", ".tmx", ".docx"} == {
        path.suffix for path in DOCUMENTS
    }
    assert sum(path.stat().st_size for path in DOCUMENTS) < MOST_BYTES
    with pytest.raises(UnicodeDecodeError):
        (TOWN / "documents" / "fare-notice-gbk.txt").read_text("utf-8")


def test_every_question_is_answerable_or_says_that_it_is_not():
    assert len(QUESTIONS) > 280
    assert all(question.answerable is not None for question in QUESTIONS)
    unanswerable = [question for question in QUESTIONS if not question.answerable]
    assert {question.kind for question in unanswerable} == {"unanswerable"}
    assert len(unanswerable) > 25


def test_every_document_is_asked_about(paragraphs):
    assert {doc for question in QUESTIONS for doc in sources(question)} == set(paragraphs)


@pytest.mark.parametrize("question", ANSWERABLE, ids=lambda question: question.id)
def test_facts_and_evidence_stand_in_the_documents(question, paragraphs):
    texts = [text for doc in sources(question) for text in paragraphs[doc]]
    assert question.must_contain
    for fact in question.must_contain:
        assert contains_fact(fact, "\n".join(texts)), fact
    for entry in question.evidence:
        assert any(same_paragraph(entry.text, text) for text in paragraphs[entry.doc]), entry


def test_histories_alternate_and_end_with_an_answer():
    for question in QUESTIONS:
        roles = [turn.role for turn in question.history]
        expected = [role for _, role in zip(roles, cycle(("user", "assistant")), strict=False)]
        assert roles == expected, question.id
        assert len(roles) % 2 == 0, question.id
        assert all(turn.content.strip() for turn in question.history), question.id


def test_turns_of_a_conversation_bring_those_before_them():
    asked = {question.id: question for question in QUESTIONS}
    for id_, question in asked.items():
        conversation, _, turn = id_.partition(".")
        wanted = [
            each.question
            for other, each in asked.items()
            if turn and other.startswith(f"{conversation}.") and other < id_
        ]
        said = [each.content for each in question.history if each.role == "user"]
        assert said == wanted, id_


@pytest.mark.long
def test_town_is_measured():
    text = bench_town(Settings(), limit=4)
    assert text.startswith("The town, 17 documents, 4 questions: 4 of 4 questions")
    assert "| unanswerable |" in text or "| number |" in text
