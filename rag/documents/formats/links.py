"""Files that hold addresses of pages and no text: they are refused, for nothing is fetched."""

from __future__ import annotations

import re

from rag.documents.formats.loaded import LoadedText
from rag.errors import DocumentError
from rag.settings import DocumentSettings

#: Shortcuts of Windows, macOS and Linux, and lists of addresses.
LINK_SUFFIXES = frozenset({".url", ".webloc", ".desktop", ".urls"})
_ADDRESS_LINE = re.compile(
    r"(?:[-*+•]|\d{1,4}[.)、])?\s*<?(?:(?:https?|ftp)://|www\.)[^\s<>\u4e00-\u9fff]+>?[,;]?",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?:https?|ftp)://[^\s<>\"']+", re.IGNORECASE)
_MAX_SHOWN_CHARS = 80
_BLANKS = " \t\ufeff\u3000"


def refuse_links(data: bytes, name: str, _settings: DocumentSettings) -> LoadedText:
    """Refuse a shortcut or a list of addresses, always."""
    found = _ADDRESS.findall(data.decode("utf-8", "replace"))
    raise _refusal(name, [each for each in found if not each.endswith(".dtd")])


def refuse_address_list(text: str, name: str) -> None:
    """Refuse a text that is nothing but addresses of pages, one a line; ``#`` begins a remark.

    :param text: the whole text.
    :param name: the file, for messages.
    :raises DocumentError: it is such a list.
    """
    found: list[str] = []
    for raw in text.splitlines():
        line = raw.strip(_BLANKS)
        if not line or line.startswith("#"):
            continue
        if not _ADDRESS_LINE.fullmatch(line):
            return
        found.append(line)
    if found:
        raise _refusal(name, found)


def _refusal(name: str, found: list[str]) -> DocumentError:
    first = f", the first {found[0][:_MAX_SHOWN_CHARS]}" if found else ""
    count = f"{len(found)} address{'' if len(found) == 1 else 'es'} of pages"
    return DocumentError(
        f"{name}: holds {count}{first}, and no text. Nothing is fetched from the network here: "
        "open each page in a browser, save it as HTML or PDF, and add those files"
    )
