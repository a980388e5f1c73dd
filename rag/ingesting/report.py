"""What an ingest tells: where it stands, and what it did; every value is frozen."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FailedFile:
    """A file that could not be indexed, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class FileWarning:
    """A file that was indexed, and what of it could not be read."""

    path: str
    message: str


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What one ingest did; names of documents, and files that failed with the reason.

    :param renamed: former and present name of documents whose file was renamed or moved; the same
        name where only its folder changed.
    :param missing: documents whose file is gone and that are still in the library.
    :param described: documents of which only title, date, source and the like are others now.
    """

    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    failed: tuple[FailedFile, ...] = ()
    warnings: tuple[FileWarning, ...] = ()
    seconds: float = 0.0
    renamed: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()
    described: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IngestProgress:
    """Where an ingest stands, for a progress display.

    :param done: files finished.
    :param total: files in all.
    :param name: the file at work, or the step (``pairs``).
    :param done_bytes: size of the files finished; time goes by size rather than by number.
    :param total_bytes: size of all files.
    """

    done: int
    total: int
    name: str
    done_bytes: int = 0
    total_bytes: int = 0
