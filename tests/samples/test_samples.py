"""The sample documents and their questions agree with each other."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from rag.evaluation.matching import contains_fact
from rag.evaluation.questions import EvalQuestion, read_questions
from rag.samples import example_questions, sample_documents, sample_questions
from rag.text.language import count_han, letters

TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in sample_documents()}
LETTERS = {name: letters(text) for name, text in TEXTS.items()}
QUESTIONS = read_questions(sample_questions())
ANSWERABLE = [question for question in QUESTIONS if question.evidence]
CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
SHARED_RUN = 20


def by_id(question: EvalQuestion) -> str:
    return question.id


def test_sample_documents_come_in_text_and_markdown():
    assert {path.suffix for path in sample_documents()} == {".txt", ".md"}
    assert 6 <= len(TEXTS) <= 8


def test_sample_documents_are_plain_utf8():
    for path in sample_documents():
        raw = path.read_bytes()
        assert not raw.startswith(b"\xef\xbb\xbf")
        assert b"\r" not in raw


def test_sample_documents_hold_one_language_parts():
    assert count_han(TEXTS["ferry-centenary-speech-2024"]) == 0
    assert not re.search(r"[A-Za-z]{3}", TEXTS["annual-press-conference-2024"])


def test_question_set_covers_every_direction_and_kind():
    directions = Counter(question.direction for question in QUESTIONS)
    kinds = Counter(question.kind for question in QUESTIONS)
    assert len(QUESTIONS) >= 60
    for direction in ("zh>zh", "zh>en", "en>zh", "en>en"):
        assert directions[direction] >= 5
    assert kinds["unanswerable"] >= 10
    assert kinds["followup"] >= 6
    assert {"fact", "list", "why", "position", "comparison"} <= set(kinds)


def test_follow_ups_bring_their_history():
    for question in QUESTIONS:
        if question.kind == "followup":
            assert [turn.role for turn in question.history] == ["user", "assistant"]


@pytest.mark.parametrize("question", ANSWERABLE, ids=by_id)
def test_evidence_stands_in_the_named_document(question: EvalQuestion):
    for entry in question.evidence:
        assert entry.text is not None
        wanted = letters(entry.text)
        assert len(wanted) >= 12
        assert LETTERS[entry.doc].count(wanted) == 1


@pytest.mark.parametrize("question", ANSWERABLE, ids=by_id)
def test_every_fact_stands_in_its_evidence_in_each_language(question: EvalQuestion):
    for language in {entry.lang for entry in question.evidence}:
        # A question over several documents may have one of its facts in one language only.
        groups = [
            [question.evidence[index] for index in group] for group in question.evidence_groups
        ]
        if not all(any(entry.lang == language for entry in group) for group in groups):
            continue
        text = "\n".join(entry.text or "" for entry in question.evidence if entry.lang == language)
        missing = [fact for fact in question.must_contain if not contains_fact(fact, text)]
        assert not missing


@pytest.mark.parametrize("question", ANSWERABLE, ids=by_id)
def test_model_answer_holds_every_fact(question: EvalQuestion):
    for answer in (question.answer_zh, question.answer_en):
        assert answer
    held = f"{question.answer_zh}\n{question.answer_en}"
    assert all(contains_fact(fact, held) for fact in question.must_contain)


@pytest.mark.parametrize("question", QUESTIONS, ids=by_id)
def test_direction_follows_from_the_languages(question: EvalQuestion):
    found = {entry.lang for entry in question.evidence}
    target = "none" if not found else "both" if len(found) == 2 else found.pop()
    assert question.direction == f"{question.lang}>{target}"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_example_questions_are_answerable_without_history(language):
    known = {question.question: question for question in ANSWERABLE if not question.history}
    examples = example_questions(language)
    assert len(examples) >= 4
    assert all(known[example].lang == language for example in examples)


@pytest.mark.shared
def test_samples_share_no_wording_with_the_real_corpus():
    if not CORPUS.is_dir():
        pytest.skip(f"no {CORPUS}")
    corpus = [letters(path.read_text(encoding="utf-8")) for path in CORPUS.glob("*.txt")]
    runs = {text[at : at + SHARED_RUN] for text in corpus for at in range(len(text) - SHARED_RUN)}
    own = {**LETTERS, "questions": letters(sample_questions().read_text(encoding="utf-8"))}
    for name, text in own.items():
        common = [
            text[at : at + SHARED_RUN]
            for at in range(len(text) - SHARED_RUN + 1)
            if text[at : at + SHARED_RUN] in runs
        ]
        assert not common, name


def test_question_lines_are_not_escaped():
    first = sample_questions().read_text(encoding="utf-8").splitlines()[0]
    assert "\\u" not in first
    assert json.loads(first)["id"]
