"""Texts -> vectors, each text once for one answer.

Whether the evidence is about the question at all and which sentence answers it are both read off
the vectors of the same paragraphs.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rag.protocols import Encode, FloatMatrix, FloatVector


class EncodeOnce:
    """An ``Encode`` that remembers what it has embedded; for one answer, in one thread.

    :param encode: the embedder.
    """

    def __init__(self, encode: Encode) -> None:
        self._encode = encode
        self._known: dict[str, FloatVector] = {}

    def __call__(self, texts: Sequence[str]) -> FloatMatrix:
        """Embed texts, at least one; shape (len(texts), dim)."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known.update(zip(new, self._encode(new), strict=True))
        return np.array([self._known[text] for text in texts], dtype=np.float32)
