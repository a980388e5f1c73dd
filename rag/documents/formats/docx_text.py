"""The XML of a Word file's body or notes -> blocks of text, event by event."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING

from rag.documents.formats.blocks import join_blocks, lay_out_table, mark_heading, tidy_block
from rag.documents.formats.docx_styles import DocxStyle, level_of
from rag.errors import DocumentError

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

#: Elements whose text is not the document's as it now reads: what was deleted or moved away, the
#: second version of a drawing, readings above characters, and objects of other programs.
_LEFT_OUT = frozenset({"del", "moveFrom", "Fallback", "rt", "object", "docPartObj"})
#: Elements of other namespaces that count: text of formulas, second versions of drawings.
_FOREIGN = frozenset({"t", "Fallback"})
_BREAKS = frozenset({"br", "cr"})
_SEPARATORS = frozenset({"separator", "continuationSeparator", "continuationNotice"})
_OFF = frozenset({"0", "false", "off", "none"})
_WORD_NAMESPACES = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)


@dataclass(frozen=True, slots=True)
class WrittenBody:
    """The body's blocks, and the paragraph styled as the title."""

    blocks: list[str]
    title: str | None


@dataclass(slots=True)
class _Paragraph:
    pieces: list[str] = field(default_factory=list)
    style: DocxStyle = field(default_factory=DocxStyle)
    outline: int = 0
    listed: bool = False
    #: Its end was deleted by a tracked change: the next paragraph goes on in it.
    is_merged: bool = False


class _Writer:
    """Writes blocks from events; text boxes stand before the paragraph they hang on."""

    def __init__(self, styles: Mapping[str, DocxStyle]) -> None:
        self.title: str | None = None
        self._styles = styles
        self._frames: list[list[str]] = [[]]
        self._tables: list[list[list[str]]] = []
        self._paragraphs: list[_Paragraph] = []
        self._merged = ""
        self._hidden = False
        self._in_mark = False

    @property
    def blocks(self) -> list[str]:
        """What was written so far."""
        return self._frames[0]

    def open(self, tag: str, element: Element) -> None:
        if tag == "p":
            self._paragraphs.append(_Paragraph())
        elif tag == "tbl":
            self._tables.append([])
        elif tag == "tr" and self._tables:
            self._tables[-1].append([])
        elif tag == "tc" and self._tables:
            self._frames.append([])
        elif tag == "r":
            self._hidden = False
        elif tag == "pPr":
            self._in_mark = True
        elif self._paragraphs:
            self._open_inline(tag, element, self._paragraphs[-1])

    def _open_inline(self, tag: str, element: Element, paragraph: _Paragraph) -> None:
        value = _attribute(element, "val")
        if tag == "pStyle":
            paragraph.style = self._styles.get(value, paragraph.style)
        elif tag == "outlineLvl":
            paragraph.outline = level_of(value)
        elif tag == "numId":
            paragraph.listed = value != "0"
        elif tag == "vanish" and not self._in_mark:
            self._hidden = value not in _OFF
        elif tag in _BREAKS and _attribute(element, "type") not in ("page", "column"):
            self._add("\n")
        elif tag == "tab" and not self._in_mark:
            self._add("\t")
        elif tag == "noBreakHyphen":
            self._add("-")

    def mark_deleted(self) -> None:
        """Note that a tracked change deleted something; in a paragraph's own mark, its end."""
        if self._in_mark and self._paragraphs:
            self._paragraphs[-1].is_merged = True

    def close(self, tag: str, element: Element) -> None:
        if tag == "t":
            self._add(element.text or "")
        elif tag == "p" and self._paragraphs:
            self._end_paragraph(self._paragraphs.pop())
        elif tag == "pPr":
            self._in_mark = False
        elif tag == "tbl" and self._tables:
            self._frames[-1].extend(lay_out_table(self._tables.pop()))
        elif tag == "tc" and self._tables and len(self._frames) > 1:
            cell = join_blocks(self._frames.pop())
            rows = self._tables[-1]
            if not rows:
                rows.append([])
            rows[-1].append(cell)

    def _add(self, text: str) -> None:
        if self._paragraphs and not self._hidden:
            self._paragraphs[-1].pieces.append(text)

    def _end_paragraph(self, paragraph: _Paragraph) -> None:
        text = self._merged + "".join(paragraph.pieces)
        self._merged = ""
        if paragraph.is_merged:
            self._merged = text
            return
        if paragraph.style.is_contents:
            return
        text = tidy_block(text)
        if not text.strip():
            return
        if paragraph.style.is_title and self.title is None:
            self.title = " ".join(text.split())
        level = paragraph.style.level or paragraph.outline
        if level:
            text = mark_heading(text, level)
        elif paragraph.listed:
            text = f"- {text}"
        self._frames[-1].append(text)


def read_body(stream: IO[bytes], label: str, styles: Mapping[str, DocxStyle]) -> WrittenBody:
    """Read the blocks of a body, or of notes.

    :param stream: its XML.
    :param label: what to call it in messages.
    :param styles: what the file's styles make of paragraphs, by id.
    :returns: blocks in reading order.
    :raises DocumentError: the XML is damaged, nested beyond all bounds, or declares entities.
    """
    writer = _Writer(styles)
    for event, tag, element in _events(stream, label):
        if event == "left out":
            if tag == "del":
                writer.mark_deleted()
        elif event == "start":
            writer.open(tag, element)
        else:
            writer.close(tag, element)
    return WrittenBody(writer.blocks, writer.title)


def _events(stream: IO[bytes], label: str) -> Iterator[tuple[str, str, Element]]:
    """Yield the events of the document's own elements; each is emptied once it has been seen."""
    from lxml import etree

    parse = etree.iterparse(
        stream,
        events=("start", "end"),
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    outside = 0
    is_first = True
    try:
        for event, element in parse:
            if is_first:
                _refuse_document_type(element, label)
                is_first = False
            namespace, _, tag = element.tag[1:].rpartition("}")
            is_ours = namespace in _WORD_NAMESPACES or tag in _FOREIGN
            if event == "start":
                if outside or (is_ours and _is_left_out(tag, element)):
                    outside += 1
                if outside < 2 and is_ours:
                    yield "left out" if outside else "start", tag, element
                continue
            if outside:
                outside -= 1
            elif is_ours:
                yield "end", tag, element
            _empty(element)
    except etree.XMLSyntaxError as exc:
        raise DocumentError(
            f"{label}: damaged or not well-formed ({exc.msg}); open the file in a word processor "
            "and save it anew"
        ) from exc


def _is_left_out(tag: str, element: Element) -> bool:
    if tag in ("footnote", "endnote"):
        return _attribute(element, "type") in _SEPARATORS
    return tag in _LEFT_OUT


def _refuse_document_type(root: Element, label: str) -> None:
    """Refuse a file with a document type: Word never writes one, and it may declare entities."""
    if root.getroottree().docinfo.doctype:
        raise DocumentError(
            f"{label}: declares a document type, which no word processor writes, and by which a "
            "small file can grow beyond all bounds; save the file anew"
        )


def _attribute(element: Element, name: str) -> str:
    """Give an attribute, whatever its namespace: Word has two versions of it."""
    return next((str(v) for k, v in element.attrib.items() if k.rpartition("}")[2] == name), "")


def _empty(element: Element) -> None:
    """Free what an element held, and its elder siblings."""
    element.clear(keep_tail=True)
    parent = element.getparent()
    if parent is not None:
        while element.getprevious() is not None:
            del parent[0]
