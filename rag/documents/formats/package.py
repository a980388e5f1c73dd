"""A packed file (zip, docx, epub) -> its parts, with bounds on what they unpack to."""

from __future__ import annotations

import lzma
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo

from rag.errors import DocumentError
from rag.settings import DocumentSettings

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_KINDS = (
    ("EncryptedPackage", "protected with a password: open it, save it without one, and add that"),
    ("WordDocument", "an old Word file (.doc) under another name: save it as .docx and add that"),
)
_ENCRYPTED_FLAG = 0x1
#: Small files may pack to next to nothing; they cannot fill the memory.
_MIN_SUSPICIOUS_BYTES = 10_000_000
#: Everything that reading a damaged, encrypted or oddly packed part raises.
_READ_ERRORS = (
    BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)


class Package:
    """An open packed file.

    :param file: the open zip file.
    :param name: the file, for messages.
    :param settings: the limits that hold.
    """

    def __init__(self, file: ZipFile, name: str, settings: DocumentSettings) -> None:
        self._file = file
        self.name = name
        self._settings = settings

    @property
    def members(self) -> list[ZipInfo]:
        """Its parts, in the order it lists them."""
        return self._file.infolist()

    def find(self, part: str) -> ZipInfo | None:
        """Find a part by its name; None where it is not there."""
        return self._file.NameToInfo.get(part)

    def check_total(self, members: list[ZipInfo]) -> None:
        """Refuse a file that would unpack to more than is allowed.

        :param members: those of its parts that would be read.
        :raises DocumentError: too many of them, or too large in all.
        """
        limit = self._settings.max_archive_members
        if len(members) > limit:
            raise DocumentError(
                f"{self.name}: holds {len(members):,} files, over the limit of {limit:,}; split "
                "it, or set DUIZHAO_DOCUMENTS__MAX_ARCHIVE_MEMBERS to allow more"
            )
        total = sum(info.file_size for info in members)
        if total > self._settings.max_unpacked_bytes:
            raise DocumentError(
                f"{self.name}: would unpack to {total:,} bytes, over the limit of "
                f"{self._settings.max_unpacked_bytes:,}, as zip bombs do; if it is sound, split "
                "it, or set DUIZHAO_DOCUMENTS__MAX_UNPACKED_BYTES to allow more"
            )

    def read(self, info: ZipInfo, label: str = "") -> bytes:
        """Unpack one part.

        :param info: the part.
        :param label: what to call it in messages; by default the file and the part.
        :returns: its bytes.
        :raises DocumentError: it is encrypted, damaged, or over the limits.
        """
        label = label or f"{self.name}: {info.filename}"
        self._check_part(info, label)
        with _read_errors(label):
            return self._file.read(info)

    @contextmanager
    def stream(self, info: ZipInfo) -> Iterator[IO[bytes]]:
        """Open one part to read it bit by bit.

        :param info: the part.
        :yields: the open part.
        :raises DocumentError: it is encrypted, damaged, or over the limits.
        """
        label = f"{self.name}: {info.filename}"
        self._check_part(info, label)
        with _read_errors(label), self._file.open(info) as part:
            yield part

    def _check_part(self, info: ZipInfo, label: str) -> None:
        if info.flag_bits & _ENCRYPTED_FLAG:
            raise DocumentError(
                f"{label}: protected with a password; unpack it, and add what was in it"
            )
        size, limit = info.file_size, self._settings.max_part_bytes
        if size > limit:
            raise DocumentError(
                f"{label}: unpacks to {size:,} bytes, over the limit of {limit:,}; split it, or "
                "set DUIZHAO_DOCUMENTS__MAX_PART_BYTES to allow more"
            )
        ratio = size / max(info.compress_size, 1)
        if size > _MIN_SUSPICIOUS_BYTES and ratio > self._settings.max_unpacked_ratio:
            raise DocumentError(
                f"{label}: unpacks to {ratio:,.0f} times its size, as zip bombs do (the limit is "
                f"{self._settings.max_unpacked_ratio:,.0f}); if it is sound, set "
                "DUIZHAO_DOCUMENTS__MAX_UNPACKED_RATIO to allow more"
            )


@contextmanager
def open_package(file: IO[bytes], name: str, settings: DocumentSettings) -> Iterator[Package]:
    """Open a packed file; nothing is unpacked to disk.

    :param file: open for reading at its beginning.
    :param name: the file, for messages.
    :param settings: the limits that hold.
    :yields: the package.
    :raises DocumentError: it is of another kind, encrypted as a whole, or damaged.
    """
    _refuse_ole(file, name)
    try:
        archive = ZipFile(file)
    except (BadZipFile, NotImplementedError, ValueError, OSError, EOFError) as exc:
        raise DocumentError(
            f"{name}: this file is damaged or cut off, or is no file of its kind ({exc}); get it "
            "again, or save it anew"
        ) from exc
    with archive:
        yield Package(archive, name, settings)


def _refuse_ole(file: IO[bytes], name: str) -> None:
    if file.read(len(_OLE)) == _OLE:
        body = file.read()
        for stream, what in _OLE_KINDS:
            if stream.encode("utf-16-le") in body:
                raise DocumentError(f"{name}: this file is {what}")
        raise DocumentError(
            f"{name}: this is an old Office file under another name; save it in its program's "
            "present format and add that"
        )
    file.seek(0)


@contextmanager
def _read_errors(label: str) -> Iterator[None]:
    try:
        yield
    except _READ_ERRORS as exc:
        raise DocumentError(
            f"{label}: cannot be unpacked ({exc}); the file is damaged or packed in a way that is "
            "not read: pack it anew"
        ) from exc
