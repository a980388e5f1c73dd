"""``duizhao ingest --watch``: follows folders until interrupted."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rag.commands.opening import open_library
from rag.commands.output import IngestBar, describe_counts, describe_report, print_record, say
from rag.ingesting.report import IngestReport
from rag.ingesting.watching import add_reports, watch_folders
from rag.records import ingest_record
from rag.schema import DocumentInfo

if TYPE_CHECKING:
    from rag.library import Library


def run_watch(options: Namespace) -> int:
    """Follow folders; an interrupt is how it ends, and no failure."""
    reports: list[IngestReport] = []
    with open_library(options, create=True) as library:
        try:
            for report in watch_folders(
                _ShownLibrary(library),
                options.paths,
                interval_seconds=options.interval,
                prune=options.prune,
            ):
                reports.append(report)
                _show(report, options, is_first=len(reports) == 1)
        except KeyboardInterrupt:
            say(f"\nno longer watching: {describe_counts(add_reports(reports))}")
    return 0


def _show(report: IngestReport, options: Namespace, *, is_first: bool) -> None:
    if options.json:
        print_record(ingest_record(report))
        sys.stdout.flush()  # who reads along is not to wait for more
    say(describe_report(report))
    if is_first:
        say(f"watching {', '.join(map(str, options.paths))}; end with Ctrl-C")


class _ShownLibrary:
    """A library whose ingests show a bar of their own."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def ingest(self, paths: Sequence[Path], *, prune: bool = False) -> IngestReport:
        """Index files and folders."""
        return self._library.ingest(paths, prune=prune, progress=IngestBar())

    def documents(self) -> list[DocumentInfo]:
        """List the documents."""
        return self._library.documents()

    def remove(self, names: Sequence[str]) -> list[str]:
        """Remove documents."""
        return self._library.remove(names)
