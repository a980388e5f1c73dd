"""Backup files: a compressed tar with a manifest as its last member; written, and checked."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import tarfile
import zlib
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import IO, cast

import zstandard

from rag.errors import RagError
from rag.json_text import parse_json

MANIFEST = "duizhao-backup.json"
#: Of the backup file, not of the library in it.
BACKUP_FORMAT = 1
SUFFIXES = (".tar.zst", ".tar.gz")
_ZSTD_MAGIC, _GZIP_MAGIC = b"\x28\xb5\x2f\xfd", b"\x1f\x8b"
_BLOCK = 1 << 20
#: A manifest of a million uploads; more is no manifest.
_MAX_MANIFEST_BYTES = 300_000_000
_READ_ERRORS = (tarfile.TarError, zstandard.ZstdError, zlib.error, EOFError, gzip.BadGzipFile)


class BackupError(RagError):
    """A backup cannot be made, or a file is none."""


@dataclass(frozen=True, slots=True)
class BackedUpFile:
    """One file of a backup.

    :param path: relative, with ``/``.
    :param sha256: of its content, hexadecimal.
    :param mode: its permissions.
    """

    path: str
    size: int
    sha256: str
    mode: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds.

    :param made: when, ISO 8601.
    :param store: the library's folder then; documents that were uploaded lie below it.
    :param store_format: of its catalogue.
    """

    made: str
    store: str
    store_format: int
    embedder: str
    dimension: int
    documents: int
    paragraphs: int
    files: tuple[BackedUpFile, ...]


class BackupWriter:
    """Adds files to a backup, and the manifest at the end.

    :param tar: where to.
    """

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self._files: list[BackedUpFile] = []

    @property
    def files(self) -> Sequence[BackedUpFile]:
        """What has been added."""
        return self._files

    def add(self, path: Path, name: str, mode: int | None = None) -> None:
        """Add a file.

        :param path: the file.
        :param name: as the backup calls it.
        :param mode: its permissions, where they are not those of the file.
        :raises BackupError: if it changes while it is read.
        """
        with path.open("rb") as file:
            info = self._tar.gettarinfo(arcname=name, fileobj=file)
            info.type, info.linkname = tarfile.REGTYPE, ""
            info.size = path.stat().st_size
            info.mode = (info.mode if mode is None else mode) & 0o777
            info.uid = info.gid = 0
            info.uname = info.gname = ""
            reader = _HashingReader(file)
            try:
                self._tar.addfile(info, cast("IO[bytes]", reader))
            except OSError as error:
                if error.errno is not None:
                    raise
                raise BackupError(
                    f"{path}: the file was cut short while it was read; run the backup again."
                ) from error
        self._files.append(BackedUpFile(name, info.size, reader.digest.hexdigest(), info.mode))

    def finish(self, manifest: Manifest) -> None:
        """Add the manifest; nothing comes after it."""
        data = json.dumps(
            {"duizhao_backup": BACKUP_FORMAT, **asdict(manifest)}, ensure_ascii=False
        ).encode()
        info = tarfile.TarInfo(MANIFEST)
        info.size, info.mode = len(data), 0o600
        self._tar.addfile(info, io.BytesIO(data))


