"""Uploaded files -> files of the library's upload folder, indexed, one result for each."""

from __future__ import annotations

import queue
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from rag.ingesting.report import IngestProgress, IngestReport
from ui.protocols import PageLibrary

#: File systems allow 255 bytes for a name; a Han character takes three, and suffixes are added.
_MAX_NAME_BYTES = 180
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
_POLL_SECONDS = 0.1


def sanitize_name(name: str) -> str:
    """Turn a name that a browser sent into one that is safe in any folder; keeps the suffix."""
    base = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", maxsplit=1)[-1]
    clean = _UNSAFE.sub("", base).strip(" .")
    stem, dot, suffix = clean.rpartition(".")
    if not dot:
        stem, suffix = clean, ""
    if not stem or _RESERVED.fullmatch(stem):
        stem = f"document-{stem}" if stem else "document"
    suffix = f".{suffix[:16]}" if suffix else ""
    room = _MAX_NAME_BYTES - len(suffix.encode())
    return stem.encode()[:room].decode(errors="ignore").rstrip(" .") + suffix


@dataclass(frozen=True, slots=True)
class SavedUpload:
    """An uploaded file in its place.

    :param target: where it now lies.
    :param previous: the file that lay there before, kept until the new one is indexed.
    """

    target: Path
    previous: Path | None = None


class UploadBatch:
    """Puts files into the upload folder, and takes back those that cannot be indexed.

    Use as a context manager; leaving it forgets the earlier versions, or, where something went
    wrong, brings them all back.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept = tempfile.TemporaryDirectory(prefix="duizhao-upload-")
        self._saved: dict[Path, SavedUpload] = {}

    def __enter__(self) -> UploadBatch:
        self._folder.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is not None:
            for target in list(self._saved):
                self.take_back(target)
        self._kept.cleanup()

    def save(self, source: Path) -> Path:
        """Copy a file in under a safe name.

        :param source: where the web server put it.
        :returns: its path in the upload folder; the same name again in one batch gets a number.
        :raises OSError: it cannot be written.
        """
        target = self._free_target(sanitize_name(source.name))
        previous = None
        if target.exists():
            previous = Path(self._kept.name) / target.name
            shutil.move(target, previous)
        self._saved[target] = SavedUpload(target, previous)
        try:
            shutil.copyfile(source, target)
        except OSError:
            self.take_back(target)
            raise
        return target

    def take_back(self, target: Path) -> None:
        """Undo a save: remove the file, and put the earlier version back."""
        saved = self._saved.pop(target)
        target.unlink(missing_ok=True)
        if saved.previous is not None:
            shutil.move(saved.previous, target)

    def _free_target(self, name: str) -> Path:
        target = self._folder / name
        number = 2
        while target in self._saved:
            target = self._folder / f"{Path(name).stem}-{number}{Path(name).suffix}"
            number += 1
        return target


def ingest_with_progress(
    library: PageLibrary, paths: Sequence[Path]
) -> Iterator[IngestProgress | IngestReport]:
    """Index files while telling where it stands.

    :param library: what to index into.
    :param paths: the files.
    :yields: progress, and the report as the last item.
    :raises RagError: the library cannot be written.
    """
    steps: queue.SimpleQueue[IngestProgress] = queue.SimpleQueue()
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="duizhao-ingest") as executor:
        work = executor.submit(library.ingest, paths, progress=steps.put)
        while not work.done():
            yield from _newest(steps, work)
        yield work.result()


def _newest(
    steps: queue.SimpleQueue[IngestProgress], work: Future[IngestReport]
) -> Iterator[IngestProgress]:
    """Wait a moment for a step; of several that wait, only the newest is worth showing."""
    try:
        step = steps.get(timeout=_POLL_SECONDS)
    except queue.Empty:
        return
    while not steps.empty():
        step = steps.get()
    if not work.done():
        yield step
