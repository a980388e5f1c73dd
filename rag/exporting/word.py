"""Rows -> a Word file with the two languages in two columns."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import TYPE_CHECKING, Any

from rag.exporting.rows import Row

if TYPE_CHECKING:
    from docx.document import Document

#: Word takes the first font for Latin letters and the second for Han characters.
_LATIN_FONT, _HAN_FONT = "Times New Roman", "SimSun"
_NARROW_CM = 1.5


def write_word(rows: Iterable[Row], titles: Mapping[str, str]) -> bytes:
    """Write a table a document, Chinese on the left.

    :param rows: in the order of their Chinese documents.
    :param titles: of the documents that state one.
    :returns: a DOCX file.
    """
    import docx

    file = docx.Document()
    prepare_file(file)
    for document, group in groupby(rows, key=lambda row: row.zh.document):
        file.add_heading(titles.get(document) or document, level=1)
        _add_table(file, list(group))
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def prepare_file(file: Document) -> None:
    """Set fonts of both scripts and margins, and who made the file."""
    from docx.oxml.ns import qn
    from docx.shared import Cm

    for name in ("Normal", "Heading 1", "Heading 2"):
        style = file.styles[name]
        style.font.name = _LATIN_FONT
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _HAN_FONT)
    for section in file.sections:
        section.left_margin = section.right_margin = Cm(_NARROW_CM)
    # python-docx's own template names its maker and a date of 2013.
    file.core_properties.author = "Duizhao"
    file.core_properties.title = "对照 Duizhao"
    file.core_properties.comments = ""


def _add_table(file: Document, rows: list[Row]) -> None:
    # All rows at once: adding them one by one takes time that grows with the square.
    table = file.add_table(rows=len(rows) + 1, cols=2, style="Table Grid")
    texts = [("中文", "English"), *((row.zh.text, row.en.text) for row in rows)]
    lines = table._tbl.tr_lst  # noqa: SLF001 - table.rows counts all cells for each of them
    for line, sides in zip(lines, texts, strict=True):
        for cell, text in zip(line.tc_lst, sides, strict=True):
            cell.p_lst[0].add_r().text = text
    _repeat_head(lines[0])


def _repeat_head(line: Any) -> None:
    """Repeat a table's first line on each page, in bold."""
    from docx.oxml import OxmlElement

    line.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell in line.tc_lst:
        cell.p_lst[0].r_lst[0].get_or_add_rPr().append(OxmlElement("w:b"))
