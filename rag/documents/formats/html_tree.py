"""HTML -> the events of its tree, in document order; the only importer of selectolax.

Lexbor builds the tree as browsers do, at any depth; the walk does not recurse.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Literal

from rag.errors import DocumentError

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

#: A tag opens or closes, with its name and attributes, or text stands there.
Event = tuple[Literal["open", "close", "text"], str, Mapping[str, str | None]]
#: An element's name, its attributes, and what counts its share of the text -> left out?
Skipper = Callable[[str, Mapping[str, str | None], Callable[[], float]], bool]

_NOTHING: Mapping[str, str | None] = {}
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
#: A main part with less of the page's text than this is a frame for something else.
_MIN_MAIN_SHARE = 0.3
_MIN_ARTICLE_SHARE = 0.5
#: How many times over the text may be counted; sound pages stay below 5.
_MAX_COUNTED_TIMES = 20


#: Elements that others end, or nothing: unclosed ones do not lie in each other.
_ENDED_BY_OTHERS = _VOID | frozenset(
    "p li dt dd tr td th tbody thead tfoot option optgroup colgroup rt rp html head body".split()
)
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,20})")
#: The parser looks through all open elements at each new one: a megabyte of <div> takes a minute.
_MAX_DEPTH = 5_000


class HtmlTree:
    """A parsed page.

    :param markup: the page as text.
    :param name: the file, for messages.
    :raises DocumentError: elements lie in each other beyond all use.
    """

    def __init__(self, markup: str, name: str) -> None:
        from selectolax.lexbor import LexborHTMLParser

        _check_depth(markup, name)
        # A NUL is dropped by browsers as well.
        self._parser: LexborHTMLParser = LexborHTMLParser(markup.replace("\0", ""))

    def walk(self, skip: Skipper, *, whole: bool) -> Iterator[Event]:
        """Yield the events of the page's body, or of its main part.

        :param skip: tells which elements are left out with all they hold.
        :param whole: take the body even where a part of it is named the main one.
        :yields: events in document order.
        """
        body = self._parser.body
        if body is None:
            return
        root = body if whole else self._find_main(body)
        yield from _walk(root, skip)

    def first_text(self, selector: str) -> str:
        """Give the words of the first element that a CSS selector finds; empty where none is."""
        node = self._parser.css_first(selector)
        return " ".join(node.text(deep=True).split()) if node is not None else ""

    def elements(self, selector: str) -> list[Mapping[str, str | None]]:
        """Give the attributes of all elements that a CSS selector finds, in order."""
        return [node.attributes for node in self._parser.css(selector)]

    def count(self, selector: str) -> int:
        """Count the elements that a CSS selector finds."""
        return len(self._parser.css(selector))

    def _find_main(self, body: LexborNode) -> LexborNode:
        for selector, share in (
            ("main, [role=main]", _MIN_MAIN_SHARE),
            ("article", _MIN_ARTICLE_SHARE),
        ):
            found = self._parser.css(selector)
            if len(found) == 1 and _count_text(found[0]) >= share * _count_text(body):
                return found[0]
        return body


def _check_depth(markup: str, name: str) -> None:
    if markup.count("<") <= _MAX_DEPTH:
        return
    depth = 0
    for match in _TAG.finditer(markup):
        if match[2].lower() in _ENDED_BY_OTHERS:
            continue
        depth = max(0, depth + (-1 if match[1] else 1))
        if depth > _MAX_DEPTH:
            raise DocumentError(
                f"{name}: this page's elements lie in each other more than {_MAX_DEPTH:,} deep, as "
                "no sound page's do; open it in a browser, save its text, and add that"
            )


def _count_text(node: LexborNode) -> int:
    hidden = sum(len(each.text(deep=True)) for each in node.css("script, style, noscript"))
    return len(node.text(deep=True)) - hidden


class _Counter:
    """Counts what shares of a text elements hold; a page of nothing but such elements is no end."""

    def __init__(self, root: LexborNode) -> None:
        self._total = max(_count_text(root), 1)
        self._left = _MAX_COUNTED_TIMES * self._total

    def share(self, node: LexborNode) -> float:
        """Give an element's share of the text; 1 where too much was counted already."""
        if self._left < 0:
            return 1.0
        counted = _count_text(node)
        self._left -= max(counted, 1)
        return counted / self._total


def _walk(root: LexborNode, skip: Skipper) -> Iterator[Event]:
    counter = _Counter(root)
    opened: list[tuple[LexborNode, str]] = []
    node = root.first_child
    while node is not None or opened:
        if node is None:
            parent, tag = opened.pop()
            yield "close", tag, _NOTHING
            node = parent.next
            continue
        if node.is_text_node:
            yield "text", node.text_content or "", _NOTHING
        elif node.is_element_node:
            tag = node.tag or ""
            attributes = node.attributes
            if not skip(tag, attributes, partial(counter.share, node)):
                yield "open", tag, attributes
                if tag not in _VOID:
                    opened.append((node, tag))
                    node = node.first_child
                    continue
        node = node.next
