"""What programs may ask of a library -> the JSON objects of the contract."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.commands.terms import term_record
from rag.errors import FilterError, QuestionError
from rag.quote_records import quote_record
from rag.records import (
    Record,
    answer_record,
    counterpart_record,
    document_record,
    passage_record,
    place_record,
)
from rag.schema import Answer, AnswerDone, Language, Passage, SearchFilters, Turn
from ui.choices import MAX_TOP_K, MIN_TOP_K
from ui.protocols import PageLibrary

_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_LANGUAGES: dict[str, Language] = {"zh": "zh", "en": "en"}


@dataclass(frozen=True, slots=True)
class Limits:
    """What a program limits a search to; values as they were sent.

    :param language: ``zh`` or ``en``; empty for both.
    :param since: 2021, 2021-12 or 2021-12-30; empty for none. ``until`` likewise.
    """

    language: str = ""
    documents: Sequence[str] = ()
    speakers: Sequence[str] = ()
    since: str = ""
    until: str = ""

    @classmethod
    def of_one(cls, language: str, document: str, speaker: str, since: str, until: str) -> Limits:
        """Limit a search to one document and one speaker, as flat arguments say it; "" for all."""
        documents = (document,) if document else ()
        return cls(language, documents, (speaker,) if speaker else (), since, until)

    def to_filters(self) -> SearchFilters:
        """Check the values.

        :returns: filters.
        :raises FilterError: a language or a date is none.
        """
        if self.language and self.language not in _LANGUAGES:
            raise FilterError(
                f"language is {self.language!r}, and 'zh', 'en' or nothing is expected."
            )
        for name, date in (("since", self.since), ("until", self.until)):
            if date and not _DATE.fullmatch(date):
                raise FilterError(
                    f"{name} is {date!r}, and a date is expected: 2021, 2021-12 or 2021-12-30."
                )
        return SearchFilters(
            language=_LANGUAGES.get(self.language),
            documents=tuple(self.documents),
            speakers=tuple(self.speakers),
            since=self.since or None,
            until=self.until or None,
        )


class Operations:
    """What programs may do with a library.

    :param library: the library.
    """

    def __init__(self, library: PageLibrary) -> None:
        self._library = library

    def search(self, question: str, limit: int = 0, limits: Limits | None = None) -> list[Record]:
        """Rank passages for a question, as ``duizhao search --json`` prints them."""
        filters = (limits or Limits()).to_filters()
        hits = self._library.search(question, filters=filters, top_k=check_limit(limit))
        return [passage_record(hit) for hit in hits]

    def ask(
        self,
        question: str,
        limits: Limits | None = None,
        *,
        history: Sequence[Turn] = (),
        model: str = "",
    ) -> Answer:
        """Answer a question.

        :param question: in Chinese or English.
        :param limits: what to limit the search to.
        :param history: earlier turns, oldest first.
        :param model: one that the operator offers; empty for the library's own choice.
        :returns: the answer.
        """
        events = self._library.stream(
            question,
            history=history,
            filters=(limits or Limits()).to_filters(),
            model=self.check_model(model),
        )
        for event in events:
            if isinstance(event, AnswerDone):
                return event.answer
        raise AssertionError("an answerer ended without AnswerDone")

    def answer(self, question: str, limits: Limits | None = None, *, model: str = "") -> Record:
        """Answer a question, as ``duizhao ask --json`` prints it."""
        return answer_record(self.ask(question, limits, model=model))

    def check_model(self, name: str) -> str | None:
        """Take a model's name if the operator offers it; nothing for the library's own choice."""
        if not name:
            return None
        offered = [model.name for model in self._library.models()]
        if name not in offered:
            raise QuestionError(
                f"No model is named {name!r} here. This library offers: {', '.join(offered)}"
            )
        return name

    def verify_quote(self, quote: str, document: str = "") -> Record:
        """Tell whether a quote stands in the library, as ``duizhao verify --json`` prints it."""
        return quote_record(self._library.verify_quote(quote, document=document or None))

    def find_counterpart(self, quote: str = "", document: str = "", paragraph: int = 0) -> Record:
        """Find what says the same in the other language as a quote or a paragraph.

        :param quote: words of a document; the sentence of them is looked for too.
        :param document: of the paragraph, or the only one to look in for the quote.
        :param paragraph: its number in the document, from 1; where there is no quote.
        :returns: the paragraph, its ``quote`` and its ``counterpart`` with its own ``quote``.
        :raises QuestionError: neither of them is given, or the quote stands nowhere.
        """
        if quote:
            return self._find_quoted(quote, document)
        if not document or paragraph < 1:
            raise QuestionError(
                "Neither a quote nor a paragraph is given. Give the words as quote, or document "
                "and paragraph as search and ask return them."
            )
        hit = self._library.passage_at(document, paragraph)
        text = hit.passage.paragraph.text
        counterpart = counterpart_record(hit.counterpart)
        if counterpart is not None:
            counterpart["quote"] = counterpart["text"]
        place = place_record(hit.passage)
        return {"status": "exact", **place, "text": text, "quote": text, "counterpart": counterpart}

    def _find_quoted(self, quote: str, document: str) -> Record:
        check = self._library.verify_quote(quote, document=document or None)
        if not check.places:
            where = f"the document {document!r}" if document else "the library"
            raise QuestionError(
                f"These words do not stand in {where}, so their counterpart is not known. Check "
                "the quote with verify_quote, or look for its passage with search."
            )
        stretch = check.places[0].stretches[0]
        counterpart = counterpart_record(stretch.counterpart)
        if counterpart is not None:
            counterpart["quote"] = stretch.counterpart_quote
        return {
            "status": check.status,
            **place_record(stretch.passage),
            "text": stretch.passage.paragraph.text,
            "quote": stretch.text,
            "counterpart": counterpart,
        }

    def list_documents(self) -> list[Record]:
        """List the documents, as ``duizhao documents --json`` prints them, save their paths."""
        records = [document_record(info) for info in self._library.documents()]
        return [{key: record[key] for key in record if key != "path"} for record in records]

    def find_terms(self, term: str) -> list[Record]:
        """Find every place of a term, as ``duizhao terms --json`` prints them."""
        groups = self._library.terms(term)
        return [term_record(term, group, place) for group in groups for place in group.places]

    def read_document(self, name: str) -> str | None:
        """Give a document's paragraphs, each with its number and speaker; None for unknown ones."""
        return "\n\n".join(map(_describe, self._library.passages_of(name))) or None


def check_limit(limit: int) -> int | None:
    """Check how many passages are asked for; 0 for the library's own choice."""
    if limit and not MIN_TOP_K <= limit <= MAX_TOP_K:
        raise QuestionError(f"limit is {limit}, and {MIN_TOP_K} to {MAX_TOP_K} is expected.")
    return limit or None


def _describe(passage: Passage) -> str:
    paragraph = passage.paragraph
    label = " · ".join(filter(None, (f"#{paragraph.number}", paragraph.kind, paragraph.speaker)))
    return f"[{label}]\n{paragraph.text}"
