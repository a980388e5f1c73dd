"""A question file -> questions with their facts and evidence; the contract's lines or SQuAD JSON.

A line may carry keys of its own (``topic``, ``split``): they are kept in ``model_extra`` and change
nothing. A key that looks like a misspelt one of the contract is refused, since a set whose
``must_contains`` is ignored would score nothing and say nothing.
"""

from __future__ import annotations

import difflib
import gzip
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from rag.errors import EvaluationError
from rag.language import detect_language
from rag.schema import Language, Turn

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
    def turns(self) -> tuple[Turn, ...]:
        """The history as the library takes it."""
        return tuple(Turn(turn.role, turn.content) for turn in self.history)


def read_questions(path: Path, paragraphs: Path | None = None) -> list[EvalQuestion]:
    """Read a question file: the contract's JSON lines, or SQuAD JSON (also gzipped).

    :param path: the question file.
    :param paragraphs: JSON lines of ``{"doc", "lang", "n", "text"}`` that evidence by number is
        looked up in; by default a file of :data:`PARAGRAPH_FILES` beside the question file, if
        there is one.
    :returns: the questions, in the file's order.
    :raises EvaluationError: if the file cannot be read, holds no question, a line is wrong or an
        id occurs twice.
    """
    content = _read_text(path)
    squad = _parse_squad(content)
    questions = (
        list(_squad_questions(squad)) if squad is not None else list(_read_lines(path, content))
    )
    if not questions:
        raise EvaluationError(f"{path} holds no question; one JSON object per line is expected")
    _refuse_duplicates(path, questions)
    known = _read_paragraphs(paragraphs or _paragraphs_beside(path))
    return [_with_texts(question, known) for question in questions] if known else questions


def _read_text(path: Path) -> str:
    try:
        content = path.read_bytes()
        if path.suffix == ".gz":
            content = gzip.decompress(content)
        return content.decode("utf-8-sig")
    except FileNotFoundError as exc:
        raise EvaluationError(f"There is no question file {path}") from exc
    except (OSError, EOFError) as exc:
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
            yield EvalQuestion.model_validate(json.loads(line))
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
            row = json.loads(line)
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


class _SquadAnswer(BaseModel):
    text: str


class _SquadQuestion(BaseModel):
    id: str
    question: str
    answers: list[_SquadAnswer] = []


class _SquadParagraph(BaseModel):
    context: str
    qas: list[_SquadQuestion]


class _SquadArticle(BaseModel):
    paragraphs: list[_SquadParagraph]


class _Squad(BaseModel):
    data: list[_SquadArticle]


def _parse_squad(content: str) -> _Squad | None:
    """Read SQuAD JSON (XQuAD, CMRC, DRCD, MLQA); None where the text is something else."""
    try:
        return _Squad.model_validate_json(content)
    except ValidationError:
        return None


def _squad_questions(squad: _Squad) -> Iterator[EvalQuestion]:
    """Give the questions; such files have one language each for paragraphs and for questions."""
    paragraphs = [each for article in squad.data for each in article.paragraphs]
    language = _language_of_most(each.context for each in paragraphs)
    asked_in = _language_of_most(each.question for row in paragraphs for each in row.qas)
    for paragraph in paragraphs:
        for each in paragraph.qas:
            spellings = list(dict.fromkeys(answer.text for answer in each.answers if answer.text))
            # No answer at all is how SQuAD 2 marks a question that the paragraph does not answer.
            evidence = [{"lang": language, "text": paragraph.context}] if each.answers else []
            yield EvalQuestion.model_validate(
                {
                    "id": each.id,
                    "question": each.question,
                    "lang": asked_in,
                    "must_contain": [spellings] if spellings else [],
                    "evidence": evidence,
                    f"answer_{language}": spellings[0] if spellings else None,
                }
            )


def _language_of_most(texts: Iterable[str]) -> Language:
    return detect_language("\n".join(texts)) or "en"
