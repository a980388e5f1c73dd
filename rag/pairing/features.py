"""Two sides of a scope -> the possible beads, and what speaks for and against each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.pairing.chain import BEAD_SHAPES
from rag.pairing.closeness import Closeness, IntVector, compare_beads, measure_closeness
from rag.pairing.coverage import count_terms, join_neighbours, measure_coverage
from rag.pairing.sides import Side
from rag.pairing.words import find_chinese_words
from rag.protocols import FloatMatrix, Lexicon

_COMPARISONS = "row_margin row_beaten column_margin column_beaten gain weakest_part".split()
#: What is known of each bead, in the order of its features.
FEATURE_NAMES: tuple[str, ...] = (
    *(f"shape_{a}_{b}" for a, b in BEAD_SHAPES),
    "cosine",
    *(f"cosine_{name}" for name in _COMPARISONS),
    *"length_misfit short short_cosine".split(),
    *"numbers_shared numbers_alone names_shared names_alone".split(),
    *"role_same role_differs turn_same turn_differs turn_inside".split(),
    *"coverage_zh coverage_en coverage_least short_coverage".split(),
    *(f"coverage_{name}" for name in _COMPARISONS),
)
#: Those that need a translation table.
LEXICAL_NAMES = frozenset(name for name in FEATURE_NAMES if "coverage" in name)

#: Cosine of texts that do not belong together: mean and spread of the shipped model, which count
#: as much as this many cells of the scope, so that scopes of a few paragraphs have some measure.
_BACKGROUND_MEAN, _BACKGROUND_SPREAD, _BACKGROUND_CELLS = 0.2, 0.12, 60.0
#: Coverage of paragraphs that do not belong together.
_BACKGROUND_COVERAGE = 0.25
#: Spread of coverage, to bring it to the scale of standardised cosines.
_COVERAGE_SPREAD = 0.1
#: Log of English letters per Chinese character, its spread in long texts, and what shortness adds.
_LENGTH_RATIO, _LENGTH_SPREAD, _LENGTH_SHORTNESS = 1.13, 0.18, 1.1
_MAX_MISFIT = 16.0
#: Characters of the smaller side, zh measure, below which texts say little by themselves.
_SHORT_CHARS = 12.0
#: A bead of several paragraphs is considered where each is among the other's best few.
_CANDIDATE_RANK = 6
#: A single pair is considered where one is among the other's best of so many; in 200 scopes of
#: parallel text no right one ranked lower.
_SINGLE_RANK = 16


@dataclass(frozen=True, slots=True)
class Beads:
    """Possible beads and what is known of them.

    :param shapes: index into ``BEAD_SHAPES``, shape ``(k,)``.
    :param zh: first zh paragraph, shape ``(k,)``.
    :param en: first en paragraph, shape ``(k,)``.
    :param features: shape ``(k, len(FEATURE_NAMES))``, float32.
    """

    shapes: IntVector
    zh: IntVector
    en: IntVector
    features: FloatMatrix

    def __len__(self) -> int:
        return len(self.shapes)


@dataclass(frozen=True, slots=True)
class _Grids:
    """Everything that is measured on the whole grid; one entry per bead shape where listed."""

    cosine: Closeness
    coverage: Closeness | None
    coverage_zh: Sequence[FloatMatrix]
    coverage_en: Sequence[FloatMatrix]
    numbers_shared: Sequence[FloatMatrix]
    numbers_alone: Sequence[FloatMatrix]
    names_shared: Sequence[FloatMatrix]
    names_alone: Sequence[FloatMatrix]


def list_beads(zh: Side, en: Side, lexicon: Lexicon | None) -> Beads:
    """List the beads worth considering, with their features.

    :param zh: at least one paragraph.
    :param en: at least one paragraph.
    :param lexicon: without it the lexical features are zero.
    :returns: shape by shape, each in order of its first paragraphs.
    """
    grids = _measure(zh, en, lexicon)
    blocks = []
    for shape, (zh_index, en_index) in enumerate(_candidates(grids)):
        columns = _shape_features(zh, en, grids, shape=shape, index=(zh_index, en_index))
        nothing = np.zeros(len(zh_index), dtype=np.float32)
        features = np.stack([columns.get(name, nothing) for name in FEATURE_NAMES], axis=1)
        blocks.append((np.full(len(zh_index), shape), zh_index, en_index, features))
    shapes, firsts_zh, firsts_en, rows = (
        np.concatenate(part) for part in zip(*blocks, strict=True)
    )
    return Beads(shapes, firsts_zh, firsts_en, rows.astype(np.float32))


def _measure(zh: Side, en: Side, lexicon: Lexicon | None) -> _Grids:
    cosines = _standardise(_join_cosines(zh, en))
    numbers = _overlap(zh.numbers, en.numbers)
    names = _overlap(zh.words, en.words, one_sided=True)
    coverage: Closeness | None = None
    zh_grids: tuple[FloatMatrix, ...] = ()
    en_grids: tuple[FloatMatrix, ...] = ()
    if lexicon is not None:
        zh_words = [
            found | find_chinese_words(text, lexicon)
            for text, found in zip(zh.texts, zh.words, strict=True)
        ]
        covered = measure_coverage(zh_words, en.words, lexicon)
        zh_grids, en_grids = covered.zh, covered.en
        whole = [((z + e) / 2).astype(np.float32) for z, e in zip(zh_grids, en_grids, strict=True)]
        coverage = measure_closeness(
            whole, zh_part=zh_grids[0], en_part=en_grids[0], fallback=_BACKGROUND_COVERAGE
        )
    cosine = measure_closeness(cosines, zh_part=cosines[0], en_part=cosines[0], fallback=0.0)
    return _Grids(cosine, coverage, zh_grids, en_grids, *numbers, *names)


def _join_cosines(zh: Side, en: Side) -> list[FloatMatrix]:
    """Cosine of the joined texts of every bead; joining adds vectors by the texts' sizes."""
    zh_sums = zh.vectors * zh.sizes[:, None]
    en_sums = en.vectors * en.sizes[:, None]
    return [
        _unit(_add_neighbours(zh_sums, a)) @ _unit(_add_neighbours(en_sums, b)).T
        for a, b in BEAD_SHAPES
    ]


