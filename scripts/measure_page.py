"""Measure the page: ``python scripts/measure_page.py [speed] [load]``.

``speed`` opens the page of a library of 10,000 passages in a real Chromium: how long until it can
be used, how long until the first words of an answer, and how far anything jumps while an answer is
written. ``load`` lets 20 users at once ask the page for 60 seconds, each for facts of their own,
and looks for errors and for answers that are of another user. Takes three minutes on two cores.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from page_load import Load, UserReport, ask_for_a_while, write_facts
from page_speed import measure_speed

from rag.embedding import load_embedder
from rag.evaluation.bench.speed import build_library
from rag.library import Library
from rag.settings import Settings

PASSAGES = 10_000
USERS, SECONDS = 20, 60.0


def main() -> None:
    """Measure what the command line names, by default everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", default=[])
    parser.add_argument("--passages", type=int, default=PASSAGES)
    parser.add_argument("--users", type=int, default=USERS)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    arguments = parser.parse_args()
    parts = arguments.parts or ["speed", "load"]
    reports: list[UserReport] = []
    with tempfile.TemporaryDirectory() as folder:
        store, facts = Path(folder) / "library", Path(folder) / "facts"
        embedder = load_embedder(Settings().embedding)
        build_library(store, arguments.passages, embedder)
        asked = write_facts(facts, arguments.users)
        with Library.open(store) as library:
            library.ingest(facts)
        with serve(store) as (url, _):
            if "speed" in parts:
                say(f"Page speed, {arguments.passages:,} passages", measure_speed(url))
            if "load" in parts:
                reports = asyncio.run(ask_for_a_while(Load(url, arguments.seconds), asked))
                title = f"{arguments.users} users at once for {arguments.seconds:.0f} s"
                say(title, sum_up(reports))
    if any(report.failures or report.mixed_up for report in reports):
        sys.exit(1)


@contextmanager
def serve(store: Path) -> Iterator[tuple[str, int]]:
    """Run the program with its page, as a user would; gives the page's address and process."""
    command = [sys.executable, "-m", "rag.cli", "chat", "--store", str(store), "--port", "0"]
    with subprocess.Popen(  # noqa: S603 - our own program
        command, stderr=subprocess.PIPE, text=True
    ) as program:
        try:
            for line in program.stderr or ():
                if found := re.search(r"http://\S+", line):
                    yield found.group(), program.pid
                    return
            raise RuntimeError("The page did not start.")
        finally:
            program.terminate()


def sum_up(reports: list[UserReport]) -> list[tuple[str, str]]:
    """Give the rows of the load test."""
    seconds = sorted(second for report in reports for second in report.seconds)
    failures = [failure for report in reports for failure in report.failures]
    wrong = [answer for report in reports for answer in report.mixed_up]
    percentiles = statistics.quantiles(seconds, n=100)
    rows = [
        ("questions answered", f"{len(seconds):,}"),
        (
            "median, 95th percentile, longest",
            f"{percentiles[49]:.2f}, {percentiles[94]:.2f}, "
            f"{seconds[-1]:.2f} s (floor: 95th under 2 s)",
        ),
        ("errors", f"{len(failures)} (floor: 0)"),
        ("answers to another question, or without the user's own fact", f"{len(wrong)} (floor: 0)"),
    ]
    return (
        rows
        + [("error", failure) for failure in failures[:5]]
        + [("wrong answer", answer) for answer in wrong[:5]]
    )


def say(title: str, rows: list[tuple[str, str]]) -> None:
    """Print a table."""
    sys.stdout.write(f"\n{title}\n\n| what | figure |\n|---|---|\n")
    for name, figure in rows:
        sys.stdout.write(f"| {name} | {figure} |\n")


if __name__ == "__main__":
    started = time.perf_counter()
    main()
    sys.stderr.write(f"{time.perf_counter() - started:.0f} s\n")
