"""Commands in processes of their own, which can be interrupted."""

import subprocess
import sys
import time


def start(*words):
    return subprocess.Popen(
        [sys.executable, "-m", "rag.cli", *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_for_writer(folder, process):
    while process.poll() is None and not (folder / "writer.pid").exists():
        time.sleep(0.002)
