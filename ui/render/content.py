"""What is not the page's own, a title, a name, a question -> markup that says its language.

Screen readers speak each text in its own language, and whoever checks the page's tells it apart.
"""

from __future__ import annotations

import string

from rag.text.language import detect_language
from ui.render.markup import Attribute, Child, Markup, join, tag


def mark_language(text: str, name: str = "span", **attributes: Attribute) -> Markup:
    """Show a text of the library's or a user's with the language it is in.

    :param text: any text; one without words is marked as of no language.
    :param name: of the element.
    :param **attributes: of the element besides.
    :returns: the element.
    """
    return tag(name, text, lang=detect_language(text), **attributes)


def fill(template: str, **values: Child) -> Markup:
    """Fill the blanks of one of the page's strings with markup.

    :param template: with blanks as ``{name}``.
    :param **values: texts, escaped, or markup, kept, by name.
    :returns: the string.
    """
    parts: list[Child] = []
    for text, name, _, _ in string.Formatter().parse(template):
        parts += [text, values[name] if name is not None else None]
    return join(parts)
