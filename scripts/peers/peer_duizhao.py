"""Duizhao, by its Python interface, with all its defaults."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from serving import serve


class Duizhao:
    """A library; it reads files, which the harness has written."""

    def __init__(self, job: dict[str, Any]) -> None:
        from rag.errors import QuestionError
        from rag.library import Library

        self._refused = QuestionError
        self._files = job.get("files")
        self._library = Library.open(job["index"], create=job["task"] == "ingest")

    def ingest(self, passages: Sequence[tuple[str, str]]) -> None:  # noqa: ARG002
        """Read the files, index and pair them."""
        report = self._library.ingest([self._files])
        if report.failed:
            raise RuntimeError(f"{len(report.failed)} files failed: {report.failed[0]}")
        self._library.close()

    def open(self) -> None:
        """Do nothing: the library is open."""

    def search(self, question: str, count: int) -> list[list[str]]:
        """Retrieve entries; one holds a passage and its translations."""
        try:
            hits = self._library.search(question, top_k=count)
        except self._refused:  # in a third language: finds nothing
            return []
        return [
            [
                Path(each.paragraph.document).stem
                for each in (
                    hit.passage,
                    *(hit.counterpart.passages if hit.counterpart else ()),
                )
            ]
            for hit in hits
        ]


if __name__ == "__main__":
    serve(Duizhao, ["duizhao", "chromadb", "tantivy", "numpy"])
