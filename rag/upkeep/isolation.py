"""A job -> its outcome, from a process of its own: a crash there is an outcome too."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

_ROOT = str(Path(__file__).parents[2])
#: The package is found where this one was, whatever folder the user stands in.
_PROGRAM = (
    "import sys; sys.path.insert(0, sys.argv[1]); from rag.upkeep.isolation import main; main()"
)

_Outcome = TypeVar("_Outcome")


class IsolatedError(Exception):
    """A process ended without an outcome; its message says how."""


def run_isolated(job: Callable[[], _Outcome], *, timeout_seconds: float) -> _Outcome:
    """Do a job in another process, which may crash or hang.

    :param job: can be pickled, and so can its outcome.
    :param timeout_seconds: how long it may take.
    :returns: its outcome.
    :raises IsolatedError: if the process crashed, hung or failed.
    """
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-P", "-c", _PROGRAM, _ROOT],
            input=pickle.dumps(job),
            capture_output=True,
            check=False,
            timeout=timeout_seconds,
        )
    except subprocess.TimeoutExpired:
        raise IsolatedError(f"it was not done after {timeout_seconds:g} seconds") from None
    if done.returncode < 0:
        raise IsolatedError(f"it crashed ({_name_signal(-done.returncode)})")
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise IsolatedError(f"it failed ({said[-1][:300] if said else done.returncode})")
    outcome: _Outcome = pickle.loads(done.stdout)  # noqa: S301 - from our own process
    return outcome


def _name_signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def main() -> None:
    """Read a job from stdin, do it and write its outcome to stdout."""
    # What a library may print must not get into the outcome.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    job: Callable[[], object] = pickle.load(sys.stdin.buffer)  # noqa: S301 - from our own process
    pickle.dump(job(), answers, pickle.HIGHEST_PROTOCOL)
    answers.flush()
