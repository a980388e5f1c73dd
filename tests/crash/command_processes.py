"""Commands in processes of their own, which can be interrupted."""

import os
import signal
import subprocess
import sys
import time

import pytest


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


def hold_still(process):
    """Stop a process until SIGCONT; only from then on do its files stay as they are."""
    if not hasattr(os, "waitid"):
        pytest.skip("whether a process has stopped cannot be told on this system")
    process.send_signal(signal.SIGSTOP)
    found = os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
    return found.si_code == os.CLD_STOPPED


def signal_writer(folder, process, number):
    """Send a signal in the midst of writing, however late this process gets to look."""
    wait_for_writer(folder, process)
    while hold_still(process) and not (folder / "writer.pid").exists():
        process.send_signal(signal.SIGCONT)
        wait_for_writer(folder, process)
    process.send_signal(number)
    process.send_signal(signal.SIGCONT)
