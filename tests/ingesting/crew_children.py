"""The processes that a crew of this one has started."""

import os
import subprocess


def crew_children() -> list[int]:
    found = subprocess.run(
        ["ps", "-ww", "-o", "pid=,args=", "--ppid", str(os.getpid())],
        capture_output=True,
        text=True,
        check=True,
    )
    return [int(line.split()[0]) for line in found.stdout.splitlines() if "crew_worker" in line]
