"""A library's folder -> one backup file, while it is used and written; and back.

What is derived, the indexes, is left out: the copy of the catalogue is of one moment, whatever is
being written, and restoring makes the indexes from it.
"""

from __future__ import annotations

import logging
import os
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from rag.store_errors import library_errors
from rag.upkeep.backup_files import (
    SUFFIXES,
    BackupError,
    BackupWriter,
    Manifest,
    check_backup,
    open_for_writing,
    read_members,
)
from vectorstore import (
    CATALOGUE,
    FORMAT_VERSION,
    KEYWORDS,
    VECTORS,
    Rename,
    Store,
    StoreInfo,
    inspect_catalogue,
    prepare_folder,
    read_info,
    reading_uri,
)

logger = logging.getLogger(__name__)

_SQLITE_MAGIC = b"SQLite format 3\0"
_DERIVED = frozenset({VECTORS, KEYWORDS})
#: What belongs to processes at work, or beside a SQLite file that is copied as a whole.
_PASSING = (".lock", ".pid", "-wal", "-shm", "-journal")


def back_up(folder: Path, target: Path) -> Manifest:
    """Write a backup of a library; others may use and write it meanwhile.

    :param folder: the library's.
    :param target: a new file, ``.tar.zst`` or ``.tar.gz``, outside the folder.
    :returns: what it holds; read back from the file and compared.
    :raises BackupError: if it cannot be written, or the library is damaged.
    :raises LibraryError: if there is no library.
    """
    with library_errors():
        prepare_folder(folder, create=False)
    _check_target(folder, target)
    try:
        with tempfile.TemporaryDirectory(prefix=".duizhao-backup-", dir=target.parent) as name:
            staging = Path(name)
            partial = staging / "backup"
            _write(folder, staging, partial, target.name)
            manifest = check_backup(partial)
            partial.rename(target)
        _sync_folder(target.parent)
    except OSError as error:
        raise BackupError(
            f"{target}: the backup cannot be written ({error.strerror or error}); no file was left "
            "there. Check the disk's free space and permissions, or name another file."
        ) from error
    return manifest


def _check_target(folder: Path, target: Path) -> None:
    if not target.name.endswith(SUFFIXES):
        raise BackupError(f"{target}: name a file that ends with {' or '.join(SUFFIXES)}.")
    if target.exists():
        raise BackupError(f"{target}: there is such a file already; name another one.")
    if target.absolute().resolve().is_relative_to(folder.resolve()):
        raise BackupError(f"{target}: a backup within the library is none; name another folder.")
    if not target.parent.is_dir():
        raise BackupError(f"{target}: there is no folder {target.parent}; make it first.")


def _write(folder: Path, staging: Path, partial: Path, name: str) -> None:
    info = _copy_catalogue(folder, staging)
    with partial.open("xb") as file:
        # It holds conversations and hashed passwords.
        os.fchmod(file.fileno(), 0o600)
        with open_for_writing(file, name) as writer:
            mode = (folder / CATALOGUE).stat().st_mode
            writer.add(staging / CATALOGUE, CATALOGUE, mode)
            for path in _kept_files(folder):
                _add(writer, path, path.relative_to(folder).as_posix(), staging)
            writer.finish(
                Manifest(
                    made=datetime.now(UTC).isoformat(timespec="seconds"),
                    store=str(folder.resolve()),
                    store_format=info.format_version,
                    embedder=info.embedder,
                    dimension=info.dimension,
                    documents=info.document_count,
                    paragraphs=info.paragraph_count,
                    files=tuple(writer.files),
                )
            )
        file.flush()
        os.fsync(file.fileno())


def _copy_catalogue(folder: Path, staging: Path) -> StoreInfo:
    """Copy the catalogue as it is at one moment, and look whether it is sound."""
    _copy_database(folder / CATALOGUE, staging / CATALOGUE)
    findings = inspect_catalogue(staging)
    if findings:
        raise BackupError(
            f"{folder}: the library is damaged ({findings[0].text}), and no backup was made of it. "
            "See 'duizhao doctor'; earlier backups are the better ones."
        )
    with library_errors():
        return read_info(staging)


