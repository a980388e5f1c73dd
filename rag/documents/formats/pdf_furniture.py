"""Pages -> the same without running titles and page numbers.

What goes must stand at the upper or lower end of the page, apart from the text or in smaller type,
and come again at the same height on other pages, figures aside; or be a number that counts the
pages. A line that only looks like furniture stays: a running title in the text is a blemish, a
sentence lost is an error.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from rag.documents.formats.pdf_lines import group_rows
from rag.documents.formats.pdf_process import Fragment, Page

#: Furniture stands within this share of the page's height, at most so many rows deep.
_EDGE_SHARE = 0.16
_MAX_ROWS = 3
_MIN_PAGES = 3
#: Running titles of chapters come again on this share of the pages between first and last.
_MIN_SHARE = 0.4
_SAME_HEIGHT = 3.0
_SAME_SIZE = 0.6
#: Gap to the text, in usual distances of lines; type smaller than the text's by this factor.
_APART = 1.45
_SMALLER = 0.93
_LARGER = 1.12
_MAX_CHARS = 160
#: A page number stands this far from the title beside it, in sizes of the type.
_FAR = 2.0
_FIGURES = re.compile(r"[\d\s]+")
_FIGURE = re.compile(r"\d{1,9}")
_NUMBER = re.compile(
    r"(?i)[-–—·•\[(（|]?\s*+(?:page|p\.|第)?\s*+(\d{1,4})\s*+(?:页|頁)?\s*+"
    r"(?:(?:/|of|，?\s*+共)\s*+(\d{1,4})\s*+(?:页|頁)?)?\s*+[-–—·•\])）|]?"
)
_ROMAN = re.compile(r"(?i)[-–—]?\s*([ivxlc]{1,7})\s*[-–—]?")
_MARKED_NUMBER = re.compile(r"(?i)[-–—·]\s*\d+\s*[-–—·]|page\b.*|第.*[页頁]|\d+\s*(?:/|of)\s*\d+")


@dataclass(frozen=True, slots=True)
class _Row:
    """A row at the end of a page.

    :param height: its distance from that end of the page.
    :param depth: rows between it and that end.
    """

    page: int
    text: str
    size: float
    height: float
    depth: int
    fragments: tuple[Fragment, ...]

    @property
    def key(self) -> str:
        """Its text without what changes from page to page."""
        return _FIGURES.sub("", self.text).casefold()


@dataclass(frozen=True, slots=True)
class _Ends:
    """The rows at one end of a page, from the end inwards, and how far each is from the next."""

    rows: tuple[_Row, ...]
    gaps: tuple[float, ...]
    picture: bool

    def is_alone(self, count: int) -> bool:
        """Tell whether the first rows are all there is on the page."""
        return count > 0 and self.gaps[count - 1] == float("inf")


def remove_furniture(pages: Sequence[Page]) -> list[Page]:
    """Remove running titles and page numbers.

    :param pages: in order.
    :returns: the pages without those fragments.
    """
    size, pitch = _measure(pages)
    dropped: dict[int, set[int]] = defaultdict(set)
    for at_top in (True, False):
        ends = [_read_end(page, at_top=at_top) for page in pages]
        for row in _find_furniture(ends, size=size, pitch=pitch):
            dropped[row.page].update(id(fragment) for fragment in row.fragments)
    return [
        replace(
            page,
            fragments=tuple(f for f in page.fragments if id(f) not in dropped[page.number]),
        )
        if dropped[page.number]
        else page
        for page in pages
    ]


def measure_size(fragments: Sequence[Fragment]) -> float:
    """Measure the size that most characters have, in points; 0 without any."""
    weights: dict[float, int] = defaultdict(int)
    for fragment in fragments:
        weights[round(fragment.size * 2) / 2] += len(fragment.text)
    return max(weights, key=lambda size: weights[size], default=0.0)


def _measure(pages: Sequence[Page]) -> tuple[float, float]:
    """Measure the type's size and the distance of lines that are usual in the text."""
    size = measure_size([fragment for page in pages for fragment in page.fragments])
    steps: list[float] = []
    for page in pages:
        heights = sorted({f.y for f in page.fragments if abs(f.size - size) <= _SAME_SIZE})
        steps += [
            below - above
            for above, below in pairwise(heights)
            if 0.8 * size <= below - above <= 3 * size
        ]
    return size, median(steps) if steps else size * 1.4


def _read_end(page: Page, *, at_top: bool) -> _Ends:
    rows = group_rows(fragment for fragment in page.fragments if not fragment.aside)
    if not at_top:
        rows.reverse()
    _, top, _, bottom = page.box
    found: list[_Row] = []
    gaps: list[float] = []
    for depth, row in enumerate(rows[:_MAX_ROWS]):
        height = row[0].y - top if at_top else bottom - row[0].y
        if height > (bottom - top) * _EDGE_SHARE:
            break
        text = " ".join(fragment.text.strip() for fragment in row)
        size = max(fragment.size for fragment in row)
        found.append(_Row(page.number, text, size, height, depth, tuple(row)))
        inner = rows[depth + 1][0].y if depth + 1 < len(rows) else None
        gaps.append(abs(inner - row[0].y) if inner is not None else float("inf"))
    return _Ends(tuple(found), tuple(gaps), page.picture)


