"""A zip archive -> the files in it that are read, each to be read by itself.

Nothing is unpacked to disk. An archive inside an archive is not opened.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from stat import S_ISLNK
from zipfile import ZipInfo

from rag.documents.encoding import decode_text
from rag.documents.formats.package import Package
from rag.errors import DocumentError

ARCHIVE_SUFFIXES = frozenset({".zip"})
_OTHER_ARCHIVES = frozenset({".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz"})
_UTF8_FLAG = 0x800
_DRIVE = re.compile(r"[A-Za-z]:")
#: How zip programs write names that are in no known encoding.
_RAW_NAMES = "cp437"


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive.

    :param name: with its folders, ``/`` between them.
    :param read: unpacks it; raises DocumentError where it cannot or must not be read.
    """

    name: str
    read: Callable[[], bytes]


def list_members(package: Package, suffixes: Collection[str]) -> Iterator[Member]:
    """List the files of an archive, in its order; hidden and unsupported ones are passed over.

    :param package: the open archive; it stays open while members are read.
    :param suffixes: those that are read, lower case with their dot.
    :yields: members; the unsafe, twice named and nested ones as well, whose reading says why not.
    :raises DocumentError: nothing in it is read, or it holds more than is allowed.
    """
    infos = [info for info in package.members if not info.is_dir()]
    names = _decode_names(infos)
    wanted = [
        (name, info)
        for name, info in zip(names, infos, strict=True)
        if not _is_hidden(name) and _suffix(name) in (*suffixes, *_OTHER_ARCHIVES)
    ]
    if not wanted:
        found = ", ".join(sorted({_suffix(name) or "none" for name in names})[:8]) or "no file"
        raise DocumentError(
            f"{package.name}: holds no file that is read here (suffixes found: {found}); convert "
            "what is in it, and add that"
        )
    package.check_total([info for name, info in wanted if _suffix(name) in suffixes])
    seen: set[str] = set()
    for name, info in wanted:
        fault = _find_fault(name, info, seen)
        seen.add(name)
        label = f"{package.name}/{name}"
        if fault:
            yield Member(name, partial(_refuse, f"{label}: {fault}"))
        else:
            yield Member(name, partial(package.read, info, label))


def _refuse(message: str) -> bytes:
    raise DocumentError(message)


def _find_fault(name: str, info: ZipInfo, seen: Collection[str]) -> str:
    """Say why a member must not be read; empty where it may be."""
    if _suffix(name) in _OTHER_ARCHIVES:
        return (
            "an archive inside an archive is not opened; unpack the outer one and add what was in "
            "it"
        )
    if name.startswith("/") or _DRIVE.match(name) or ".." in name.split("/"):
        return "its name leads out of the archive, which no sound archive does; pack it anew"
    if S_ISLNK(info.external_attr >> 16):
        return "this is a link to another file; pack the file itself"
    if name in seen:
        return "a second file of this name; rename one of them"
    return ""


def _decode_names(infos: Sequence[ZipInfo]) -> list[str]:
    """Decode the members' names; those without a flag together, as one program wrote them."""
    raw = [info.filename for info in infos if not info.flag_bits & _UTF8_FLAG]
    encoding = _tell_encoding("\n".join(raw))
    names = (
        info.filename if info.flag_bits & _UTF8_FLAG else _decode_name(info.filename, encoding)
        for info in infos
    )
    return [name.replace("\\", "/") for name in names]


def _tell_encoding(joined: str) -> str:
    """Tell the encoding of names that the zip reader took for cp437."""
    if joined.isascii():
        return "ascii"
    try:
        return decode_text(joined.encode(_RAW_NAMES), "names")[1]
    except (UnicodeEncodeError, DocumentError):
        return "gb18030"  # a few rare characters; by far the most of such archives are in it


def _decode_name(name: str, encoding: str) -> str:
    try:
        return name.encode(_RAW_NAMES).decode(encoding)
    except UnicodeError:
        return name


def _is_hidden(name: str) -> bool:
    parts = [part for part in name.split("/") if part not in ("..", ".")]
    return any(part.startswith(".") or part == "__MACOSX" for part in parts)


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower()