def _copy_database(source: Path, target: Path) -> None:
    try:
        with (
            closing(sqlite3.connect(reading_uri(source), uri=True)) as reading,
            closing(sqlite3.connect(target)) as writing,
        ):
            reading.backup(writing)
            # One file, without a log beside it.
            writing.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        raise BackupError(
            f"{source}: cannot be copied ({error}). Check free space beside the backup, and look "
            "at the library with 'duizhao doctor'."
        ) from error


def _kept_files(folder: Path) -> Iterator[Path]:
    """Yield all files of a library that are not derived: uploads, conversations, users."""
    for path in sorted(folder.rglob("*")):
        top = path.relative_to(folder).parts[0]
        if top in _DERIVED or top.startswith(CATALOGUE):
            continue
        if path.is_symlink() or not path.is_file() or path.name.endswith(_PASSING):
            continue
        yield path


def _add(writer: BackupWriter, path: Path, name: str, staging: Path) -> None:
    try:
        with path.open("rb") as file:
            is_database = file.read(len(_SQLITE_MAGIC)) == _SQLITE_MAGIC
        if not is_database:
            writer.add(path, name)
            return
        copy = staging / "database"
        _copy_database(path, copy)
        writer.add(copy, name, path.stat().st_mode)
        copy.unlink()
    except FileNotFoundError:
        logger.info("%s was removed while the backup was made.", path)


def restore(source: Path, folder: Path) -> Manifest:
    """Make a library from a backup; all of it or nothing.

    :param source: the backup.
    :param folder: a new or empty folder.
    :returns: what the backup holds.
    :raises BackupError: if the file is no sound backup, or the folder is not empty.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BackupError(
            f"{folder}: there is something here already, and a backup is never restored over it. "
            "Name a new folder with --store."
        )
    manifest = check_backup(source)
    if manifest.store_format > FORMAT_VERSION:
        raise BackupError(
            f"{source}: the library in it has format {manifest.store_format}, and this version of "
            f"duizhao knows formats up to {FORMAT_VERSION}. Update duizhao to restore it."
        )
    folder = folder.absolute()
    staging = folder.with_name(f".{folder.name}.restoring")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(staging, ignore_errors=True)  # of a restore that was killed
        staging.mkdir(mode=0o700)
        _extract(source, manifest, staging)
        _build(manifest, staging, folder)
        if folder.exists():
            folder.rmdir()
        staging.chmod(0o755)
        staging.rename(folder)
        _sync_folder(folder.parent)
    except OSError as error:
        raise BackupError(
            f"{folder}: the backup cannot be restored there ({error.strerror or error}); nothing "
            "was left there. Check the disk's free space and permissions."
        ) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return manifest


def _extract(source: Path, manifest: Manifest, staging: Path) -> None:
    known = {each.path: each for each in manifest.files}

    def write(info: tarfile.TarInfo, content: IO[bytes]) -> None:
        file = known.get(info.name)
        if file is None:
            return
        path = staging / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as target:
            shutil.copyfileobj(content, target)
        path.chmod(file.mode & 0o777)

    read_members(source, write)


def _build(manifest: Manifest, staging: Path, folder: Path) -> None:
    """Make the indexes, and let uploaded documents be where they lie now."""
    findings = inspect_catalogue(staging)
    if findings:
        raise BackupError(f"{folder}: what was restored is damaged: {findings[0].text}.")
    with (
        library_errors(),
        Store.open(
            staging, embedder=manifest.embedder, dimension=manifest.dimension, create=False
        ) as store,
        store.writer(),
    ):
        former = Path(manifest.store)
        store.rename(
            [
                Rename(info.name, info.name, str(folder / Path(info.path).relative_to(former)))
                for info in store.documents()
                if Path(info.path).is_relative_to(former)
            ]
        )


def _sync_folder(folder: Path) -> None:
    """Let a new name in a folder outlast a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
