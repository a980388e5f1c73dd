"""A library of many made-up passages -> query time, load time and memory, beside their floors."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rag.embedding import load_embedder, load_interaction
from rag.errors import EvaluationError
from rag.evaluation.bench.corpus import make_documents, make_questions
from rag.evaluation.figures import percentile
from rag.evaluation.report import markdown_table
from rag.ingesting.entries import EntryMaker
from rag.protocols import Embedder
from rag.schema import Document
from rag.settings import Settings
from vectorstore import Entry, Store

_QUESTIONS = 200
#: The first questions read indexes into memory; they are told apart.
_WARM_UP = 5
#: Processes started to time the loading; the middle one counts.
_LOADS = 3
#: Stated for 100,000 passages on 2 cores; the first words of an answer for 10,000.
_FLOORS = {"median": 25.0, "slow": 60.0, "load": 0.7, "memory": 250.0, "words": 150.0}


def bench_speed(passages: int, settings: Settings, *, questions: int = _QUESTIONS) -> str:
    """Measure how fast a library of that many passages answers, and what the defaults weigh.

    :param passages: how many, half Chinese and half English.
    :param settings: all settings; processes that are started read theirs from the environment.
    :param questions: how many are timed.
    :returns: a Markdown table.
    :raises EvaluationError: if a process that was started fails.
    """
    loads = [run_fresh({}) for _ in range(_LOADS)]
    with TemporaryDirectory() as scratch:
        store = Path(scratch) / "store"
        started = time.perf_counter()
        build_library(store, passages, load_embedder(settings.embedding))
        built = time.perf_counter() - started
        job = {"store": str(store), "questions": make_questions(_WARM_UP + questions)}
        found = run_fresh(job)
    rows = [["library built", f"{built:.0f} s, {passages / built:.0f} passages a second", ""]]
    rows += [*_query_rows(found), *_load_rows(loads), *_memory_rows(loads, found)]
    return markdown_table([f"speed, {passages:,} passages", "figure", "wanted"], rows)


def build_library(folder: Path, passages: int, embedder: Embedder) -> None:
    """Make a library of made-up documents, in the way an ingest does but without pairing.

    :param folder: of the library; made here.
    :param passages: how many.
    :param embedder: the model.
    """
    maker = EntryMaker(embedder, load_interaction(embedder))

    def items() -> Iterator[tuple[Document, Sequence[Entry]]]:
        done = 0
        for document, paragraphs in make_documents(passages):
            yield document, maker.build(document, paragraphs)
            done += len(paragraphs)
            if done % 10_000 == 0:
                sys.stderr.write(f"{done:,} of {passages:,} passages stored\n")
                sys.stderr.flush()

    with Store.open(folder, embedder=embedder.name, dimension=embedder.dimension) as store:
        store.put_many(items())


def run_fresh(job: Mapping[str, Any]) -> dict[str, Any]:
    """Have a process that has just begun do a job.

    :param job: as ``fresh.py`` reads it.
    :returns: what it found.
    :raises EvaluationError: if it fails.
    """
    # By path and not with -m, which would load this package, and what it imports, first.
    program = Path(__file__).with_name("fresh.py")
    done = subprocess.run(  # noqa: S603 - our own file
        [sys.executable, "-P", str(program)],
        input=json.dumps(job),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise EvaluationError(
            f"{program} failed with exit code {done.returncode}: {done.stderr.strip()[-2000:]}"
        )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _query_rows(found: Mapping[str, Any]) -> list[list[str]]:
    milliseconds = [each * 1000 for each in found["seconds"]]
    warm = milliseconds[_WARM_UP:]
    median, slow = statistics.median(warm), percentile(warm, 0.95)
    processor = statistics.median(found["processor"][_WARM_UP:]) * 1000
    words = statistics.median(found["first_words"][_WARM_UP:]) * 1000
    return [
        ["library opened in a fresh process", f"{found['open']:.2f} s", ""],
        ["its first question", f"{milliseconds[0]:.0f} ms", ""],
        [f"{len(warm)} more: median", f"{median:.1f} ms", _wanted(median, "median", "ms")],
        ["95th percentile", f"{slow:.1f} ms", _wanted(slow, "slow", "ms")],
        # On a busy machine this says more than the clock.
        ["median of processor time", f"{processor:.1f} ms", ""],
        ["first words of an answer: median", f"{words:.1f} ms", _wanted(words, "words", "ms")],
    ]


def _load_rows(loads: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    def middle(*names: str) -> float:
        times = [sum(float(load[name]) for name in names) for load in loads]
        return statistics.median(times)

    both = middle("model", "table")
    return [
        ["imports before the models", f"{middle('imports'):.2f} s", ""],
        ["embedding model loaded", f"{middle('model'):.2f} s", ""],
        ["translation table loaded", f"{middle('table'):.2f} s", ""],
        ["model and table", f"{both:.2f} s", _wanted(both, "load", "s")],
    ]


def _memory_rows(loads: Sequence[Mapping[str, Any]], found: Mapping[str, Any]) -> list[list[str]]:
    if not found["memory"]:
        return [["memory", "not measured on this system", ""]]
    resident = max(load["memory"]["resident"] for load in loads)
    peak = max(load["memory"]["peak"] for load in loads)
    after = found["memory"]["resident"]
    return [
        ["memory of the loaded defaults", f"{resident:.0f} MB", _wanted(resident, "memory", "MB")],
        ["its peak while loading", f"{peak:.0f} MB", ""],
        ["memory after all questions", f"{after:.0f} MB", ""],
    ]


def _wanted(value: float, name: str, unit: str) -> str:
    return f"< {_FLOORS[name]:g} {unit}: {'met' if value < _FLOORS[name] else 'NOT MET'}"
