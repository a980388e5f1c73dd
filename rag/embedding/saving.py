"""Vectors and tokenizer -> a model folder for sentence-transformers and for ``static.py``."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file
from tokenizers import Tokenizer

_STATIC = "sentence_transformers.sentence_transformer.modules.static_embedding.StaticEmbedding"
_NORMALIZE = "sentence_transformers.base.modules.normalize.Normalize"
_MODULES = [
    {"idx": 0, "name": "0", "path": "", "type": _STATIC},
    {"idx": 1, "name": "1", "path": "1_Normalize", "type": _NORMALIZE},
]


def save_model(folder: Path, name: str, tokenizer: Tokenizer, vectors: NDArray[np.float16]) -> None:
    """Write the model; the card beside it is written by hand.

    :param folder: made where missing; files of an earlier model are replaced.
    :param name: name with version, which a library records.
    :param tokenizer: with as many pieces as there are vectors.
    :param vectors: shape (pieces, dimension), float16.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "1_Normalize").mkdir(exist_ok=True)
    (folder / "1_Normalize" / "config.json").write_text("{}\n", encoding="utf-8")
    weights = folder / "model.safetensors"
    save_file({"embedding.weight": vectors}, weights)
    # safetensors writes for the owner alone; a packaged file is for everyone.
    weights.chmod(0o644)
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    _write_json(folder / "modules.json", _MODULES)
    _write_json(
        folder / "config_sentence_transformers.json",
        {"model_type": "SentenceTransformer", "prompts": {}, "similarity_fn_name": "cosine"},
    )
    _write_json(folder / "duizhao.json", {"name": name, "dimension": vectors.shape[1]})


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")
