"""A peer's program as a process of its own: asked by JSON lines, with time limits."""

from __future__ import annotations

import json
import queue
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from rag.evaluation.bench.peers.errors import PeerError
from rag.evaluation.bench.peers.memory import MemoryWatch
from rag.settings import program_environment

#: No accelerator, no hub, no reports to anyone.
_ENVIRONMENT = {
    "ANONYMIZED_TELEMETRY": "False",
    "CUDA_VISIBLE_DEVICES": "",
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    "HF_HUB_OFFLINE": "1",
    # On a busy machine threads that spin while they wait cost a transformer 20 times its time.
    "OMP_WAIT_POLICY": "PASSIVE",
    "PYTHONUTF8": "1",
    "TOKENIZERS_PARALLELISM": "true",
    "TQDM_DISABLE": "1",
    "TRANSFORMERS_OFFLINE": "1",
}
#: Seconds that a program may take to end once it is told to.
_TO_END = 10.0
#: Lines of what a program wrote on stderr that tell what failed.
_LAST_LINES = 3


class Program:
    """A running program of a peer.

    :param command: how to start it.
    :param job: its first line.
    :raises PeerError: if it cannot be started.
    """

    def __init__(self, command: Sequence[str], job: Mapping[str, Any]) -> None:
        self._name = Path(command[-1]).name
        if not Path(command[0]).exists():
            raise PeerError(f"not installed: there is no {command[0]}; run make bench-peers")
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed in __exit__
        self.started = time.perf_counter()
        self._process = subprocess.Popen(  # noqa: S603 - our own files
            list(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env=program_environment(_ENVIRONMENT),
            text=True,
            encoding="utf-8",
        )
        self.memory = MemoryWatch(self._process.pid)
        self._lines: queue.Queue[str | None] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        self.send(job)

    def __enter__(self) -> Program:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def send(self, message: Mapping[str, Any]) -> None:
        """Write a line; a program that has ended is noticed when its answer is read."""
        stream = self._process.stdin
        assert stream is not None  # noqa: S101 - piped above
        try:
            stream.write(json.dumps(message) + "\n")
            stream.flush()
        except BrokenPipeError:
            return

    def receive(self, limit_s: float) -> dict[str, Any]:
        """Read an answer.

        :param limit_s: how long to wait, in seconds; then the program is killed.
        :returns: the answer.
        :raises PeerError: if none came in time, or the program ended without one.
        """
        try:
            line = self._lines.get(timeout=limit_s)
        except queue.Empty:
            self._process.kill()
            raise PeerError(f"{self._name} took more than {limit_s:.0f} s") from None
        if line is None:
            raise PeerError(f"{self._name} failed: {self._last_words()}")
        try:
            answer: dict[str, Any] = json.loads(line)
        except ValueError:
            raise PeerError(f"{self._name} wrote {line[:200]!r} where JSON is expected") from None
        return answer

    def close(self) -> None:
        """Let the program end, or end it."""
        if self._errors.closed:
            return
        assert self._process.stdin is not None  # noqa: S101 - piped above
        assert self._process.stdout is not None  # noqa: S101 - piped above
        with suppress(BrokenPipeError):
            self._process.stdin.close()
        try:
            self._process.wait(_TO_END)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self.memory.stop()
        self._errors.close()

    def _read(self) -> None:
        assert self._process.stdout is not None  # noqa: S101 - piped above
        with self._process.stdout as lines:
            for line in lines:
                self._lines.put(line)
        self._lines.put(None)

    def _last_words(self) -> str:
        code = self._process.wait()
        self._errors.seek(0)
        lines = self._errors.read().decode("utf-8", errors="replace").split("\n")
        said = " / ".join([line.strip() for line in lines if line.strip()][-_LAST_LINES:])
        return f"exit code {code}; {said or 'it said nothing'}"[:600]
