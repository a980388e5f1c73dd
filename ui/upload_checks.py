"""An uploaded file -> why it is refused, before anything is kept of it."""

from __future__ import annotations

from pathlib import Path

from rag.documents import SUPPORTED_SUFFIXES
from rag.schema import Language
from rag.settings import PageSettings
from ui import render
from ui import strings as s
from ui.conversation import Notice
from ui.failures import USUAL_SUFFIXES

#: How files of these formats begin; a PDF may have something else first.
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_BEGINNINGS: dict[str, tuple[bytes, ...]] = {
    ".docx": _ZIP,
    ".docm": _ZIP,
    ".epub": _ZIP,
    ".zip": _ZIP,
}
_PDF_HEAD_BYTES = 1024
#: Programs, whatever they are named.
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")


class UploadChecks:
    """Checks the files of one upload, one after the other.

    :param settings: how large a file may be, and all that are kept.
    :param folder: where uploads are kept.
    :param language: the page's language.
    """

    def __init__(self, settings: PageSettings, folder: Path, language: Language) -> None:
        self._settings = settings
        self._language = language
        self._kept = _size_of(folder)

    def refuse(self, source: Path) -> Notice | None:
        """Say why a file is refused; None where it is not, and then it counts as kept."""
        size = source.stat().st_size
        notice = self._refuse_size(size) or self._refuse_type(source) or self._refuse_total(size)
        if notice is None:
            self._kept += size
        return notice

    def _refuse_size(self, size: int) -> Notice | None:
        limit = self._settings.max_upload_bytes
        if size <= limit:
            return None
        sizes = {"size": render.format_size(size), "limit": render.format_size(limit)}
        return Notice(s.UPLOAD_TOO_LARGE(self._language, **sizes))

    def _refuse_type(self, source: Path) -> Notice | None:
        suffix = source.suffix.lower()
        if suffix not in SUPPORTED_SUFFIXES:
            shown = {"suffix": suffix or source.name, "supported": " ".join(USUAL_SUFFIXES)}
            return Notice(s.UPLOAD_SUFFIX(self._language, **shown))
        with source.open("rb") as file:
            head = file.read(_PDF_HEAD_BYTES)
        if _is_what_it_says(suffix, head):
            return None
        return Notice(s.UPLOAD_NOT_WHAT_IT_SAYS(self._language, suffix=suffix))

    def _refuse_total(self, size: int) -> Notice | None:
        limit = self._settings.max_uploads_total_bytes
        if self._kept + size <= limit:
            return None
        sizes = {"kept": render.format_size(self._kept), "limit": render.format_size(limit)}
        return Notice(s.UPLOADS_FULL(self._language, **sizes))


def _is_what_it_says(suffix: str, head: bytes) -> bool:
    if not head:
        # Empty; the library has its own words for that.
        return True
    if suffix == ".pdf":
        return b"%PDF-" in head
    if suffix in _BEGINNINGS:
        return head.startswith(_BEGINNINGS[suffix])
    return not (head.startswith(_PROGRAMS) and b"\0" in head)


def _size_of(folder: Path) -> int:
    if not folder.is_dir():
        return 0
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
