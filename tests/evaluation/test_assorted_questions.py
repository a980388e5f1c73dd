"""The questions that were written without a look at the program agree with their documents."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rag.evaluation.matching import contains_fact
from rag.evaluation.questions import read_questions

FOLDER = Path(__file__).with_name("assorted")
FILES = ("questions.jsonl", "reserve.jsonl")
TEXTS = {path.name: path.read_text("utf-8") for path in (FOLDER / "documents").iterdir()}
ROWS = [
    json.loads(line) for name in FILES for line in (FOLDER / name).read_text("utf-8").splitlines()
]


@pytest.mark.parametrize(
    ("name", "count", "unanswerable"), [(FILES[0], 220, 80), (FILES[1], 91, 30)]
)
def test_sets_are_whole(name, count, unanswerable):
    questions = read_questions(FOLDER / name)
    assert len(questions) == count
    assert sum(not question.must_contain for question in questions) == unanswerable


def test_ids_are_unique_in_both_together():
    assert len({row["id"] for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_facts_stand_in_the_documents_named(row):
    text = "\n".join(TEXTS[name] for name in row.get("source", ()))
    for fact in row["must_contain"]:
        assert contains_fact(tuple(fact), text), fact
    assert row["must_contain"] or row["evidence"] == []
