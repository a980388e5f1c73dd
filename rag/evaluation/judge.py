"""An answer and its model answer -> a chat model's grade: how correct, and whether faithful."""

from __future__ import annotations

import json
import re
import secrets
from contextlib import closing
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

import prompts
from rag.errors import EvaluationError
from rag.json_text import parse_json
from rag.text.language import detect_language

if TYPE_CHECKING:
    from rag.answer.chat_models.models import ChatModel
    from rag.evaluation.lines import AnswerLine
    from rag.evaluation.questions import EvalQuestion

#: A model that thinks aloud first, or fences its JSON, is understood; one that rambles is not.
_OBJECT = re.compile(r"\{[^{}]{0,2000}\}", re.DOTALL)
_ATTEMPTS = 2


class Judgement(BaseModel):
    """A grade.

    :param correct: 2 for what the model answer says, 1 for a part of it, 0 for none.
    :param faithful: whether everything in the answer stands in what it cites.
    :param reason: in a sentence.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    correct: Literal[0, 1, 2]
    faithful: bool
    reason: str = ""


#: What an answer that was refused gets, though there is one.
REFUSED = Judgement(correct=0, faithful=True, reason="refused")


class Judge:
    """Grades the answers of a run.

    :param model: the chat model that grades.
    """

    def __init__(self, model: ChatModel) -> None:
        self._model = model

    def grade(self, question: EvalQuestion, answer: AnswerLine) -> Judgement | None:
        """Grade one answer.

        :param question: with its model answer.
        :param answer: what was answered.
        :returns: None where there is no model answer to compare with, or none is right.
        :raises ModelError: if the model cannot be asked.
        :raises EvaluationError: if what it says cannot be read as a grade.
        """
        both = (question.answer_zh, question.answer_en)
        own, other = both if question.lang == "zh" else both[::-1]
        gold = own or other
        if not gold or question.evidence == ():
            return None
        if answer.refused:
            return REFUSED
        return judge_answer(self._model, question.question, answer, gold)


def judge_answer(model: ChatModel, question: str, answer: AnswerLine, gold: str) -> Judgement:
    """Let a chat model grade an answer.

    :param model: asked once, and once more where it returns no grade.
    :param question: as it was asked.
    :param answer: with the passages that it cites.
    :param gold: the model answer.
    :returns: the grade.
    :raises ModelError: if the model cannot be asked.
    :raises EvaluationError: if what it says cannot be read as a grade.
    """
    from rag.answer.chat_models.models import Message

    message = Message("user", _write_prompt(question, answer, gold))
    said = ""
    for _ in range(_ATTEMPTS):
        with closing(model.stream([message])) as pieces:
            said = "".join(piece.text for piece in pieces)
        found = read_judgement(said)
        if found is not None:
            return found
    raise EvaluationError(
        f"{model.name} returned no grade for {question!r}, but {said.strip()[:120]!r}. A grade is "
        'JSON with "correct" (0, 1, 2) and "faithful". Choose another --judge; the answers so far '
        "are kept in --out."
    )


def _write_prompt(question: str, answer: AnswerLine, gold: str) -> str:
    from rag.answer.cleaning import defuse_template, drop_invisible

    passages = {
        f"[{citation.marker}] {text}": None
        for citation in answer.citations
        for text in (citation.text, citation.counterpart.text if citation.counterpart else "")
        if text
    }
    values = {
        "question": question,
        "gold": gold,
        "answer": answer.answer,
        "passages": "\n".join(passages) or "-",
    }
    clean = {name: defuse_template(drop_invisible(value)) for name, value in values.items()}
    fence = secrets.token_hex(8)
    return prompts.render("judge", detect_language(question) or "en", fence=fence, **clean)


def read_judgement(said: str) -> Judgement | None:
    """Read the last grade in what a model said; None where there is none."""
    from rag.answer.chat_models.thinking import drop_thoughts

    for text in reversed(_OBJECT.findall(drop_thoughts(said))):
        try:
            return Judgement.model_validate(parse_json(text))
        except (ValidationError, json.JSONDecodeError):
            continue
    return None
