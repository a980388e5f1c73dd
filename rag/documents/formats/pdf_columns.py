"""Fragments of a page -> its lines in reading order, column by column.

A page is cut at the gap that most of its rows leave free at the same height of the line, and each
side again. Lines that cross the gap, as titles do, divide the page into bands and keep their
place. Text columns are told from tables by how full their lines are: the cells of a table are
ragged, and are read row by row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.documents.formats.pdf_lines import Line, build_line, group_rows, merge_row
from rag.documents.formats.pdf_process import Fragment, Page

#: A column has at least so many lines, and is at least so wide, in sizes of the type.
_MIN_LINES = 3
_MIN_WIDTH = 7.0
_MIN_GUTTER = 0.8
#: What begins within this many points begins at the same place.
_ALIGNED = 2.0
_MAX_INDENT = 4.5
#: Lines of text fill this share of their column; this share of a column's lines does.
_FULL_LINE = 0.6
_MIN_FULL = 0.5
#: Share of a column's rows that begin at its left edge.
_MIN_STARTS = 0.3
#: Rows for each change between full-width lines and columns.
_ROWS_PER_BAND = 3
_MAX_DEPTH = 3
#: Pages of more parts than this are figures or hostile; the places tried are bounded too.
_MAX_SEGMENTS = 5_000
_MAX_PLACES = 40


@dataclass(frozen=True, slots=True)
class _Cut:
    """A gap between two columns: what stands left of it, right of it, and across it."""

    left: list[Fragment]
    right: list[Fragment]
    across: list[Fragment]
    place: float


class _Regions:
    """Collects the lines of a page, region by region."""

    def __init__(self, page: int) -> None:
        self.lines: list[Line] = []
        self._page = page
        self._count = 0

    def add(self, fragments: Sequence[Fragment], edges: tuple[float, float]) -> None:
        """Add what is read row by row."""
        if not fragments:
            return
        self._count += 1
        for row in group_rows(fragments):
            self.lines.append(build_line(row, page=self._page, edges=edges, region=self._count))


def order_lines(page: Page) -> list[Line]:
    """Put the lines of a page into reading order.

    :param page: without its furniture.
    :returns: its lines; text that runs in another direction comes last.
    """
    upright = [fragment for fragment in page.fragments if not fragment.aside]
    segments = [segment for row in group_rows(upright) for segment in merge_row(row)]
    regions = _Regions(page.number)
    _read(segments, _edges(segments), regions, depth=0)
    for fragment in page.fragments:
        if fragment.aside and len(fragment.text.strip()) > 1:
            regions.add([fragment], (fragment.x0, fragment.x1))
    return regions.lines


def _edges(segments: Sequence[Fragment]) -> tuple[float, float]:
    if not segments:
        return 0.0, 0.0
    return min(each.x0 for each in segments), max(each.x1 for each in segments)


def _read(
    segments: Sequence[Fragment], edges: tuple[float, float], regions: _Regions, *, depth: int
) -> None:
    cut = _find_cut(segments) if depth < _MAX_DEPTH else None
    if cut is None:
        regions.add(segments, edges)
        return
    left, right = _edges(cut.left), _edges(cut.right)
    across = {id(segment) for segment in cut.across}
    for is_across, band in _split_bands(segments, across):
        if is_across:
            regions.add(band, edges)
            continue
        begins = cut.place - _ALIGNED
        _read([each for each in band if each.x0 < begins], left, regions, depth=depth + 1)
        _read([each for each in band if each.x0 >= begins], right, regions, depth=depth + 1)


def _split_bands(
    segments: Sequence[Fragment], across: set[int]
) -> list[tuple[bool, list[Fragment]]]:
    """Split a page's rows where they change between columns and full-width lines."""
    bands: list[tuple[bool, list[Fragment]]] = []
    for row in group_rows(segments):
        is_across = any(id(segment) in across for segment in row)
        if not bands or bands[-1][0] != is_across:
            bands.append((is_across, []))
        bands[-1][1].extend(row)
    return bands


def _find_cut(segments: Sequence[Fragment]) -> _Cut | None:
    """Find the gap that parts the page best; None where it is one column or a table."""
    starts = Counter(round(segment.x0) for segment in segments)
    if not 2 * _MIN_LINES <= len(segments) <= _MAX_SEGMENTS:
        return None
    first = min(starts)
    frequent = starts.most_common(_MAX_PLACES)
    places = [x for x, count in frequent if x > first and count > 1]
    cuts = [cut for place in places if (cut := _cut_at(segments, place)) and _is_columns(cut)]
    return min(cuts, key=lambda cut: (len(cut.across), -len(cut.right)), default=None)


def _cut_at(segments: Sequence[Fragment], place: float) -> _Cut:
    left: list[Fragment] = []
    right: list[Fragment] = []
    across: list[Fragment] = []
    for segment in segments:
        if segment.x0 >= place - _ALIGNED:
            right.append(segment)
        elif segment.x1 <= place - _MIN_GUTTER * segment.size:
            left.append(segment)
        else:
            across.append(segment)
    return _Cut(left, right, across, place)


def _is_columns(cut: _Cut) -> bool:
    if not (_is_text_column(cut.left) and _is_text_column(cut.right)):
        return False
    rights = group_rows(cut.right)
    starts = sum(abs(row[0].x0 - cut.place) <= _ALIGNED for row in rights)
    inside = sum(row[0].x0 - cut.place <= _MAX_INDENT * row[0].size for row in rights)
    if starts < len(rights) * _MIN_STARTS or inside < len(rights) * _FULL_LINE:
        return False
    if not _stand_beside(cut.left, cut.right):
        return False
    everything = [*cut.left, *cut.right, *cut.across]
    bands = _split_bands(everything, {id(segment) for segment in cut.across})
    return len(bands) <= 3 or len(group_rows(everything)) >= len(bands) * _ROWS_PER_BAND


def _is_text_column(segments: Sequence[Fragment]) -> bool:
    rows = group_rows(segments)
    if len(rows) < _MIN_LINES:
        return False
    left, right = _edges(segments)
    width = right - left
    sizes = sorted(segment.size for segment in segments)
    if width < _MIN_WIDTH * sizes[len(sizes) // 2]:
        return False
    full = sum(max(each.x1 for each in row) - row[0].x0 >= width * _FULL_LINE for row in rows)
    return full >= len(rows) * _MIN_FULL


def _stand_beside(left: Sequence[Fragment], right: Sequence[Fragment]) -> bool:
    """Tell whether two columns share enough of the page's height."""
    top = max(min(each.y for each in left), min(each.y for each in right))
    bottom = min(max(each.y for each in left), max(each.y for each in right))
    beside = [sum(top <= each.y <= bottom for each in side) for side in (left, right)]
    return min(beside) >= min(_MIN_LINES, len(left), len(right))


def number_regions(lines: Sequence[Line], first: int) -> list[Line]:
    """Count the regions of a page on from those of the pages before."""
    return [replace(line, region=line.region + first) for line in lines]
