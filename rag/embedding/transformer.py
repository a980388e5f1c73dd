"""Texts -> vectors with any sentence-transformers model, by name or path.

Loading one imports torch, which takes seconds; so this module is imported only when such a model
is chosen. Code that comes with a model is never run.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import httpx
import numpy as np
from huggingface_hub import HfApi
from huggingface_hub.errors import HfHubHTTPError, HFValidationError, RepositoryNotFoundError
from safetensors import SafetensorError
from sentence_transformers import SentenceTransformer

from rag.errors import EmbedderError
from rag.protocols import FloatMatrix

#: The hub's own client retries for over a minute where there is no network; this asks once.
_PROBE_SECONDS = 10.0


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
    folder = Path(model).expanduser()
    if folder.is_dir():
        return _load(str(folder), device, f"The folder {model} holds no usable model")
    if folder.is_absolute() or model.startswith((".", "~")) or model.count("/") > 1:
        raise EmbedderError(
            f"There is no embedding model at {model}. Give the folder of a sentence-transformers"
            " model, a name on the Hugging Face hub such as intfloat/multilingual-e5-small, or"
            " builtin for the model that ships."
        )
    try:
        # A model that was fetched before needs no network, and none is asked.
        return _load(model, device, "not fetched yet")
    except EmbedderError:
        _require_on_hub(model)
    return _load(model, device, f"The embedding model {model} cannot be loaded", is_local=False)


def _load(
    model: str, device: str | None, failed: str, *, is_local: bool = True
) -> SentenceTransformer:
    try:
        return SentenceTransformer(
            model, device=device, trust_remote_code=False, local_files_only=is_local
        )
    except (OSError, ValueError, KeyError, RuntimeError, ImportError, SafetensorError) as exc:
        raise EmbedderError(
            f"{failed}: {exc}. Check that it is a sentence-transformers model, and that the device"
            f" ({device or 'chosen by torch'}) is there; builtin is the model that ships."
        ) from exc


def _require_on_hub(model: str) -> None:
    try:
        HfApi().model_info(model, timeout=_PROBE_SECONDS)
    except (RepositoryNotFoundError, HFValidationError) as exc:
        raise EmbedderError(
            f"The Hugging Face hub has no model named {model}, or it is private; no folder of that"
            " name exists either. Check the name, or log in with: hf auth login."
        ) from exc
    except (httpx.HTTPError, HfHubHTTPError, OSError) as exc:
        raise EmbedderError(
            f"The embedding model {model} is not on this machine and the Hugging Face hub is not"
            f" reachable ({exc}). Connect to the internet, or fetch it on another machine with"
            f" hf download {model} --local-dir FOLDER and give that folder; builtin needs nothing."
        ) from exc
