"""Fragments of a page -> segments of lines, rows and lines, as they stand on the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rag.documents.formats.pdf_process import Fragment
from rag.schema import Language
from rag.text.language import HAN, count_han, count_latin_words

#: In sizes of the type. Base lines within _SAME_LINE are one line: raised marks, other fonts.
_SAME_LINE = 0.35
#: Words of one line stand closer than this, cells of a table farther apart.
WORD_GAP = 0.6
_CELL_GAP = 2.0
#: A line spread to fill its column has gaps that differ by less than this.
_EVEN = 0.4
_SPREAD_INDENT = 3.0
_HAN_PER_WORD = 1.5
_WIDE_END = re.compile(f"[{HAN}\u3000-\u303f\uff00-\uffef]$")
#: Raised marks and capitals that begin a chapter do not set the size of their line.
_MIN_SIZED_CHARS = 3
_LIST_MARK = re.compile(
    "[•●▪■◦○‣◆➢➤·*–—-]|[（(]?[\\da-zA-Z一二三四五六七八九十]{1,3}[.．、)）]|[①-⑳]"
)
_WIDE_START = re.compile(f"[{HAN}\u3000-\u303f\uff00-\uffef]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, or the part of one that stands in a column.

    :param page: number of its page, from 1.
    :param left: left edge of its column; ``right`` is the right one.
    :param cells: how many parts stand far apart on it, as in a row of a table.
    :param region: number of the part of the page that is read in one go.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    page: int
    left: float
    right: float
    cells: int = 1
    region: int = 0

    @property
    def indent(self) -> float:
        """How far it is set in, in sizes of its type."""
        return (self.x0 - self.left) / self.size


def tell_language(text: str) -> Language | None:
    """Tell which language most of a text is in; None without a word of either."""
    han, words = count_han(text), count_latin_words(text)
    if not han and not words:
        return None
    return "zh" if han >= words * _HAN_PER_WORD else "en"


def group_rows(fragments: Iterable[Fragment]) -> list[list[Fragment]]:
    """Group fragments by base line.

    :param fragments: in any order.
    :returns: rows from top to bottom, each from left to right.
    """
    rows: list[list[Fragment]] = []
    base = 0.0
    for fragment in sorted(fragments, key=lambda each: (each.y, each.x0)):
        size = min(fragment.size, rows[-1][0].size) if rows else fragment.size
        if rows and fragment.y - base <= size * _SAME_LINE:
            rows[-1].append(fragment)
            continue
        rows.append([fragment])
        base = fragment.y
    return [sorted(row, key=lambda each: each.x0) for row in rows]


def merge_row(row: Sequence[Fragment]) -> list[Fragment]:
    """Merge the fragments of a row that stand as close as words do.

    :param row: from left to right.
    :returns: segments from left to right with wide gaps between.
    """
    merged: list[Fragment] = []
    for fragment in row:
        last = merged[-1] if merged else None
        if last is None or fragment.x0 - last.x1 > WORD_GAP * max(last.size, fragment.size):
            merged.append(fragment)
        else:
            merged[-1] = _merge(last, fragment)
    return merged


def _merge(first: Fragment, second: Fragment) -> Fragment:
    larger = max(first, second, key=_weigh)
    # A space wherever words would otherwise run together; fonts change in the middle of words too.
    apart = second.x0 - first.x1 > 0.12 * larger.size
    between = " " if apart and not _touches_wide(first.text, second.text) else ""
    return Fragment(
        min(first.x0, second.x0),
        max(first.x1, second.x1),
        larger.y,
        larger.size,
        f"{first.text}{between}{second.text}",
    )


def _weigh(fragment: Fragment) -> tuple[bool, float, int]:
    """Rank what sets the size of a line: more than a mark or two, larger type, longer text."""
    length = len(fragment.text.strip())
    return length >= _MIN_SIZED_CHARS, round(fragment.size, 1), length


def _touches_wide(before: str, after: str) -> bool:
    return bool(_WIDE_END.search(before) or _WIDE_START.match(after))


def _is_spread(row: Sequence[Fragment], edges: tuple[float, float]) -> bool:
    """Tell whether a row is a line of words spread evenly to fill its column."""
    size = row[0].size
    gaps = [after.x0 - before.x1 for before, after in pairwise(row)]
    fills = row[0].x0 - edges[0] < size * _SPREAD_INDENT and edges[1] - row[-1].x1 < size
    return len(gaps) > 1 and fills and max(gaps) - min(gaps) < size * _EVEN


def build_line(
    row: Sequence[Fragment], *, page: int, edges: tuple[float, float], region: int
) -> Line:
    """Build a line of the segments that stand on one row of a column.

    :param row: from left to right, at least one.
    :param page: number of the page.
    :param edges: left and right edge of the column.
    :param region: number of the part of the page.
    :returns: the line, with a tab between parts that stand far apart.
    """
    parts, cells = [row[0].text.strip()], 1
    spread = _is_spread(row, edges)
    for before, after in pairwise(row):
        wide = after.x0 - before.x1 > _CELL_GAP * max(before.size, after.size)
        far = wide and not spread and not _LIST_MARK.fullmatch("".join(parts))
        cells += far
        parts.append("\t" if far else " ")
        parts.append(after.text.strip())
    main = max(row, key=_weigh)
    return Line(
        "".join(parts),
        row[0].x0,
        max(fragment.x1 for fragment in row),
        main.y,
        main.size,
        page,
        min(edges[0], row[0].x0),
        max(edges[1], row[-1].x1),
        cells,
        region,
    )
