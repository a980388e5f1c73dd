"""Renderings of a term -> CSV, one line a place."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from rag.concordance.lookup import Place, RenderingGroup
from rag.schema import Span

_HEADER = (
    "term",
    "rendering",
    "language",
    "document",
    "paragraph",
    "title",
    "date",
    "speaker",
    "left",
    "key",
    "right",
    "counterpart_document",
    "counterpart_paragraph",
    "counterpart_left",
    "counterpart_key",
    "counterpart_right",
)
#: What spreadsheets take for the beginning of a formula; documents may come from anyone.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def format_terms_csv(term: str, groups: Sequence[RenderingGroup]) -> str:
    """Write every place of a term with its rendering.

    :param term: as asked for.
    :param groups: its places.
    :returns: the table. An apostrophe stands before what a spreadsheet would compute.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(_HEADER)
    for group in groups:
        for place in group.places:
            cells = [term, group.rendering, *_describe(place)]
            writer.writerow([_as_text(cell) for cell in cells])
    return buffer.getvalue()


def _describe(place: Place) -> list[str]:
    paragraph = place.passage.paragraph
    own = [
        paragraph.language,
        paragraph.document,
        str(paragraph.number),
        place.passage.title or "",
        place.passage.date or "",
        paragraph.speaker or "",
        *_cut(place.sentence, place.span),
    ]
    if place.rendering is None:
        return [*own, "", "", "", "", ""]
    first = place.rendering.passages[0].paragraph
    other = _cut(place.rendering.text, place.rendering.span)
    return [*own, first.document, str(first.number), *other]


def _cut(text: str, span: Span | None) -> list[str]:
    start, end = span or (len(text), len(text))
    return [text[:start], text[start:end], text[end:]]


def _as_text(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
