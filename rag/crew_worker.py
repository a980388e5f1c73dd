"""Tasks on stdin -> prepared documents on stdout: a process that ``rag.crew`` starts."""

from __future__ import annotations

import os
import pickle
import signal
import sys

from rag.errors import DocumentError
from rag.preparing import Task, prepare
from rag.settings import DocumentSettings


def main() -> None:
    """Read settings and then tasks, and answer each, until the input ends."""
    # Ctrl-C reaches every process of a terminal; the one that started this one decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What a library may print must not get among the answers.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    tasks = sys.stdin.buffer
    settings: DocumentSettings = pickle.load(tasks)  # noqa: S301 - from our own process
    while True:
        try:
            task: Task = pickle.load(tasks)  # noqa: S301 - from our own process
        except EOFError:
            return
        try:
            answer = prepare(task, settings)
        except DocumentError as error:
            pickle.dump(error, answers, pickle.HIGHEST_PROTOCOL)
        else:
            pickle.dump(answer, answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()


if __name__ == "__main__":
    main()
