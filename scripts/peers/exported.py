"""Our embedder for programs that are not ours: a folder -> vectors, by numpy and tokenizers.

The harness exports the model with what folds letters, so that the vectors are the same as ours.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

_MAX_WORD_CHARS = 24


class ExportedEmbedder:
    """Sums of the vectors of pieces, of unit length.

    :param folder: with ``tokenizer.json``, ``vectors.npy`` and ``fold.json``.
    """

    def __init__(self, folder: str) -> None:
        self._tokenizer = Tokenizer.from_file(str(Path(folder) / "tokenizer.json"))
        self._vectors = np.load(Path(folder) / "vectors.npy")
        folds = json.loads((Path(folder) / "fold.json").read_text("utf-8"))
        self._fold = {ord(letter): folded for letter, folded in folds.items()}
        self._words: dict[str, list[int]] = {}
        #: Length of a vector.
        self.dimension = int(self._vectors.shape[1])

    def encode(self, texts: Sequence[str]) -> Any:
        """Embed texts: shape ``(len(texts), dimension)``, rows of unit length or zero."""
        matrix = np.zeros((len(texts), self.dimension), dtype=np.float32)
        rows = [text.translate(self._fold).split(" ") for text in texts]
        new = list({word for row in rows for word in row} - self._words.keys())
        cut = self._tokenizer.encode_batch_fast(new, add_special_tokens=False)
        fresh = {word: each.ids for word, each in zip(new, cut, strict=True)}
        for place, row in enumerate(rows):
            ids = [n for word in row for n in (fresh.get(word) or self._words.get(word) or [])]
            matrix[place] = self._vectors[ids].sum(axis=0) if ids else 0
        self._words.update((w, ids) for w, ids in fresh.items() if len(w) <= _MAX_WORD_CHARS)
        lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
        np.divide(matrix, lengths, out=matrix, where=lengths > 0)
        return matrix
