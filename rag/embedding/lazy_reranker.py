"""A reranking model that is loaded when it is first asked, since that takes seconds."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rag.embedding.reranker import CrossEncoderReranker


class LazyReranker:
    """A cross-encoder behind the ``Reranker`` protocol; used by many threads.

    :param model: a name on the Hugging Face hub, or the path of a model's folder.
    :param device: ``cpu``, ``cuda``, ``mps``; None lets torch choose.
    """

    def __init__(self, model: str, device: str | None = None) -> None:
        self._name = model
        self._device = device
        self._model: CrossEncoderReranker | None = None
        self._lock = threading.Lock()

    def score(self, question: str, texts: Sequence[str]) -> list[float]:
        """Score texts against a question; higher is better.

        :param question: as asked.
        :param texts: in any language that the model knows.
        :returns: one number a text.
        :raises RerankerError: if the model cannot be loaded or used.
        """
        if not texts:
            return []
        return self._load().score(question, texts)

    def _load(self) -> CrossEncoderReranker:
        with self._lock:
            if self._model is None:
                from rag.embedding.reranker import CrossEncoderReranker

                self._model = CrossEncoderReranker(self._name, self._device)
            return self._model


def plan_reranker(model: str | None, device: str | None = None) -> LazyReranker | None:
    """Name a reranker without loading it yet; None where none is wanted."""
    return LazyReranker(model, device) if model else None
