"""Servers of vector engines on this computer, for tests; and a library that is kept in one."""

import contextlib
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from store_samples import DIMENSION, EMBEDDER

from vectorstore import EngineAccess, Store
from vectorstore.indexes import open_indexes
from vectorstore.lock import WriterLock
from vectorstore.opening import open_catalogue
from vectorstore.servers.address import parse_address
from vectorstore.servers.record import new_record, record_path, write_record

ACCESS = EngineAccess(timeout_seconds=20.0, batch_rows=500, partitions=2)
_START_SECONDS = 60.0


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class EngineServers:
    """Servers that are started when they are first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stack = contextlib.ExitStack()
        self._addresses = {}

    def address(self, kind):
        """Name the running server of a kind, ``chroma`` or ``milvus``."""
        if kind == "milvus":
            for package in ("pymilvus", "milvus_lite"):
                pytest.importorskip(package, reason="the extra dev is not installed as a whole")
        if kind not in self._addresses:
            port = free_port()
            start = start_chroma if kind == "chroma" else start_milvus
            self._stack.enter_context(start(self._folder / kind, port))
            self._addresses[kind] = f"{kind}+http://127.0.0.1:{port}"
        return self._addresses[kind]

    def close(self):
        self._stack.close()


@contextlib.contextmanager
def start_chroma(folder, port):
    """Run a Chroma server."""
    program = Path(sys.executable).parent / "chroma"
    command = [program, "run", "--path", folder, "--host", "127.0.0.1", "--port", str(port)]
    with _running(command, lambda: _answers_http(port)) as process:
        yield process


@contextlib.contextmanager
def start_milvus(folder, port):
    """Run Milvus Lite as a server."""
    command = [Path(sys.executable).parent / "milvus-lite", "server"]
    command += ["--data-dir", folder, "--host", "127.0.0.1", "--port", str(port)]
    with _running(command, lambda: _is_open(port)) as process:
        yield process


@contextlib.contextmanager
def _running(command, is_ready):
    process = subprocess.Popen(
        [str(word) for word in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        deadline = time.monotonic() + _START_SECONDS
        while not is_ready():
            assert process.poll() is None, f"{command} ended with {process.returncode}"
            assert time.monotonic() < deadline, f"{command} did not start"
            time.sleep(0.05)
        yield process
    finally:
        process.kill()
        process.wait()


def _answers_http(port):
    try:
        return httpx.get(f"http://127.0.0.1:{port}/api/v2/heartbeat", trust_env=False).is_success
    except httpx.HTTPError:
        return False


def _is_open(port):
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def open_on(address, path, *, scan_limit=0, access=ACCESS):
    """Open a store where it is; a new one is made in an engine, if an address is given."""
    catalogue = open_catalogue(path, embedder=EMBEDDER, dimension=DIMENSION, create=True)
    if address and not record_path(path).exists():
        write_record(record_path(path), new_record(path, parse_address(address)))
    vectors, keywords = open_indexes(path, access)
    lock = WriterLock(path, timeout_seconds=5.0)
    return Store(catalogue, lock, vectors=vectors, keywords=keywords, scan_limit=scan_limit)
