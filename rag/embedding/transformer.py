"""Texts -> vectors with any sentence-transformers model, by name or path.

Loading one imports torch, which takes seconds; so this module is imported only when such a model
is chosen. Code that comes with a model is never run.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sentence_transformers import SentenceTransformer

from rag.embedding.pretrained import ModelKind, load_pretrained
from rag.errors import EmbedderError
from rag.protocols import FloatMatrix

_KIND = ModelKind(
    "embedding model",
    EmbedderError,
    example="intfloat/multilingual-e5-small",
    otherwise="builtin is the model that ships and needs nothing",
)


class TransformerEmbedder:
    """A sentence-transformers model behind the ``Embedder`` protocol.

    Where the model defines prompts for queries and passages, they are used. A model that is not
    found, cannot be fetched or cannot be loaded is an ``EmbedderError``.

    :param model: a name on the Hugging Face hub, or the path of a model's folder.
    :param device: ``cpu``, ``cuda``, ``mps``; None lets torch choose.
    :param batch_size: texts that go through the model at once.
    """

    def __init__(self, model: str, device: str | None = None, batch_size: int = 64) -> None:
        self._name = model
        self._batch_size = batch_size
        self._model = _load_model(model, device)
        self._dimension = int(self._model.get_embedding_dimension() or 0)

    @property
    def name(self) -> str:
        """The name or path that was asked for."""
        return self._name

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._dimension

    def encode(self, texts: Sequence[str]) -> FloatMatrix:
        """Embed passages.

        :param texts: any strings; an empty one gets zeros.
        :returns: shape (len(texts), dimension), float32, rows unit length or zero.
        """
        return self._encode(texts, is_question=False)

    def encode_questions(self, texts: Sequence[str]) -> FloatMatrix:
        """Embed questions, with the model's own prompt for them where it has one."""
        return self._encode(texts, is_question=True)

    def _encode(self, texts: Sequence[str], *, is_question: bool) -> FloatMatrix:
        matrix = np.zeros((len(texts), self._dimension), dtype=np.float32)
        filled = [row for row, text in enumerate(texts) if text.strip()]
        if filled:
            encode = self._model.encode_query if is_question else self._model.encode_document
            matrix[filled] = encode(
                [texts[row] for row in filled],
                batch_size=self._batch_size,
                normalize_embeddings=True,
                show_progress_bar=False,
            )
        return matrix


def _load_model(model: str, device: str | None) -> SentenceTransformer:
    def load(name: str, is_local: bool) -> SentenceTransformer:  # noqa: FBT001 - a callback
        return SentenceTransformer(
            name,
            device=device,
            trust_remote_code=False,
            local_files_only=is_local,
            model_kwargs={"use_safetensors": True},
        )

    return load_pretrained(model, load, _KIND, device)
