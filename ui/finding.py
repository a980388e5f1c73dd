"""Words typed -> where they stand in paragraphs, whatever their case, width or script variant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rag.schema import Span
from rag.text.language import fold

_HAN = "\u3400-\u9fff\uf900-\ufaff"
_HAN_CHAR = re.compile(f"[{_HAN}]")


def make_pattern(query: str) -> re.Pattern[str] | None:
    """Make the pattern of what is looked for in folded text; None where there is nothing."""
    words = fold(query).split()
    return re.compile(r"\s+".join(_loosen(word) for word in words)) if words else None


def _loosen(word: str) -> str:
    """Let a line of Chinese be broken anywhere."""
    parts = [re.escape(char) for char in word]
    glue = [r"\s*" if _HAN_CHAR.match(char) else "" for char in word]
    return "".join(part + gap for part, gap in zip(parts, [*glue[:-1], ""], strict=True))


def find_in(pattern: re.Pattern[str], text: str) -> Iterator[Span]:
    """Yield where a pattern stands in a text, as offsets in the text as printed."""
    folded = fold(text)
    if len(folded) == len(text):
        yield from (match.span() for match in pattern.finditer(folded))
        return
    # Folding made something longer ("…" is three dots): fold letter by letter, to know which.
    pieces = [fold(char) for char in text]
    origins = [place for place, piece in enumerate(pieces) for _ in piece]
    for match in pattern.finditer("".join(pieces)):
        yield origins[match.start()], origins[match.end() - 1] + 1


def utf16_offsets(text: str, spans: Iterable[Span]) -> list[Span]:
    """Turn offsets in characters into those that browsers count in."""
    if all(ord(char) < 0x10000 for char in text):
        return list(spans)
    return [(_utf16_length(text[:start]), _utf16_length(text[:end])) for start, end in spans]


def _utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
