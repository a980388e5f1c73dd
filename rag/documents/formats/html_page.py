"""A page's markup -> its main text, without what stands around it on every page."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from rag.documents.formats.html_text import HtmlWriter
from rag.documents.formats.html_tree import HtmlTree

Attributes = Mapping[str, str | None]

_NEVER_TEXT = frozenset(
    "audio button canvas datalist embed head iframe input map noscript object "
    "option rp rt rtc script select style svg template textarea title video".split()
)
_AROUND = frozenset("nav footer aside".split())
_AROUND_ROLES = frozenset(
    "navigation banner contentinfo complementary search menu menubar dialog alert".split()
)
_HIDDEN_STYLE = re.compile(r"(?i)(?:display\s*:\s*none|visibility\s*:\s*hidden)")
#: Words of classes and ids by which pages name what stands around the text.
_AROUND_NAMES = frozenset(
    "nav navbar navigation menu submenu breadcrumb breadcrumbs crumb crumbs sidebar footer foot "
    "share sharing related recommend pagination pager copyright toolbar sitemap login searchbox "
    "comments cookie cookies advert ads".split()
)
#: Where such a word does not mean that: the frame of the page itself.
_KEPT = frozenset("html body main article table tbody tr h1 p".split())
#: What holds half of the text is the text, whatever it is named; old pages are one form.
_MAX_AROUND_SHARE = 0.5
_NAME_WORD = re.compile("[A-Za-z][a-z]*|[A-Z]+")
_WORD = re.compile(r"[^\W\d_]")
_NOTE_TYPES = re.compile(r"\b(?:foot|end|rear)?note(?:s)?\b|\bpagebreak\b|\bnoteref\b")


def read_page(tree: HtmlTree) -> str:
    """Read a page's main text; where nothing would be left, all of its text.

    :param tree: the parsed page.
    :returns: its blocks; empty where it has no words at all.
    """
    # Most headers are the site's own; one with the page's only h1 is the page's.
    left_out = _AROUND if tree.count("h1") == tree.count("header h1") else _AROUND | {"header"}

    def skip(tag: str, attributes: Attributes, share: Callable[[], float]) -> bool:
        if _is_no_text(tag, attributes) or tag in left_out:
            return True
        if (attributes.get("role") or "").lower() in _AROUND_ROLES:
            return True
        around = tag == "form" or (tag not in _KEPT and _is_named_around(attributes))
        return around and share() < _MAX_AROUND_SHARE

    text = HtmlWriter(prune=True).write(tree.walk(skip, whole=False))
    return text if _WORD.search(text) else read_body(tree)


def read_body(tree: HtmlTree) -> str:
    """Read all text of a page that holds nothing around it, such as a chapter of a book."""
    return HtmlWriter(prune=False).write(tree.walk(_skip_no_text, whole=True))


def _skip_no_text(tag: str, attributes: Attributes, _share: Callable[[], float]) -> bool:
    return _is_no_text(tag, attributes)


def _is_no_text(tag: str, attributes: Attributes) -> bool:
    """Tell whether an element holds no text of the page, or text that is not shown."""
    if tag in _NEVER_TEXT or "hidden" in attributes:
        return True
    if tag == "dialog":
        return "open" not in attributes
    if _NOTE_TYPES.search(attributes.get("epub:type") or ""):
        return tag in ("a", "span") or tag == "aside"
    if "pinyin" in (attributes.get("class") or "").lower().split():
        return True
    return _HIDDEN_STYLE.search(attributes.get("style") or "") is not None


def _is_named_around(attributes: Attributes) -> bool:
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    words = {word.lower() for word in _NAME_WORD.findall(names)}
    return not words.isdisjoint(_AROUND_NAMES)
