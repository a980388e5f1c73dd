"""A job as JSON on stdin -> times and memory of a process that has just begun, as JSON on stdout.

Run as a program of its own, so that nothing but what a user's process loads is counted.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rag.library import Library

_STATUS = Path("/proc/self/status")


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
        return {
            "open": opened,
            "seconds": [wall for wall, _ in times],
            "processor": [processor for _, processor in times],
            "memory": measure_memory(),
        }


def _search_once(library: Library, question: str) -> tuple[float, float]:
    """Seconds by the clock, and of the processor in all threads."""
    wall, processor = time.perf_counter(), time.process_time()
    library.search(question)
    return time.perf_counter() - wall, time.process_time() - processor


def main() -> None:
    """Do the job: load the models, or open a library and put questions to it."""
    job = json.load(sys.stdin)
    found = _search(job["store"], job["questions"]) if job.get("store") else _load()
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
