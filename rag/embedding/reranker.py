"""A question and texts -> how well each answers it, by any sentence-transformers CrossEncoder.

Loading one imports torch, which takes seconds; so this module is imported only when a reranker is
chosen. Code that comes with a model is never run.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np
from sentence_transformers import CrossEncoder

from rag.embedding.pretrained import ModelKind, load_pretrained
from rag.errors import RerankerError

_KIND = ModelKind(
    "reranking model",
    RerankerError,
    example="BAAI/bge-reranker-v2-m3",
    otherwise="without search.reranker nothing is reranked and nothing is needed",
)
#: Ends of the names of models whose last layer gives a score; the others' would be random.
_SCORING = ("ForSequenceClassification", "ForCausalLM")


class CrossEncoderReranker:
    """A cross-encoder behind the ``Reranker`` protocol; used by many threads.

    A model that is not found, cannot be fetched or loaded, or gives no score of relevance is a
    ``RerankerError``.

    :param model: a name on the Hugging Face hub, or the path of a model's folder.
    :param device: ``cpu``, ``cuda``, ``mps``; None lets torch choose.
    :param batch_size: pairs that go through the model at once.
    """

    def __init__(self, model: str, device: str | None = None, batch_size: int = 32) -> None:
        self._name = model
        self._batch_size = batch_size
        self._model = _load_model(model, device)
        # The tokenizers library refuses two threads at one tokenizer ("already borrowed").
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """The name or path that was asked for."""
        return self._name

    def score(self, question: str, texts: Sequence[str]) -> list[float]:
        """Score texts against a question.

        :param question: as asked.
        :param texts: in any language that the model knows; long ones are cut by the model.
        :returns: one number a text, higher is better; comparable within the model.
        :raises RerankerError: if the model gives something that is no number.
        """
        if not texts:
            return []
        with self._lock:
            scores = self._model.predict(
                [(question, text) for text in texts],
                batch_size=self._batch_size,
                show_progress_bar=False,
            )
        if not np.isfinite(scores).all():
            raise RerankerError(
                f"The reranking model {self._name} gives scores that are no numbers. Its weights"
                " are damaged or do not fit the device; fetch it again, or leave search.reranker"
                " out."
            )
        return [float(score) for score in scores]


def _load_model(model: str, device: str | None) -> CrossEncoder:
    def load(name: str, is_local: bool) -> CrossEncoder:  # noqa: FBT001 - a callback
        return CrossEncoder(
            name,
            device=device,
            trust_remote_code=False,
            local_files_only=is_local,
            model_kwargs={"use_safetensors": True},
        )

    loaded = load_pretrained(model, load, _KIND, device)
    _require_score(loaded, model)
    return loaded


def _require_score(loaded: CrossEncoder, model: str) -> None:
    if loaded.num_labels != 1:
        raise RerankerError(
            f"{model} sorts pairs into {loaded.num_labels} classes, while a reranking model gives"
            f" one score. Choose a reranker such as {_KIND.example}."
        )
    architectures = getattr(loaded.config, "architectures", None) or []
    is_bare = len(loaded) == 1 and not any(name.endswith(_SCORING) for name in architectures)
    if is_bare and architectures:
        raise RerankerError(
            f"{model} is no reranking model: it is a {architectures[0]}, which has no layer that"
            f" scores a pair, perhaps an embedding model. Choose a reranker such as"
            f" {_KIND.example}."
        )
