"""Libraries of made-up passages in every engine -> build time, query time, memory and disk.

    .venv/bin/python scripts/measure_engines.py 10000 100000

prints one Markdown row an engine and size; docs/scale.md quotes them. The servers run on this
computer: Chroma's own, and Milvus Lite's in the place of a cluster.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from rag.commands.option_values import positive
from rag.embedding import load_embedder
from rag.evaluation.bench.corpus import make_questions
from rag.evaluation.bench.speed import build_library, run_fresh
from rag.evaluation.figures import percentile
from rag.settings import Settings
from vectorstore import EngineAccess, move_library, parse_address

_SIZES = [10_000, 100_000]
_WARM_UP, _QUESTIONS = 5, 200
_START_SECONDS = 60.0
_ACCESS = EngineAccess(timeout_seconds=300.0)
_HEAD = (
    "| passages | engine | built, s | compared, s | first question, ms | median, ms | p95, ms "
    "| processor, ms | memory, MB | of the server, MB | indexes on disk, MB | catalogue, MB |"
)


def main() -> None:
    """Measure every engine at each size."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "sizes",
        nargs="*",
        type=positive,
        default=_SIZES,
        metavar="PASSAGES",
        help="of the libraries that are measured; by default 10000 and 100000",
    )
    sizes: list[int] = parser.parse_args().sizes
    sys.stdout.write(f"{_HEAD}\n{'|---' * _HEAD.count(' | ')}|---|\n")
    for size in sizes:
        with TemporaryDirectory(prefix="duizhao-engines-") as scratch:
            _measure(Path(scratch), size)


def _measure(scratch: Path, size: int) -> None:
    folder = scratch / "library"
    started = time.perf_counter()
    build_library(folder, size, load_embedder(Settings().embedding))
    _say(f"{size:,} passages ingested in {time.perf_counter() - started:.0f} s")
    ports = _free_port(), _free_port()
    lite = ["milvus-lite", "server", "--data-dir", scratch / "milvus", "--host", "127.0.0.1"]
    with (
        _server(["chroma", "run", "--path", scratch / "chroma", "--port", ports[0]]) as chroma,
        _server([*lite, "--port", ports[1]]) as milvus,
    ):
        for port in ports:
            _wait(port)
        plan = [
            ("Chroma server", f"chroma+http://127.0.0.1:{ports[0]}", chroma, scratch / "chroma"),
            ("Milvus Lite", f"milvus+http://127.0.0.1:{ports[1]}", milvus, scratch / "milvus"),
            ("embedded", "embedded", None, None),
        ]
        for name, address, process, data in plan:
            _measure_engine(folder, size, (name, address), process, data)


def _measure_engine(
    folder: Path,
    size: int,
    engine: tuple[str, str],
    process: subprocess.Popen[bytes] | None,
    data: Path | None,
) -> None:
    name, address = engine
    filled = started = time.perf_counter()

    def note(_done: int, _total: int) -> None:
        nonlocal filled
        filled = time.perf_counter()

    move_library(folder, parse_address(address), _ACCESS, progress=note)
    ended = time.perf_counter()
    found = run_fresh({"store": str(folder), "questions": make_questions(_WARM_UP + _QUESTIONS)})
    times = [each * 1000 for each in found["seconds"]]
    warm = times[_WARM_UP:]
    indexes = sum(_megabytes(folder / part) for part in ("vectors", "keywords"))
    figures = [
        filled - started,
        ended - filled,
        times[0],
        statistics.median(warm),
        percentile(warm, 0.95),
        statistics.median(found["processor"][_WARM_UP:]) * 1000,
        found["memory"]["peak"],
        _resident(process.pid) if process else 0,
        indexes + (_megabytes(data) if data else 0),
        _megabytes(folder, "catalogue*"),
    ]
    shown = " | ".join(f"{each:,.1f}" for each in figures)
    sys.stdout.write(f"| {size:,} | {name} | {shown} |\n")
    sys.stdout.flush()
    _say(f"{name} done, load {os.getloadavg()[0]:.1f}")


@contextlib.contextmanager
def _server(command: list[object]) -> Iterator[subprocess.Popen[bytes]]:
    program = Path(sys.executable).parent / str(command[0])
    process = subprocess.Popen(  # noqa: S603 - our own programs
        [program, *map(str, command[1:])],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def _wait(port: int) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        time.sleep(0.1)
    raise SystemExit(f"no server answers on port {port}")


def _megabytes(folder: Path, pattern: str = "**/*") -> float:
    files = (path for path in folder.glob(pattern) if path.is_file())
    return sum(path.stat().st_blocks * 512 for path in files) / 1e6


def _resident(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text("ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024 / 1e6
    return 0.0


def _say(message: str) -> None:
    sys.stderr.write(message + "\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main()
