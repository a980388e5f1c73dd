"""A job as JSON on stdin -> times and memory of a process that has just begun, as JSON on stdout.

Run as a program of its own, so that nothing but what a user's process loads is counted.
"""

from __future__ import annotations

import json
import os
import re
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rag.library import Library

_STATUS = Path("/proc/self/status")
_LOOK_EVERY = 0.1


def measure_memory() -> dict[str, float]:
    """Memory of this process in MB: resident now and at its peak; empty where it cannot be told."""
    if not _STATUS.exists():
        return {}
    fields = dict(line.split(":", 1) for line in _STATUS.read_text().splitlines() if ":" in line)
    return {
        "resident": int(fields["VmRSS"].split()[0]) / 1024,
        "peak": int(fields["VmHWM"].split()[0]) / 1024,
    }


def _measure(call: Callable[[], Any]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def _load() -> dict[str, Any]:
    started = time.perf_counter()
    from rag.embedding import load_embedder
    from rag.settings import Settings
    from rag.translation import load_lexicon

    imported = time.perf_counter() - started
    settings = Settings()
    kept: list[Any] = []
    model = _measure(lambda: kept.append(load_embedder(settings.embedding)))
    table = _measure(lambda: kept.append(load_lexicon()))
    return {"imports": imported, "model": model, "table": table, "memory": measure_memory()}


def _search(store: str, questions: list[str]) -> dict[str, Any]:
    from rag.library import Library

    kept: list[Library] = []
    opened = _measure(lambda: kept.append(Library.open(store, create=False)))
    (library,) = kept
    with library:
        times = [_search_once(library, question) for question in questions]
        first_words = [_answer_once(library, question) for question in questions]
        return {
            "open": opened,
            "first_words": first_words,
            "seconds": [wall for wall, _ in times],
            "processor": [processor for _, processor in times],
            "memory": measure_memory(),
        }


def _search_once(library: Library, question: str) -> tuple[float, float]:
    """Seconds by the clock, and of the processor in all threads."""
    wall, processor = time.perf_counter(), time.process_time()
    library.search(question)
    return time.perf_counter() - wall, time.process_time() - processor


def _answer_once(library: Library, question: str) -> float:
    """Seconds until the first words of an answer."""
    from rag.schema import TextDelta

    started = time.perf_counter()
    for event in library.stream(question):
        if isinstance(event, TextDelta) and event.text:
            break
    return time.perf_counter() - started


def _read(folder: str) -> dict[str, Any]:
    from rag.documents import find_files, load_document, split_paragraphs
    from rag.settings import Settings

    settings = Settings().documents
    files = find_files([Path(folder)])
    started = time.perf_counter()
    documents = (load_document(path, path.stem, settings) for path in files)
    count = sum(len(split_paragraphs(document)) for document in documents)
    return {"paragraphs": count, "seconds": time.perf_counter() - started}


def _ingest(folder: str, store: str) -> dict[str, Any]:
    from rag.ingesting.report import IngestProgress
    from rag.library import Library

    reached: list[float] = []

    def note(progress: IngestProgress) -> None:
        if progress.done >= progress.total:  # when all is stored, and when all is paired
            reached.append(time.perf_counter() - started)

    with Library.open(store) as library, _MemoryWatch() as watch:
        started = time.perf_counter()
        library.ingest([folder], progress=note)
        seconds = time.perf_counter() - started
        pairs = len(library.pairs())
    return {
        "peak_of_all": watch.peak,
        "seconds": seconds,
        "stored": reached[0],
        "paired": reached[-1],
        "pairs": pairs,
        "memory": measure_memory(),
        **_measure_all(),
    }


class _MemoryWatch:
    """Looks ten times a second how much memory this process and those it started hold together."""

    def __init__(self) -> None:
        #: MB.
        self.peak = 0.0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> _MemoryWatch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _look(self) -> None:
        own = os.getpid()
        while not self._done.wait(_LOOK_EVERY):
            held = sum(_resident(process) for process in (own, *_children(own)))
            self.peak = max(self.peak, held)


def _children(process: int) -> list[int]:
    """List the processes that a process started, on Linux."""
    lists = Path(f"/proc/{process}/task").glob("*/children")
    try:
        return [int(number) for each in lists for number in each.read_text().split()]
    except OSError:  # a thread that ended meanwhile
        return []


def _resident(process: int) -> float:
    """MB of a process; 0 where it cannot be told or has ended."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0.0
    found = re.search(r"^VmRSS:\s+(\d+)", status, re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


def _measure_all() -> dict[str, float]:
    """Processor seconds of this process and those it started."""
    try:
        import resource
    except ImportError:  # Windows
        return {"processor": time.process_time()}
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return {"processor": sum(usage.ru_utime + usage.ru_stime for usage in usages)}


def main() -> None:
    """Do the job: ingest or read files, open a library and put questions to it, or load models."""
    job = json.load(sys.stdin)
    if job.get("files"):
        files, store = job["files"], job.get("store")
        found = _ingest(files, store) if store else _read(files)
    else:
        found = _search(job["store"], job["questions"]) if job.get("store") else _load()
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
