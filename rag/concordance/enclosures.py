"""Text -> the stretches in quotation marks and brackets, which no rendering crosses."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rag.schema import Span

_QUOTATIONS = {"“": "”", "‘": "’", "「": "」", "『": "』", "《": "》", "〈": "〉", "«": "»"}
_BRACKETS = {"(": ")", "（": "）", "[": "]", "［": "］", "【": "】", "〔": "〕", "〖": "〗"}
_OPENING = {closing: opening for opening, closing in (_QUOTATIONS | _BRACKETS).items()}
#: The same mark opens and closes.
_STRAIGHT = '"'
_APOSTROPHE = "’"


@dataclass(frozen=True, slots=True)
class Enclosures:
    """The marks of a text.

    :param quoted: what stands in quotation marks, without these, in the order of their ends.
    :param marks: offsets of all marks, ascending.
    :param partners: offset of each quotation mark's other one; brackets and marks without another
        are none.
    """

    quoted: Sequence[Span]
    marks: Sequence[int]
    partners: Mapping[int, int]


def find_enclosures(text: str) -> Enclosures:
    """Find the quotation marks and brackets of a text, and which belong together."""
    quoted: list[Span] = []
    marks: list[int] = []
    open_marks: dict[str, list[int]] = defaultdict(list)
    for place, letter in enumerate(text):
        if letter == _STRAIGHT:
            opening, is_closing = _STRAIGHT, bool(open_marks[_STRAIGHT])
        elif letter in _OPENING:
            opening, is_closing = _OPENING[letter], True
        elif letter in _QUOTATIONS or letter in _BRACKETS:
            opening, is_closing = letter, False
        else:
            continue
        if letter == _APOSTROPHE and not (open_marks[opening] and _is_after_word(text, place)):
            continue
        marks.append(place)
        if not is_closing:
            open_marks[opening].append(place)
        elif open_marks[opening]:
            start = open_marks[opening].pop()
            if opening not in _BRACKETS:
                quoted.append((start + 1, place))
    partners = {start - 1: end for start, end in quoted} | {end: start - 1 for start, end in quoted}
    return Enclosures(quoted, marks, partners)


def _is_after_word(text: str, place: int) -> bool:
    """Tell whether an apostrophe may close a quotation: no letter goes on after it."""
    return not text[place + 1 : place + 2].isalnum()


def find_whole(text: str, span: Span, enclosures: Enclosures) -> Span | None:
    """Take in the marks at the ends of a stretch whose other ones stand inside it.

    :param text: where the stretch stands.
    :param span: the stretch, from a word to a word.
    :param enclosures: the marks of the text.
    :returns: the stretch; None where it holds a bracket, or one of two marks alone.
    """
    start, end = span
    for place in enclosures.marks[bisect_left(enclosures.marks, start) :]:
        if place >= span[1]:
            break
        partner = enclosures.partners.get(place)
        if partner is None:
            return None
        if partner < span[0]:
            if text[partner + 1 : span[0]].strip():
                return None
            start = min(start, partner)
        elif partner >= span[1]:
            if text[span[1] : partner].strip():
                return None
            end = max(end, partner + 1)
    return start, end
