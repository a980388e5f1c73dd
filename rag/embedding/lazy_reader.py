"""A sentence-transformers model as reader, loaded when it is first asked: that takes seconds."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np

from rag.protocols import Embedder, FloatVector


class LazyReader:
    """An embedding model behind the ``Reader`` protocol; used by many threads.

    :param model: a name on the Hugging Face hub, or the path of a model's folder.
    """

    def __init__(self, model: str) -> None:
        self._name = model
        self._model: Embedder | None = None
        self._lock = threading.Lock()

    def read(self, question: str, texts: Sequence[str]) -> FloatVector:
        """Compare texts with a question by cosine.

        :param question: as asked.
        :param texts: in any language that the model knows.
        :returns: one number a text, -1 to 1.
        :raises EmbedderError: if the model cannot be loaded.
        """
        if not texts:
            return np.zeros(0, dtype=np.float32)
        model = self._load()
        asked = model.encode_questions([question])[0]
        cosines: FloatVector = model.encode(texts) @ asked
        return cosines

    def _load(self) -> Embedder:
        with self._lock:
            if self._model is None:
                from rag.embedding.transformer import TransformerEmbedder

                self._model = TransformerEmbedder(self._name)
            return self._model
