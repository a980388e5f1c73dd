"""Words and their counts -> the pieces that write them best, each with a score.

Unigram segmentation (Kudo, ACL 2018) with sums in a fixed order: the trainer of ``tokenizers`` adds
up in the order of its hash tables, which are seeded anew in every process, so that its scores and
pieces change from run to run.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

#: A longer word is no word; products of probabilities stay far from underflow.
_MAX_WORD = 30
#: English words of up to this many letters, and their mark, may become one piece.
_MAX_PIECE = 18
#: A candidate is seen at least this often.
_MIN_COUNT = 3
#: Candidates to start from, for each piece wanted.
_CANDIDATES = 8
#: Share of the candidates kept from one round to the next, and re-estimations in each.
_SHRINK = 0.7
_ESTIMATES = 2
#: Taken off each expected count, so that pieces that are hardly used die out.
_DISCOUNT = 0.5

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def learn_pieces(words: Mapping[str, int], size: int) -> list[tuple[str, float]]:
    """Choose pieces, every single character seen often enough among them.

    :param words: words and how often each is seen.
    :param size: most pieces.
    :returns: pieces in alphabetical order, and the logarithm of the share of each.
    """
    kept = {word: count for word, count in sorted(words.items()) if len(word) <= _MAX_WORD}
    pieces, shares = _propose(kept, size)
    counts = np.fromiter(kept.values(), dtype=np.float64, count=len(kept))
    while True:
        lattice = _Lattice.build(kept, pieces)
        for _ in range(_ESTIMATES):
            expected = lattice.expect(shares, counts)
            shares = np.maximum(expected - _DISCOUNT, 1e-3)
            shares /= shares.sum()
        if len(pieces) <= size:
            break
        target = max(size, int(len(pieces) * _SHRINK))
        best = _choose(pieces, shares, expected, target)
        pieces, shares = [pieces[place] for place in best], shares[best]
    scores = np.round(np.log(shares), 4).tolist()
    return list(zip(pieces, scores, strict=True))


def _propose(words: Mapping[str, int], size: int) -> tuple[list[str], Floats]:
    seen: Counter[str] = Counter()
    for word, count in words.items():
        for start, end in _spans(word):
            seen[word[start:end]] += count
    weights = {piece: count * len(piece) for piece, count in seen.items() if count >= _MIN_COUNT}
    ranked = sorted(weights, key=lambda piece: (len(piece) > 1, -weights[piece], piece))
    pieces = sorted(ranked[: size * _CANDIDATES])
    shares = np.array([weights[piece] for piece in pieces], dtype=np.float64)
    return pieces, shares / shares.sum()


def _spans(word: str) -> Iterable[tuple[int, int]]:
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - _MAX_PIECE), end):
            yield start, end


def _choose(pieces: Sequence[str], shares: Floats, expected: Floats, size: int) -> Ints:
    """Keep the characters, and the pieces without which the text would be least likely."""
    lattice = _Lattice.build(pieces, pieces, whole=False)
    loss = expected * (np.log(shares) - np.log(np.maximum(lattice.total(shares), 1e-300)))
    loss[[place for place, piece in enumerate(pieces) if len(piece) == 1]] = np.inf
    return np.sort(np.argsort(-loss, kind="stable")[:size])


@dataclass(frozen=True, slots=True)
class _Lattice:
    """Every way to write the words in pieces: nodes between characters, an edge for each piece.

    :param starts: node where each edge starts; ``ends`` where it ends.
    :param pieces: piece of each edge.
    :param levels: first edge that ends after that many characters, and the number of edges.
    :param first: node before each word; ``last`` the one after it.
    """

    starts: Ints
    ends: Ints
    pieces: Ints
    levels: Ints
    first: Ints
    last: Ints

    @classmethod
    def build(cls, words: Iterable[str], pieces: Sequence[str], *, whole: bool = True) -> _Lattice:
        """Lay out words; with ``whole`` false no word of two characters is its own piece."""
        places = {piece: place for place, piece in enumerate(pieces)}
        edges = array("q")
        first = []
        node = 0
        for word in words:
            first.append(node)
            for start, end in _spans(word):
                place = places.get(word[start:end])
                if place is not None and (whole or end - start < max(2, len(word))):
                    edges.extend((node + start, node + end, place, end))
            node += len(word) + 1
        table = np.frombuffer(edges, dtype=np.int64).reshape(-1, 4)
        table = table[np.argsort(table[:, 3], kind="stable")]
        return cls(
            starts=table[:, 0].copy(),
            ends=table[:, 1].copy(),
            pieces=table[:, 2].copy(),
            levels=np.searchsorted(table[:, 3], np.arange(1, _MAX_WORD + 2)),
            first=np.array(first, dtype=np.int64),
            last=np.append(np.array(first[1:], dtype=np.int64), node) - 1,
        )

    def total(self, shares: Floats) -> Floats:
        """Return the probability of each word, over all ways to write it."""
        return self._forward(shares)[self.last]

    def expect(self, shares: Floats, counts: Floats) -> Floats:
        """Return how often each piece is expected in words seen ``counts`` times."""
        forward = self._forward(shares)
        total = forward[self.last]
        backward = np.zeros(len(forward))
        backward[self.last] = np.divide(counts, total, out=np.zeros(len(total)), where=total > 0)
        for part in reversed(list(self._parts())):
            flow = backward[self.ends[part]] * shares[self.pieces[part]]
            np.add.at(backward, self.starts[part], flow)
        used = forward[self.starts] * shares[self.pieces] * backward[self.ends]
        return np.asarray(np.bincount(self.pieces, used, minlength=len(shares)), dtype=np.float64)

    def _forward(self, shares: Floats) -> Floats:
        forward = np.zeros(int(self.last[-1]) + 1)
        forward[self.first] = 1
        for part in self._parts():
            flow = forward[self.starts[part]] * shares[self.pieces[part]]
            np.add.at(forward, self.ends[part], flow)
        return forward

    def _parts(self) -> Iterable[slice]:
        return map(slice, self.levels[:-1].tolist(), self.levels[1:].tolist())
