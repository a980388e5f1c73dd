"""Paragraphs of one language -> the letters by which copies of one text differ.

An excerpt, a reprint with misprints: 海外输入 in the one, 外防输入 in the other. Punctuation,
width, case and script variant do not count, nor does what an excerpt leaves out at its ends.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from rag.differences.values import Difference, Stretch
from rag.schema import FRAMING_KINDS, Language, Paragraph, Span
from rag.text.language import to_simplified
from rag.text.numbers import number_keys

#: Letters that stand in a row in both of two copies at several places.
_ROW: dict[Language, int] = {"zh": 6, "en": 20}
#: Rows that more paragraphs share are set phrases.
_MAX_SHARING = 12
#: Share of the shorter paragraph's rows that the other one has as well.
_MIN_SHARED = 0.6
#: Below this, texts with other numbers are set phrases.
_SET_PHRASE_CHARS: dict[Language, int] = {"zh": 60, "en": 180}
#: Letters that must agree on either side of a difference, and between two that count as two.
_MIN_CONTEXT, _MIN_BETWEEN = 3, 2
#: More letters than this are another wording, not a slip.
_MAX_LETTERS: dict[Language, int] = {"zh": 12, "en": 30}


def find_copy_differences(paragraphs: Sequence[Paragraph]) -> Iterator[Difference]:
    """Yield what differs between copies in different documents.

    :param paragraphs: of any documents and languages.
    :yields: each difference of letters by itself, where copies agree around it.
    """
    by_language: dict[Language, list[Paragraph]] = defaultdict(list)
    for paragraph in paragraphs:
        by_language[paragraph.language].append(paragraph)
    for language, own in by_language.items():
        letters = [_find_letters(paragraph.text) for paragraph in own]
        rows = [_rows(each, _ROW[language]) for each in letters]
        for first, second in _share_rows(own, rows):
            for one, other in _compare(letters[first], letters[second], language):
                yield Difference("letters", Stretch(own[first], one), Stretch(own[second], other))


#: Folded letters, and the offset of each in the text.
_Letters = tuple[str, list[int]]


def _find_letters(text: str) -> _Letters:
    kept: list[str] = []
    offsets: list[int] = []
    for offset, char in enumerate(to_simplified(text)):
        folded = unicodedata.normalize("NFKC", char).casefold()
        if len(folded) == 1 and folded.isalnum():
            kept.append(folded)
            offsets.append(offset)
    return "".join(kept), offsets


def _rows(letters: _Letters, length: int) -> set[str]:
    return {letters[0][start : start + length] for start in range(len(letters[0]) - length + 1)}


def _share_rows(own: Sequence[Paragraph], rows: Sequence[set[str]]) -> Iterator[tuple[int, int]]:
    """Yield the paragraphs of different documents that have most of their rows in common."""
    holders: dict[str, list[int]] = defaultdict(list)
    for number, each in enumerate(rows):
        for row in each:
            holders[row].append(number)
    shared: Counter[tuple[int, int]] = Counter()
    for numbers in holders.values():
        if 1 < len(numbers) <= _MAX_SHARING:
            shared.update(
                (first, second)
                for place, first in enumerate(numbers)
                for second in numbers[place + 1 :]
                if own[first].document != own[second].document
            )
    for (first, second), count in sorted(shared.items()):
        shorter = min(len(rows[first]), len(rows[second]))
        if count >= _MIN_SHARED * shorter and _may_be_copies(own[first], own[second]):
            yield first, second


def _may_be_copies(one: Paragraph, other: Paragraph) -> bool:
    """Tell copies from set phrases, which titles and short paragraphs about another year are."""
    if one.text == other.text or not FRAMING_KINDS.isdisjoint((one.kind, other.kind)):
        return False
    is_short = min(len(one.text), len(other.text)) < _SET_PHRASE_CHARS[one.language]
    return not is_short or set(number_keys(one.text)) == set(number_keys(other.text))


def _compare(one: _Letters, other: _Letters, language: Language) -> Iterator[tuple[Span, Span]]:
    matcher = difflib.SequenceMatcher(None, one[0], other[0], autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size >= _MIN_BETWEEN]
    for before, after in pairwise(blocks):
        if min(before.size, after.size) < _MIN_CONTEXT:
            continue
        first = (before.a + before.size, after.a)
        second = (before.b + before.size, after.b)
        longest = max(first[1] - first[0], second[1] - second[0])
        if 0 < longest <= _MAX_LETTERS[language]:
            yield _to_text(one, first), _to_text(other, second)


def _to_text(letters: _Letters, span: Span) -> Span:
    """Lead letters back to the text; an empty stretch stands before the letter that follows."""
    start, end = span
    offsets = letters[1]
    return (offsets[start], offsets[end - 1] + 1) if end > start else (offsets[start],) * 2
