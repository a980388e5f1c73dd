"""Two long sides -> stretches short enough to align, cut where both sides surely meet."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.protocols import FloatMatrix

IntVector = NDArray[np.int64]

#: Cells of a stretch that is aligned as a whole: 400 paragraphs on both sides, some 0.3 s.
MAX_CELLS = 160_000
#: Rows of the similarity matrix held at a time: 10 MB for 5,000 columns.
_TILE_ROWS = 512


@dataclass(frozen=True, slots=True)
class Stretch:
    """Paragraphs to align with each other, as indexes into the sides, ascending.

    :param zh: of the zh side; not always all that lie between the first and the last.
    :param en: of the en side.
    """

    zh: IntVector
    en: IntVector


def cut_stretches(
    zh_vectors: FloatMatrix, en_vectors: FloatMatrix, max_cells: int = MAX_CELLS
) -> list[Stretch]:
    """Cut two sides into stretches to be aligned one by one.

    Cuts lie between two paragraphs that are each other's best partners and the next two that are,
    too. Where a stretch without such a place is too long, the paragraphs with the weakest partners
    are left out of it.

    :param zh_vectors: shape ``(n, dim)``, at least one row.
    :param en_vectors: shape ``(m, dim)``, at least one row.
    :param max_cells: largest product of the two lengths of a stretch.
    :returns: in order; together they hold at most each paragraph once.
    """
    n, m = len(zh_vectors), len(en_vectors)
    if n * m <= max_cells:
        return [Stretch(np.arange(n), np.arange(m))]
    partners = find_partners(zh_vectors, en_vectors)
    borders = [(0, 0), *_choose_cuts(_firm_places(partners), (n, m), max_cells), (n, m)]
    stretches = []
    for (zh_start, en_start), (zh_end, en_end) in itertools.pairwise(borders):
        if zh_end > zh_start and en_end > en_start:
            stretch = Stretch(np.arange(zh_start, zh_end), np.arange(en_start, en_end))
            stretches.append(_thin(stretch, partners, max_cells))
    return stretches


@dataclass(frozen=True, slots=True)
class Partners:
    """Best partner of each paragraph, and how close it is.

    :param of_zh: index into the en side, shape ``(n,)``.
    :param of_en: index into the zh side, shape ``(m,)``.
    :param zh_best: cosine, shape ``(n,)``.
    :param en_best: cosine, shape ``(m,)``.
    """

    of_zh: IntVector
    of_en: IntVector
    zh_best: FloatMatrix
    en_best: FloatMatrix


def find_partners(zh_vectors: FloatMatrix, en_vectors: FloatMatrix) -> Partners:
    """Find each paragraph's best partner without holding all similarities at once."""
    n, m = len(zh_vectors), len(en_vectors)
    of_zh = np.zeros(n, dtype=np.int64)
    zh_best = np.zeros(n, dtype=np.float32)
    of_en = np.zeros(m, dtype=np.int64)
    en_best = np.full(m, -np.inf, dtype=np.float32)
    for start in range(0, n, _TILE_ROWS):
        tile = zh_vectors[start : start + _TILE_ROWS] @ en_vectors.T
        rows = slice(start, start + len(tile))
        of_zh[rows], zh_best[rows] = tile.argmax(axis=1), tile.max(axis=1)
        better = tile.max(axis=0) > en_best
        of_en[better] = tile.argmax(axis=0)[better] + start
        en_best[better] = tile.max(axis=0)[better]
    return Partners(of_zh, of_en, zh_best, en_best)


def _firm_places(partners: Partners) -> list[tuple[int, int]]:
    """List the places after a mutual pair and before the next, in one order on both sides."""
    mutual = np.flatnonzero(partners.of_en[partners.of_zh] == np.arange(len(partners.of_zh)))
    chain = _longest_rising([(int(i), int(partners.of_zh[i])) for i in mutual])
    after = set(chain)
    return [(i + 1, j + 1) for i, j in chain if (i + 1, j + 1) in after]


def _longest_rising(cells: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Choose as many cells as can stand in one order on both sides (patience sorting)."""
    ends: list[int] = []
    last_of_length: list[int] = []
    before: list[int] = []
    for index, (_, column) in enumerate(cells):
        length = bisect.bisect_left(ends, column)
        before.append(last_of_length[length - 1] if length else -1)
        ends[length : length + 1] = [column]
        last_of_length[length : length + 1] = [index]
    chain: list[tuple[int, int]] = []
    index = last_of_length[-1] if last_of_length else -1
    while index >= 0:
        chain.append(cells[index])
        index = before[index]
    return chain[::-1]


def _choose_cuts(
    places: Sequence[tuple[int, int]], end: tuple[int, int], max_cells: int
) -> list[tuple[int, int]]:
    """Choose the fewest places that keep stretches short enough, as far as places allow."""
    cuts: list[tuple[int, int]] = []
    start = (0, 0)
    for place, following in itertools.pairwise([*places, end]):
        if (following[0] - start[0]) * (following[1] - start[1]) > max_cells:
            cuts.append(place)
            start = place
    return cuts


def _thin(stretch: Stretch, partners: Partners, max_cells: int) -> Stretch:
    n, m = len(stretch.zh), len(stretch.en)
    if n * m <= max_cells:
        return stretch
    share = (max_cells / (n * m)) ** 0.5
    return Stretch(
        _strongest(stretch.zh, partners.zh_best, max(1, int(n * share))),
        _strongest(stretch.en, partners.en_best, max(1, int(m * share))),
    )


def _strongest(indexes: IntVector, best: FloatMatrix, count: int) -> IntVector:
    order = np.argsort(-best[indexes], kind="stable")[:count]
    return np.sort(indexes[order])
