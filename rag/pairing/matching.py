"""The documents of a library -> which zh and en ones share translated content.

Every paragraph votes for the documents that hold something closer to it than nearly all others do.
That finds an excerpt of a few paragraphs in a book, which comparing whole documents does not, and
leaves the costly alignment to few pairs of documents.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.protocols import FloatMatrix
from rag.schema import Language
from rag.settings import PairingSettings

IntVector = NDArray[np.int64]

#: Similarities held at a time: 64 MB.
_TILE_CELLS = 16_000_000
#: Best similarities of paragraphs to documents that are kept to be counted later: 128 MB.
_KEPT_CELLS = 32_000_000
#: How much smaller the tiles are that are held beside those, and what votes are counted from.
_TILES, _PORTIONS = 2, 16
#: How far a document must lead over those a paragraph would name next for its vote to count:
#: translations lead by 0.25 and more. With these two, 400 made-up documents of law and manuals, all
#: much alike, name four to five others each, and no translation or excerpt is missed.
_LEAST_LEAD = 0.15
#: What the votes of a document's paragraphs must add up to: one sure paragraph, or two likely ones.
_LEAST_VOTES = 0.3


@dataclass(frozen=True, slots=True)
class DocumentSide:
    """One language of one document.

    :param vectors: embeddings of its paragraphs in reading order, shape ``(n, dim)``, rows unit
        length or zero.
    """

    document: str
    language: Language
    vectors: FloatMatrix


def match_documents(
    sides: Sequence[DocumentSide],
    *,
    settings: PairingSettings,
    changed: Collection[str] | None = None,
) -> list[tuple[int, int]]:
    """Find the pairs of a zh and an en side that may share translated content.

    :param sides: of all documents; those without paragraphs match nothing.
    :param settings: ``max_candidate_documents`` is how many partners a side may name.
    :param changed: only pairs with one of these documents are looked for, which takes a fraction of
        the time; all pairs where None.
    :returns: indexes into ``sides``, zh first, in order. The two sides of one document are not
        among them.
    """
    if not settings.enabled:
        return []
    by_language: dict[Language, list[int]] = {"zh": [], "en": []}
    for index, side in enumerate(sides):
        if len(side.vectors):
            by_language[side.language].append(index)
    zh, en = by_language["zh"], by_language["en"]
    found: set[tuple[int, int]] = set()
    if changed is None:
        found |= _match(sides, zh, en, settings.max_candidate_documents)
    else:
        new_zh = [i for i in zh if sides[i].document in changed]
        new_en = [j for j in en if sides[j].document in changed]
        count = settings.max_candidate_documents
        if (new_zh, new_en) == (zh, en) and _fits_in_memory(sides, zh, en):
            found |= _match_both(sides, zh, en, count)
        else:
            found |= _match(sides, new_zh, en, count)
            found |= {(i, j) for j, i in _match(sides, new_en, zh, count)}
    return sorted((i, j) for i, j in found if sides[i].document != sides[j].document)


def _match(
    sides: Sequence[DocumentSide], voters: list[int], others: list[int], count: int
) -> set[tuple[int, int]]:
    """Let the paragraphs of some sides vote for sides of the other language.

    :param sides: all sides.
    :param voters: those whose paragraphs vote.
    :param others: those voted for.
    :param count: sides that a paragraph may name.
    :returns: pairs of indexes, of a voting side and of another.
    """
    if not voters or not others:
        return set()
    own, other = _Groups(sides, voters), _Groups(sides, others)
    tally = _Tally(voters, others, count)
    for block in own.blocks(len(other.vectors)):
        similarity = own.rows(block) @ other.vectors.T
        tally.add(block, own, np.maximum.reduceat(similarity, other.starts, axis=1))
    return tally.name()


def _fits_in_memory(sides: Sequence[DocumentSide], zh: list[int], en: list[int]) -> bool:
    """Tell whether the best of each zh document can be kept for each en paragraph."""
    return len(zh) * sum(len(sides[j].vectors) for j in en) <= _KEPT_CELLS


def _match_both(
    sides: Sequence[DocumentSide], zh: list[int], en: list[int], count: int
) -> set[tuple[int, int]]:
    """Let both languages vote for each other; the similarities, which take long, come once.

    :param sides: all sides.
    :param zh: those in Chinese.
    :param en: those in English.
    :param count: sides that a paragraph may name.
    :returns: pairs of indexes, zh first.
    """
    if not zh or not en:
        return set()
    own, other = _Groups(sides, zh), _Groups(sides, en)
    by_zh, by_en = _Tally(zh, en, count), _Tally(en, zh, count)
    best_of_en = np.empty((len(zh), len(other.vectors)), dtype=np.float32)
    for block in own.blocks(_TILES * len(other.vectors)):
        similarity = own.rows(block) @ other.vectors.T
        by_zh.add(block, own, np.maximum.reduceat(similarity, other.starts, axis=1))
        starts = own.starts[block.start : block.stop] - own.starts[block.start]
        best_of_en[block.start : block.stop] = np.maximum.reduceat(similarity, starts, axis=0)
        del similarity  # before the next one is made
    # In small portions: votes take several times the memory of what they are counted from.
    for block in other.blocks(_PORTIONS * len(zh)):
        by_en.add(block, other, np.ascontiguousarray(best_of_en[:, other.span(block)].T))
    return by_zh.name() | {(i, j) for j, i in by_en.name()}


class _Tally:
    """What sides of one language say of sides of the other.

    :param voters: sides whose paragraphs vote.
    :param others: those voted for.
    :param count: sides that a paragraph may name.
    """

    def __init__(self, voters: list[int], others: list[int], count: int) -> None:
        self._voters, self._others, self._count = voters, others, count
        shape = (len(voters), len(others))
        self._votes: FloatMatrix = np.zeros(shape, dtype=np.float32)
        self._closeness: FloatMatrix = np.zeros(shape, dtype=np.float32)

    def add(self, block: range, groups: _Groups, best: FloatMatrix) -> None:
        """Add the votes of a block of sides.

        :param block: which of the voting sides.
        :param groups: of all voting sides.
        :param best: similarity of each of their paragraphs to the closest one of each other side.
        """
        rows = slice(block.start, block.stop)
        starts = groups.starts[rows] - groups.starts[block.start]
        self._votes[rows] = np.add.reduceat(_vote(best, self._count), starts, axis=0)
        self._closeness[rows] = np.add.reduceat(best, starts, axis=0)

    def name(self) -> set[tuple[int, int]]:
        """List the pairs of a voting side and another that the votes name."""
        named = _best_named(self._votes, self._count) | _best_named(self._votes.T, self._count).T
        # Of many copies none leads; the closest is tried, whatever the votes.
        named[np.arange(len(self._voters)), self._closeness.argmax(axis=1)] = True
        return {(self._voters[i], self._others[j]) for i, j in zip(*np.nonzero(named), strict=True)}


class _Groups:
    """Paragraphs of several sides, one after the other.

    :param sides: all sides.
    :param chosen: which of them; each with at least one paragraph.
    """

    def __init__(self, sides: Sequence[DocumentSide], chosen: Sequence[int]) -> None:
        lengths = [len(sides[index].vectors) for index in chosen]
        self.vectors: FloatMatrix = np.concatenate([sides[index].vectors for index in chosen])
        self.starts: IntVector = np.cumsum([0, *lengths[:-1]])
        self._ends: IntVector = np.cumsum(lengths)

    def blocks(self, columns: int) -> Iterator[range]:
        """Cut the sides into blocks whose similarities to so many columns fit into a tile."""
        most_rows = max(1, _TILE_CELLS // columns)
        start = 0
        while start < len(self.starts):
            stop = start + 1
            while stop < len(self.starts) and self._ends[stop] - self.starts[start] <= most_rows:
                stop += 1
            yield range(start, stop)
            start = stop

    def rows(self, block: range) -> FloatMatrix:
        """Give the vectors of a block of sides."""
        return self.vectors[self.span(block)]

    def span(self, block: range) -> slice:
        """Tell which paragraphs a block of sides has."""
        return slice(self.starts[block.start], self._ends[block.stop - 1])


def _vote(best: FloatMatrix, count: int) -> FloatMatrix:
    """Turn the best similarity of each paragraph in each document into votes.

    :param best: shape ``(paragraphs, documents)``.
    :param count: documents that a paragraph may name.
    :returns: by how much a document leads over the one that a paragraph would name next after
        ``count`` others, where that is enough; shape as ``best``. Few documents get one vote each.
    """
    documents = best.shape[1]
    if documents <= count:
        return np.full_like(best, 1.0)
    usual = np.partition(best, documents - count - 1, axis=1)[:, [documents - count - 1]]
    lead = best - usual
    votes: FloatMatrix = np.where(lead >= _LEAST_LEAD, lead, 0).astype(np.float32)
    return votes


def _best_named(votes: FloatMatrix, count: int) -> NDArray[np.bool_]:
    """Tell for each row which columns have most votes, and enough."""
    most = votes.shape[1]
    least = np.partition(votes, max(0, most - count), axis=1)[:, [max(0, most - count)]]
    named: NDArray[np.bool_] = (votes >= least) & (votes >= _LEAST_VOTES)
    return named
