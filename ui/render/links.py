"""A paragraph of a document -> a link that opens the reader there."""

from __future__ import annotations

from urllib.parse import urlencode

from ui.render.markup import Attribute, Markup, tag


def link_to_document(document: str, label: str | Markup, **attributes: Attribute) -> Markup:
    """Link to a document as a whole."""
    return tag(
        "a",
        label,
        href=f"?{urlencode({'document': document})}",
        data_action="read",
        data_document=document,
        **attributes,
    )


def link_to_paragraph(
    document: str, number: int, label: str | Markup, **attributes: Attribute
) -> Markup:
    """Link to a paragraph; the address works in a new window, and after a restart.

    :param document: its document's name.
    :param number: its number there.
    :param label: what to click on.
    :param **attributes: of the link besides; ``data_quote`` is highlighted there.
    :returns: the link.
    """
    return tag(
        "a",
        label,
        href=f"?{urlencode({'document': document, 'paragraph': number})}",
        data_action="read",
        data_document=document,
        data_paragraph=number,
        **attributes,
    )
