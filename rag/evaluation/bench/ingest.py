"""A folder of made-up text files, half of them translations -> how fast it is read and paired."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from rag.evaluation.bench.speed import run_fresh
from rag.evaluation.bench.translated import write_files
from rag.evaluation.report import markdown_table
from rag.ingesting.crew import count_processes
from rag.settings import Settings

#: Stated for text files on 2 cores; memory for 100,000 paragraphs.
_READ, _INGESTED, _MEMORY = 2_000.0, 500.0, 1_500.0


def bench_ingest(paragraphs: int, settings: Settings) -> str:
    """Measure how fast a folder is read, indexed and paired, and the memory that takes.

    :param paragraphs: how many the files hold together.
    :param settings: all settings; the process that is started reads its own from the environment.
    :returns: a Markdown table.
    :raises EvaluationError: if the process that was started fails.
    """
    with TemporaryDirectory() as scratch:
        files, store = Path(scratch) / "files", Path(scratch) / "store"
        count = write_files(files, paragraphs)
        read = run_fresh({"files": str(files)})
        found = run_fresh({"files": str(files), "store": str(store)})
        number = len(list(files.iterdir()))
    speed, whole = read["paragraphs"] / read["seconds"], count / found["seconds"]
    rows = [
        ["read by one process", f"{speed:,.0f} paragraphs a second", _at_least(speed, _READ)],
        [
            "read, indexed, paired, terms learned",
            f"{found['seconds']:.1f} s, {whole:,.0f} paragraphs a second",
            _at_least(whole, _INGESTED),
        ],
        ["of that until all was stored", f"{found['stored']:.1f} s", ""],
        ["of that until all was paired", f"{found['paired']:.1f} s", ""],
        ["processes", f"{count_processes(settings.documents)} at most", ""],
        ["processor time of all processes", f"{found['processor']:.1f} s", ""],
        ["pairs found", f"{found['pairs']:,}", ""],
    ]
    if found["memory"]:
        peak, all_ = found["memory"]["peak"], found["peak_of_all"]
        rows.append(
            [
                "peak memory of all processes",
                f"{all_:,.0f} MB; of the one that writes {peak:,.0f}",
                f"< {_MEMORY:,.0f} MB: {'met' if max(all_, peak) < _MEMORY else 'NOT MET'}",
            ]
        )
    title = f"ingest, {count:,} paragraphs in {number:,} files"
    return markdown_table([title, "figure", "wanted"], rows)


def _at_least(value: float, floor: float) -> str:
    return f">= {floor:,.0f}: {'met' if value >= floor else 'NOT MET'}"
