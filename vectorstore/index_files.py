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
    try:
        segments = json.loads((folder / "meta.json").read_bytes())["segments"]
        names = {str(each["segment_id"]).replace("-", "") for each in segments}
    except FileNotFoundError:
        return []
    except (ValueError, LookupError, TypeError):
        return ["meta.json"]
    # Others are what a killed writer left behind, which nobody reads.
    files = [path for path in sorted(folder.iterdir()) if path.name.split(".")[0] in names]
    return [path.name for path in files if not _is_whole(path)]


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
