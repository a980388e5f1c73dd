"""A document whose format gives its pairs -> its paragraphs, one for each side of each pair."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from rag.schema import Document, Language, Paragraph, Span
from rag.text.language import detect_language

_BLANK_LINE = re.compile(r"\n\s*\n")


def split_given(document: Document) -> list[Paragraph]:
    """Find the paragraphs of a document with given pairs, numbered from 1.

    Their borders and languages are the file's: nothing in them is joined, cut or judged. What
    stands between them is cut at blank lines.

    :param document: with ``given_pairs``.
    :returns: in reading order; every text is exactly what its span of the document's text holds.
    """
    return [
        Paragraph(
            document=document.name,
            number=number,
            language=language,
            kind="paragraph",
            speaker=None,
            text=document.text[start:end],
            spans=((start, end),),
            page=bisect_right(document.page_starts, start) or None,
        )
        for number, ((start, end), language) in enumerate(_list_spans(document), 1)
    ]


def _list_spans(document: Document) -> Iterator[tuple[Span, Language]]:
    """Yield all spans in reading order, those between the given ones with the language told."""
    given: list[tuple[Span, Language]] = []
    for zh, en in document.given_pairs:
        given += [(zh, "zh"), (en, "en")]
    position = 0
    for span, language in sorted(given):
        yield from _cut_between(document.text, position, span[0])
        yield span, language
        position = span[1]
    yield from _cut_between(document.text, position, len(document.text))


def _cut_between(text: str, start: int, end: int) -> Iterator[tuple[Span, Language]]:
    if text[start:end].isspace():
        return
    borders = [start]
    for match in _BLANK_LINE.finditer(text, start, end):
        borders += [match.start(), match.end()]
    borders.append(end)
    for first, last in zip(borders[::2], borders[1::2], strict=True):
        piece = text[first:last]
        language = detect_language(piece)
        if language is not None:
            lead = len(piece) - len(piece.lstrip())
            yield (first + lead, first + len(piece.rstrip())), language
