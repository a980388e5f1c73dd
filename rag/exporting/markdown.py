"""Rows -> a Markdown file with the two languages side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import groupby

from rag.exporting.rows import Row, Side

#: What Markdown would take for markup.
_MARKUP = re.compile(r"([\\`*_\[\]<>|~&])")
_TABLE_HEAD = "| | 中文 | English |\n|---|---|---|\n"


def write_markdown(rows: Iterable[Row], titles: Mapping[str, str]) -> bytes:
    """Write a table a document, Chinese on the left.

    :param rows: in the order of their Chinese documents.
    :param titles: of the documents that state one.
    :returns: UTF-8.
    """
    parts = ["# 对照 Duizhao\n"]
    for document, group in groupby(rows, key=lambda row: row.zh.document):
        title = titles.get(document, "")
        parts.append(f"\n## {_escape(f'{title} ({document})' if title else document)}\n\n")
        parts.append(_TABLE_HEAD)
        parts += [
            f"| {_place(row, document)} | {_cell(row.zh)} | {_cell(row.en)} |\n" for row in group
        ]
    return "".join(parts).encode()


def _place(row: Row, document: str) -> str:
    """Numbers of both sides, and where the English comes from if it is another document."""
    en = row.en.place if row.en.document == document else f"{row.en.document} {row.en.place}"
    return _escape(f"{row.zh.place} = {en}")


def _cell(side: Side) -> str:
    return _escape(side.text)


def _escape(text: str) -> str:
    return _MARKUP.sub(r"\\\1", text)
