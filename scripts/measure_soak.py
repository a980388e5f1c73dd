"""Wear the page: ``python scripts/measure_soak.py [--minutes 3]``.

20 users ask the page without end, each for facts of their own, while other processes add, change
and remove documents. Looks for errors, for answers of another user, for documents that the page
does not see in time, and for memory and open files of the page that grow. The floors are stated
for an hour: ``--minutes 60``.
"""

from __future__ import annotations

import argparse
import asyncio
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from measure_page import PASSAGES, USERS, say, serve, sum_up
from page_load import (
    Fact,
    Load,
    PageEvent,
    UserReport,
    ask_for_a_while,
    ask_page,
    find_event,
    write_facts,
)
from soak_changes import Changes

from rag.embedding import load_embedder
from rag.evaluation.bench.processes import family_memory, open_files
from rag.evaluation.bench.speed import build_library
from rag.library import Library
from rag.settings import Settings

#: What users take to read an answer.
_PAUSE_SECONDS = 2.0
#: Between two ingests.
_REST_SECONDS = 3.0
_LOOK_SECONDS = 2.0
#: How long the page may not know of a document that is written.
_SEEN_WITHIN_SECONDS = 5.0
#: What memory may grow by.
_FLAT = 1.1


@dataclass(slots=True)
class Wear:
    """What was seen of the page, and of the ingests beside it.

    :param process: the page's.
    :param memory: MB of it and those it started, look by look.
    :param files: how many files and sockets it held open then.
    :param seen: seconds from the end of each ingest until the page answered from it.
    :param failures: what went wrong, in words.
    """

    process: int
    memory: list[float] = field(default_factory=list)
    files: list[int] = field(default_factory=list)
    seen: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


def main() -> None:
    """Measure; ends with an error where anything failed or grew."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=3.0)
    parser.add_argument("--passages", type=int, default=PASSAGES)
    parser.add_argument("--users", type=int, default=USERS)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store, facts, changing = (Path(folder) / name for name in ("library", "facts", "changing"))
        build_library(store, arguments.passages, load_embedder(Settings().embedding))
        asked = write_facts(facts, arguments.users)
        with Library.open(store) as library:
            library.ingest([facts])
        with serve(store) as (url, process):
            load = Load(url, arguments.minutes * 60, _PAUSE_SECONDS)
            wear = Wear(process)
            reports = asyncio.run(_wear_out(load, asked, Changes(store, changing), wear))
    title = f"{arguments.users} users and changing documents for {arguments.minutes:g} minutes"
    say(title, sum_up(reports) + sum_up_wear(wear))
    if any(each.failures or each.mixed_up for each in reports) or has_failed(wear):
        sys.exit(1)


async def _wear_out(
    load: Load, asked: list[list[Fact]], changes: Changes, wear: Wear
) -> list[UserReport]:
    done = asyncio.Event()
    beside = [_change(load, changes, wear, done), _watch(wear, done)]
    tasks = [asyncio.create_task(each) for each in beside]
    reports = await ask_for_a_while(load, asked)
    done.set()
    await asyncio.gather(*tasks)
    return reports


async def _change(load: Load, changes: Changes, wear: Wear, done: asyncio.Event) -> None:
    async with httpx.AsyncClient(timeout=_SEEN_WITHIN_SECONDS * 6) as client:
        event = await find_event(client, load.url, "ask")
        while not done.is_set():
            fact = changes.turn()
            if failure := await asyncio.to_thread(changes.ingest):
                wear.failures.append(failure)
            wear.seen.append(await _wait_until_seen(client, load.url, event, fact))
            await asyncio.sleep(_REST_SECONDS)


async def _wait_until_seen(
    client: httpx.AsyncClient, url: str, event: PageEvent, fact: Fact
) -> float:
    """Ask for what is new until the page knows it; gives how long ago it was asked by then.

    What counts is when the question was put: how long answers take is measured beside it.
    """
    started = time.perf_counter()
    while True:
        asked = time.perf_counter() - started
        session = secrets.token_hex(8)
        shown = await ask_page(client, url, event, session, fact.question)
        if any(fact.figure in part for part in shown[-1]) or asked > 2 * _SEEN_WITHIN_SECONDS:
            return asked
        await asyncio.sleep(0.2)


async def _watch(wear: Wear, done: asyncio.Event) -> None:
    while not done.is_set():
        wear.memory.append(family_memory(wear.process))
        wear.files.append(open_files(wear.process))
        await asyncio.sleep(_LOOK_SECONDS)


def compare_ends(looks: Sequence[float]) -> tuple[float, float]:
    """Give what was held once all was loaded and at the end, medians of a quarter of the looks."""
    quarter = max(1, len(looks) // 4)
    early = looks[quarter : 2 * quarter] or looks
    return statistics.median(early), statistics.median(looks[-quarter:])


def has_failed(wear: Wear) -> bool:
    """Tell whether memory or open files grew, or a document was seen late."""
    early, late = compare_ends(wear.memory)
    files, files_late = compare_ends(wear.files)
    # A connection more or less is open at any moment.
    grown = late > early * _FLAT or files_late > files * _FLAT
    return grown or max(wear.seen) > _SEEN_WITHIN_SECONDS or bool(wear.failures)


def sum_up_wear(wear: Wear) -> list[tuple[str, str]]:
    """Give the rows of what the page held, and of the ingests beside it."""
    early, late = compare_ends(wear.memory)
    files, files_late = compare_ends(wear.files)
    return [
        (
            "memory of the page: second quarter, last quarter, most",
            f"{early:.0f}, {late:.0f}, {max(wear.memory):.0f} MB: "
            f"{late / early - 1:+.1%} (floor: at most +10 %)",
        ),
        (
            "open files: second quarter, last quarter, most",
            f"{files:.0f}, {files_late:.0f}, {max(wear.files)} (floor: no growth)",
        ),
        ("ingests beside it", f"{len(wear.seen):,}, of which {len(wear.failures)} failed"),
        (
            "new document answered from after: median, longest",
            f"{statistics.median(wear.seen):.1f}, {max(wear.seen):.1f} s "
            f"(floor: {_SEEN_WITHIN_SECONDS:.0f} s)",
        ),
    ] + [("failure", each) for each in wear.failures[:5]]


if __name__ == "__main__":
    main()
