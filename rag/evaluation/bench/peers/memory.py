"""A process and all it started -> the memory they held together at most, looked up ten a second."""

from __future__ import annotations

import re
import threading
from pathlib import Path

_LOOK_EVERY = 0.1
_RESIDENT = re.compile(r"^VmRSS:\s+(\d+)", re.MULTILINE)


class MemoryWatch:
    """Looks at a process until it is told to stop; 0 where the system does not tell.

    :param process: its number.
    """

    def __init__(self, process: int) -> None:
        #: MB.
        self.peak = 0.0
        self._process = process
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Look no longer."""
        self._done.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._done.wait(_LOOK_EVERY):
            held = sum(_resident(each) for each in _family(self._process))
            self.peak = max(self.peak, held)


def _family(process: int) -> list[int]:
    """List a process and those it started, those they started, and so on, on Linux."""
    found = [process]
    for each in found:
        lists = Path(f"/proc/{each}/task").glob("*/children")
        try:
            found += [int(number) for path in lists for number in path.read_text().split()]
        except OSError:  # a thread or process that ended meanwhile
            continue
    return found


def _resident(process: int) -> float:
    """MB of a process; 0 where it cannot be told or has ended."""
    try:
        found = _RESIDENT.search(Path(f"/proc/{process}/status").read_text())
    except OSError:
        return 0.0
    return int(found[1]) / 1024 if found else 0.0
