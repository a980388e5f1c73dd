"""What a user thinks of an answer -> two buttons and a comment below it."""

from __future__ import annotations

import time

from rag.conversations import MAX_COMMENT, Feedback, Rating
from rag.schema import Language
from ui import strings as s
from ui.render.buttons import action_button
from ui.render.markup import Markup, tag

#: A thumb, 24 by 24; turned around it points down.
_THUMB = (
    "M7 10v11H3V10h4Zm0 0 4.2-7.3c1.6 0 2.6 1.2 2.4 2.8L13 9h6.3c1.2 0 2 1.1 1.7 2.2l-2.1 8"
    "c-.3 1.1-1.2 1.8-2.3 1.8H7"
)


def render_thumbs(feedback: Feedback | None, language: Language) -> Markup:
    """Show the two buttons.

    :param feedback: what the user has said so far.
    :param language: the page's language.
    :returns: a group for the row of an answer's actions.
    """
    return tag(
        "span",
        _thumb("up", s.RATE_UP(language), feedback),
        _thumb("down", s.RATE_DOWN(language), feedback),
        class_="dz-thumbs",
        role="group",
        aria_label=s.RATE(language),
    )


def _thumb(rating: Rating, label: str, feedback: Feedback | None) -> Markup:
    path = tag("path", d=_THUMB)
    icon = tag("svg", path, viewBox="0 0 24 24", aria_hidden="true", class_=f"dz-thumb-{rating}")
    pressed = feedback is not None and feedback.rating == rating
    return action_button(
        icon,
        "rate",
        class_="dz-thumb",
        data_rating=rating,
        aria_label=label,
        title=label,
        aria_pressed="true" if pressed else "false",
    )


def render_comment(feedback: Feedback | None, language: Language) -> Markup:
    """Show the box for a comment, hidden until the answer is rated."""
    box = tag(
        "input",
        type="text",
        value=feedback.comment if feedback else "",
        placeholder=s.RATE_COMMENT(language),
        aria_label=s.RATE_COMMENT(language),
        maxlength=MAX_COMMENT,
        autocomplete="off",
    )
    save = tag("button", s.RATE_SAVE(language), type="submit", class_="dz-link")
    return tag("form", box, save, class_="dz-comment", hidden=feedback is None)


def render_rated(exchange: str, text: str, *, failed: bool = False) -> Markup:
    """Tell the browser what became of a rating; no two are alike, or it would not notice."""
    return tag(
        "div",
        text,
        data_answer=exchange,
        data_outcome="failed" if failed else "kept",
        data_at=time.monotonic_ns(),
    )
