"""A path -> a folder that is a store, or can become one."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from vectorstore.errors import NotAStoreError, StoreNotFoundError, StoreReadOnlyError

CATALOGUE = "catalogue.sqlite3"
VECTORS = "vectors"
KEYWORDS = "keywords"
#: Marker file in either: the index is to be built again.
DAMAGED = "damaged"
#: Marker file beside the vectors: a change to them is under way.
CHANGING = "changing"
#: What may lie in a folder whose making was cut off, or that a file manager has looked at.
_HARMLESS = frozenset({"writer.lock", "writer.pid", "vectors.lock", ".DS_Store", "Thumbs.db"})


def prepare_folder(path: Path, *, create: bool) -> None:
    """Make sure that a path is a store's folder or an empty one; nothing else is written.

    :param path: the folder.
    :param create: make it if it is missing.
    :raises StoreNotFoundError: if there is no store and ``create`` is False.
    :raises NotAStoreError: if the path is a file, or a folder with other content.
    :raises StoreReadOnlyError: if the folder cannot be made or written.
    """
    try:
        if (path / CATALOGUE).is_file():
            return
        if path.exists():
            _check_empty(path)
        if not create:
            raise StoreNotFoundError(
                f"{path}: there is no library here yet. "
                f"Make one with: duizhao ingest PATH... --store {path}"
            )
        path.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise StoreReadOnlyError(
            f"{path}: the store's folder cannot be made or read ({exc.strerror or exc}). "
            "Choose a folder you may write to, with --store or DUIZHAO_STORE."
        ) from exc
    if not is_writable(path):
        raise StoreReadOnlyError(
            f"{path}: no store can be made here, because the folder cannot be written. "
            "Choose a folder you may write to, with --store or DUIZHAO_STORE."
        )


def begin_anew(folder: Path) -> None:
    """Empty an index's folder; from before the first file goes it counts as damaged.

    :param folder: the index's; made where it is missing.
    :raises OSError: if it cannot be marked.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / DAMAGED).touch()
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        elif path.name != DAMAGED:
            with suppress(OSError):
                path.unlink()


def is_writable(path: Path) -> bool:
    """Tell whether files can be made in a folder."""
    return os.access(path, os.W_OK | os.X_OK)


def _check_empty(path: Path) -> None:
    if not path.is_dir():
        raise NotAStoreError(
            f"{path}: this is a file, and a store is a folder. Name a folder with --store."
        )
    others = sorted(
        entry.name
        for entry in path.iterdir()
        if entry.name not in _HARMLESS and not entry.name.startswith(CATALOGUE)
    )
    if others:
        raise NotAStoreError(
            f"{path}: the folder holds other things ({', '.join(others[:3])}"
            f"{', ...' if len(others) > 3 else ''}) and no store. "
            "Name an empty or a new folder with --store."
        )
