"""What is found out about a quote."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from rag.schema import Counterpart, Hit, Passage, Span

#: ``exact``: letter by letter; ``same_letters``: apart from what ``Variation`` names; ``differs``:
#: nearly; ``not_found``: nothing like it stands in the library.
QuoteStatus = Literal["exact", "same_letters", "differs", "not_found"]
#: ``omission``: the quote leaves something out where it has an ellipsis or brackets; ``order``: its
#: parts stand in the library, but not one after the other.
Variation = Literal[
    "punctuation", "spaces", "width", "script", "case", "accents", "omission", "order"
]

#: What denies the words that follow it at once: I do not “agree”, 我不“同意”.
_DENIAL = re.compile(
    r"(?:[不没沒未勿]|[并並绝絕决決而]非|[没沒]有|[毫并並]无|[毫並]無"
    r"|\b(?:not|never|cannot|nor|neither|without|no)\s+|n['’]t\s+)[“‘\"「『]?$",
    re.IGNORECASE,
)
#: Longer than any of them.
_DENIAL_CHARS = 12


@dataclass(frozen=True, slots=True)
class QuoteStretch:
    """Part of a paragraph.

    :param span: offsets in the paragraph's text.
    :param counterpart: what the paragraph says in the other language, where that is known.
    :param counterpart_quote: the sentences of it that say the same; empty where unknown.
    """

    passage: Passage
    span: Span
    counterpart: Counterpart | None = None
    counterpart_quote: str = ""

    @property
    def text(self) -> str:
        """The stretch, to the letter."""
        return self.passage.paragraph.text[slice(*self.span)]

    @property
    def after_denial(self) -> bool:
        """Whether the word right before it denies it, which the quote leaves out."""
        start = self.span[0]
        before = self.passage.paragraph.text[max(0, start - _DENIAL_CHARS) : start]
        return _DENIAL.search(before) is not None

    @property
    def document_spans(self) -> list[Span]:
        """Where the stretch stands in the document's text; two where a page break cuts it."""
        return list(_shift(self.passage.paragraph.spans, self.span))


@dataclass(frozen=True, slots=True)
class QuotePlace:
    """Where a quote, or what is nearest to it, stands.

    :param stretches: in reading order; several where it runs over paragraphs or leaves words out.
    :param variations: in what the quote's spelling departs from the text.
    """

    stretches: tuple[QuoteStretch, ...]
    variations: tuple[Variation, ...] = ()

    @property
    def text(self) -> str:
        """The stretches, one a line."""
        return "\n".join(stretch.text for stretch in self.stretches)


@dataclass(frozen=True, slots=True)
class LetterDifference:
    """Words in which a quote and the text differ; one side may be empty.

    :param quote_span: offsets in the quote.
    :param source_span: offsets in the text of the place.
    """

    quote: str
    source: str
    quote_span: Span
    source_span: Span


@dataclass(frozen=True, slots=True)
class QuoteCheck:
    """What was found out about a quote.

    :param quote: as given.
    :param places: where it stands, exact ones first; where it differs, the nearest passage alone.
    :param place_count: of all places, up to 100; the list may be shorter.
    :param differences: from the first place, in order; empty unless it differs.
    :param similarity: share of the quote's letters that stand there in order, 0 to 1.
    :param nearest: where nothing was found, what the library says on it, in either language.
    """

    quote: str
    status: QuoteStatus
    places: tuple[QuotePlace, ...] = ()
    place_count: int = 0
    differences: tuple[LetterDifference, ...] = ()
    similarity: float = 0.0
    nearest: tuple[Hit, ...] = ()

    @property
    def verified(self) -> bool:
        """Whether all its letters stand in the library as quoted."""
        return self.status in {"exact", "same_letters"}


def _shift(spans: tuple[Span, ...], wanted: Span) -> Iterator[Span]:
    before = 0
    for start, end in spans:
        left = max(wanted[0], before)
        right = min(wanted[1], before + end - start)
        if left < right:
            yield start + left - before, start + right - before
        before += end - start
