"""A question and some texts -> how well each text says, word for word, what is asked.

Late interaction (ColBERT: Khattab and Zaharia, SIGIR 2020) on vectors that no network has to
compute: each piece of the question looks for the nearest piece of the text, in either language.
One vector for a whole text forgets which words it is made of; this finds "jab" beside 疫苗 though
neither the keyword search nor the translation table connects them.
"""

from __future__ import annotations

import itertools
import math
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.embedding.static import MAX_PIECES, StaticEmbedder, to_unit_length
from rag.protocols import Closeness, Embedder, FloatMatrix
from rag.text.language import split_sentences

Pieces = NDArray[np.intp]

#: Readings remembered of texts that have none in the library, about 4 MB.
_MAX_KNOWN = 4_000
#: To be raised whenever the same text comes to be cut otherwise: readings kept in libraries are
#: then made anew as they are needed. ``tests/embedding/test_late_interaction.py`` tells.
_CUT_VERSION = 1
#: A reading begins with its checksum and the number of its sentences.
_HEAD = struct.Struct("<II")
# Chosen on MLQA dev and the sample questions; see docs/measurements.md.
#: Cosines below this are chance.
_CHANCE = 0.1
#: Long vectors are those of telling pieces; to this power, since the rarity below says it too.
_LENGTH_POWER, _RARITY_POWER = 0.5, 1.5
#: Rarity is measured among the texts at hand, kept between that of 1 in 100 and nearly all.
_LEAST_SHARE, _SHARE_SLOPE = 0.01, 0.98


@dataclass(frozen=True, slots=True)
class _Text:
    """A text as pieces, sentence by sentence; those without a known piece are left out.

    :param pieces: of all its sentences, one after the other.
    :param sizes: how many pieces each sentence has, at least 1, shape ``(sentences,)``.
    :param lengths: of the sum of each sentence's vectors, shape ``(sentences,)``.
    """

    pieces: NDArray[np.integer]
    sizes: NDArray[np.integer]
    lengths: NDArray[np.float32]


