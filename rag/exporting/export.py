"""A store and a format -> a file's bytes."""

from __future__ import annotations

from typing import Literal

from rag.document_names import require_document
from rag.exporting.rows import Row, make_rows
from vectorstore import Store

ExportFormat = Literal["tmx", "csv", "md", "docx"]


def export_pairs(store: Store, format: ExportFormat, document: str | None = None) -> bytes:  # noqa: A002
    """Write a library's pairs for other programs.

    :param store: the library.
    :param format: of the file.
    :param document: whose pairs, within it and with others; by default all.
    :returns: what the file holds; without pairs, a valid file of none.
    :raises DocumentError: if no document has that name.
    """
    require_document(store, document)
    titles = {info.name: info.title for info in store.documents() if info.title}
    return _write(make_rows(store.pairs(document)), format, titles)


def _write(rows: list[Row], format: ExportFormat, titles: dict[str, str]) -> bytes:  # noqa: A002
    if format == "tmx":
        from rag.exporting.tmx import write_tmx

        return write_tmx(rows)
    if format == "csv":
        from rag.exporting.table import write_csv

        return write_csv(rows)
    if format == "md":
        from rag.exporting.markdown import write_markdown

        return write_markdown(rows, titles)
    from rag.exporting.word import write_word

    return write_word(rows, titles)
