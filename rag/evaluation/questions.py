"""A question file -> questions with their facts and evidence: the contract's lines, SQuAD, RGB.

A line may carry keys of its own (``topic``, ``split``): they are kept in ``model_extra`` and change
nothing. A key that looks like a misspelt one of the contract is refused, since a set whose
``must_contains`` is ignored would score nothing and say nothing.
"""

from __future__ import annotations

import difflib
import gzip
import json
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from rag.errors import EvaluationError
from rag.evaluation.formats import read_foreign
from rag.json_text import parse_json
from rag.schema import Language, Turn
from rag.text.language import detect_language

#: Files beside a question file that say which paragraph ``{"doc", "lang", "n"}`` means.
PARAGRAPH_FILES = ("evidence.jsonl", "paragraphs.jsonl")

#: Share of letters from which an unknown key is taken for a slip of the pen.
_MISSPELT = 0.85


class HistoryTurn(BaseModel):
    """An earlier message, as a question line gives it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    role: Literal["user", "assistant"]
    content: str


class EvidenceEntry(BaseModel):
    """A paragraph that holds (part of) the answer.

    :param doc: the document's name; empty where any document will do.
    :param n: the paragraph's number, as ``duizhao inspect`` counts.
    :param text: the paragraph, or a stretch of it that stands nowhere else.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    doc: str = ""
    lang: Language
    n: int | None = None
    text: str | None = None

    @model_validator(mode="after")
    def _require_place(self) -> Self:
        if not self.text and (self.n is None or not self.doc):
            raise ValueError('evidence needs "text", or "doc" and "n"')
        return self


