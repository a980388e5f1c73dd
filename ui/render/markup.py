"""Text -> HTML that cannot be anything but text: whatever is not made here is escaped."""

from __future__ import annotations

import html
from collections.abc import Iterable

_VOID = frozenset({"br", "hr", "input", "link", "meta"})


class Markup(str):
    """HTML made by ``tag``; every other string is text and gets escaped."""

    __slots__ = ()


Child = str | Markup | None
Attribute = str | int | bool | None


def tag(name: str, /, *children: Child, **attributes: Attribute) -> Markup:
    """Make an element.

    :param name: element name.
    :param *children: text, escaped, or markup, kept; None is left out.
    :param **attributes: ``class_`` for ``class``, ``data_x`` for ``data-x``; True for an attribute
        without value, None and False for none.
    :returns: the element.
    """
    opening = f"<{name}{''.join(_attribute(key, value) for key, value in attributes.items())}>"
    if name in _VOID:
        return Markup(opening)
    return Markup(f"{opening}{join(children)}</{name}>")


def join(children: Iterable[Child]) -> Markup:
    """Put texts (escaped) and markup (kept) one after the other."""
    return Markup("".join(_escaped(child) for child in children if child is not None))


def _escaped(child: str | Markup) -> str:
    if isinstance(child, Markup):
        return child
    # Browsers read a bare carriage return as a line feed, and two characters as one.
    return html.escape(child, quote=True).replace("\r", "&#13;")


def _attribute(key: str, value: Attribute) -> str:
    name = key.rstrip("_").replace("_", "-")
    if value is None or value is False:
        return ""
    if value is True:
        return f" {name}"
    return f' {name}="{html.escape(str(value), quote=True)}"'
