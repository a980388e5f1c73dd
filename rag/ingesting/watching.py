"""Folders that are followed -> what an ingest did, whenever files in them have changed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from rag.documents import find_files, sidecar_path
from rag.errors import DocumentError, LibraryError
from rag.ingesting.report import FailedFile, IngestReport
from rag.schema import DocumentInfo

#: A file is taken over when it has not changed for so long: by then most programs have saved it.
QUIET_SECONDS = 1.0
#: Files taken over at a time, so that other writers get their turn between.
_MAX_FILES = 100

#: Times, size and inode: what changes when a file's content, name or permissions do. Behind them
#: those of its sidecar, where it has one.
Signature = tuple[int, ...]


class WatchedLibrary(Protocol):
    """What watching needs of a library."""

    def ingest(self, paths: Sequence[Path], *, prune: bool = False) -> IngestReport:
        """Index files and folders."""

    def documents(self) -> list[DocumentInfo]:
        """List the documents."""

    def remove(self, names: Sequence[str]) -> list[str]:
        """Remove documents."""


@dataclass(frozen=True, slots=True)
class Change:
    """What has changed in the folders and is quiet by now.

    :param written: files that are new or changed.
    :param deleted: files that are gone.
    """

    written: tuple[Path, ...] = ()
    deleted: tuple[Path, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.written or self.deleted)


class FolderState:
    """The files of some folders: as they were taken over, and as they were last seen.

    :param taken: signature of each file that was taken over.
    """

    def __init__(self, taken: dict[Path, Signature]) -> None:
        self._taken = dict(taken)
        self._seen = dict(taken)
        #: What differs: how it is (None: gone), and since when.
        self._unsettled: dict[Path, tuple[Signature | None, float]] = {}

    def look(self, seen: dict[Path, Signature], now: float) -> Change:
        """Compare the folders with what was taken over.

        Deletions wait while a new file is under way, so that one that moves is known as such.

        :param seen: signature of each file as it is now.
        :param now: seconds, on any clock that does not go back.
        :returns: what is quiet by now; the same again until it is taken over.
        """
        before, self._unsettled, self._seen = self._unsettled, {}, seen
        for path in sorted(self._taken.keys() | seen.keys()):
            signature = seen.get(path)
            if signature != self._taken.get(path):
                known, since = before.get(path, (signature, now))
                self._unsettled[path] = (signature, since if known == signature else now)
        quiet = {
            path for path, (_, since) in self._unsettled.items() if now - since >= QUIET_SECONDS
        }
        written = [path for path in self._unsettled if path in quiet and path in seen]
        coming = self._unsettled.keys() & seen.keys() - self._taken.keys() - quiet
        if coming or len(written) > _MAX_FILES:
            return Change(tuple(written[:_MAX_FILES]))
        deleted = [path for path in self._unsettled if path in quiet and path not in seen]
        return Change(tuple(written), tuple(deleted))

    def take(self, change: Change) -> None:
        """Note that a change was taken over, as the files were when last looked at."""
        for path in change.written:
            self._taken[path] = self._seen[path]
        for path in change.deleted:
            del self._taken[path]


def read_signatures(folders: Sequence[Path]) -> dict[Path, Signature]:
    """Look at the files of folders that can be ingested.

    :param folders: all of them have to be there.
    :returns: the signature of each file, by its absolute path.
    :raises DocumentError: a folder is not there, is none, or cannot be listed.
    """
    for folder in folders:
        if folder.exists() and not folder.is_dir():
            raise DocumentError(
                f"{folder}: only folders can be watched, and this is a file; name its folder"
            )
    found: dict[Path, Signature] = {}
    for path in find_files(folders):
        signature = _read_signature(path)
        if signature:  # else gone since it was listed, or about to be: the next look tells
            found[path.resolve()] = (*signature, *_read_signature(sidecar_path(path)))
    return found


def _read_signature(path: Path) -> Signature:
    """Look at a file; nothing where there is none."""
    try:
        status = path.stat()
    except OSError:
        return ()
    return (status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino)


def watch_folders(
    library: WatchedLibrary,
    folders: Sequence[Path],
    *,
    interval_seconds: float,
    prune: bool = False,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[IngestReport]:
    """Take over what is in folders, and then every change of it, until interrupted.

    Nothing is held between looks, and the library's writer lock only while something is written. A
    file that fails is tried again when it changes; a library that cannot be written and a folder
    that cannot be read are tried again at the next look, and no document is dropped meanwhile.

    :param library: to keep up to date.
    :param folders: looked at with all that is below them.
    :param interval_seconds: time between two looks, > 0.
    :param prune: drop at the beginning the documents whose file is gone; later ones always are.
    :param clock: seconds, never going back.
    :param sleep: waits for some seconds.
    :yields: what was done, first with all that is there, then at each change; what could not be
        done at all is a failed file that names the folders.
    :raises DocumentError: if a folder is not there at the beginning.
    """
    # Seen before they are read: what changes meanwhile is taken over at the next look.
    state = FolderState(read_signatures(folders))
    yield library.ingest(folders, prune=prune)
    said = ""
    while True:
        sleep(interval_seconds)
        try:
            change = state.look(read_signatures(folders), clock())
            report = _take_over(library, change) if change else None
        except (DocumentError, LibraryError) as error:
            if str(error) != said:
                said = str(error)
                yield IngestReport(failed=(FailedFile(str(folders[0]), said),))
            continue
        state.take(change)
        said = ""
        if report is not None and _has_news(report):
            yield report


def _take_over(library: WatchedLibrary, change: Change) -> IngestReport:
    """Ingest what was written; then drop what was deleted and did not move."""
    started = time.perf_counter()
    there = [path for path in change.written if path.exists()]
    report = library.ingest(there) if there else IngestReport()
    gone = [
        info.name
        for info in library.documents()
        if any(Path(info.path).is_relative_to(path) for path in change.deleted)
    ]
    removed = library.remove(gone) if gone else []
    return replace(
        report,
        removed=(*report.removed, *removed),
        missing=(),
        seconds=time.perf_counter() - started,
    )


def _has_news(report: IngestReport) -> bool:
    """Tell whether there is more to say than that files were touched."""
    return bool(
        report.added
        or report.updated
        or report.renamed
        or report.described
        or report.removed
        or report.failed
        or report.warnings
    )


def add_reports(reports: Sequence[IngestReport]) -> IngestReport:
    """Sum up what several ingests did, one after the other; warnings were said by each."""
    return IngestReport(
        added=tuple(name for each in reports for name in each.added),
        updated=tuple(name for each in reports for name in each.updated),
        unchanged=reports[0].unchanged if reports else (),
        removed=tuple(name for each in reports for name in each.removed),
        failed=tuple(failed for each in reports for failed in each.failed),
        renamed=tuple(names for each in reports for names in each.renamed),
        described=tuple(name for each in reports for name in each.described),
        seconds=sum(each.seconds for each in reports),
    )