def _find_furniture(ends: Sequence[_Ends], *, size: float, pitch: float) -> list[_Row]:
    rows = [row for end in ends for row in end.rows if len(row.text) <= _MAX_CHARS]
    again = {id(row) for row in _find_recurring(rows, len(ends)) + _find_numbers(rows, len(ends))}
    runs: list[Sequence[_Row]] = []
    for end in ends:
        # The rows from the page's end on that come again, as far as the text.
        run = 0
        while run < len(end.rows) and id(end.rows[run]) in again:
            run += 1
        runs.append(end.rows[:run])
    known = {
        row.key
        for end, run in zip(ends, runs, strict=True)
        for row in run
        if not end.is_alone(len(run)) and _is_apart(end, len(run) - 1, size=size, pitch=pitch)
    }
    return [
        row
        for end, run in zip(ends, runs, strict=True)
        for row in _cut_run(end, run, known, size=size, pitch=pitch)
        if not _is_title(row, size, ends)
    ]


def _cut_run(
    end: _Ends, run: Sequence[_Row], known: set[str], *, size: float, pitch: float
) -> Sequence[_Row]:
    """Shorten a run of rows that come again to those that stand apart from the text."""
    if end.is_alone(len(run)):
        # Nothing else is on the page: text, unless it is furniture elsewhere or on a picture.
        return run if end.picture or all(row.key in known for row in run) else ()
    while run and not _is_apart(end, len(run) - 1, size=size, pitch=pitch):
        run = run[:-1]
    return run


def _is_apart(end: _Ends, place: int, *, size: float, pitch: float) -> bool:
    return end.gaps[place] > pitch * _APART or end.rows[place].size < size * _SMALLER


def _is_title(row: _Row, size: float, ends: Sequence[_Ends]) -> bool:
    """Tell whether a row is a title in large type where it stands first."""
    if row.size <= size * _LARGER or _NUMBER.fullmatch(row.text.strip()):
        return False
    first = min(other.page for end in ends for other in end.rows if other.key == row.key)
    return row.page == first


def _find_recurring(rows: Sequence[_Row], page_count: int) -> list[_Row]:
    masked: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        if sum(char.isalpha() for char in row.key) > 1:
            masked[row.key].append(row)
    clusters = [cluster for same in masked.values() for cluster in _cluster(same)]
    return [
        row
        for cluster in clusters
        for same in _split_by_figures(cluster)
        if _recurs({row.page for row in same}, page_count)
        for row in same
    ]


def _split_by_figures(rows: Sequence[_Row]) -> list[list[_Row]]:
    """Split rows whose figures differ otherwise than by counting the pages, as notes do."""
    figures = {id(row): [int(value) for value in _FIGURE.findall(row.text)] for row in rows}
    offsets = Counter(value - row.page for row in rows for value in figures[id(row)])
    counting = {offset for offset, count in offsets.items() if count > 1}
    split: dict[tuple[int | str, ...], list[_Row]] = defaultdict(list)
    for row in rows:
        values = figures[id(row)]
        split[tuple("n" if value - row.page in counting else value for value in values)].append(row)
    constant: dict[tuple[int, ...], list[_Row]] = defaultdict(list)
    for row in rows:
        constant[tuple(figures[id(row)])].append(row)
    return [*split.values(), *(same for same in constant.values() if len(same) > 1)]


def _cluster(rows: Sequence[_Row]) -> list[list[_Row]]:
    """Group rows that stand at the same height in the same type."""
    clusters: list[list[_Row]] = []
    for row in sorted(rows, key=lambda each: (round(each.size / _SAME_SIZE), each.height)):
        last = clusters[-1][-1] if clusters else None
        same_type = last is not None and abs(last.size - row.size) <= _SAME_SIZE
        if last is not None and same_type and abs(row.height - last.height) <= _SAME_HEIGHT:
            clusters[-1].append(row)
        else:
            clusters.append([row])
    return clusters


def _recurs(pages: set[int], page_count: int) -> bool:
    if len(pages) < min(_MIN_PAGES, max(page_count, 2)):
        return False
    return len(pages) >= (max(pages) - min(pages) + 1) * _MIN_SHARE


def _find_numbers(rows: Sequence[_Row], page_count: int) -> list[_Row]:
    """Find the rows that hold the number of their page, alone or far from the row's other text."""
    offsets: dict[int, list[_Row]] = defaultdict(list)
    for row in rows:
        for value in _read_numbers(row):
            offsets[value - row.page].append(row)
    found: list[_Row] = []
    for same in offsets.values():
        counted = len({row.page for row in same})
        if counted >= _MIN_PAGES or (page_count == 2 and counted == 2):
            found.extend(same)
        else:
            # Too few to count by; a number that says it is one, or that of a lone page.
            found.extend(
                row
                for row in same
                if _MARKED_NUMBER.fullmatch(row.text.strip())
                or (page_count == 1 and row.text.strip() == "1")
            )
    return found


def _read_numbers(row: _Row) -> list[int]:
    value = _read_number(row.text.strip())
    if value is not None:
        return [value]
    found: list[int] = []
    ends = [(row.fragments[:2], 0), (row.fragments[-2:], 1)]
    for (first, second), place in (pair for pair in ends if len(pair[0]) > 1):
        figure = (first, second)[place].text.strip()
        if second.x0 - first.x1 > _FAR * row.size and figure.isdecimal() and len(figure) < 5:
            found.append(int(figure))
    return found


def _read_number(text: str) -> int | None:
    match = _NUMBER.fullmatch(text)
    if match:
        return int(match.group(1))
    roman = _ROMAN.fullmatch(text)
    return _read_roman(roman.group(1).lower()) if roman else None


def _read_roman(text: str) -> int:
    values = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}[char] for char in text]
    return sum(
        -value if any(later > value for later in values[place + 1 : place + 2]) else value
        for place, value in enumerate(values)
    )
