"""A Word file's bytes -> its text, title, date and author.

The body is read as a stream of the events of its XML, so that memory does not grow with it.
"""

from __future__ import annotations

import io
import re

from rag.documents.formats.blocks import join_blocks
from rag.documents.formats.docx_styles import DocxStyle, read_styles
from rag.documents.formats.docx_text import WrittenBody, read_body
from rag.documents.formats.loaded import LoadedText
from rag.documents.formats.package import Package, open_package
from rag.documents.formats.xml import children, descendants, parse_xml
from rag.errors import DocumentError
from rag.settings import DocumentSettings

_BODY = "word/document.xml"
_CORE = "docProps/core.xml"
#: The parts that hold notes, by the last word of their kind.
_NOTES = ("footnotes", "endnotes")
#: Titles that programs put in by themselves.
_NO_TITLE = re.compile(
    r"(?i)microsoft word\b.*|(?:document|文档|untitled|无标题|powerpoint presentation)\s*\d*"
    r"|.*\.(?:docx?|wps|rtf|txt|pdf)|word document|\W*"
)
#: When the empty document was made that python-docx begins every file with.
_TEMPLATE_DATE = "2013-12-23T23:15:00Z"
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def load_docx(data: bytes, name: str, settings: DocumentSettings) -> LoadedText:
    """Load a Word file as it reads with all tracked changes accepted.

    Headers, footers, comments and macros are left out; foot- and endnotes stand at the end.

    :param data: the whole file.
    :param name: the file, for messages.
    :param settings: the limits that hold.
    :returns: its text, and what its properties state.
    :raises DocumentError: it has a password, is damaged, or is no Word file.
    """
    with open_package(io.BytesIO(data), name, settings) as package:
        package.check_total(package.members)
        body = _find_related(package, "").get("officeDocument", _BODY)
        parts = _find_related(package, body)
        styles = _read_styles(package, parts.get("styles", ""))
        written = _read_text(package, body, styles)
        notes = [_read_text(package, parts[kind], styles) for kind in _NOTES if kind in parts]
        fields = _read_core(package)
    text = join_blocks(block for each in (written, *notes) for block in each.blocks)
    if not text:
        raise DocumentError(
            f"{name}: this Word file holds no text; if it holds pictures of pages, run text "
            "recognition (OCR) on them first"
        )
    return LoadedText(
        text,
        "utf-8",
        title=written.title or _read_title(fields),
        date=_read_date(fields),
        metadata=_read_metadata(fields),
    )


def _describe_other(package: Package) -> str:
    names = {info.filename for info in package.members}
    kinds = {
        "xl/workbook.xml": "an Excel file: save its sheet as .csv",
        "ppt/presentation.xml": "a PowerPoint file: export its text",
        "content.xml": "an OpenDocument file: save it as .docx",
        "META-INF/container.xml": "an EPUB book: rename it to .epub",
    }
    found = next((what for part, what in kinds.items() if part in names), None)
    if found is None:
        found = "no Word file, for it has no word/document.xml: save it as .docx"
    return f"{package.name}: this is {found}, and add that"


def _find_related(package: Package, part: str) -> dict[str, str]:
    """Find the parts that one names, by the last word of their kind; of "" the package's own."""
    folder, _, name = part.rpartition("/")
    info = package.find(f"{folder}/_rels/{name}.rels".lstrip("/"))
    if info is None:
        return {}
    root, _ = parse_xml(package.read(info), f"{package.name}: {info.filename}")
    found: dict[str, str] = {}
    for each in children(root, "Relationship"):
        target = each.get("Target", "")
        full = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}".lstrip("/")
        found.setdefault(each.get("Type", "").rpartition("/")[2], full)
    return found


def _read_styles(package: Package, part: str) -> dict[str, DocxStyle]:
    info = package.find(part)
    if info is None:
        return {}
    root, _ = parse_xml(package.read(info), f"{package.name}: {part}")
    return read_styles(root)


def _read_text(package: Package, part: str, styles: dict[str, DocxStyle]) -> WrittenBody:
    info = package.find(part)
    if info is None:
        raise DocumentError(_describe_other(package))
    with package.stream(info) as stream:
        return read_body(stream, f"{package.name}: {part}", styles)


def _read_core(package: Package) -> dict[str, str]:
    info = package.find(_CORE)
    if info is None:
        return {}
    root, _ = parse_xml(package.read(info), f"{package.name}: {_CORE}")
    names = ("title", "creator", "created", "modified", "subject")
    found = {name: next(descendants(root, name), None) for name in names}
    return {
        name: " ".join((element.text or "").split())
        for name, element in found.items()
        if element is not None and (element.text or "").strip()
    }


def _read_title(fields: dict[str, str]) -> str | None:
    title = fields.get("title", "")
    return None if _NO_TITLE.fullmatch(title) else title


def _read_date(fields: dict[str, str]) -> str | None:
    created = fields.get("created", "")
    if created == _TEMPLATE_DATE:
        return None
    day = _ISO_DAY.match(created)
    return day.group() if day else None


def _read_metadata(fields: dict[str, str]) -> dict[str, str]:
    author = fields.get("creator", "")
    metadata = {"author": "" if author == "python-docx" else author}
    metadata |= {name: fields.get(name, "") for name in ("subject", "created", "modified")}
    return {name: value for name, value in metadata.items() if value}