class EvalQuestion(BaseModel):
    """A question and what is known about its answer.

    :param must_contain: one list of spellings per fact; an answer holds a fact when it has one of
        its spellings.
    :param evidence: empty where the documents do not hold the answer; None where nothing is known.
    :param evidence_groups: indices into ``evidence``; one entry of each group is needed. Without
        it, any one entry of ``evidence`` is enough.
    :param gold_answers: model answers in the language of the evidence, any of which is right.
    :param direction: language of the question > languages of the evidence, ``en>zh``, ``zh>both``,
        ``en>none``; worked out where missing.
    """

    model_config = ConfigDict(frozen=True, extra="allow")

    id: str = Field(min_length=1)
    question: str
    lang: Language
    history: tuple[HistoryTurn, ...] = ()
    must_contain: tuple[tuple[str, ...], ...] = ()
    evidence: tuple[EvidenceEntry, ...] | None = None
    evidence_groups: tuple[tuple[int, ...], ...] = ()
    answer_zh: str | None = None
    answer_en: str | None = None
    gold_answers: tuple[str, ...] = ()
    kind: str = "fact"
    direction: str = ""

    @model_validator(mode="before")
    @classmethod
    def _fill_in(cls, line: object) -> object:
        if not isinstance(line, dict):
            return line
        _refuse_misspelt(line, cls.model_fields)
        filled = {key: value for key, value in line.items() if value is not None}
        if isinstance(filled.get("id"), int):
            filled["id"] = str(filled["id"])
        filled.setdefault("lang", detect_language(str(filled.get("question", ""))) or "en")
        evidence = filled.get("evidence")
        if evidence and not filled.get("evidence_groups"):
            filled["evidence_groups"] = [list(range(len(evidence)))]
        if not filled.get("direction"):
            filled["direction"] = f"{filled['lang']}>{_languages_of(evidence)}"
        return filled

    @model_validator(mode="after")
    def _check_groups(self) -> Self:
        count = len(self.evidence or ())
        for index in (index for group in self.evidence_groups for index in group):
            if not 0 <= index < count:
                raise ValueError(
                    f"evidence_groups names entry {index}, but evidence has {count} entries"
                )
        return self

    @property
    def answerable(self) -> bool | None:
        """Whether the documents hold the answer; None where the line does not say."""
        return None if self.evidence is None else bool(self.evidence)

    @property
    def model_answers(self) -> tuple[str, ...]:
        """Answers to compare with: in the question's language, or as the evidence has them."""
        own = self.answer_zh if self.lang == "zh" else self.answer_en
        return tuple(dict.fromkeys([*([own] if own else []), *self.gold_answers]))

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The history as the library takes it."""
        return tuple(Turn(turn.role, turn.content) for turn in self.history)


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """What a question file holds.

    :param name: the file's name.
    :param passages: what the questions are about, where the file brings it along.
    """

    name: str
    questions: tuple[EvalQuestion, ...]
    passages: tuple[str, ...] = ()


def read_questions(path: Path, paragraphs: Path | None = None) -> list[EvalQuestion]:
    """Read the questions of a file, as ``read_question_set``.

    :param path: the question file.
    :param paragraphs: JSON lines of ``{"doc", "lang", "n", "text"}`` that evidence by number is
        looked up in; by default a file of :data:`PARAGRAPH_FILES` beside the question file, if
        there is one.
    :returns: the questions, in the file's order.
    :raises EvaluationError: if the file cannot be read, holds no question, a line is wrong or an
        id occurs twice.
    """
    return list(read_question_set(path, paragraphs=paragraphs).questions)


def read_question_set(
    path: Path, *, about: Path | None = None, paragraphs: Path | None = None
) -> QuestionSet:
    """Read a question file: JSON lines, SQuAD or CMRC JSON, RGB lines; also gzipped.

    :param path: the question file.
    :param about: a file of the same questions in another language, matched by id: its passages and
        answers take the place of those of ``path`` (XQuAD across languages).
    :param paragraphs: as ``read_questions`` has it.
    :returns: the questions, in the file's order, and the passages that the file brings along.
    :raises EvaluationError: if a file cannot be read, holds no question, a line is wrong, an id
        occurs twice or the two files share no id.
    """
    read = _read_set(path)
    if about is not None:
        return _ask_about(read, _read_set(about))
    known = _read_paragraphs(paragraphs or _paragraphs_beside(path))
    if not known:
        return read
    return replace(read, questions=tuple(_with_texts(each, known) for each in read.questions))


def take_spread(questions: QuestionSet, limit: int | None) -> QuestionSet:
    """Keep so many questions from all over a set, since neighbours ask about the same text.

    :param questions: the set.
    :param limit: how many; None for all.
    :returns: the set with all its passages and fewer questions.
    """
    count = len(questions.questions)
    if limit is None or limit >= count:
        return questions
    kept = tuple(questions.questions[place * count // limit] for place in range(limit))
    return replace(questions, questions=kept)


def _read_set(path: Path) -> QuestionSet:
    content = _read_text(path)
    try:
        foreign = read_foreign(content)
        lines = foreign and [EvalQuestion.model_validate(line) for line in foreign.lines]
    except ValidationError as exc:
        raise EvaluationError(f"{path}: {_first_problem(exc)}") from exc
    except ValueError as exc:
        raise EvaluationError(f"{path}: {exc}") from exc
    questions = list(_read_lines(path, content)) if lines is None else lines
    if not questions:
        raise EvaluationError(f"{path} holds no question; one JSON object per line is expected")
    _refuse_duplicates(path, questions)
    return QuestionSet(path.name, tuple(questions), foreign.passages if foreign else ())


def _ask_about(asked: QuestionSet, about: QuestionSet) -> QuestionSet:
    """Put the questions of one set to the passages of the other, by their ids."""
    others = {each.id: each for each in about.questions}
    questions = [
        others[each.id].model_copy(
            update={
                "question": each.question,
                "lang": each.lang,
                "direction": f"{each.lang}>{others[each.id].direction.partition('>')[2]}",
            }
        )
        for each in asked.questions
        if each.id in others
    ]
    if not questions:
        raise EvaluationError(
            f"{asked.name} and {about.name} share no question id; --passages takes the same "
            "questions in another language, as XQuAD has them"
        )
    return QuestionSet(f"{asked.name} on {about.name}", tuple(questions), about.passages)


def _read_text(path: Path) -> str:
    try:
        content = path.read_bytes()
        if path.suffix == ".gz":
            content = gzip.decompress(content)
        return content.decode("utf-8-sig")
    except FileNotFoundError as exc:
        raise EvaluationError(f"There is no question file {path}") from exc
    except (OSError, EOFError, zlib.error) as exc:
        raise EvaluationError(f"The question file {path} cannot be read: {exc}") from exc
    except UnicodeDecodeError as exc:
        raise EvaluationError(
            f"The question file {path} is not UTF-8 (byte {exc.start}); save it as UTF-8"
        ) from exc


def _read_lines(path: Path, content: str) -> Iterator[EvalQuestion]:
    for number, line in enumerate(content.split("\n"), 1):
        if not line.strip():
            continue
        try:
            yield EvalQuestion.model_validate(parse_json(line))
        except json.JSONDecodeError as exc:
            raise EvaluationError(
                f"{path}, line {number}: not JSON ({exc.msg} at column {exc.colno}); "
                "one JSON object per line is expected"
            ) from exc
        except ValidationError as exc:
            raise EvaluationError(f"{path}, line {number}: {_first_problem(exc)}") from exc


def _first_problem(error: ValidationError) -> str:
    problem = error.errors()[0]
    place = ".".join(str(part) for part in problem["loc"])
    message = problem["msg"].removeprefix("Value error, ")
    return f'"{place}": {message}' if place else message


def _refuse_misspelt(line: Mapping[object, object], known: Iterable[str]) -> None:
    names = list(known)
    for key in line:
        if key in names:
            continue
        near = difflib.get_close_matches(str(key), names, n=1, cutoff=_MISSPELT)
        if near:
            raise ValueError(f'unknown key "{key}"; did you mean "{near[0]}"?')


def _refuse_duplicates(path: Path, questions: Iterable[EvalQuestion]) -> None:
    counts = Counter(question.id for question in questions)
    twice = [id_ for id_, count in counts.items() if count > 1]
    if twice:
        raise EvaluationError(f"{path}: the id {twice[0]!r} occurs {counts[twice[0]]} times")


def _languages_of(evidence: object) -> str:
    """Name the languages of the evidence of a line that has not been checked yet."""
    if not isinstance(evidence, list) or not evidence:
        return "none" if evidence == [] else "unknown"
    found = {str(entry.get("lang")) for entry in evidence if isinstance(entry, dict)}
    return found.pop() if len(found) == 1 else "both"


def _paragraphs_beside(path: Path) -> Path | None:
    return next(
        (path.parent / name for name in PARAGRAPH_FILES if (path.parent / name).is_file()), None
    )


_Key = tuple[str, str, int]


def _read_paragraphs(path: Path | None) -> dict[_Key, str]:
    if path is None:
        return {}
    texts: dict[_Key, str] = {}
    for number, line in enumerate(_read_text(path).split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = parse_json(line)
            texts[row["doc"], row["lang"], row["n"]] = row["text"]
        except (json.JSONDecodeError, KeyError, TypeError) as exc:
            raise EvaluationError(
                f'{path}, line {number}: an object with "doc", "lang", "n" and "text" is expected'
            ) from exc
    return texts


def _with_texts(question: EvalQuestion, known: Mapping[_Key, str]) -> EvalQuestion:
    if not question.evidence:
        return question
    evidence = tuple(
        entry.model_copy(update={"text": known.get((entry.doc, entry.lang, entry.n))})
        if entry.text is None and entry.n is not None
        else entry
        for entry in question.evidence
    )
    return question.model_copy(update={"evidence": evidence})
