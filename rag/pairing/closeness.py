"""Grids of how close beads are -> how each bead stands against its rivals and its own parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.pairing.chain import BEAD_SHAPES
from rag.protocols import FloatMatrix

IntVector = NDArray[np.int64]

#: Rivals kept per paragraph: one more than the paragraphs that a bead can hold on a side.
_RIVALS = 4


@dataclass(frozen=True, slots=True)
class Rivals:
    """The best partners of each paragraph of a side, best first.

    :param values: shape ``(n, 4)``; filled up with what a paragraph without rivals is compared to.
    :param partners: their indexes, shape ``(n, 4)``; -1 where there is none.
    """

    values: FloatMatrix
    partners: IntVector


@dataclass(frozen=True, slots=True)
class Closeness:
    """How close the two sides of beads are, by one measure.

    :param whole: one grid per bead shape, each ``(n, m)``.
    :param zh_part: closeness of a single zh paragraph to a single en one, as seen from the zh
        side, ``(n, m)``.
    :param en_part: the same as seen from the en side, ``(n, m)``.
    :param zh_rivals: best partners of zh paragraphs.
    :param en_rivals: best partners of en paragraphs.
    """

    whole: Sequence[FloatMatrix]
    zh_part: FloatMatrix
    en_part: FloatMatrix
    zh_rivals: Rivals
    en_rivals: Rivals


def measure_closeness(
    whole: Sequence[FloatMatrix], *, zh_part: FloatMatrix, en_part: FloatMatrix, fallback: float
) -> Closeness:
    """Put together a measure and the rivals by it.

    :param whole: one grid per bead shape, each ``(n, m)``.
    :param zh_part: see ``Closeness``.
    :param en_part: see ``Closeness``.
    :param fallback: what a paragraph without rivals is compared with.
    :returns: the measure.
    """
    zh_rivals, en_rivals = find_rivals(whole[0], fallback), find_rivals(whole[0].T, fallback)
    return Closeness(whole, zh_part, en_part, zh_rivals, en_rivals)


def compare_beads(
    closeness: Closeness, shape: int, zh: IntVector, en: IntVector
) -> dict[str, FloatMatrix]:
    """Compare beads of one shape with what their paragraphs could join instead.

    :param closeness: the measure.
    :param shape: index into ``BEAD_SHAPES``.
    :param zh: first zh paragraph of each bead, shape ``(k,)``.
    :param en: first en paragraph of each bead, shape ``(k,)``.
    :returns: by name, each ``(k,)``: ``row_margin`` and ``column_margin``, the lead over the best
        rival; ``row_beaten`` and ``column_beaten``, the same where negative; ``gain``, the lead
        over the best single pair inside; ``weakest_part``, its least close paragraph.
    """
    a, b = BEAD_SHAPES[shape]
    single = closeness.whole[0]
    value = closeness.whole[shape][zh, en]
    row = value - _best_outside(closeness.zh_rivals, zh, a, (en, b))
    column = value - _best_outside(closeness.en_rivals, en, b, (zh, a))
    result = {
        "row_margin": row,
        "row_beaten": np.minimum(row, 0),
        "column_margin": column,
        "column_beaten": np.minimum(column, 0),
    }
    if (a, b) != (1, 1):
        inside = [single[zh + i, en + j] for i in range(a) for j in range(b)]
        result["gain"] = value - np.max(inside, axis=0)
        result["weakest_part"] = _weakest_part(closeness, (zh, a), (en, b))
    return result


def find_rivals(single: FloatMatrix, fallback: float) -> Rivals:
    """Find the best partners of each row."""
    count = min(_RIVALS, single.shape[1])
    best = np.argpartition(-single, count - 1, axis=1)[:, :count]
    values = np.take_along_axis(single, best, axis=1)
    order = np.argsort(-values, axis=1, kind="stable")
    missing = ((0, 0), (0, _RIVALS - count))
    return Rivals(
        np.pad(np.take_along_axis(values, order, axis=1), missing, constant_values=fallback),
        np.pad(np.take_along_axis(best, order, axis=1), missing, constant_values=-1),
    )


def _best_outside(
    rivals: Rivals, first: IntVector, count: int, span: tuple[IntVector, int]
) -> FloatMatrix:
    """Average, over a bead's paragraphs on one side, their best partner that it leaves out."""
    start, length = span
    total = np.zeros(len(first), dtype=np.float32)
    for shift in range(count):
        partners = rivals.partners[first + shift]
        inside = (partners >= start[:, None]) & (partners < start[:, None] + length)
        outside = np.argmin(inside, axis=1)
        total += rivals.values[first + shift, outside]
    return total / np.float32(count)


def _weakest_part(
    closeness: Closeness, zh: tuple[IntVector, int], en: tuple[IntVector, int]
) -> FloatMatrix:
    (zh_first, a), (en_first, b) = zh, en
    parts = []
    if a > 1:
        for i in range(a):
            links = [closeness.zh_part[zh_first + i, en_first + j] for j in range(b)]
            parts.append(np.max(links, axis=0))
    if b > 1:
        for j in range(b):
            links = [closeness.en_part[zh_first + i, en_first + j] for i in range(a)]
            parts.append(np.max(links, axis=0))
    weakest: FloatMatrix = np.min(parts, axis=0)
    return weakest
