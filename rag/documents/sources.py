"""A path -> what documents are read from: the file itself, or each file in an archive."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from stat import S_ISDIR

from rag.documents.files import exists
from rag.documents.formats.archive import ARCHIVE_SUFFIXES, Member, list_members
from rag.documents.formats.package import open_package
from rag.errors import DocumentError
from rag.settings import DocumentSettings

#: Formats that pack pictures beside the text, or many texts.
_PACKED = frozenset({".docx", ".docm", ".epub", ".pdf"}) | ARCHIVE_SUFFIXES


@dataclass(frozen=True, slots=True)
class Source:
    """What one document is read from.

    :param path: of the file, as it was named; for a file in an archive the archive's path and,
        behind it, the file's name in there.
    :param name: what the document is called where that name is free.
    :param read: gives its bytes; raises DocumentError.
    """

    path: Path
    name: str
    read: Callable[[], bytes]


def list_sources(
    path: Path, settings: DocumentSettings, suffixes: Collection[str]
) -> Iterator[Source]:
    """List what documents are read from; an archive gives one for each supported file in it.

    An archive is open while its sources are gone through, and they are read only then.

    :param path: a file.
    :param settings: the limits that hold.
    :param suffixes: those that are read, lower case with their dot.
    :yields: sources; what is wrong with a file in an archive shows when it is read.
    :raises DocumentError: an archive that cannot be opened, or holds nothing that is read.
    """
    if path.suffix.lower() not in ARCHIVE_SUFFIXES:
        yield Source(path, path.stem, partial(read_file, path, settings))
        return
    _check_size(path, find_size(path), settings)
    try:
        file = path.open("rb")
    except OSError as exc:
        raise _unreadable(path, exc) from exc
    with file, open_package(file, str(path), settings) as package:
        for member in list_members(package, suffixes):
            inner = PurePosixPath(path.stem, member.name.lstrip("/")).with_suffix("")
            place = path / member.name.lstrip("/")
            yield Source(place, str(inner), partial(_read_member, member, place, settings))


def is_archive(path: Path) -> bool:
    """Tell by its name whether a file holds several documents."""
    return path.suffix.lower() in ARCHIVE_SUFFIXES


def find_source_file(path: Path) -> Path | None:
    """Find the file that a stored document was read from.

    :param path: the path of a document.
    :returns: the file, or the archive that holds it; None where that is gone.
    """
    if exists(path):
        return path
    # A name in an archive may be longer than a file's can be.
    archives = (each for each in path.parents if is_archive(each) and exists(each))
    return next((each for each in archives if each.is_file()), None)


def find_size(path: Path) -> int:
    """Give a file's size in bytes.

    :param path: the file.
    :returns: its size.
    :raises DocumentError: it is not there, not to be read, or a folder.
    """
    try:
        status = path.stat()
    except FileNotFoundError as exc:
        raise DocumentError(f"{path}: no such file; check the spelling and the folder") from exc
    except OSError as exc:
        raise _unreadable(path, exc) from exc
    if S_ISDIR(status.st_mode):
        raise DocumentError(f"{path}: this is a folder; name a file in it, or ingest the folder")
    return status.st_size


def read_file(path: Path, settings: DocumentSettings) -> bytes:
    """Read a file's bytes.

    :param path: the file.
    :param settings: the limits that hold.
    :returns: all of it.
    :raises DocumentError: it cannot be read, is too large, or is empty.
    """
    _check_size(path, find_size(path), settings)
    try:
        data = path.read_bytes()
    except OSError as exc:
        raise _unreadable(path, exc) from exc
    return _not_empty(data, str(path))


def _read_member(member: Member, place: Path, settings: DocumentSettings) -> bytes:
    data = member.read()
    _check_size(place, len(data), settings)
    return _not_empty(data, str(place))


def _check_size(path: Path, size: int, settings: DocumentSettings) -> None:
    packed = path.suffix.lower() in _PACKED
    limit = settings.max_packed_bytes if packed else settings.max_file_bytes
    if size > limit:
        setting = "MAX_PACKED_BYTES" if packed else "MAX_FILE_BYTES"
        raise DocumentError(
            f"{path}: {size:,} bytes, over the limit of {limit:,}; split it, or set "
            f"DUIZHAO_DOCUMENTS__{setting} to allow more"
        )


def _not_empty(data: bytes, name: str) -> bytes:
    if not data:
        raise DocumentError(f"{name}: this file is empty (0 bytes); check how it was saved")
    return data


def _unreadable(path: Path, error: OSError) -> DocumentError:
    return DocumentError(
        f"{path}: cannot be read ({error.strerror}); check its name, permissions and disk"
    )
