"""An EPUB book's bytes -> its text in the order of its spine, and what it states of itself."""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote

from rag.documents.formats.blocks import join_blocks
from rag.documents.formats.html import decode_html
from rag.documents.formats.html_page import read_body
from rag.documents.formats.html_tree import HtmlTree
from rag.documents.formats.loaded import LoadedText
from rag.documents.formats.package import Package, open_package
from rag.documents.formats.xml import children, descendants, local_name, parse_xml
from rag.documents.metadata import find_date
from rag.errors import DocumentError
from rag.settings import DocumentSettings

if TYPE_CHECKING:
    from zipfile import ZipInfo

    from rag.documents.formats.xml import Element

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
#: These two only scramble embedded fonts; the text is open.
_FONT_METHODS = frozenset({"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"})
_PAGE_TYPES = frozenset({"application/xhtml+xml", "text/html", "application/x-dtbook+xml"})
_PAGE_SUFFIXES = (".xhtml", ".html", ".htm", ".xml")
#: An empty element as XML writes it; HTML takes <title/> for a title that never ends.
_SELF_CLOSED = re.compile(r"<([A-Za-z][\w:.-]*)((?:\s[^<>]*)?)/>")
_SHORT_DATE = re.compile(r"\d{4}(?:-\d\d)?(?![-\d])")
#: Books whose spine is missing or names nothing that is there.
_NO_ORDER = (
    "The book does not say in which order its pages are read; they were taken as it lists them. "
    "Check that the text is in order, or get the book again."
)
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


def load_epub(data: bytes, name: str, settings: DocumentSettings) -> LoadedText:
    """Load a book: the text of its pages in reading order.

    :param data: the whole file.
    :param name: the file, for messages.
    :param settings: the limits that hold.
    :returns: its text, title, date and authors.
    :raises DocumentError: it is locked by DRM, damaged, or no EPUB book.
    """
    warnings: list[str] = []
    with open_package(io.BytesIO(data), name, settings) as package:
        root_part = _find_root(package)
        _refuse_locked(package)
        root, _ = _parse(package, root_part)
        folder = posixpath.dirname(root_part)
        pages = list(_list_pages(package, root, folder, ordered=True))
        if not pages:
            pages = list(_list_pages(package, root, folder, ordered=False))
            warnings.append(_NO_ORDER)
        package.check_total(pages)
        text = join_blocks(_read_page(package, page) for page in pages)
    if not pages:
        raise DocumentError(f"{name}: this book is damaged: it lists no page of text; get it again")
    if not text:
        raise DocumentError(
            f"{name}: none of this book's {len(pages)} pages holds text; if they are pictures, "
            "run text recognition (OCR) on them first"
        )
    fields = _read_fields(root)
    metadata = {
        "author": "; ".join(fields.get("creator", [])),
        "publisher": "; ".join(fields.get("publisher", [])),
        "source": "; ".join(fields.get("source", [])),
    }
    return LoadedText(
        text,
        "utf-8",
        title=next(iter(fields.get("title", [])), None),
        date=next((date for each in fields.get("date", []) if (date := _read_date(each))), None),
        metadata={field: value for field, value in metadata.items() if value},
        warnings=tuple(warnings),
    )


def mend_empty_elements(markup: str) -> str:
    """Write the empty elements of XHTML so that HTML reads them as empty too."""

    def close(match: re.Match[str]) -> str:
        tag, attributes = str(match[1]), str(match[2])
        return str(match[0]) if tag.lower() in _VOID else f"<{tag}{attributes}></{tag}>"

    return _SELF_CLOSED.sub(close, markup)


def _find_root(package: Package) -> str:
    """Find the part that describes the book."""
    if package.find(_CONTAINER) is None:
        raise DocumentError(
            f"{package.name}: this is no EPUB book, for it has no {_CONTAINER}; check its suffix, "
            "or get it again"
        )
    root, _ = _parse(package, _CONTAINER)
    for each in descendants(root, "rootfile"):
        path = str(each.get("full-path", ""))
        if package.find(path) is not None:
            return path
    raise DocumentError(
        f"{package.name}: this book is damaged: what it names as its description is not in it; "
        "get it again"
    )


def _refuse_locked(package: Package) -> None:
    """Refuse a book whose text is encrypted; scrambled fonts do not matter."""
    if package.find(_ENCRYPTION) is None:
        return
    root, _ = _parse(package, _ENCRYPTION)
    methods = {each.get("Algorithm", "") for each in descendants(root, "EncryptionMethod")}
    if methods - _FONT_METHODS:
        raise DocumentError(
            f"{package.name}: this book is locked by DRM (encrypted), so that its text cannot be "
            "read; ask for a copy without it"
        )


def _list_pages(
    package: Package, root: Element, folder: str, *, ordered: bool
) -> Iterator[ZipInfo]:
    """Yield the parts that hold text, in the order of the spine; the contents page is none.

    Where there is no order (not ``ordered``), all that the book lists are yielded as listed.
    """
    items = {each.get("id", ""): each for each in descendants(root, "item")}
    order = (each.get("idref", "") for each in descendants(root, "itemref")) if ordered else items
    for reference in order:
        item = items.get(reference)
        if item is None or "nav" in (item.get("properties") or "").split():
            continue
        href = unquote(item.get("href", "").partition("#")[0])
        is_page = item.get("media-type") in _PAGE_TYPES or href.endswith(_PAGE_SUFFIXES)
        if not is_page:
            continue
        part = posixpath.normpath(posixpath.join(folder, href))
        info = package.find(part)
        if info is None:
            raise DocumentError(
                f"{package.name}: this book is damaged: its page {part} is missing; get it again"
            )
        yield info


def _read_page(package: Package, page: ZipInfo) -> str:
    name = f"{package.name}: {page.filename}"
    markup, _ = decode_html(package.read(page), name)
    return read_body(HtmlTree(mend_empty_elements(markup), name))


def _parse(package: Package, part: str) -> tuple[Element, str]:
    info = package.find(part)
    if info is None:
        raise DocumentError(f"{package.name}: this book is damaged: {part} is missing")
    return parse_xml(package.read(info), f"{package.name}: {part}")


def _read_fields(root: Element) -> dict[str, list[str]]:
    """Read what the book states of itself, by the names of Dublin Core."""
    fields: dict[str, list[str]] = {}
    for metadata in children(root, "metadata"):
        for each in metadata.iterdescendants():
            value = " ".join((each.text or "").split())
            if value and isinstance(each.tag, str):
                fields.setdefault(local_name(each), []).append(value)
    return fields


def _read_date(value: str) -> str | None:
    """Read a date that may be no more than a year."""
    short = _SHORT_DATE.match(value)
    return find_date(value) or (short.group() if short else None)