class LateInteraction:
    """Scores texts for a question by the pieces of a static model.

    :param embedder: the model.
    """

    def __init__(self, embedder: StaticEmbedder) -> None:
        self._embedder = embedder
        self._lengths = embedder.piece_lengths()
        self._known: dict[str, bytes] = {}
        #: Whose pieces they are; begins the checksums.
        self._mark = zlib.crc32(f"{embedder.name} {_CUT_VERSION}".encode())
        self._number_type = np.dtype("<u2" if len(self._lengths) <= 1 << 16 else "<u4")

    def read(self, texts: Sequence[str]) -> list[bytes]:
        """Cut texts, remembered since neighbours in topic come again."""
        known = self._known
        new = [text for text in dict.fromkeys(texts) if text not in known]
        measured = (self._measure(sentences)[0] for sentences in self._cut_sentences(new))
        fresh = {text: self._pack(each) for text, each in zip(new, measured, strict=True)}
        found = [fresh[text] if text in fresh else known[text] for text in texts]
        if len(known) + len(fresh) > _MAX_KNOWN:
            # A new one: other threads go on reading the old one.
            self._known = {}
        if len(fresh) <= _MAX_KNOWN:
            self._known.update(fresh)
        return found

    def read_and_encode(
        self, texts: Sequence[str], embedder: Embedder
    ) -> tuple[list[bytes], FloatMatrix]:
        """Read and embed texts; see ``rag.protocols.Interaction``."""
        if embedder is not self._embedder:
            return self.read(texts), embedder.encode(texts)
        readings, sums = [], np.zeros((len(texts), embedder.dimension), np.float32)
        # A sentence ends in a mark, and marks are no pieces: cut whole, a text has the same ones.
        for row, sentences in enumerate(self._cut_sentences(texts)):
            measured, sums[row] = self._measure(sentences)
            readings.append(self._pack(measured))
        return readings, to_unit_length(sums)

    def accepts(self, reading: bytes) -> bool:
        """Tell whether a reading can be used; see ``rag.protocols.Interaction``."""
        if len(reading) < _HEAD.size:
            return False
        checksum: int = _HEAD.unpack_from(reading)[0]
        return checksum == zlib.crc32(memoryview(reading)[4:], self._mark)

    def compare(self, question: str, readings: Sequence[bytes]) -> Closeness:
        """Compare texts with a question; see ``rag.protocols.Interaction``."""
        found = Closeness(*(np.zeros(len(readings), dtype=np.float32) for _ in range(2)))
        asked = self._cut(question)
        read = [self._unpack(reading) for reading in readings]
        owners = np.repeat(np.arange(len(read)), [len(each.sizes) for each in read])
        if not len(asked) or not len(owners):
            return found
        matches, cosines = self._match(asked, read)
        weights = self._weigh(asked, _best_of_each(matches, owners))
        # What is asked may stand in two sentences that follow each other.
        joined = np.where(
            (owners[1:] == owners[:-1])[:, np.newaxis], np.maximum(matches[1:], matches[:-1]), 0
        )
        totals = matches @ weights
        totals[1:] = np.maximum(totals[1:], joined @ weights)
        np.maximum.at(found.words, owners, totals / weights.sum())
        np.maximum.at(found.sentences, owners, cosines)
        return found

    def _cut_sentences(self, texts: Sequence[str]) -> Iterator[list[list[int]]]:
        """Cut texts into sentences, and these into pieces."""
        spans = [split_sentences(text) for text in texts]
        cut = iter(
            self._embedder.cut_texts(
                [text[a:b] for text, own in zip(texts, spans, strict=True) for a, b in own]
            )
        )
        for own in spans:
            yield list(itertools.islice(cut, len(own)))

    def _pack(self, text: _Text) -> bytes:
        parts = (
            struct.pack("<I", len(text.sizes)),
            text.sizes.astype("<u4").tobytes(),
            text.lengths.astype("<f4").tobytes(),
            text.pieces.astype(self._number_type).tobytes(),
        )
        body = b"".join(parts)
        return struct.pack("<I", zlib.crc32(body, self._mark)) + body

    def _unpack(self, reading: bytes) -> _Text:
        _, count = _HEAD.unpack_from(reading)
        numbers = np.frombuffer(reading, "<u4", 2 * count, _HEAD.size)
        pieces = np.frombuffer(reading, self._number_type, offset=_HEAD.size + 8 * count)
        return _Text(pieces, numbers[:count], numbers[count:].view("<f4"))

    def _measure(self, sentences: Sequence[Sequence[int]]) -> tuple[_Text, NDArray[np.float32]]:
        """Measure one text's sentences, all at once, and add up its pieces' vectors."""
        cut = [len(sentence) for sentence in sentences]
        pieces = np.fromiter(itertools.chain.from_iterable(sentences), np.intp, sum(cut))
        is_known = self._lengths[pieces] > 0
        owners = np.repeat(np.arange(len(cut)), cut)[is_known]
        pieces = pieces[is_known]
        sizes = np.bincount(owners, minlength=len(cut))
        sizes = sizes[sizes > 0]
        # All at once is a quarter faster; of a long text that would be hundreds of megabytes.
        is_long = len(pieces) > MAX_PIECES
        vectors = None if is_long else self._embedder.piece_vectors(pieces)

        def add_up(start: int, end: int) -> NDArray[np.float32]:
            if vectors is None:
                return self._embedder.sum_pieces(pieces[start:end])
            total: NDArray[np.float32] = np.add.reduce(vectors[start:end], axis=0)
            return total

        lengths = []
        for start, end in itertools.pairwise([0, *np.cumsum(sizes).tolist()]):
            # One by one: numpy's reduceat takes twenty times as long down columns.
            total = add_up(start, end)
            lengths.append(math.sqrt(float(total @ total)))
        return _Text(pieces, sizes, np.array(lengths, np.float32)), add_up(0, len(pieces))

    def _cut(self, text: str) -> Pieces:
        """Cut a text into pieces; those the training never saw have no direction and go."""
        pieces = np.array(self._embedder.cut_texts([text])[0], dtype=np.intp)
        return pieces[self._lengths[pieces] > 0]

    def _match(
        self, asked: Pieces, texts: Sequence[_Text]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Match each sentence with the question.

        :param asked: the question's pieces.
        :param texts: at least one with a sentence.
        :returns: how near its nearest piece is to each piece asked, shape (sentences, pieces
            asked), 0 to 1; and its cosine with the whole question, shape (sentences,).
        """
        sizes = np.concatenate([each.sizes for each in texts]).astype(np.intp)
        starts = np.cumsum(sizes) - sizes
        pieces = np.concatenate([each.pieces for each in texts]).astype(np.intp)
        different, places = self._number(pieces)
        question = self._embedder.piece_vectors(asked)
        # One row a piece asked: along rows numpy is ten times as fast as down columns.
        products = question @ self._embedder.piece_vectors(different).T
        cosines = products / np.outer(self._lengths[asked], self._lengths[different])
        near = np.maximum(cosines - _CHANCE, 0) / (1 - _CHANCE)
        matches: NDArray[np.float32] = np.maximum.reduceat(
            near.take(places, axis=1), starts, axis=1
        ).T
        whole = np.add.reduceat(products.sum(axis=0)[places], starts)
        lengths = np.concatenate([each.lengths for each in texts])
        scale = np.maximum(lengths * np.linalg.norm(question.sum(axis=0)), np.float32(1e-12))
        return matches, np.asarray(whole / scale, dtype=np.float32)

    def _number(self, pieces: Pieces) -> tuple[Pieces, NDArray[np.intp]]:
        """Give the different pieces, ascending, and the place among them of each.

        As ``np.unique`` does, in a quarter of the time: there are few pieces to mark.
        """
        places = np.zeros(len(self._lengths), np.intp)
        places[pieces] = 1
        different = np.flatnonzero(places)
        places[different] = np.arange(len(different))
        return different, places[pieces]

    def _weigh(self, asked: Pieces, matches: NDArray[np.float32]) -> NDArray[np.float32]:
        """Weigh the pieces asked, above 0: one that every text has tells none from another."""
        shares = matches.mean(axis=0) * _SHARE_SLOPE + _LEAST_SHARE
        weights: NDArray[np.float32] = (
            self._lengths[asked] ** _LENGTH_POWER * (-np.log(shares)) ** _RARITY_POWER
        )
        return weights


def _best_of_each(matches: NDArray[np.float32], owners: NDArray[np.intp]) -> NDArray[np.float32]:
    """Take the best sentence of each text, shape (texts with pieces, pieces asked)."""
    starts = np.flatnonzero(np.r_[True, owners[1:] != owners[:-1]])
    best: NDArray[np.float32] = np.maximum.reduceat(matches, starts, axis=0)
    return best
