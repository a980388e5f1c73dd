"""Texts -> whether they open like items of one list."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.text.language import HAN

_ORDINAL = re.compile(
    "(?:第[一二三四五六七八九十]|[一二三四五六七八九十]是|首先|其次|最后|\\(?\\d{1,2}[.)、]|"
    "(?:first|second|third|fourth|fifth|sixth|seventh|eighth|finally|lastly)(?:ly)?\\b)",
    re.IGNORECASE,
)
#: The first of several points may stand behind "Let me make three points:", in so many letters.
_ANNOUNCEMENT = 80
_OPENING = re.compile(f"[{HAN}]{{2}}|[^\\W_]+")


def open_alike(texts: Sequence[str]) -> bool:
    """Tell whether texts begin with one word, or two Han characters, or all with an ordinal.

    :param texts: at least one; a text without a letter or a digit is like no other.
    :returns: whether all do.
    """
    openings = {_opening(text) for text in texts}
    return len(openings) == 1 and "" not in openings


def is_point(text: str) -> bool:
    """Tell whether a text begins as one of several points: First, 第二, (3)."""
    return _ORDINAL.match(text) is not None


def _opening(text: str) -> str:
    head = text[:_ANNOUNCEMENT]
    announced = max(head.rfind(":"), head.rfind("\uff1a")) + 1
    if is_point(text) or is_point(text[announced:].lstrip()):
        return "#"
    found = _OPENING.search(text)
    return found.group().casefold() if found else ""
