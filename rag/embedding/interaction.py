"""A question and some texts -> how well each text says, word for word, what is asked.

Late interaction (ColBERT: Khattab and Zaharia, SIGIR 2020) on vectors that no network has to
compute: each piece of the question looks for the nearest piece of the text, in either language.
One vector for a whole text forgets which words it is made of; this finds "jab" beside 疫苗 though
neither the keyword search nor the translation table connects them.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.embedding.static import StaticEmbedder
from rag.language import split_sentences
from rag.protocols import Closeness

Pieces = NDArray[np.intp]

#: Texts whose pieces are remembered, about 10 MB.
_MAX_KNOWN = 4_000
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

    pieces: Pieces
    sizes: NDArray[np.intp]
    lengths: NDArray[np.float32]


class LateInteraction:
    """Scores texts for a question by the pieces of a static model.

    :param embedder: the model.
    """

    def __init__(self, embedder: StaticEmbedder) -> None:
        self._embedder = embedder
        self._lengths = embedder.piece_lengths()
        self._known: dict[str, _Text] = {}

    def compare(self, question: str, texts: Sequence[str]) -> Closeness:
        """Compare texts with a question; see ``rag.protocols.Interaction``."""
        found = Closeness(*(np.zeros(len(texts), dtype=np.float32) for _ in range(2)))
        asked = self._cut(question)
        read = self._read(texts)
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

    def _read(self, texts: Sequence[str]) -> list[_Text]:
        """Cut texts into sentences, remembered since neighbours in topic come again."""
        known = self._known
        new = [text for text in dict.fromkeys(texts) if text not in known]
        spans = [split_sentences(text) for text in new]
        cut = iter(
            self._embedder.cut_texts(
                [text[a:b] for text, own in zip(new, spans, strict=True) for a, b in own]
            )
        )
        fresh = {
            text: self._measure(list(itertools.islice(cut, len(own))))
            for text, own in zip(new, spans, strict=True)
        }
        found = [fresh[text] if text in fresh else known[text] for text in texts]
        if len(known) + len(fresh) > _MAX_KNOWN:
            # A new one: other threads go on reading the old one.
            self._known = {}
        self._known.update(fresh)
        return found

    def _measure(self, sentences: Sequence[Sequence[int]]) -> _Text:
        """Measure one text's sentences, all at once."""
        cut = [len(sentence) for sentence in sentences]
        pieces = np.fromiter(itertools.chain.from_iterable(sentences), np.intp, sum(cut))
        is_known = self._lengths[pieces] > 0
        owners = np.repeat(np.arange(len(cut)), cut)[is_known]
        pieces = pieces[is_known]
        sizes = np.bincount(owners, minlength=len(cut))
        sizes = sizes[sizes > 0]
        vectors = self._embedder.piece_vectors(pieces)
        lengths = []
        for start, end in itertools.pairwise([0, *np.cumsum(sizes).tolist()]):
            # One by one: numpy's reduceat takes twenty times as long down columns.
            total = np.add.reduce(vectors[start:end], axis=0)
            lengths.append(math.sqrt(float(total @ total)))
        return _Text(pieces, sizes, np.array(lengths, np.float32))

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
        sizes = np.concatenate([each.sizes for each in texts])
        starts = np.cumsum(sizes) - sizes
        different, places = self._number(np.concatenate([each.pieces for each in texts]))
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