def _unit(rows: FloatMatrix) -> FloatMatrix:
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: FloatMatrix = (rows / np.maximum(norms, 1e-9)).astype(np.float32)
    return unit


def _add_neighbours(rows: FloatMatrix, count: int) -> FloatMatrix:
    total = rows.copy()
    for shift in range(1, count):
        total[:-shift] += rows[shift:]
    return total


def _standardise(cosines: list[FloatMatrix]) -> list[FloatMatrix]:
    """Bring cosines to spreads above what texts that do not belong together have."""
    single = cosines[0]
    n, m = single.shape
    # Each paragraph may have one counterpart or two; the rest of the grid is background.
    kept = np.sort(single, axis=None)[: max(0, n * m - 2 * max(n, m))]
    weight = _BACKGROUND_CELLS / (_BACKGROUND_CELLS + kept.size)
    mean = weight * _BACKGROUND_MEAN + (1 - weight) * (float(kept.mean()) if kept.size else 0.0)
    spread = weight * _BACKGROUND_SPREAD + (1 - weight) * (float(kept.std()) if kept.size else 0.0)
    return [((grid - mean) / max(spread, 1e-3)).astype(np.float32) for grid in cosines]


def _overlap(
    zh: Sequence[frozenset[str]], en: Sequence[frozenset[str]], *, one_sided: bool = False
) -> tuple[list[FloatMatrix], list[FloatMatrix]]:
    """Measure what beads share and what stands on one side alone, by rarity, logarithmic.

    :param zh: items of each zh paragraph.
    :param en: items of each en paragraph.
    :param one_sided: what stands in the en side alone does not count.
    :returns: what is shared and what stands alone, each one grid per bead shape.
    """
    if one_sided:
        vocabulary = frozenset().union(*zh)
        en = [items & vocabulary for items in en]
    both = count_terms([*zh, *en])
    zh_held, en_held = both.held[: len(zh)], both.held[len(zh) :]
    shared_grids, alone_grids = [], []
    for a, b in BEAD_SHAPES:
        zh_joined = join_neighbours(zh_held, a) * both.weights
        en_joined = join_neighbours(en_held, b)
        shared = zh_joined @ en_joined.T
        alone = zh_joined.sum(axis=1)[:, None] - shared
        if not one_sided:
            alone = alone + (en_joined @ both.weights)[None, :] - shared
        shared_grids.append(np.log1p(shared))
        alone_grids.append(np.log1p(np.maximum(alone, 0)))
    return shared_grids, alone_grids


