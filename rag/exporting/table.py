"""Rows -> CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from rag.exporting.rows import Row

_HEADER = (
    "zh_document",
    "zh_paragraphs",
    "zh_speaker",
    "en_document",
    "en_paragraphs",
    "en_speaker",
    "zh",
    "en",
    "score",
)


def write_csv(rows: Iterable[Row]) -> bytes:
    """Write a table, in UTF-8 with the mark by which Excel knows it."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(_HEADER)
    for row in rows:
        places = (
            value
            for side in (row.zh, row.en)
            for value in (side.document, side.place, side.speaker)
        )
        writer.writerow([*places, row.zh.text, row.en.text, f"{row.score:.4f}"])
    return buffer.getvalue().encode("utf-8-sig")
