"""Question sets in others' formats -> question lines, and the passages that such files bring along.

SQuAD JSON (XQuAD, MLQA, DRCD, CMRC 2018 in SQuAD's style), CMRC 2018's own JSON, and the JSON lines
of RGB (Chen et al. 2023, Benchmarking Large Language Models in Retrieval-Augmented Generation).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from rag.json_text import parse_json
from rag.records import Record
from rag.schema import Language
from rag.text.language import detect_language, letters


@dataclass(frozen=True, slots=True)
class ForeignSet:
    """A question set of another format.

    :param lines: question lines as the contract has them.
    :param passages: every passage of the file, each once, in its order.
    """

    lines: tuple[Record, ...]
    passages: tuple[str, ...]


def read_foreign(content: str) -> ForeignSet | None:
    """Read a question set that is not made of the contract's lines.

    :param content: the file's text.
    :returns: None where it is of none of the formats.
    :raises ValueError: if it is of one of them, and something in it is wrong.
    """
    try:
        whole = parse_json(content)
    except json.JSONDecodeError:
        return _read_rgb_lines(content)
    rows = whole if isinstance(whole, list) else [whole]
    first = rows[0] if rows and isinstance(rows[0], dict) else {}
    if _is_rgb(first):
        return _from_rgb(enumerate(rows, 1))
    if "context_text" in first:
        return _from_cmrc(rows)
    if isinstance(first.get("data"), list) and "question" not in first:
        return _from_articles(_checked(_Squad, whole, "SQuAD").data)
    return None


#: Figures that a spreadsheet left among the answers are what they look like.
_NUMBERS_AS_TEXT = ConfigDict(coerce_numbers_to_str=True)


class _Answer(BaseModel):
    model_config = _NUMBERS_AS_TEXT

    text: str


class _Question(BaseModel):
    id: str
    question: str
    answers: list[_Answer] = []
    is_impossible: bool = False


class _Paragraph(BaseModel):
    context: str
    qas: list[_Question]


class _Article(BaseModel):
    paragraphs: list[_Paragraph]


class _Squad(BaseModel):
    data: list[_Article]


class _CmrcQuestion(BaseModel):
    model_config = _NUMBERS_AS_TEXT

    query_id: str
    query_text: str
    answers: list[str] = []


class _CmrcParagraph(BaseModel):
    context_text: str
    qas: list[_CmrcQuestion]


class _Rgb(BaseModel):
    """A line of RGB.

    :param answer: one answer; or a list of facts, each one text or a list of spellings.
    :param positive: passages that hold the answer; where it takes several facts, a list of lists,
        one for each fact.
    :param negative: passages on the subject that do not.
    """

    model_config = _NUMBERS_AS_TEXT

    id: int | str
    query: str
    answer: str | list[str | list[str]]
    positive: list[str] | list[list[str]]
    negative: list[str] = []


_Model = TypeVar("_Model", bound=BaseModel)


def _checked(model: type[_Model], row: object, name: str) -> _Model:
    try:
        return model.model_validate(row)
    except ValidationError as exc:
        raise ValueError(f"not {name} JSON: {_describe(exc)}") from exc


def _describe(error: ValidationError) -> str:
    problem = error.errors()[0]
    place = ".".join(str(part) for part in problem["loc"])
    return f"{place}: {problem['msg']}" if place else problem["msg"]


def _from_articles(articles: Sequence[_Article]) -> ForeignSet:
    """Give the questions; such files have one language each for paragraphs and for questions."""
    paragraphs = [each for article in articles for each in article.paragraphs]
    language = _language_of_most(each.context for each in paragraphs)
    asked_in = _language_of_most(each.question for row in paragraphs for each in row.qas)
    lines = [
        _squad_line(each, paragraph.context, asked_in, language)
        for paragraph in paragraphs
        for each in paragraph.qas
    ]
    return ForeignSet(tuple(lines), _distinct(each.context for each in paragraphs))


def _squad_line(
    question: _Question, context: str, asked_in: Language, language: Language
) -> Record:
    spellings = list(dict.fromkeys(each.text for each in question.answers if each.text))
    # No answer at all is how SQuAD 2 marks a question that the paragraph does not answer.
    answered = bool(question.answers) and not question.is_impossible
    return {
        "id": question.id,
        "question": question.question,
        "lang": asked_in,
        "must_contain": [spellings] if answered and spellings else [],
        "evidence": [{"lang": language, "text": context}] if answered else [],
        "gold_answers": spellings if answered else [],
        f"answer_{language}": spellings[0] if answered and spellings else None,
    }


def _from_cmrc(rows: Iterable[object]) -> ForeignSet:
    paragraphs = [
        _Paragraph(
            context=row.context_text,
            qas=[
                _Question(
                    id=each.query_id,
                    question=each.query_text,
                    answers=[_Answer(text=text) for text in each.answers],
                )
                for each in row.qas
            ],
        )
        for row in (_checked(_CmrcParagraph, each, "CMRC 2018") for each in rows)
    ]
    return _from_articles([_Article(paragraphs=paragraphs)])


def _is_rgb(row: object) -> bool:
    return isinstance(row, dict) and {"query", "answer", "positive"} <= row.keys()


def _read_rgb_lines(content: str) -> ForeignSet | None:
    """Read JSON lines, where the first is one of RGB's."""
    rows: list[tuple[int, object]] = []
    for number, line in enumerate(content.split("\n"), 1):
        if not line.strip():
            continue
        try:
            rows.append((number, parse_json(line)))
        except json.JSONDecodeError as exc:
            if not rows:
                return None
            raise ValueError(f"line {number}: not JSON ({exc.msg} at column {exc.colno})") from exc
        if not _is_rgb(rows[0][1]):
            return None
    return _from_rgb(rows) if rows else None


