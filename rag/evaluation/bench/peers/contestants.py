"""Who takes part: each with its program, its environment, its store and its embedder."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from rag.embedding.static import BUILTIN_MODEL, StaticEmbedder
from rag.text.language import fold

#: Which embedder a contestant uses.
Embedding = Literal["ours", "minilm"]

#: Letters that are folded lie below this number.
_LETTERS = 0x30000
#: Numbers that no letter has.
_SURROGATES = range(0xD800, 0xE000)


@dataclass(frozen=True, slots=True)
class Contestant:
    """One row of the tables.

    :param key: short and unique.
    :param label: as written in tables.
    :param venv: folder of its environment, among those of all.
    :param program: file name of its program.
    :param embedding: which embedder it uses.
    :param store: passed on to its program, which may offer several.
    :param least: fewest passages it is given: a store recommended for many is not tried on few.
    :param judged: whether what it finds is measured; with our vectors all find the same.
    """

    key: str
    label: str
    venv: str
    program: str
    embedding: Embedding
    store: str = ""
    least: int = 0
    judged: bool = True


OURS = Contestant("duizhao", "Duizhao", "duizhao", "peer_duizhao.py", "ours")
RAW = Contestant("chroma", "Chroma alone", "duizhao", "peer_chroma.py", "ours")

#: From here on another store than the default one is tried too.
_MANY = 10_000


def _pair(key: str, label: str, store: str = "") -> tuple[Contestant, Contestant]:
    program = f"peer_{key}.py"
    return (
        Contestant(f"{key}-minilm", label, key, program, "minilm", store),
        Contestant(f"{key}-ours", label, key, program, "ours", store, judged=False),
    )


CONTESTANTS: tuple[Contestant, ...] = (
    OURS,
    RAW,
    *_pair("langchain", "LangChain"),
    *_pair("llamaindex", "LlamaIndex", "simple"),
    Contestant(
        "llamaindex-chroma",
        "LlamaIndex, Chroma",
        "llamaindex",
        "peer_llamaindex.py",
        "ours",
        "chroma",
        _MANY,
        judged=False,
    ),
    *_pair("haystack", "Haystack", "memory"),
    Contestant(
        "haystack-chroma",
        "Haystack, Chroma",
        "haystack",
        "peer_haystack.py",
        "ours",
        "chroma",
        _MANY,
        judged=False,
    ),
    *_pair("txtai", "txtai"),
)


def export_embedder(folder: Path) -> None:
    """Write our embedder so that a program without our code gets the same vectors.

    :param folder: made here; see ``scripts/peers/exported.py``.
    """
    folder.mkdir(parents=True)
    embedder = StaticEmbedder()
    tokenizer = (BUILTIN_MODEL / "tokenizer.json").read_text(encoding="utf-8")
    (folder / "tokenizer.json").write_text(tokenizer, encoding="utf-8")
    count = len(embedder.piece_lengths())
    np.save(folder / "vectors.npy", embedder.piece_vectors(np.arange(count)))
    letters = (chr(number) for number in range(_LETTERS) if number not in _SURROGATES)
    folds = {letter: fold(letter) for letter in letters if fold(letter) != letter}
    (folder / "fold.json").write_text(json.dumps(folds), encoding="utf-8")
