"""Pairs -> the rows that every format writes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rag.schema import Pair, Paragraph
from rag.text.language import HAN

#: Characters that no XML file may hold, and no other program expects.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_WIDE = f"[{HAN}\u3000-\u303f\uff00-\uffef“”‘’…—]"
#: Lines of Chinese are broken between characters that no space parts.
_WIDE_BREAK = re.compile(rf"(?<={_WIDE})[^\S\n]*\n\s*(?={_WIDE})")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Side:
    """One language of a pair.

    :param numbers: of its paragraphs, in order.
    :param speaker: of the first paragraph; empty without one.
    :param text: on one line: lines are broken where the page ended, not where the text does.
    """

    document: str
    numbers: tuple[int, ...]
    speaker: str
    text: str

    @property
    def place(self) -> str:
        """Numbers as one would cite them: ``4`` or ``4+5``."""
        return "+".join(str(number) for number in self.numbers)


@dataclass(frozen=True, slots=True)
class Row:
    """A pair."""

    zh: Side
    en: Side
    score: float


def make_rows(pairs: Iterable[Pair]) -> list[Row]:
    """Make the rows of pairs, in their order."""
    return [Row(_make_side(pair.zh), _make_side(pair.en), pair.score) for pair in pairs]


def _make_side(paragraphs: Sequence[Paragraph]) -> Side:
    texts = [flatten(paragraph.text) for paragraph in paragraphs]
    return Side(
        document=paragraphs[0].document,
        numbers=tuple(paragraph.number for paragraph in paragraphs),
        speaker=paragraphs[0].speaker or "",
        text=("" if paragraphs[0].language == "zh" else " ").join(texts),
    )


def flatten(text: str) -> str:
    """Put a paragraph on one line, without characters that files of other programs cannot hold."""
    return _SPACE.sub(" ", _WIDE_BREAK.sub("", _CONTROL.sub("", text))).strip()
