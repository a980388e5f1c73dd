"""Bytes whose kind is not what the file's suffix says -> a message that names the right suffix."""

from __future__ import annotations

import io
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from rag.errors import DocumentError

_WORD, _BOOK, _PDF, _ARCHIVE = ".docx", ".epub", ".pdf", ".zip"
_KINDS = {_WORD: "a Word file", _BOOK: "an EPUB book", _PDF: "a PDF", _ARCHIVE: "a zip archive"}
#: Suffixes of one kind.
_SAME = {".docm": _WORD}
#: Looked at to tell whether a file is plain text.
_HEAD_BYTES = 4_096
_CONTROLS = frozenset(range(32)) - frozenset(b"\t\n\r\f")


def refuse_mistaken(path: Path, data: bytes) -> None:
    """Refuse a file whose content is surely of another format than its suffix says.

    :param path: names the format.
    :param data: the whole file.
    :raises DocumentError: it is of another one; says which.
    """
    suffix = path.suffix.lower()
    said = _SAME.get(suffix, suffix)
    found = _find_suffix(data)
    if found is not None and found != said:
        raise DocumentError(
            f"{path}: is named {suffix} and holds {_KINDS[found]}; rename it so that it ends in "
            f"{found}, and add it again"
        )
    if found is None and said in _KINDS and _is_plain_text(data):
        raise DocumentError(
            f"{path}: is named {suffix} and holds plain text, not {_KINDS[said]}; rename it so "
            "that it ends in .txt, and add it again"
        )


def _find_suffix(data: bytes) -> str | None:
    """Tell what a file that is read here surely is; None where that is not sure."""
    if data.startswith(b"%PDF-"):
        return _PDF
    if not data.startswith(b"PK\x03\x04"):
        return None
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            names = frozenset(archive.namelist())
    except (BadZipFile, NotImplementedError, ValueError, OSError, EOFError):
        return None  # whoever reads it says what is wrong with it
    if "word/document.xml" in names:
        return _WORD
    if "META-INF/container.xml" in names:
        return _BOOK
    # Other Office files name their parts there.
    return None if "[Content_Types].xml" in names or "mimetype" in names else _ARCHIVE


def _is_plain_text(data: bytes) -> bool:
    head = data[:_HEAD_BYTES]
    if not head.strip() or not _CONTROLS.isdisjoint(head):
        return False
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start >= len(head) - 4 and len(data) > len(head)
    return True
