"""A process and all that it started -> the memory and the files that they hold; Linux only."""

from __future__ import annotations

import re
from pathlib import Path

_RESIDENT = re.compile(r"^VmRSS:\s+(\d+)", re.MULTILINE)


def family_memory(process: int) -> float:
    """Tell the resident memory of a process and all that it started.

    :param process: its number.
    :returns: MB; 0 where the system does not tell.
    """
    return sum(_resident(each) for each in _family(process))


def open_files(process: int) -> int:
    """Count the files, pipes and sockets that a process alone holds open.

    :param process: its number.
    :returns: how many; 0 where the system does not tell.
    """
    try:
        return sum(1 for _ in Path(f"/proc/{process}/fd").iterdir())
    except OSError:
        return 0


def _family(process: int) -> list[int]:
    """List a process and those it started, those they started, and so on."""
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
