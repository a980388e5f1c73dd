"""A web page's bytes -> its text, title, date and what it states of itself."""

from __future__ import annotations

import codecs
import re

from rag.documents.encoding import decode_text
from rag.documents.formats.html_head import read_page_date, read_page_metadata, read_title
from rag.documents.formats.html_page import read_page
from rag.documents.formats.html_tree import HtmlTree
from rag.documents.formats.loaded import LoadedText
from rag.errors import DocumentError
from rag.settings import DocumentSettings

_DECLARED = re.compile(
    rb"""(?i)<meta[^>]{0,200}?charset\s*+=\s*+["']?\s*+([\w.:-]{2,30})"""
    rb"""|<\?xml[^>]{0,100}?encoding\s*+=\s*+["']([\w.:-]{2,30})"""
)
#: Browsers look for the declaration so far; old Chinese pages put scripts before it.
_DECLARED_BYTES = 4096
#: What browsers read in place of the encodings that pages name. The Western ones are not believed:
#: every byte is valid in them, and programs put them on Chinese pages by default.
_READ_AS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "x-gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "cp936": "gb18030",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "x-x-big5": "big5hkscs",
    "hz-gb-2312": "hz",
}
#: Fewer bytes beyond ASCII can be valid UTF-8 by chance, as the two characters of 联通 in GBK are.
_MIN_PROVING_BYTES = 12
#: Broken bytes that a page may have and still be read; each is shown as U+FFFD.
_MAX_BROKEN_SHARE = 0.001
_MAX_BROKEN_IN_SHORT = 2
_ASCII = bytes(range(128))


def load_html(data: bytes, name: str, _settings: DocumentSettings) -> LoadedText:
    """Load a web page: its main text, a blank line between its blocks; nothing is fetched."""
    markup, encoding = decode_html(data, name)
    tree = HtmlTree(markup, name)
    text = read_page(tree)
    if not text:
        raise DocumentError(
            f"{name}: this page holds no text of its own; it may be filled in by scripts: open it "
            "in a browser, save it as a complete page or as text, and add that"
        )
    return LoadedText(
        text,
        encoding,
        title=read_title(tree, text),
        date=read_page_date(tree),
        metadata=read_page_metadata(tree),
    )


def decode_html(data: bytes, name: str) -> tuple[str, str]:
    """Decode a page: by its mark, as UTF-8 where that proves itself, as declared, or as it looks.

    :param data: the whole file.
    :param name: the file, for messages.
    :returns: the markup and the name of the encoding.
    :raises DocumentError: the bytes are no text, or in no encoding that is read here.
    """
    declared = _find_declared(data)
    if declared is None or declared == "utf-8" or data.startswith((codecs.BOM_UTF8, b"\xff\xfe")):
        return _decode_unaided(data, name)
    if len(data.translate(None, _ASCII)) >= _MIN_PROVING_BYTES:
        try:
            return data.decode("utf-8"), "utf-8"
        except UnicodeDecodeError:
            pass  # it is what it declares
    try:
        return data.decode(declared), declared
    except UnicodeDecodeError:
        return _decode_unaided(data, name)


def _find_declared(data: bytes) -> str | None:
    match = _DECLARED.search(data[:_DECLARED_BYTES])
    if match is None:
        return None
    stated = (match.group(1) or match.group(2)).decode("ascii", "replace").lower()
    # A declaration in ASCII cannot stand in UTF-16, so such a page is in UTF-8.
    if stated.startswith(("utf-8", "utf8", "utf-16")):
        return "utf-8"
    return _READ_AS.get(stated)


def _decode_unaided(data: bytes, name: str) -> tuple[str, str]:
    try:
        return decode_text(data, name)
    except DocumentError:
        declared = _find_declared(data)
        if declared is None:
            raise
        text = data.decode(declared, errors="replace")
        allowed = max(_MAX_BROKEN_IN_SHORT, _MAX_BROKEN_SHARE * len(text))
        if text.count("\ufffd") > allowed:
            raise
        return text, declared
