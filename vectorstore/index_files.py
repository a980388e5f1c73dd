"""The keyword index's files -> those that are damaged, by the checksums that tantivy writes."""

from __future__ import annotations

import json
import struct
import zlib
from pathlib import Path

#: Each file ends with a footer in JSON, its length, and this.
_MAGIC = 1337
_TAIL = struct.Struct("<II")
_BLOCK = 1 << 20


def find_damaged_files(folder: Path) -> list[str]:
    """Check the files of an index against the checksums in their footers.

    :param folder: of one language's index.
    :returns: names of files that are cut off, changed or missing; none where there is no index.
    """
    if not folder.exists():
        return []
    names = [path.name for path in sorted(folder.iterdir()) if _has_footer(path)]
    damaged = [name for name in names if not _is_whole(folder / name)]
    if (folder / "meta.json").exists() and not _is_json(folder / "meta.json"):
        damaged.append("meta.json")
    return damaged


def _has_footer(path: Path) -> bool:
    """Tell by its name whether it is a segment's file: 32 hexadecimal digits and a suffix."""
    stem = path.name.split(".")[0]
    return len(stem) == 32 and path.is_file()


def _is_whole(path: Path) -> bool:
    size = path.stat().st_size
    with path.open("rb") as file:
        if size < _TAIL.size:
            return False
        file.seek(size - _TAIL.size)
        length, magic = _TAIL.unpack(file.read())
        start = size - _TAIL.size - length
        if magic != _MAGIC or start < 0:
            return False
        file.seek(start)
        try:
            expected = json.loads(file.read(length))["crc"]
        except (ValueError, KeyError, TypeError):
            return False
        file.seek(0)
        checksum, left = 0, start
        while left:
            block = file.read(min(_BLOCK, left))
            checksum, left = zlib.crc32(block, checksum), left - len(block)
    return bool(checksum == expected)


def _is_json(path: Path) -> bool:
    try:
        json.loads(path.read_bytes())
    except ValueError:
        return False
    return True