class _HashingReader:
    """A file that is hashed as it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self.digest.update(data)
        return data


@contextmanager
def open_for_writing(file: IO[bytes], name: str) -> Generator[BackupWriter, None, None]:
    """Begin a backup in an open file, compressed as its name says."""
    compressed: IO[bytes]
    if name.endswith(".zst"):
        compressed = cast(
            "IO[bytes]", zstandard.ZstdCompressor(level=6).stream_writer(file, closefd=False)
        )
    else:
        compressed = cast("IO[bytes]", gzip.GzipFile("", "wb", 6, file, mtime=0))
    with compressed, tarfile.open(fileobj=compressed, mode="w|", format=tarfile.PAX_FORMAT) as tar:
        yield BackupWriter(tar)


def check_backup(path: Path) -> Manifest:
    """Read a whole backup: every file in it is what its manifest says, and nothing else is there.

    :param path: the file; nothing is written.
    :returns: its manifest.
    :raises BackupError: if it is none, is damaged, or holds what no backup does.
    """
    found: dict[str, BackedUpFile] = {}
    manifest: Manifest | None = None

    def look(info: tarfile.TarInfo, content: IO[bytes]) -> None:
        nonlocal manifest
        if manifest is not None or info.name in found:
            raise BackupError(f"{path}: holds {info.name!r} where a backup holds nothing more.")
        if info.name == MANIFEST:
            manifest = _parse_manifest(path, content.read(_MAX_MANIFEST_BYTES))
            return
        digest = hashlib.sha256()
        while block := content.read(_BLOCK):
            digest.update(block)
        found[info.name] = BackedUpFile(info.name, info.size, digest.hexdigest(), info.mode)

    read_members(path, look)
    if manifest is None:
        raise BackupError(
            f"{path}: this is no whole backup of duizhao: its manifest is missing. "
            "Name a file that 'duizhao backup' has made."
        )
    listed = {each.path: each for each in manifest.files}
    wrong = sorted(
        name for name in listed.keys() | found.keys() if listed.get(name) != found.get(name)
    )
    if wrong:
        raise BackupError(
            f"{path}: damaged: {', '.join(wrong[:3])} {'is' if len(wrong) == 1 else 'are'} not "
            "what was backed up. Use another backup."
        )
    return manifest


def read_members(path: Path, visit: Callable[[tarfile.TarInfo, IO[bytes]], None]) -> None:
    """Show each member of a backup to a function, once its name and kind are found harmless.

    :param path: the backup.
    :param visit: gets a member and its content.
    :raises BackupError: if the file cannot be read, or a member is a link or lies outside.
    """
    try:
        with _open_compressed(path) as file, tarfile.open(fileobj=file, mode="r|") as tar:
            for info in tar:
                _check_member(path, info)
                content = tar.extractfile(info)
                if content is not None:
                    visit(info, content)
    except _READ_ERRORS as error:
        raise BackupError(
            f"{path}: this is no backup of duizhao, or it is damaged ({error}). Use another backup."
        ) from error
    except OSError as error:
        raise BackupError(f"{path}: cannot be read ({error.strerror or error}).") from error


def _check_member(path: Path, info: tarfile.TarInfo) -> None:
    parts = PurePosixPath(info.name).parts
    is_outside = info.name.startswith("/") or ".." in parts or "\\" in info.name or ":" in info.name
    if is_outside or not parts or info.name != "/".join(parts) or "\0" in info.name:
        raise BackupError(
            f"{path}: holds {info.name!r}, which would lie outside the library's folder. "
            "This is no backup of duizhao; nothing was restored."
        )
    if not info.isreg():
        raise BackupError(
            f"{path}: holds {info.name!r}, which is a link, a folder or a device and no file. "
            "This is no backup of duizhao; nothing was restored."
        )


@contextmanager
def _open_compressed(path: Path) -> Generator[IO[bytes], None, None]:
    with path.open("rb") as file:
        magic = file.read(4)
        file.seek(0)
        if magic == _ZSTD_MAGIC:
            with zstandard.ZstdDecompressor().stream_reader(file) as stream:
                yield cast("IO[bytes]", stream)
        elif magic.startswith(_GZIP_MAGIC):
            with gzip.GzipFile(fileobj=file) as stream:
                yield cast("IO[bytes]", stream)
        else:
            raise BackupError(
                f"{path}: this is no backup of duizhao, which is a .tar.zst or .tar.gz file."
            )


def _parse_manifest(path: Path, data: bytes) -> Manifest:
    try:
        values = parse_json(data)
        version = values.pop("duizhao_backup")
        if version > BACKUP_FORMAT:
            raise BackupError(
                f"{path}: the backup has format {version}, and this version of duizhao knows "
                f"formats up to {BACKUP_FORMAT}. Update duizhao to restore it."
            )
        files = tuple(BackedUpFile(**each) for each in values.pop("files"))
        return Manifest(**values, files=files)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BackupError(
            f"{path}: the manifest of this backup cannot be read ({error}). Use another backup."
        ) from error
