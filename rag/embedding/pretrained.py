"""The name or path of a sentence-transformers model -> the model, from disk or from the hub.

A model on disk needs no network and none is asked; what is fetched is fetched by name alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import httpx
from huggingface_hub import HfApi
from huggingface_hub.errors import HfHubHTTPError, HFValidationError, RepositoryNotFoundError
from safetensors import SafetensorError

from rag.errors import RagError
from rag.model_files import find_pickled_weights

Model = TypeVar("Model")

#: The hub's own client retries for over a minute where there is no network; this asks once.
_PROBE_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class ModelKind:
    """What is loaded, for messages.

    :param noun: ``embedding model``.
    :param error: raised where it cannot be loaded.
    :param example: a name on the Hugging Face hub.
    :param otherwise: what to do without one, as the end of a sentence.
    """

    noun: str
    error: type[RagError]
    example: str
    otherwise: str


def load_pretrained(
    model: str, load: Callable[[str, bool], Model], kind: ModelKind, device: str | None = None
) -> Model:
    """Load a model.

    :param model: a folder, or a name on the Hugging Face hub.
    :param load: given a folder or name, and whether only files on this machine may be used.
    :param kind: what is loaded; its error is raised where that fails.
    :param device: named in messages.
    :returns: what ``load`` gives.
    """

    def attempt(name: str, failed: str, *, is_local: bool = True) -> Model:
        try:
            return load(name, is_local)
        except (OSError, ValueError, KeyError, RuntimeError, ImportError, SafetensorError) as exc:
            raise kind.error(
                f"{failed}: {exc}. Check that it is a sentence-transformers model, and that the"
                f" device ({device or 'chosen by torch'}) is there; {kind.otherwise}."
            ) from exc

    folder = Path(model).expanduser()
    if folder.is_dir():
        pickled = find_pickled_weights(folder)
        if pickled is not None:
            raise kind.error(
                f"The {kind.noun} in {model} keeps its weights in {pickled.name}, a pickle, which "
                "can hold a program; only safetensors are loaded. Save it anew with "
                f"save_pretrained, or choose another model; {kind.otherwise}."
            )
        return attempt(str(folder), f"The folder {model} holds no usable {kind.noun}")
    if folder.is_absolute() or model.startswith((".", "~")) or model.count("/") > 1:
        raise kind.error(
            f"There is no {kind.noun} at {model}. Give the folder of a sentence-transformers model"
            f" or a name on the Hugging Face hub such as {kind.example}; {kind.otherwise}."
        )
    try:
        return attempt(model, "not fetched yet")
    except kind.error:
        _require_on_hub(model, kind)
    return attempt(model, f"The {kind.noun} {model} cannot be loaded", is_local=False)


def _require_on_hub(model: str, kind: ModelKind) -> None:
    try:
        HfApi().model_info(model, timeout=_PROBE_SECONDS)
    except (RepositoryNotFoundError, HFValidationError) as exc:
        raise kind.error(
            f"The Hugging Face hub has no model named {model}, or it is private; no folder of that"
            " name exists either. Check the name, or log in with: hf auth login."
        ) from exc
    except (httpx.HTTPError, HfHubHTTPError, OSError) as exc:
        raise kind.error(
            f"The {kind.noun} {model} is not on this machine and the Hugging Face hub is not"
            f" reachable ({exc}). Connect to the internet, or fetch it on another machine with"
            f" hf download {model} --local-dir FOLDER and give that folder; {kind.otherwise}."
        ) from exc
