"""Paragraphs -> what stands over the columns of each that is a row of a table.

A row says 31.2万 and 35.8万, and only the head of its table that they are passengers of two years.
Rows are told by their cells; that the first of them is a head, by the values under it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.documents.shapes import is_finished, split_cells
from rag.schema import FRAMING_KINDS, Paragraph

#: Longer ones are prose with wide spaces in it.
_MAX_ROW_CHARS = 600
_MAX_HEAD_CELL_CHARS = 40
#: Rows of a table of two columns that must hold a value for the first row to be its head.
_MIN_VALUED_SHARE = 0.6
_VALUE = re.compile(r"[^\w\s]{0,3}\s?\d")
#: What begins with a figure and yet is no value: 2023年客运量, 1月, Q1.
_PERIOD = re.compile(r"(?:19|20)\d\d(?!\d|[.,]\d)|\d{1,2}\s?月")


def find_table_heads(paragraphs: Sequence[Paragraph]) -> list[str]:
    """Find the head of the columns for the rows of tables.

    :param paragraphs: all of one document, in reading order.
    :returns: one text a paragraph: the row that heads its table; empty for whatever is no row, for
        heads themselves and where a table has none.
    """
    heads = [""] * len(paragraphs)
    for table in _find_tables(paragraphs):
        if _has_head([paragraphs[place] for place in table]):
            for place in table[1:]:
                heads[place] = paragraphs[table[0]].text
    return heads


def _find_tables(paragraphs: Sequence[Paragraph]) -> Iterator[list[int]]:
    """Yield the places of rows that belong together, more than one each."""
    table: list[int] = []
    for place, paragraph in enumerate(paragraphs):
        fits = _is_row(paragraph)
        if not fits or (table and _begins_anew(paragraph, paragraphs[table[0]])):
            if len(table) > 1:
                yield table
            table = []
        if fits:
            table.append(place)
    if len(table) > 1:
        yield table


def _is_row(paragraph: Paragraph) -> bool:
    if paragraph.kind in FRAMING_KINDS or len(paragraph.text) > _MAX_ROW_CHARS:
        return False
    cells = split_cells(paragraph.text)
    return len(cells) > 1 and not any(map(is_finished, cells[:-1]))


def _begins_anew(row: Paragraph, first: Paragraph) -> bool:
    cells, wide = split_cells(row.text), len(split_cells(first.text))
    # Nothing may stand over the first column.
    if len(cells) > wide + 1:
        return True
    return row.language != first.language and _heads_columns(cells)


def _has_head(table: Sequence[Paragraph]) -> bool:
    head, *rows = table
    cells = split_cells(head.text)
    if is_finished(head.text) or not _heads_columns(cells):
        return False
    if all(_is_marked(paragraph) for paragraph in table):
        return True
    valued = sum(_has_value(split_cells(row.text)) for row in rows)
    if len(cells) > 2:
        return valued > 0 or len(rows) > 1
    # Two columns are often names and what they stand for: 馆长 | 林岚, 面积 | 120平方米.
    return len(rows) > 1 and valued >= len(rows) * _MIN_VALUED_SHARE


def _heads_columns(cells: Sequence[str]) -> bool:
    return not _has_value(cells) and all(len(cell) <= _MAX_HEAD_CELL_CHARS for cell in cells)


def _has_value(cells: Sequence[str]) -> bool:
    return any(_VALUE.match(cell) and not _PERIOD.match(cell) for cell in cells)


def _is_marked(row: Paragraph) -> bool:
    """Tell whether a row is a Markdown table's, which always has a head: its bars are left out."""
    return len(row.spans) >= len(split_cells(row.text)) and "|" not in row.text
