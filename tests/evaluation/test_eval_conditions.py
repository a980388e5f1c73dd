"""What a run was made under, and that an interrupted one is gone on with only under the same."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from evaluation_fakes import FakeLibrary

from rag.errors import ModelError
from rag.evaluation import evaluate
from rag.evaluation.conditions import read_conditions
from rag.evaluation.questions import EvalQuestion
from rag.evaluation.run import ANSWERS_FILE, PARTIAL_FILE, SCORES_FILE
from rag.schema import Answer, DocumentInfo, Turn
from rag.settings import AnswerSettings, Settings


class DescribedFake(FakeLibrary):
    """Says what it holds, and may break down at its second question."""

    def __init__(self, script, *, model="extractive", content_hash="a", breaks=False, **answer):
        super().__init__(script)
        self.settings = Settings(answer=AnswerSettings(model=model, **answer))
        self.content_hash = content_hash
        self.breaks = breaks

    def documents(self) -> list[DocumentInfo]:
        return [
            DocumentInfo("tide", "/t", self.content_hash, None, None, ("zh",), 12, 6, "2026-01-01")
        ]

    def ask(self, question: str, *, history: Sequence[Turn] = ()) -> Answer:
        if self.breaks and len(self.asked) == 1:
            raise ModelError("The model server is gone")
        return super().ask(question, history=history)


@pytest.fixture
def questions(question_lines) -> list[EvalQuestion]:
    return [EvalQuestion.model_validate(line) for line in question_lines]


@pytest.fixture
def half_done(library, questions, tmp_path: Path) -> Path:
    """The folder of a run that broke off after its first answer."""
    with pytest.raises(ModelError, match="gone"):
        evaluate(DescribedFake(library.script, breaks=True), questions, out=tmp_path)
    assert (tmp_path / PARTIAL_FILE).exists()
    return tmp_path


def test_conditions_name_model_documents_and_threshold(library):
    conditions = read_conditions(DescribedFake(library.script, min_certainty=0.5))
    assert conditions is not None
    assert (conditions.model, conditions.documents, conditions.paragraphs) == ("extractive", 1, 12)
    assert conditions.min_certainty == 0.5


def test_a_library_that_does_not_say_has_no_conditions(library):
    assert read_conditions(library) is None


def test_secrets_neither_change_the_fingerprint_nor_are_told(library):
    plain = read_conditions(DescribedFake(library.script))
    keyed = read_conditions(DescribedFake(library.script, api_key="sk-very-secret"))
    assert plain == keyed
    assert "secret" not in json.dumps(keyed.record())


def test_an_interrupted_run_goes_on_under_the_same_conditions(library, questions, half_done):
    again = DescribedFake(library.script)
    assert evaluate(again, questions, out=half_done).resumed == 1
    assert len(again.asked) == 2


@pytest.mark.parametrize(
    "change",
    [{"model": "ollama:qwen3"}, {"content_hash": "b"}, {"min_certainty": 0.1}],
    ids=["model", "documents", "threshold"],
)
def test_an_interrupted_run_starts_over_under_others(library, questions, half_done, change):
    again = DescribedFake(library.script, **change)
    assert evaluate(again, questions, out=half_done).resumed == 0
    assert len(again.asked) == 3
    lines = (half_done / ANSWERS_FILE).read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["q1", "q2", "q3"]


def test_scores_tell_the_conditions(library, questions, tmp_path: Path):
    evaluate(DescribedFake(library.script), questions, out=tmp_path)
    scores = json.loads((tmp_path / SCORES_FILE).read_text(encoding="utf-8"))
    assert scores["conditions"]["documents"] == 1
    assert scores["thresholds"] is None
