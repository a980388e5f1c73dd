"""The JSON objects that programs get, as types: MCP clients read their schemas.

Fields are those of ``duizhao search``, ``ask``, ``verify``, ``documents`` with ``--json``.
"""

from __future__ import annotations

from typing import Literal

# pydantic reads TypedDict of typing from Python 3.12 on alone.
from typing_extensions import TypedDict

LanguageName = Literal["zh", "en"]


class Described(TypedDict):
    """What a document is cited with, as far as it is known."""

    title: str | None
    date: str | None
    source: str | None
    event: str | None
    interviewer: str | None
    interviewee: str | None


class Counterpart(TypedDict):
    """What a passage says in the other language."""

    document: str
    paragraph: int
    language: LanguageName
    text: str
    score: float


class QuotedCounterpart(Counterpart):
    """The same, and the sentences of it that say the same as a quote; empty where unknown."""

    quote: str


class OtherPlace(TypedDict):
    """Where the same text stands as well."""

    document: str
    paragraph: int


class FoundPassage(TypedDict):
    """A passage found for a question."""

    document: str
    paragraph: int
    language: LanguageName
    speaker: str | None
    text: str
    score: float
    counterpart: Counterpart | None
    also_in: list[OtherPlace]


class SearchResult(TypedDict):
    """Passages, best first."""

    passages: list[FoundPassage]


class CitedPassage(Described):
    """A mark of an answer, and what stands behind it."""

    marker: int
    document: str
    paragraph: int
    language: LanguageName
    speaker: str | None
    text: str
    quote: str
    verified: bool
    status: Literal["verified", "repaired", "unsupported"]
    counterpart: QuotedCounterpart | None
    also_in: list[OtherPlace]


class TokenCount(TypedDict):
    """Tokens spent."""

    prompt: int
    completion: int


class AnswerResult(TypedDict):
    """An answer with its sources."""

    question: str
    standalone: str
    language: LanguageName
    answer: str
    refused: bool
    certainty: float | None
    reason: str | None
    citations: list[CitedPassage]
    passages: list[FoundPassage]
    model: str
    seconds: float
    tokens: TokenCount | None
    notes: list[str]


class QuotedStretch(Described):
    """Part of a paragraph: ``quote`` stands at ``start`` to ``end`` of ``text``, to the letter.

    ``after_denial``: the word right before it denies it, and the quote leaves that out.
    """

    document: str
    paragraph: int
    language: LanguageName
    kind: str
    page: int | None
    speaker: str | None
    text: str
    quote: str
    start: int
    end: int
    after_denial: bool
    document_spans: list[tuple[int, int]]
    counterpart: QuotedCounterpart | None


class QuotedPlace(QuotedStretch):
    """Where a quote stands; ``continued`` in further paragraphs, or after words left out."""

    variations: list[str]
    continued: list[QuotedStretch]


class WordDifference(TypedDict):
    """Words that the quote has and the text has not, and the other way round."""

    quote: str
    source: str
    quote_span: tuple[int, int]
    source_span: tuple[int, int]


class QuoteResult(TypedDict):
    """What was found out about a quote."""

    quote: str
    status: Literal["exact", "same_letters", "differs", "not_found"]
    verified: bool
    variations: list[str]
    similarity: float
    marked: str
    differences: list[WordDifference]
    place_count: int
    places: list[QuotedPlace]
    nearest: list[FoundPassage]


class CounterpartResult(TypedDict):
    """A paragraph, the quote in it, and both in the other language."""

    status: Literal["exact", "same_letters", "differs"]
    document: str
    title: str | None
    paragraph: int
    language: LanguageName
    speaker: str | None
    date: str | None
    text: str
    quote: str
    counterpart: QuotedCounterpart | None


class ListedDocument(Described):
    """A document of the library."""

    document: str
    languages: list[LanguageName]
    paragraphs: int
    pairs: int
    added: str


class DocumentsResult(TypedDict):
    """The documents of the library."""

    documents: list[ListedDocument]
