"""A job and tasks on stdin -> outcomes on stdout: what a process of a crew runs."""

from __future__ import annotations

import os
import pickle
import signal
import sys
from typing import Any

from rag.ingesting.crew_processes import Job


def main() -> None:
    """Read the job and then tasks, and answer each, until the input ends."""
    # Ctrl-C reaches every process of a terminal; the one that started this one decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What a library may print must not get among the answers.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    tasks = sys.stdin.buffer
    job: Job[Any, Any] = pickle.load(tasks)  # noqa: S301 - from our own process
    while True:
        try:
            task = pickle.load(tasks)  # noqa: S301 - from our own process
        except EOFError:
            return
        pickle.dump(job(task), answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()


if __name__ == "__main__":
    main()
