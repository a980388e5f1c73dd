"""A model's folder -> its weights in a form that can run code when they are loaded."""

from __future__ import annotations

from pathlib import Path

_PICKLED = frozenset({".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle", ".joblib"})
_SAFE = ".safetensors"


def find_pickled_weights(folder: Path) -> Path | None:
    """Find a file of weights that may hold a program and has no safe one beside it.

    :param folder: of a model; its parts lie in folders of it.
    :returns: the first such file; None where there is none.
    """
    for path in sorted(folder.rglob("*")):
        is_pickled = path.suffix.lower() in _PICKLED and path.name != "training_args.bin"
        if is_pickled and not any(path.parent.glob(f"*{_SAFE}")):
            return path
    return None