def _candidates(grids: _Grids) -> Iterator[tuple[IntVector, IntVector]]:
    """Choose the beads to consider: all single pairs, and joins of good ones."""
    close = grids.cosine.whole[0]
    if grids.coverage is not None:
        close = close + (grids.coverage.whole[0] - _BACKGROUND_COVERAGE) / _COVERAGE_SPREAD
    n, m = close.shape
    good = _among_best(close, _CANDIDATE_RANK)
    for a, b in BEAD_SHAPES:
        if n < a or m < b:
            keep = np.zeros((0, 0), dtype=bool)
        elif (a, b) == (1, 1):
            keep = _among_best(close, _SINGLE_RANK)
        elif (a, b) == (2, 2):
            keep = good[:-1, :-1] & good[1:, 1:]
        else:
            windows = [
                good[i : n + 1 - a + i, j : m + 1 - b + j] for i in range(a) for j in range(b)
            ]
            keep = np.logical_and.reduce(windows)
        zh_index, en_index = np.nonzero(keep)
        yield zh_index, en_index


def _among_best(grid: FloatMatrix, count: int) -> NDArray[np.bool_]:
    """Tell which cells are among the best few of their row or column."""
    n, m = grid.shape
    rows = np.partition(grid, max(0, m - count), axis=1)[:, [max(0, m - count)]]
    columns = np.partition(grid, max(0, n - count), axis=0)[[max(0, n - count)], :]
    best: NDArray[np.bool_] = (grid >= rows) | (grid >= columns)
    return best


def _shape_features(
    zh: Side, en: Side, grids: _Grids, *, shape: int, index: tuple[IntVector, IntVector]
) -> Mapping[str, FloatMatrix]:
    a, b = BEAD_SHAPES[shape]
    columns = {f"shape_{a}_{b}": np.ones(len(index[0]), dtype=np.float32)}
    columns["cosine"] = grids.cosine.whole[shape][index]
    compared = compare_beads(grids.cosine, shape, *index)
    columns |= {f"cosine_{name}": value for name, value in compared.items()}
    for name in ("numbers_shared", "numbers_alone", "names_shared", "names_alone"):
        columns[name] = getattr(grids, name)[shape][index]
    columns |= _compare_sizes(zh, en, shape, index)
    columns["short_cosine"] = columns["short"] * columns["cosine"]
    columns |= _compare_roles(zh, en, shape, index)
    if grids.coverage is not None:
        columns["coverage_zh"] = grids.coverage_zh[shape][index]
        columns["coverage_en"] = grids.coverage_en[shape][index]
        columns["coverage_least"] = np.minimum(columns["coverage_zh"], columns["coverage_en"])
        columns["short_coverage"] = columns["short"] * columns["coverage_least"]
        compared = compare_beads(grids.coverage, shape, *index)
        columns |= {f"coverage_{name}": value for name, value in compared.items()}
    return columns


def _compare_sizes(
    zh: Side, en: Side, shape: int, index: tuple[IntVector, IntVector]
) -> dict[str, FloatMatrix]:
    a, b = BEAD_SHAPES[shape]
    zh_size = _add_neighbours(zh.sizes, a)[index[0]]
    en_size = _add_neighbours(en.sizes, b)[index[1]]
    least = np.minimum(zh_size, en_size / np.exp(_LENGTH_RATIO))
    spread = _LENGTH_SPREAD**2 + _LENGTH_SHORTNESS**2 / (least + 2)
    misfit = (np.log(en_size / zh_size) - _LENGTH_RATIO) ** 2 / spread
    return {
        "length_misfit": np.minimum(misfit, _MAX_MISFIT),
        "short": np.exp(-least / _SHORT_CHARS),
    }


def _compare_roles(
    zh: Side, en: Side, shape: int, index: tuple[IntVector, IntVector]
) -> dict[str, FloatMatrix]:
    a, b = BEAD_SHAPES[shape]
    zh_roles, en_roles = np.array(zh.roles)[index[0]], np.array(en.roles)[index[1]]
    zh_turns, en_turns = np.array(zh.turns), np.array(en.turns)
    begins_zh, begins_en = zh_turns[index[0]], en_turns[index[1]]
    inside = sum((zh_turns[index[0] + i].astype(np.float32) for i in range(1, a)), np.float32(0))
    inside = inside + sum((en_turns[index[1] + j] for j in range(1, b)), np.float32(0))
    columns = {
        "role_same": (zh_roles == en_roles) & (zh_roles != "body"),
        "role_differs": zh_roles != en_roles,
        "turn_same": begins_zh & begins_en,
        "turn_differs": begins_zh != begins_en,
        "turn_inside": np.broadcast_to(inside, index[0].shape),
    }
    return {name: value.astype(np.float32) for name, value in columns.items()}
