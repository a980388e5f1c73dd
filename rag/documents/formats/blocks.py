"""Blocks of a structured file (paragraphs, headings, items, table rows) -> one text of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rag.text.language import HAN

_WIDE = f"{HAN}\u3000-\u303f\uff00-\uffef\u2018\u2019\u201c\u201d\u2026"
#: White space that HTML and XML let a writer put anywhere; a no-break space is none.
_WHITE = re.compile("[ \t\r\n\f]+")
#: Chinese source text is wrapped with no space meant between the lines.
_WRAPPED_HAN = re.compile(f"(?<=[{_WIDE}])[ \t\r\f]*\n[ \t\r\n\f]*(?=[{_WIDE}])")
#: Characters at which Python ends a line and no one else does.
_ODD_BREAKS = re.compile("[\x0b\x1c-\x1e\x85\u2028\u2029]")
_SPACE_AT_BREAK = re.compile("(?:(?<![ \t])[ \t]+)?\n[ \t]*")
_MANY_BREAKS = re.compile("\n{3,}")
_HAN_CHAR = re.compile(f"[{HAN}]")
_LATIN_WORD = re.compile("[A-Za-z]{2,}")
#: Rows of a facing table that must show one language left and the other right.
_MIN_FACING_SHARE = 0.6
#: A Chinese cell may hold names in Latin letters, an English one a name in characters.
_MIN_LANGUAGE_SHARE = 0.7
_MAX_LEVEL = 6
#: Enough of a cell to tell its language; tables inside tables are told again at each level.
_TOLD_CHARS = 2_000
#: What stands between the cells of a row that stays together.
CELL_MARK = " | "

#: A row's cells, each the text of its blocks.
Row = Sequence[str]


def collapse_space(text: str) -> str:
    """Write white space as one space, as HTML shows it; none where Chinese lines were wrapped."""
    return _WHITE.sub(" ", _WRAPPED_HAN.sub("", _ODD_BREAKS.sub(" ", text)))


def tidy_block(text: str) -> str:
    """Trim a block: no space around line breaks, no blank ends, at most one blank line inside.

    Ideographic spaces stay: they mark where a paragraph opens.
    """
    text = _SPACE_AT_BREAK.sub("\n", _ODD_BREAKS.sub("\n", text))
    return _MANY_BREAKS.sub("\n\n", text).strip(" \t\n\xa0")


def mark_heading(text: str, level: int) -> str:
    """Write a heading, on one line, as Markdown does; level from 1."""
    words = " ".join(text.split("\n"))
    return f"{'#' * min(level, _MAX_LEVEL)} {words.strip()}" if words.strip() else ""


def join_blocks(blocks: Iterable[str]) -> str:
    """Join blocks with a blank line between; empty ones are left out."""
    return "\n\n".join(block for block in blocks if block.strip())


def lay_out_table(rows: Sequence[Row]) -> list[str]:
    """Turn a table into blocks.

    Where two columns face each other in Chinese and English, and where cells hold paragraphs, each
    cell is a block of its own; otherwise a row is one.

    :param rows: the cells of each row, as text.
    :returns: blocks in reading order.
    """
    cell_by_cell = is_facing(rows)
    blocks: list[str] = []
    for row in rows:
        cells = [cell for cell in row if cell.strip()]
        if cell_by_cell or any("\n" in cell for cell in cells):
            blocks.extend(cells)
        elif cells:
            blocks.append(CELL_MARK.join(cells))
    return blocks


def is_facing(rows: Sequence[Row]) -> bool:
    """Tell whether a table's columns show a text and its translation side by side."""
    told = [[side for cell in row if (side := _tell_side(cell))] for row in rows]
    worded = [sides for sides in told if sides]
    facing = sum(sorted(sides) == ["en", "zh"] for sides in worded)
    return facing > 0 and facing >= _MIN_FACING_SHARE * len(worded)


def _tell_side(cell: str) -> str:
    """Tell a cell's language; empty for figures, names of both scripts and empty cells."""
    head = cell[:_TOLD_CHARS]
    han, words = len(_HAN_CHAR.findall(head)), len(_LATIN_WORD.findall(head))
    if han + words == 0:
        return ""
    # A word of English says about as much as one and a half characters.
    share = han / (han + 1.5 * words)
    if share >= _MIN_LANGUAGE_SHARE:
        return "zh"
    return "en" if share <= 1 - _MIN_LANGUAGE_SHARE else ""
