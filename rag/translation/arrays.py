"""Files of arrays: written whole or not at all, the same content giving the same bytes."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from rag.errors import RagError

_LINE_BREAK = 10
#: One word of a list in so many is kept for the halving, and those after it are looked through: a
#: quarter of the time of halving all of them.
_LANDMARK_STEP = 64
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
        # A line break at either end too: every word stands between two.
        self._bytes = b"\n" + blob.tobytes() + b"\n"
        breaks = np.flatnonzero(np.frombuffer(self._bytes, np.uint8) == _LINE_BREAK)
        #: The break before each word, and the one after the last. Read one at a time, a plain array
        #: is several times quicker than one of numpy.
        self._breaks = array("q", breaks.astype(np.int64).tobytes())
        self._landmarks = [self._slice(number) for number in range(0, len(self), _LANDMARK_STEP)]

    def __len__(self) -> int:
        return len(self._breaks) - 1

    def __getitem__(self, number: int) -> str:
        return self._slice(number).decode()

    def words(self) -> list[str]:
        """Give all words, in the order of their bytes."""
        return self._bytes[1:-1].decode().split("\n")

    def find(self, word: str) -> int | None:
        """Give a word's number; None where it is not in the list."""
        wanted = word.encode()
        block = bisect_right(self._landmarks, wanted) - 1
        if block < 0 or b"\n" in wanted:
            return None
        first = block * _LANDMARK_STEP
        start = self._breaks[first]
        end = self._breaks[min(first + _LANDMARK_STEP, len(self))] + 1
        place = self._bytes.find(b"\n" + wanted + b"\n", start, end)
        return None if place < 0 else first + self._bytes.count(b"\n", start, place)

    def _slice(self, number: int) -> bytes:
        return self._bytes[self._breaks[number] + 1 : self._breaks[number + 1]]


def unpack(blob: Array) -> list[str]:
    """Turn the bytes of at least one word back into words."""
    return blob.tobytes().decode().split("\n")
