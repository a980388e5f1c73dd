"""A question and some texts -> how well each text says, word for word, what is asked.

Late interaction (ColBERT: Khattab and Zaharia, SIGIR 2020) on vectors that no network has to
compute: each piece of the question looks for the nearest piece of the text, in either language.
One vector for a whole text forgets which words it is made of; this finds "jab" beside 疫苗 though
neither the keyword search nor the translation table connects them.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rag.embedding.static import StaticEmbedder
from rag.language import split_sentences
from rag.protocols import FloatVector

Pieces = NDArray[np.intp]

#: Texts whose pieces are remembered, about 10 MB.
_MAX_KNOWN = 4_000
# Chosen on MLQA dev and the sample questions; see docs/measurements.md.
#: Cosines below this are chance.
_CHANCE = 0.3
#: Long vectors are those of telling pieces; to this power, since the rarity below says it too.
_LENGTH_POWER, _RARITY_POWER = 0.5, 1.5
#: Rarity is measured among the texts at hand, kept between that of 1 in 100 and nearly all.
_LEAST_SHARE, _SHARE_SLOPE = 0.01, 0.98


class LateInteraction:
    """Scores texts for a question by the pieces of a static model.

    :param embedder: the model.
    """

    def __init__(self, embedder: StaticEmbedder) -> None:
        self._embedder = embedder
        self._lengths = embedder.piece_lengths()
        self._known: dict[str, list[Pieces]] = {}

    def score(self, question: str, texts: Sequence[str]) -> FloatVector:
        """Score texts; see ``rag.protocols.Interaction``."""
        scores = np.zeros(len(texts), dtype=np.float32)
        (asked,) = self._cut([question])
        read = self._read(texts)
        sentences = [ids for text in texts for ids in read[text]]
        if not len(asked) or not sentences:
            return scores
        owners = np.repeat(np.arange(len(texts)), [len(read[text]) for text in texts])
        matches = self._match(asked, sentences)
        weights = self._weigh(asked, _best_of_each(matches, owners))
        # What is asked may stand in two sentences that follow each other.
        joined = np.where(
            (owners[1:] == owners[:-1])[:, np.newaxis], np.maximum(matches[1:], matches[:-1]), 0
        )
        totals = matches @ weights
        totals[1:] = np.maximum(totals[1:], joined @ weights)
        np.maximum.at(scores, owners, totals / weights.sum())
        return scores

    def _read(self, texts: Sequence[str]) -> dict[str, list[Pieces]]:
        """Cut texts into sentences of pieces, remembered since neighbours in topic come again."""
        known = self._known
        new = [text for text in dict.fromkeys(texts) if text not in known]
        sentences = [[text[a:b] for a, b in split_sentences(text)] for text in new]
        cut = iter(self._cut([sentence for each in sentences for sentence in each]))
        fresh = {
            text: [ids for ids in itertools.islice(cut, len(each)) if len(ids)]
            for text, each in zip(new, sentences, strict=True)
        }
        found = {text: fresh[text] if text in fresh else known[text] for text in texts}
        if fresh:
            # A new dict each time: other threads may be reading the old one.
            self._known = found if len(known) + len(fresh) > _MAX_KNOWN else known | fresh
        return found

    def _cut(self, texts: Sequence[str]) -> list[Pieces]:
        """Cut texts into pieces; those the training never saw have no direction and go."""
        rows = [np.array(ids, dtype=np.intp) for ids in self._embedder.cut_texts(texts)]
        return [ids[self._lengths[ids] > 0] for ids in rows]

    def _match(self, asked: Pieces, sentences: Sequence[Pieces]) -> NDArray[np.float32]:
        """Find the nearest piece of each sentence, shape (sentences, pieces asked), 0 to 1."""
        ids = np.concatenate(sentences)
        starts = np.cumsum([0, *(len(each) for each in sentences[:-1])])
        different, places = np.unique(ids, return_inverse=True)
        products = self._embedder.piece_vectors(different) @ self._embedder.piece_vectors(asked).T
        cosines = products / np.outer(self._lengths[different], self._lengths[asked])
        near = np.maximum(cosines - _CHANCE, 0) / (1 - _CHANCE)
        matches: NDArray[np.float32] = np.maximum.reduceat(near[places], starts, axis=0)
        return matches

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
