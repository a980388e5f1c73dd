"""Text -> how often it has which letters: what its copies are looked for by, kept with it."""

from __future__ import annotations

import struct
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rag.text.language import letters

#: Buckets that letters are counted in: hardly any two texts have nearly the same in each.
_BUCKETS = 64
#: Counts above are kept as this: two texts then seem more alike than they are, never less.
_MOST = 255
#: The number of letters stands before their counts.
_NUMBER = struct.Struct("<I")
_BYTES = _NUMBER.size + _BUCKETS


def pack_letters(text: str) -> bytes:
    """Count a text's letters and digits, folded.

    :param text: any string.
    :returns: their number and their counts.
    """
    codes = letter_codes(letters(text))
    counts = np.bincount(codes % _BUCKETS, minlength=_BUCKETS)
    return _NUMBER.pack(len(codes)) + np.minimum(counts, _MOST).astype(np.uint8).tobytes()


def is_packed(packed: bytes) -> bool:
    """Tell whether these are packed letters; what earlier versions stored has none."""
    return len(packed) == _BYTES


def unpack_letters(packed: Sequence[bytes]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Lay out the letters of some texts.

    :param packed: of each text.
    :returns: their numbers, shape ``(texts,)``, and the counts, shape ``(texts, buckets)``.
    """
    rows = np.frombuffer(b"".join(packed), np.uint8).reshape(len(packed), _BYTES)
    numbers = rows[:, : _NUMBER.size].copy().view("<u4")[:, 0]
    return numbers.astype(np.int64), rows[:, _NUMBER.size :].astype(np.int32)


def letter_codes(text: str) -> NDArray[np.uint32]:
    """Give the code points of a text's letters."""
    return np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
