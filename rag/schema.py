"""The plain values that travel between the steps; every one is frozen.

Document > Paragraph > Passage > Hit > Citation > Answer, and Pair beside them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from rag.arguments import require_texts
from rag.metadata import MetadataLayers

Language = Literal["zh", "en"]
Kind = Literal[
    "title", "dateline", "heading", "question", "answer", "paragraph", "caption", "notice"
]
Span = tuple[int, int]

#: Kinds that introduce other paragraphs rather than state something themselves.
FRAMING_KINDS: frozenset[Kind] = frozenset({"title", "dateline", "heading", "question", "notice"})


@dataclass(frozen=True, slots=True)
class Document:
    """One loaded source file; ``text`` is never changed after loading.

    :param name: the library-wide name: the file name without suffix, or a longer path where two
        files share it.
    :param path: where it was read from, absolute.
    :param text: the whole decoded text; every span of the document counts in its characters.
    :param content_hash: SHA-256 of the file's bytes, hexadecimal.
    :param encoding: the encoding the bytes were decoded with.
    :param title: the title the text states, if any.
    :param date: the date the text states, ISO 8601 (``2021-12-30``, ``2021-12`` or ``2021``).
    :param source: who published it; this and the next three as ``DocumentMetadata`` says.
    :param page_starts: offset in ``text`` of the first character of each page; empty where the
        format has no pages.
    :param layers: where title, date, source and the others come from; by default the text.
    :param metadata: what else its format states beside the text: ``author``, ``publisher``, ...
    :param given_pairs: spans of ``text`` that the file gives as translations of each other, Chinese
        first.
    :param warnings: what of the file could not be read, in whole sentences.
    """

    name: str
    path: str
    text: str
    content_hash: str
    encoding: str = "utf-8"
    title: str | None = None
    date: str | None = None
    source: str | None = None
    event: str | None = None
    interviewer: str | None = None
    interviewee: str | None = None
    layers: MetadataLayers | None = None
    page_starts: tuple[int, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)
    given_pairs: tuple[tuple[Span, Span], ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as found: spans of its document's text, in one language.

    :param document: name of its document.
    :param number: position in the document in reading order, from 1.
    :param speaker: the speaker's label as printed, inherited through a turn; None for titles,
        headings, captions, datelines and notices.
    :param text: ``"".join(document.text[start:end] for start, end in spans)``, to the letter.
    :param spans: character offsets in the document's text, in reading order, end exclusive.
    :param page: page on which it starts, from 1; None where the format has no pages.
    """

    document: str
    number: int
    language: Language
    kind: Kind
    speaker: str | None
    text: str
    spans: tuple[Span, ...]
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """Paragraphs of the two languages that say the same.

    :param score: confidence, 0 to 1; higher is better.
    """

    zh: tuple[Paragraph, ...]
    en: tuple[Paragraph, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph as it stands in a library, with what searching and citing it need.

    :param id: the library's own number for it; unique over all versions of all documents.
    :param context: heading and question it answers: searched with it, never cited as its text.
    """

    id: int
    paragraph: Paragraph
    context: str = ""
    title: str | None = None
    date: str | None = None
    source: str | None = None
    event: str | None = None
    interviewer: str | None = None
    interviewee: str | None = None


@dataclass(frozen=True, slots=True)
class Counterpart:
    """What a passage says in the other language.

    :param passages: in document order, at least one.
    :param score: the pair's confidence, 0 to 1.
    """

    passages: tuple[Passage, ...]
    score: float

    @property
    def text(self) -> str:
        """The counterpart's paragraphs, one a line."""
        return "\n".join(passage.paragraph.text for passage in self.passages)


@dataclass(frozen=True, slots=True)
class Hit:
    """One entry of evidence found for a question: a passage and, where it exists, its counterpart.

    :param score: comparable within one search only; higher is better.
    :param confidence: share of the question that the entry covers, 0 to 1, comparable between
        searches; what the refusal threshold is measured on. None where no search measured it.
    :param channels: rank from 1 in each channel that found it, by channel name.
    :param copies: the same text in other places, found as well.
    """

    passage: Passage
    score: float
    confidence: float | None = None
    counterpart: Counterpart | None = None
    channels: Mapping[str, int] = field(default_factory=dict)
    copies: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchFilters:
    """What a search is limited to; empty means no limit.

    Of sources, events, interviewers and interviewees a part of the value suffices, in any case.

    :param since: earliest date, ISO 8601, inclusive; documents without a date are left out.
    :param until: latest date, ISO 8601, inclusive.
    :raises ValueError: where one text stands for several, or a language is none.
    """

    language: Language | None = None
    documents: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    sources: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    interviewers: tuple[str, ...] = ()
    interviewees: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        # A text is a sequence too: its letters would be taken for names.
        for name in ("documents", "speakers", "sources", "events", "interviewers", "interviewees"):
            require_texts(name, getattr(self, name))
        if self.language not in (None, "zh", "en"):
            raise ValueError(f"language is {self.language!r}; 'zh', 'en' or None is wanted")


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of a conversation."""

    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Name:
    """A name that a question gives and that the library holds.

    :param text: as the question gives it.
    :param spellings: how the library spells it, in either language, each as index terms that a text
        needs to hold it.
    """

    text: str
    spellings: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A checked question.

    :param text: what the user asked, trimmed.
    :param language: the language the answer is to be in.
    :param history: earlier turns, oldest first.
    :param standalone: the question with what it leaves unsaid filled in from the history; equals
        ``text`` where nothing was missing. This is what is searched.
    :param absent_names: names in ``text`` that stand nowhere in the library searched.
    :param places: countries and regions in ``text`` that evidence is to name, one at least, as
        ``rag.text.places`` names them.
    :param names: names in ``text`` that evidence is to hold.
    :param speakers: labels of the persons whose words ``text`` asks for, in both languages.
    :param text_language: the language of ``text`` where that is not the answer's.
    """

    text: str
    language: Language
    history: tuple[Turn, ...] = ()
    standalone: str = ""
    absent_names: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    names: tuple[Name, ...] = ()
    speakers: tuple[str, ...] = ()
    text_language: Language | None = None

    @property
    def search_language(self) -> Language:
        """The language to search in."""
        return self.text_language or self.language

    @property
    def search_text(self) -> str:
        """The text to search with."""
        return self.standalone or self.text


CitationStatus = Literal["verified", "repaired", "unsupported"]


@dataclass(frozen=True, slots=True)
class Citation:
    """A mark of an answer and what stands behind it.

    :param marker: the number in the answer's ``[1]``.
    :param quote: the exact letters of the cited paragraph that support the claim.
    :param counterpart_quote: the exact letters of the counterpart that say the same; empty where
        unknown.
    :param status: ``verified``: the claim was found in the quote; ``repaired``: the model cited
        another passage and this one holds the support; ``unsupported``: not found.
    """

    marker: int
    passage: Passage
    quote: str
    status: CitationStatus = "verified"
    counterpart: Counterpart | None = None
    counterpart_quote: str = ""

    @property
    def verified(self) -> bool:
        """Whether the claim stands in the cited paragraph."""
        return self.status != "unsupported"


@dataclass(frozen=True, slots=True)
class TokenUsage:
    """Tokens spent on an answer.

    :param encoding: what counted them: a tiktoken encoding's name, ``duizhao`` for the small one
        that ships, or ``provider`` when the model server reported them.
    """

    prompt: int
    completion: int
    encoding: str


RefusalReason = Literal[
    "nothing_relevant",
    "name_absent",
    "not_stated",
    "empty_library",
    "no_question",
    "nothing_further",
]
#: Reasons of what replies to the user, rather than says that the documents lack something.
REPLIES: frozenset[RefusalReason] = frozenset({"no_question", "nothing_further"})


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer with everything needed to check it.

    :param text: the answer with ``[1]`` ``[2]`` marks.
    :param refused: whether the library does not hold the answer; never to be read off the wording.
    :param hits: ranked evidence that was considered.
    :param model: ``extractive`` or the chat model's name.
    :param seconds: wall time from question to answer.
    :param notes: plain remarks for the user (a model that failed, passages left out), in the
        answer's language.
    :param certainty: how sure the extractive answerer is that the library states the answer, 0 to
        1, what its refusal threshold is measured on; None where nothing measured it.
    """

    question: Question
    text: str
    refused: bool
    citations: tuple[Citation, ...]
    hits: tuple[Hit, ...]
    model: str
    seconds: float = 0.0
    reason: RefusalReason | None = None
    tokens: TokenUsage | None = None
    notes: tuple[str, ...] = ()
    certainty: float | None = None

    @property
    def language(self) -> Language:
        """The language the answer is in."""
        return self.question.language

    def copies_of(self, citation: Citation) -> tuple[Passage, ...]:
        """List the other places where a cited passage stands."""
        found = (hit.copies for hit in self.hits if hit.passage.id == citation.passage.id)
        return next(found, ())


@dataclass(frozen=True, slots=True)
class HitsFound:
    """Event: retrieval is done."""

    question: Question
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class TextDelta:
    """Event: the next piece of the answer's text; empty while a model is still thinking."""

    text: str


@dataclass(frozen=True, slots=True)
class AnswerDone:
    """Event: the whole answer, checked; its text replaces the pieces streamed before it."""

    answer: Answer


AnswerEvent = HitsFound | TextDelta | AnswerDone


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """A document as listed.

    :param languages: those of its paragraphs, most frequent first.
    :param added: when it was indexed, ISO 8601 with seconds, UTC.
    :param layers: what of title, date and the others was stated, and what corrected.
    """

    name: str
    path: str
    content_hash: str
    title: str | None
    date: str | None
    languages: tuple[Language, ...]
    paragraph_count: int
    pair_count: int
    added: str
    source: str | None = None
    event: str | None = None
    interviewer: str | None = None
    interviewee: str | None = None
    layers: MetadataLayers = field(default_factory=MetadataLayers)
