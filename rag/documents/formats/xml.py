"""Bytes of an XML file -> its elements, with nothing fetched and no entity expanded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

from rag.documents.encoding import decode_text
from rag.errors import DocumentError

if TYPE_CHECKING:
    from lxml import etree

    Element: TypeAlias = etree._Element  # noqa: SLF001 - lxml names the type so, and only so

_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_DECLARED = re.compile(rb"""<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]+)["']""")
_DECLARED_BYTES = 200


def parse_xml(data: bytes, name: str) -> tuple[Element, str]:
    """Parse an XML file whose markup is trusted with nothing.

    A document type may be named, as TMX files do; it is not read. One that declares entities is
    refused: they are how small files grow to gigabytes, or read others.

    :param data: the whole file.
    :param name: the file, for messages.
    :returns: the root element, and the encoding the bytes were decoded with.
    :raises DocumentError: not well formed, or it declares entities.
    """
    from lxml import etree

    text, encoding = _decode(data, name)
    # libxml2 bounds what entities in attributes grow to, as long as huge_tree is off.
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_pis=True
    )
    try:
        root = etree.fromstring(_DECLARATION.sub("", text, count=1).encode(), parser)
    except etree.XMLSyntaxError as exc:
        if "amplification" in (exc.msg or ""):
            raise _refuse_entities(name) from exc
        raise DocumentError(
            f"{name}: not well-formed XML ({exc.msg}); it may be cut off or damaged: export it anew"
        ) from exc
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and list(dtd.iterentities()):
        raise _refuse_entities(name)
    return root, encoding


def _refuse_entities(name: str) -> DocumentError:
    return DocumentError(
        f"{name}: declares entities of its own, which are not expanded here, since a small file "
        "can grow beyond all bounds by them; export it without them"
    )


def local_name(element: Element) -> str:
    """Give an element's name without its namespace; empty for comments."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: Element, name: str) -> Iterator[Element]:
    """Yield an element's children of a name, whatever their namespace."""
    return (child for child in element if local_name(child) == name)


def descendants(element: Element, name: str) -> Iterator[Element]:
    """Yield all elements of a name below one, whatever their namespace, in document order."""
    return (each for each in element.iterdescendants() if local_name(each) == name)


def text_of(element: Element, *, dropped: frozenset[str]) -> str:
    """Give the text inside an element, without that of some elements, such as markup of its format.

    :param element: whose text.
    :param dropped: local names of elements whose content is not text.
    :returns: the letters as they stand.
    """
    from lxml.etree import iterwalk  # recursion would end at a depth that files can exceed

    pieces: list[str] = []
    walk = iterwalk(element, events=("start", "end", "comment"))
    for event, each in walk:
        if event == "start":
            if each is not element and local_name(each) in dropped:
                walk.skip_subtree()
            else:
                pieces.append(each.text or "")
        elif each is not element:
            pieces.append(each.tail or "")
    return "".join(pieces)


def _decode(data: bytes, name: str) -> tuple[str, str]:
    """Decode by the declared encoding where it holds; declarations are often wrong."""
    declared = _DECLARED.search(data[:_DECLARED_BYTES])
    if declared is not None:
        encoding = declared.group(1).decode("ascii").lower()
        encoding = {"gb2312": "gb18030", "gbk": "gb18030"}.get(encoding, encoding)
        try:
            text = data.decode(encoding).removeprefix("\ufeff")
        except (UnicodeDecodeError, LookupError):
            text = ""  # decode_text tells it by the letters, or says what is wrong
        if text.lstrip().startswith("<"):
            return text, encoding
    return decode_text(data, name)
