"""SIGTERM -> an interruption like Ctrl-C, so that what is being done ends in order."""

from __future__ import annotations

import signal
import threading

#: What shells report of a process that SIGTERM has ended.
EXIT_TERMINATED = 143


class Terminated(KeyboardInterrupt):
    """The process was asked to end."""


def heed_termination() -> None:
    """Raise ``Terminated`` where the process is asked to end; in its main thread alone."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, _raise)


def _raise(_number: int, _frame: object) -> None:
    # A second one must not cut off what the first one has begun to put in order.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise Terminated
