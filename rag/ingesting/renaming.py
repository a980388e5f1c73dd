"""Stored documents and a file that is new -> the document it was before it was renamed or moved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from rag.documents import are_read_alike, find_source_file
from rag.schema import DocumentInfo


class StoredDocuments:
    """The documents of a library by path and by content.

    :param infos: all of them.
    """

    def __init__(self, infos: Iterable[DocumentInfo]) -> None:
        self._by_path: dict[str, DocumentInfo] = {}
        self._by_hash: dict[str, list[DocumentInfo]] = defaultdict(list)
        #: Paths within archives that no longer hold them.
        self._left_out: set[str] = set()
        for info in infos:
            self._by_path[info.path] = info
            self._by_hash[info.content_hash].append(info)

    def at(self, path: str) -> DocumentInfo | None:
        """Give the document that was read from a path, as it is stored."""
        return self._by_path.get(path)

    def inside(self, archive: Path) -> list[DocumentInfo]:
        """List the documents that were read from an archive."""
        start = f"{archive.resolve()}/"
        return [info for path, info in self._by_path.items() if path.startswith(start)]

    def leave_out(self, infos: Iterable[DocumentInfo]) -> None:
        """Note that an archive no longer holds some documents."""
        self._left_out |= {info.path for info in infos}

    def take_moved(self, path: Path, content_hash: str) -> DocumentInfo | None:
        """Find the document that a new file was before, by its content; each is given once.

        Only a document whose own file is gone can have moved; else the new file is a copy. One of
        another format is no match: the same bytes would be read otherwise.

        :param path: of the new file.
        :param content_hash: SHA-256 of its bytes, hexadecimal.
        :returns: the document; of several alike the one of the same file name, if there is one.
        """
        same = [
            info
            for info in self._by_hash.get(content_hash, ())
            if self._is_gone(info.path) and are_read_alike(Path(info.path), path)
        ]
        if not same:
            return None
        moved = next((info for info in same if Path(info.path).name == path.name), same[0])
        self._by_hash[content_hash].remove(moved)
        return moved

    def _is_gone(self, path: str) -> bool:
        return path in self._left_out or find_source_file(Path(path)) is None
