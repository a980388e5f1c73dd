"""Text -> the letters a quote is compared by, each with its place, and the words that hold them.

Punctuation, white space, width, case, accents and script variant do not count. What changes a
figure does: signs of currency and percentage, a minus, and whatever stands between two digits,
save the comma of thousands.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from rag.schema import Span
from rag.text.language import HAN, to_simplified

#: Signs that mean something, beside currencies and those of mathematics.
_KEPT_SIGNS = frozenset("%‰°")
#: Of those of mathematics, the ones that are punctuation in texts.
_DROPPED_SIGNS = frozenset("~|^⁓")
#: The plain one first, where a set of characters may begin with it.
_DASHES = "-‐‑‒–—−－~～〜"
_BETWEEN_DIGITS = re.compile(rf"(?<=\d)[{_DASHES}.．:：/／,，、](?=\d)")
_THOUSANDS = re.compile(r"\d{3}(?!\d)")
_MINUS = re.compile(rf"(?<![{_DASHES}0-9A-Za-z])[-−－](?=\d)")

_NUMERAL = "零〇一二三四五六七八九十百千万萬亿億两兩"
#: A figure with what multiplies it, a Han numeral, a Latin word, a Han character, another sign.
_WORD = re.compile(
    rf"(?:(?<![{_DASHES}0-9A-Za-z])[-−－])?\d+(?:[{_DASHES}.．:：/／,，]\d+)*[%％‰十百千万萬亿億]*"
    rf"|[{_NUMERAL}]{{2,}}"
    rf"|[{HAN}]"
    r"|[^\W\d_\u2e80-\u9fff\uf900-\ufaff\u3040-\u30ff]+(?:n['’]t\b)?"
    r"|\S"
)


@dataclass(frozen=True, slots=True)
class Letters:
    """Letters of a text.

    :param text: the folded letters.
    :param offsets: for each of them, where its character stands in the text.
    """

    text: str
    offsets: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """Lead a stretch of letters back to the text; an empty one stands before its letter."""
        if start == end:
            at = self.offsets[start] if start < len(self.offsets) else self._end
            return at, at
        return self.offsets[start], self.offsets[end - 1] + 1

    @property
    def _end(self) -> int:
        return self.offsets[-1] + 1 if self.offsets else 0


class _Folded(dict[str, str]):
    """A character -> the letters it counts as; most texts use a few thousand."""

    def __missing__(self, char: str) -> str:
        plain = to_simplified(unicodedata.normalize("NFKD", char)).casefold()
        folded = "".join(each for each in plain if _counts(each))
        self[char] = folded
        return folded


_FOLDED = _Folded()


def find_letters(text: str) -> Letters:
    """Find the letters of a text in either language or both."""
    kept: list[str] = []
    offsets: list[int] = []
    signs = _find_signs(text)
    for offset, char in enumerate(text):
        for folded in signs.get(offset) or _FOLDED[char]:
            kept.append(folded)
            offsets.append(offset)
    return Letters("".join(kept), tuple(offsets))


def find_words(text: str) -> list[Span]:
    """Find the pieces that are compared as a whole: words, figures, Han characters, signs."""
    return [match.span() for match in _WORD.finditer(text)]


def widen_to_words(text: str, span: Span) -> Span:
    """Widen a stretch of a text until it cuts no Latin word and no figure.

    12 is no quote from 312, nor 十二 from 三百一十二.

    :param text: the text.
    :param span: offsets in it.
    :returns: the same offsets where nothing is cut.
    """
    start, end = span
    for left, right in find_words(text):
        if left < start < right:
            start = left
        if left < end < right:
            end = right
    return start, end


def _counts(char: str) -> bool:
    if char.isalnum() or char in _KEPT_SIGNS:
        return True
    return unicodedata.category(char) in {"Sc", "Sm"} and char not in _DROPPED_SIGNS


def _find_signs(text: str) -> dict[int, str]:
    """Map the offsets of signs that belong to a figure to what they count as."""
    signs = {match.start(): "-" for match in _MINUS.finditer(text)}
    for match in _BETWEEN_DIGITS.finditer(text):
        sign = unicodedata.normalize("NFKC", match.group())
        if match.group() in _DASHES:
            sign = "-"
        elif sign in {",", "、"}:
            sign = "" if _THOUSANDS.match(text, match.end()) else ","
        if sign:
            signs[match.start()] = sign
    return signs
