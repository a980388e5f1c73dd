"""Fragments of a page -> its lines in reading order, column by column.

A page is cut at the gap that most of its rows leave free at the same height of the line, and each
side again. Lines that cross the gap, as titles do, divide the page into bands and keep their
place. Text columns are told from tables by how full their lines are: the cells of a table are
ragged, and are read row by row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

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
#: Share of what is in columns that has the other column beside it.
_MIN_BESIDE = 0.6
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

    def __init__(self, page: int, count: int) -> None:
        self.lines: list[Line] = []
        self._page = page
        self._count = count

    def add(self, fragments: Sequence[Fragment], edges: tuple[float, float]) -> None:
        """Add what is read row by row."""
        if not fragments:
            return
        self._count += 1
        for row in group_rows(fragments):
            self.lines.append(build_line(row, page=self._page, edges=edges, region=self._count))


def order_pages(pages: Sequence[Page]) -> list[Line]:
    """Put the lines of all pages into reading order.

    A page too short to show its columns is cut where the others are.

    :param pages: in order, without their furniture.
    :returns: their lines; of each page, text that runs in another direction comes last.
    """
    segments = [_find_segments(page) for page in pages]
    cuts = [_find_cut(each) for each in segments]
    places = Counter(round(cut.place) for cut in cuts if cut is not None)
    lines: list[Line] = []
    for page, parts, cut in zip(pages, segments, cuts, strict=True):
        regions = _Regions(page.number, lines[-1].region if lines else 0)
        known = cut or _find_known_cut(parts, [place for place, _ in places.most_common(2)])
        _read(parts, _edges(parts), regions, cut=known, depth=0)
        for fragment in page.fragments:
            if fragment.aside and len(fragment.text.strip()) > 1:
                regions.add([fragment], (fragment.x0, fragment.x1))
        lines += regions.lines
    return lines


def _find_segments(page: Page) -> list[Fragment]:
    upright = [fragment for fragment in page.fragments if not fragment.aside]
    return [segment for row in group_rows(upright) for segment in merge_row(row)]


def _edges(segments: Sequence[Fragment]) -> tuple[float, float]:
    if not segments:
        return 0.0, 0.0
    return min(each.x0 for each in segments), max(each.x1 for each in segments)


def _read(
    segments: Sequence[Fragment],
    edges: tuple[float, float],
    regions: _Regions,
    *,
    cut: _Cut | None,
    depth: int,
) -> None:
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
        for side, bounds in (
            ([each for each in band if each.x0 < begins], left),
            ([each for each in band if each.x0 >= begins], right),
        ):
            inner = _find_cut(side) if depth < _MAX_DEPTH else None
            _read(side, bounds, regions, cut=inner, depth=depth + 1)


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


def _find_known_cut(segments: Sequence[Fragment], places: Sequence[float]) -> _Cut | None:
    """Find the gap that other pages have, on a page that shows too little of its own."""
    if len(segments) > _MAX_SEGMENTS:
        return None
    for cut in (_cut_at(segments, place) for place in places):
        if cut.left and cut.right and _is_aligned(cut):
            bands = _split_bands(segments, {id(segment) for segment in cut.across})
            if _stand_together(bands, cut.place, 1):
                return cut
    return None


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
    if not (_is_aligned(cut) and _stand_beside(cut.left, cut.right)):
        return False
    everything = [*cut.left, *cut.right, *cut.across]
    bands = _split_bands(everything, {id(segment) for segment in cut.across})
    if len(bands) > 3 and len(group_rows(everything)) < len(bands) * _ROWS_PER_BAND:
        return False
    return _stand_together(bands, cut.place, _MIN_LINES)


def _stand_together(bands: Sequence[tuple[bool, list[Fragment]]], place: float, least: int) -> bool:
    """Tell whether most of what stands on both sides of a gap has a column beside it.

    The last lines of paragraphs and parts of spread lines are apart too, but alone.
    """
    beside = total = 0
    for is_across, band in bands:
        if is_across:
            continue
        sides: list[list[Fragment]] = [[], []]
        for segment in band:
            sides[segment.x0 >= place - _ALIGNED].append(segment)
        total += len(band)
        if min(len(group_rows(side)) for side in sides) >= least:
            beside += len(band)
    return beside >= total * _MIN_BESIDE


def _is_aligned(cut: _Cut) -> bool:
    """Tell whether the lines right of a gap begin there, or are set in as paragraphs are."""
    rows = group_rows(cut.right)
    starts = sum(abs(row[0].x0 - cut.place) <= _ALIGNED for row in rows)
    inside = sum(row[0].x0 - cut.place <= _MAX_INDENT * row[0].size for row in rows)
    return starts >= len(rows) * _MIN_STARTS and inside >= len(rows) * _FULL_LINE


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
