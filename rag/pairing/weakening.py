"""An embedder and a translation table -> weaker ones, as they are on text they were not made from.

What ships was trained on the very text that the weights are fitted on, where it looks better than
it is: right sentences have a cosine of 0.78 there, and 0.60 in news it has not seen; 0.6 of their
words are explained there, and 0.48 elsewhere.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np

from rag.protocols import Embedder, FloatMatrix, Lexicon
from rag.schema import Language


class WeakEmbedder:
    """Turns each vector away from its place at random, always the same way for the same text.

    :param embedder: the embedder.
    :param kept: cosine of a vector with what it becomes, 0 to 1.
    """

    def __init__(self, embedder: Embedder, kept: float) -> None:
        self._embedder = embedder
        self._kept = kept

    @property
    def name(self) -> str:
        """The embedder's name."""
        return self._embedder.name

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._embedder.dimension

    def encode(self, texts: Sequence[str]) -> FloatMatrix:
        """Embed texts, a little wrong."""
        noise = np.stack([self._noise(text) for text in texts])
        lost = float(np.sqrt(1 - self._kept**2))
        vectors = self._kept * self._embedder.encode(texts) + lost * noise
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        weak: FloatMatrix = (vectors / np.maximum(norms, 1e-9)).astype(np.float32)
        return weak

    def encode_questions(self, texts: Sequence[str]) -> FloatMatrix:
        """Embed questions: the same as ``encode``."""
        return self.encode(texts)

    def _noise(self, text: str) -> FloatMatrix:
        rng = np.random.default_rng(zlib.crc32(text.encode()))
        drawn = rng.standard_normal(self.dimension)
        noise: FloatMatrix = (drawn / np.linalg.norm(drawn)).astype(np.float32)
        return noise


class WeakLexicon:
    """Knows a part of the translations of each term, always the same ones.

    :param lexicon: the table.
    :param forgotten: share of the translations left out, 0 to 1.
    """

    def __init__(self, lexicon: Lexicon, forgotten: float) -> None:
        self._lexicon = lexicon
        self._forgotten = forgotten

    def translate(self, term: str, source: Language) -> list[tuple[str, float]]:
        """Translate a term, without what is forgotten."""
        return [
            (translation, probability)
            for translation, probability in self._lexicon.translate(term, source)
            if zlib.crc32(f"{term} {translation}".encode()) / 2**32 >= self._forgotten
        ]
