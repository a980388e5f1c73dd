"""Answer lines as ``duizhao ask --batch --json`` writes them -> checked values."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, ValidationError

from rag.errors import EvaluationError
from rag.evaluation.judge import Judgement
from rag.records import Record, answer_record
from rag.schema import Answer, Language

#: A finished run's answers, in its folder.
ANSWERS_FILE = "answers.jsonl"


class _Line(BaseModel):
    # Keys that are not measured (title, date, speaker) are kept, so that an answer file that was
    # read can be written again whole.
    model_config = ConfigDict(frozen=True, extra="allow")


class TextLine(_Line):
    """A paragraph, as a counterpart gives it."""

    document: str
    language: Language
    text: str
    paragraph: int | None = None


class PassageLine(TextLine):
    """A retrieved passage with its counterpart."""

    counterpart: TextLine | None = None


class CitationLine(PassageLine):
    """A citation: a passage, and the letters of it that are quoted."""

    marker: int = 0
    quote: str = ""
    verified: bool = True


class TokenLine(_Line):
    """Tokens spent on an answer."""

    prompt: int
    completion: int


class AnswerLine(_Line):
    """One answer of a run.

    :param passages: the entries that the answer considered, best first.
    :param further: those that rank behind them, as far as retrieval is measured.
    :param certainty: how sure the answerer is that the library holds the answer, 0 to 1; None where
        nothing measured it.
    """

    id: str
    question: str = ""
    language: Language
    answer: str
    refused: bool
    reason: str | None = None
    citations: tuple[CitationLine, ...] = ()
    passages: tuple[PassageLine, ...] = ()
    further: tuple[PassageLine, ...] = ()
    model: str = ""
    seconds: float | None = None
    tokens: TokenLine | None = None
    notes: tuple[str, ...] = ()
    certainty: float | None = None
    judgement: Judgement | None = None

    @property
    def ranking(self) -> tuple[PassageLine, ...]:
        """All entries, best first."""
        return self.passages + self.further

    @classmethod
    def of(cls, answer: Answer, id_: str) -> Self:
        """Take the answer of a library."""
        return cls.model_validate(answer_record(answer, id_))

    def record(self) -> Record:
        """Give the JSON object back."""
        return self.model_dump(exclude=None if self.judgement else {"judgement"})


def read_answers(path: Path) -> list[AnswerLine]:
    """Read a whole answer file.

    :param path: the file.
    :returns: its answers, in its order.
    :raises EvaluationError: if the file cannot be read or a line is wrong.
    """
    lines = list(_parse_lines(path))
    for number, line in enumerate(lines, 1):
        if isinstance(line, str):
            raise EvaluationError(f"{path}, line {number}: {line}")
    return [line for line in lines if isinstance(line, AnswerLine)]


def read_finished_answers(path: Path) -> list[AnswerLine]:
    """Read what an interrupted run left.

    :param path: the file, which may be missing.
    :returns: the answers whose line is whole.
    :raises EvaluationError: if the file is there and cannot be read.
    """
    if not path.exists():
        return []
    return [line for line in _parse_lines(path) if isinstance(line, AnswerLine)]


def _parse_lines(path: Path) -> Iterator[AnswerLine | str]:
    """Yield each line's answer, or what is wrong with the line."""
    try:
        # A run killed in the middle of a character leaves bytes that are no UTF-8.
        content = path.read_bytes().decode("utf-8", errors="replace")
    except FileNotFoundError as exc:
        raise EvaluationError(
            f"There is no answer file {path}; `duizhao eval QUESTIONS --out {path.parent}` makes it"
        ) from exc
    except OSError as exc:
        raise EvaluationError(f"The answer file {path} cannot be read: {exc}") from exc
    for line in content.split("\n"):
        if not line.strip():
            continue
        try:
            yield AnswerLine.model_validate_json(line)
        except ValidationError as exc:
            problem = exc.errors()[0]
            place = ".".join(str(part) for part in problem["loc"])
            yield f"not an answer line ({place or 'JSON'}: {problem['msg']})"


def write_line(record: Record) -> str:
    """Write a record as one line of UTF-8 JSON."""
    return json.dumps(record, ensure_ascii=False) + "\n"
