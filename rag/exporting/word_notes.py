"""Paragraphs with footnotes -> a Word file with Word's own footnotes.

python-docx knows no footnotes: their part of the file is written here.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import TYPE_CHECKING, Any, Protocol

from rag.exporting.rows import flatten
from rag.exporting.word import prepare_file

if TYPE_CHECKING:
    from docx.document import Document

_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
#: Word asks for the lines above the footnotes as footnotes of their own.
_SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0">'
    "<w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>"
)
_RAISED = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
#: Half points.
_NOTE_SIZE = '<w:rPr><w:sz w:val="18"/></w:rPr>'
_LEVELS = {"title": 1, "question": 2}


class NoteMark(Protocol):
    """A footnote's place in a text."""

    @property
    def number(self) -> int:
        """From 1, in the order of the file."""

    @property
    def note(self) -> tuple[str, ...]:
        """The footnote, one paragraph an entry; empty where it is pointed to once more."""


class NotedBlock(Protocol):
    """A paragraph: texts and marks, in order."""

    @property
    def kind(self) -> str:
        """``title``, ``question``, ``answer`` or ``remark``."""

    @property
    def parts(self) -> Sequence[str | Any]:
        """Texts and ``NoteMark``s."""


def write_word_notes(blocks: Iterable[NotedBlock]) -> bytes:
    """Write paragraphs with footnotes.

    :param blocks: in order.
    :returns: a DOCX file.
    """
    import docx

    file = docx.Document()
    prepare_file(file)
    marks = [mark for block in blocks for mark in _add_block(file, block)]
    if marks:
        _add_notes(file, marks)
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def _add_block(file: Document, block: NotedBlock) -> Iterator[NoteMark]:
    level = _LEVELS.get(block.kind)
    paragraph = file.add_heading(level=level) if level else file.add_paragraph()
    for part in block.parts:
        if isinstance(part, str):
            run = paragraph.add_run(_clean(part))
            run.italic = block.kind == "remark" or None
        elif _add_reference(paragraph, part):
            yield part


def _add_reference(paragraph: Any, mark: NoteMark) -> bool:
    """Point to a footnote; tells whether it is to be written."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    run = paragraph.add_run()
    run.font.superscript = True
    if not mark.note:
        # Word counts references itself: what points to a note once more is its number alone.
        run.text = str(mark.number)
        return False
    reference = OxmlElement("w:footnoteReference")
    reference.set(qn("w:id"), str(mark.number))
    run._r.append(reference)  # noqa: SLF001 - python-docx gives no other way to the element
    return True


def _add_notes(file: Document, marks: Iterable[NoteMark]) -> None:
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    notes = "".join(_write_note(mark) for mark in marks)
    xml = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<w:footnotes xmlns:w="{_NAMESPACE}">{_SEPARATORS}{notes}</w:footnotes>'
    )
    name = PackURI("/word/footnotes.xml")
    part = Part(name, _CONTENT_TYPE, xml.encode(), file.part.package)
    file.part.relate_to(part, _RELATION)


def _write_note(mark: NoteMark) -> str:
    first, *others = (_write_text(line) for line in mark.note)
    number = f"<w:r>{_RAISED}<w:footnoteRef/></w:r>"
    paragraphs = "".join(
        f"<w:p>{each}</w:p>" for each in (number + _write_text(" ") + first, *others)
    )
    return f'<w:footnote w:id="{mark.number}">{paragraphs}</w:footnote>'


def _write_text(text: str) -> str:
    return f'<w:r>{_NOTE_SIZE}<w:t xml:space="preserve">{escape(_clean(text))}</w:t></w:r>'


def _clean(text: str) -> str:
    """Put a text on one line, without what XML cannot hold; a space at an end is kept."""
    before, after = " " * text[:1].isspace(), " " * text[-1:].isspace()
    flat = flatten(text)
    return f"{before}{flat}{after}" if flat else before