def _from_rgb(rows: Iterable[tuple[int, object]]) -> ForeignSet:
    lines: list[Record] = []
    passages: list[str] = []
    for number, row in rows:
        try:
            read = _Rgb.model_validate(row)
        except ValidationError as exc:
            raise ValueError(f"line {number}: not a question of RGB: {_describe(exc)}") from exc
        groups = _passage_groups(read)
        lines.append(_rgb_line(read, groups))
        passages += [text for group in groups for text in group] + read.negative
    return ForeignSet(tuple(lines), _distinct(passages))


def _passage_groups(row: _Rgb) -> list[list[str]]:
    """Group the passages that hold the answer: one of each group is needed."""
    plain = [each for each in row.positive if isinstance(each, str)]
    nested = [each for each in row.positive if not isinstance(each, str)]
    groups = nested or [plain]
    kept = [[text for text in group if letters(text)] for group in groups]
    return [group for group in kept if group]


def _rgb_line(row: _Rgb, groups: Sequence[Sequence[str]]) -> Record:
    facts = [row.answer] if isinstance(row.answer, str) else row.answer
    spellings = [[fact] if isinstance(fact, str) else fact for fact in facts]
    evidence = [
        {"lang": detect_language(text) or "en", "text": text} for group in groups for text in group
    ]
    numbers = iter(range(len(evidence)))
    language = detect_language(row.query) or "en"
    # Without a passage that holds it, a question is there to be refused.
    known = [each for each in spellings if any(each)] if evidence else []
    return {
        "id": str(row.id),
        "question": row.query,
        "lang": language,
        "kind": "fact" if len(groups) < 2 else "integration",
        "must_contain": known,
        "evidence": evidence,
        "evidence_groups": [[next(numbers) for _ in group] for group in groups],
        "gold_answers": known[0] if len(known) == 1 else [],
        f"answer_{language}": ", ".join(each[0] for each in known) or None,
    }


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    """Keep one of the texts that have the same letters, and none that has no letter."""
    found: dict[str, str] = {}
    for text in texts:
        if letters(text):
            found.setdefault(letters(text), text)
    return tuple(found.values())


def _language_of_most(texts: Iterable[str]) -> Language:
    return detect_language("\n".join(texts)) or "en"
