"""A quote and a library's letters -> whether it stands there, where, and what differs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from rag.errors import QuestionError
from rag.schema import Span
from rag.text.language import drop_stray
from rag.verifying.index import Column, LibraryLetters
from rag.verifying.letters import find_letters, widen_to_words
from rag.verifying.nearest import find_letter_differences, find_nearest
from rag.verifying.spelling import find_variations
from rag.verifying.values import (
    LetterDifference,
    QuoteCheck,
    QuotePlace,
    QuoteStatus,
    QuoteStretch,
)

MAX_QUOTE_CHARS = 10_000
#: Places that are shown, of those counted.
_MAX_PLACES = 20
#: Counting on would take seconds for a common word, and tell nothing.
_MAX_COUNTED = 100
#: Share of the letters that a misquotation keeps; of a short one, which is soon like something.
_MIN_SIMILARITY, _MIN_SHORT_SIMILARITY = 0.6, 0.75
_SHORT_LETTERS = 8
#: Quotes this short do not run over the end of a paragraph.
_MIN_LETTERS_ACROSS = 12
#: Paragraphs that a writer leaves out at most where an ellipsis stands.
_MAX_SKIPPED = 2

#: What a writer puts where words are left out, or puts in: ……, ..., [...], [the mayor].
_GAP = re.compile(
    r"[\[(（【〔]\s*(?:[…⋯]+|\.{3,}|(?:\.\s){2,}\.)\s*[\])）】〕]"
    r"|[…⋯]+|\.{3,}|(?:\.\s){2,}\.|。{3,}|\[[^\[\]]{0,200}\]"
)
#: [T]he: a letter that was made large or small.
_CHANGED_LETTER = re.compile(r"\[(\w)\](?=\w)")


def verify_quote(
    quote: str, library: LibraryLetters, *, documents: Iterable[str] | None = None
) -> QuoteCheck:
    """Tell whether a quote stands in a library.

    :param quote: in either language, with or without quotation marks.
    :param library: its letters.
    :param documents: names of those to look in; by default all.
    :returns: without counterparts, and without the nearest hits.
    :raises QuestionError: the quote has no letter, or is longer than a quote can be.
    """
    quote = drop_stray(quote)
    letters = find_letters(quote)
    if not letters.text or len(quote) > MAX_QUOTE_CHARS:
        found = f"{len(quote):,} characters" if letters.text else "no letter"
        raise QuestionError(
            f"A quote has at least one letter and at most {MAX_QUOTE_CHARS:,} characters; {found} "
            "found. Give the words as they are quoted, a long text in parts."
        )
    wanted = None if documents is None else set(documents)
    columns = [each for each in library.columns() if wanted is None or each.document in wanted]
    return _Verifier(quote, columns, library).verify()


@dataclass(frozen=True, slots=True)
class _Found:
    """Letters of a column that a quote, or a part of it, has."""

    column: Column
    start: int
    end: int


class _Verifier:
    def __init__(self, quote: str, columns: Sequence[Column], library: LibraryLetters) -> None:
        self._quote = quote
        self._columns = columns
        self._library = library

    def verify(self) -> QuoteCheck:
        return self._verify_whole() or self._verify_parts() or self._verify_nearest()

    def _verify_whole(self) -> QuoteCheck | None:
        letters = find_letters(self._quote).text
        places: list[QuotePlace] = []
        count = 0
        for found in islice(self._find(letters), _MAX_COUNTED):
            stretches = self._cut(found)
            if not stretches or not _is_whole(stretches):
                continue
            count += 1
            if len(places) < _MAX_PLACES:
                places.append(self._place(self._quote, stretches))
        return _report(self._quote, places, count)

    def _find(self, letters: str) -> Iterator[_Found]:
        for column in self._columns:
            for start in column.find(letters):
                found = _Found(column, start, start + len(letters))
                crosses = found.end > column.end_of(column.paragraph_at(start))
                if not crosses or len(letters) >= _MIN_LETTERS_ACROSS:
                    yield found

    def _place(self, quote: str, stretches: Sequence[QuoteStretch]) -> QuotePlace:
        """Describe a place that has the letters of a quote."""
        if len(stretches) == 1:
            (only,) = stretches
            text = only.passage.paragraph.text
            return QuotePlace((only,), find_variations(quote, text, only.span))
        text = "\n".join(each.text for each in stretches)
        return QuotePlace(tuple(stretches), find_variations(quote, text, (0, len(text))))

    def _cut(self, found: _Found) -> list[QuoteStretch]:
        """Cut letters of a column at the ends of paragraphs; nothing where one has changed."""
        column = found.column
        first = column.paragraph_at(found.start)
        last = column.paragraph_at(max(found.start, found.end - 1))
        passages = self._library.passages(column.ids[first : last + 1])
        stretches: list[QuoteStretch] = []
        for number in range(first, last + 1):
            passage = passages.get(column.ids[number])
            start = max(found.start, column.starts[number]) - column.starts[number]
            end = min(found.end, column.end_of(number)) - column.starts[number]
            if passage is None:
                return []
            if start < end:
                span = find_letters(passage.paragraph.text).span(start, end)
                stretches.append(QuoteStretch(passage, span))
        return stretches

    # A quote that leaves words out

    def _verify_parts(self) -> QuoteCheck | None:
        parts = _cut_parts(self._quote)
        if len(parts) < 2:
            return None
        texts = [self._quote[slice(*part)] for part in parts]
        places: list[QuotePlace] = []
        for chain in islice(self._chain([find_letters(text).text for text in texts]), _MAX_PLACES):
            pieces = [self._cut(found) for found in chain]
            if not all(piece and _is_whole(piece) for piece in pieces):
                continue
            described = [self._place(*pair) for pair in zip(texts, pieces, strict=True)]
            variations = {name: None for each in described for name in each.variations}
            stretches = tuple(part for each in described for part in each.stretches)
            places.append(QuotePlace(stretches, (*variations, "omission")))
        return _report(self._quote, places, len(places)) or self._verify_apart(parts)

    def _chain(self, parts: Sequence[str]) -> Iterator[list[_Found]]:
        """Yield places where the parts stand one after the other, close together."""
        for column in self._columns:
            for start in column.find(parts[0]):
                chain = [_Found(column, start, start + len(parts[0]))]
                for part in parts[1:]:
                    following = next(column.find(part, chain[-1].end), None)
                    if following is None or _skips(column, chain[-1].end, following):
                        break
                    chain.append(_Found(column, following, following + len(part)))
                if len(chain) == len(parts):
                    yield chain

    def _verify_apart(self, parts: Sequence[Span]) -> QuoteCheck | None:
        """Look at each part by itself: the first that differs decides."""
        checks: list[QuoteCheck] = []
        for start, end in parts:
            verifier = _Verifier(self._quote[start:end], self._columns, self._library)
            check = verifier._verify_whole() or verifier._verify_nearest()
            if not check.verified:
                moved = tuple(_move(each, start) for each in check.differences)
                return replace(check, quote=self._quote, differences=moved)
            checks.append(check)
        stretches = tuple(part for check in checks for part in check.places[0].stretches)
        place = QuotePlace(stretches, ("omission", "order"))
        return QuoteCheck(self._quote, "differs", (place,), 1, similarity=1.0)

    # A quote that stands nowhere

    def _verify_nearest(self) -> QuoteCheck:
        letters = find_letters(self._quote).text
        nearest = find_nearest(letters, self._columns)
        least = _MIN_SHORT_SIMILARITY if len(letters) < _SHORT_LETTERS else _MIN_SIMILARITY
        if nearest is None or nearest.similarity < least or nearest.start >= nearest.end:
            return QuoteCheck(self._quote, "not_found")
        found = _Found(nearest.column, nearest.start, nearest.end)
        stretches = [_widen(each) for each in self._cut(found)]
        if not stretches:
            return QuoteCheck(self._quote, "not_found")
        place = QuotePlace(tuple(stretches))
        return QuoteCheck(
            self._quote,
            "differs",
            (place,),
            1,
            differences=find_letter_differences(self._quote, place.text),
            similarity=nearest.similarity,
        )


def _report(quote: str, places: Sequence[QuotePlace], count: int) -> QuoteCheck | None:
    if not places:
        return None
    ordered = sorted(places, key=lambda place: len(place.variations))
    status: QuoteStatus = "same_letters" if ordered[0].variations else "exact"
    return QuoteCheck(quote, status, tuple(ordered), count, similarity=1.0)


def _is_whole(stretches: Sequence[QuoteStretch]) -> bool:
    return all(_widen(each).span == each.span for each in stretches)


def _widen(stretch: QuoteStretch) -> QuoteStretch:
    span = widen_to_words(stretch.passage.paragraph.text, stretch.span)
    return replace(stretch, span=span)


def _skips(column: Column, before: int, after: int) -> bool:
    """Tell whether more lies between two places than a writer leaves out."""
    return column.paragraph_at(after) - column.paragraph_at(before - 1) > _MAX_SKIPPED


def _cut_parts(quote: str) -> list[Span]:
    """Cut a quote where it leaves words out; parts without a letter are left out."""
    changed = {
        place
        for match in _CHANGED_LETTER.finditer(quote)
        for place in range(match.start(), match.end())
    }
    parts: list[Span] = []
    start = 0
    for gap in _GAP.finditer(quote):
        if gap.start() not in changed:
            parts.append((start, gap.start()))
            start = gap.end()
    parts.append((start, len(quote)))
    return [part for part in parts if find_letters(quote[slice(*part)]).text]


def _move(difference: LetterDifference, by: int) -> LetterDifference:
    start, end = difference.quote_span
    return replace(difference, quote_span=(start + by, end + by))
