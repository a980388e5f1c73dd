"""Files of arrays: written whole or not at all, the same content giving the same bytes."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from rag.errors import RagError

_LINE_BREAK = 10
Array = NDArray[np.generic]


def write_arrays(path: Path, arrays: Mapping[str, Array]) -> None:
    """Write arrays, compressed; a reader sees the old file or the new one."""
    unfinished = path.with_name(f"{path.stem}.unfinished.npz")
    np.savez_compressed(unfinished, allow_pickle=False, **arrays)
    unfinished.replace(path)


def read_arrays(path: Path, names: Sequence[str]) -> dict[str, Array]:
    """Read arrays.

    :param path: a file that ``write_arrays`` wrote.
    :param names: arrays it must hold.
    :returns: the arrays by name.
    :raises RagError: where the file is missing, damaged or holds other arrays.
    """
    try:
        with np.load(path, allow_pickle=False) as arrays:
            return {name: arrays[name] for name in names}
    except (OSError, KeyError, ValueError, EOFError, BadZipFile) as exc:
        raise RagError(
            f"Cannot read the translation data {path}: {exc}. It ships with the program: reinstall "
            "it, or make it anew with 'python -m rag.translation.train'."
        ) from exc


def pack(names: Sequence[str]) -> NDArray[np.uint8]:
    """Turn words into bytes; no word may hold a line break."""
    return np.frombuffer("\n".join(names).encode(), np.uint8)


class WordList:
    """Packed words in the order of their bytes, found by halving; no string is made until asked.

    :param blob: as ``pack`` gives it, of sorted words.
    """

    def __init__(self, blob: Array) -> None:
        self._bytes = blob.tobytes()
        breaks = np.flatnonzero(blob == _LINE_BREAK)
        # Read one at a time, a plain array is several times quicker than one of numpy.
        self._starts = array("q", [0, *(breaks + 1).tolist()])
        self._ends = array("q", [*breaks.tolist(), len(self._bytes)])

    def __len__(self) -> int:
        return len(self._starts)

    def __getitem__(self, number: int) -> str:
        return self._slice(number).decode()

    def words(self) -> list[str]:
        """Give all words, in the order of their bytes."""
        return self._bytes.decode().split("\n")

    def find(self, word: str) -> int | None:
        """Give a word's number; None where it is not in the list."""
        wanted = word.encode()
        number = bisect_left(range(len(self)), wanted, key=self._slice)
        return number if number < len(self) and self._slice(number) == wanted else None

    def _slice(self, number: int) -> bytes:
        return self._bytes[self._starts[number] : self._ends[number]]


def unpack(blob: Array) -> list[str]:
    """Turn the bytes of at least one word back into words."""
    return blob.tobytes().decode().split("\n")
