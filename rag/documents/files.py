"""Paths a user names -> the files to load."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from stat import S_ISDIR
from typing import NoReturn

from rag.errors import DocumentError


def list_files(paths: Sequence[Path], suffixes: Collection[str]) -> list[Path]:
    """List files, looking into folders at any depth.

    A file named itself is kept whatever its suffix, so that loading can say why it is refused;
    inside folders, hidden files, hidden folders and other suffixes are passed over.

    :param paths: files and folders.
    :param suffixes: those wanted from folders, lower case with their dot.
    :returns: sorted, each file once.
    :raises DocumentError: a path does not exist, or a folder cannot be listed.
    """
    found: dict[Path, Path] = {}
    for path in paths:
        for file in _walk(path, suffixes) if _is_folder(path) else [path]:
            found.setdefault(file.resolve(), file)
    return sorted(found.values())


def exists(path: Path) -> bool:
    """Tell whether there is such a file or folder; of a name that no file can have, that not."""
    try:
        path.stat()
    except (OSError, ValueError):
        return False
    return True


def _is_folder(path: Path) -> bool:
    try:
        return S_ISDIR(path.stat().st_mode)
    except FileNotFoundError as exc:
        raise DocumentError(
            f"{path}: no such file or folder; check the spelling, or give the full path"
        ) from exc
    except OSError as exc:
        raise DocumentError(
            f"{path}: cannot be read ({exc.strerror}); check its name and permissions"
        ) from exc


def _walk(folder: Path, suffixes: Collection[str]) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder, onerror=_refuse):
        # os.walk goes where this list says.
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in names:
            file = Path(parent, name)
            if not name.startswith(".") and file.suffix.lower() in suffixes and file.is_file():
                yield file


def _refuse(error: OSError) -> NoReturn:
    raise DocumentError(
        f"{error.filename}: this folder cannot be listed ({error.strerror}); "
        "check its permissions, or name the files themselves"
    ) from error
