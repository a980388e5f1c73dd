"""Text -> its words with their places, folded so that case, script and inflection do not matter.

A Han character is a word here, as Chinese does not mark where words end.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rag.schema import Span
from rag.text.language import HAN, fold, to_simplified
from rag.text.terms import word_terms

_WORD = re.compile(
    rf"[{HAN}]|(?:[A-Za-z]\.){{2,}}|[0-9][0-9,.]*[0-9]|[^\W_{HAN}]+(?:['’][^\W\d_{HAN}]+)?"
)
_POSSESSIVE = re.compile("(?i)['’]s$")
#: What may stand between the words of one term: line breaks, hyphens, quotation marks.
_INSIDE = re.compile(r"[\s\u00ad\-‐‑–·•'’‘“”\"«»「」『』]*(?:['’]s\b[\s\-‐‑–·•“”\"「」『』]*)?")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text.

    :param key: what its spellings and inflections share.
    :param is_han: whether it is a Han character.
    """

    start: int
    end: int
    key: str
    is_han: bool


def find_words(text: str) -> list[Word]:
    """Find the words of a text in order."""
    found: list[Word] = []
    for match in _WORD.finditer(text):
        bare = _POSSESSIVE.sub("", match.group())
        end = match.start() + len(bare)
        found.append(Word(match.start(), end, fold_word(bare), is_han=_is_han(bare)))
    return found


def find_places(term: Sequence[Word], text: str, words: Sequence[Word]) -> Iterator[Span]:
    """Yield where a term stands in a text, as offsets, without overlaps.

    :param term: its words, at least one.
    :param text: where to look.
    :param words: those of the text.
    :yields: start and end, in order.
    """
    keys = [word.key for word in term]
    free = 0
    for first, word in enumerate(words):
        stretch = words[first : first + len(keys)]
        if word.start < free or [each.key for each in stretch] != keys:
            continue
        if all(is_joint(text, one, other) for one, other in pairwise(stretch)):
            free = stretch[-1].end
            yield word.start, free


def is_joint(text: str, one: Word, other: Word) -> bool:
    """Tell whether nothing but space, hyphens and quotation marks stands between two words."""
    return _INSIDE.fullmatch(text, one.end, other.start) is not None


def is_acronym(written: str) -> bool:
    """Tell whether a word as printed stands for the first letters of others."""
    return len(written) > 1 and written.isascii() and written.isalpha() and written.isupper()


def _is_han(word: str) -> bool:
    return len(word) == 1 and ord(word) > 0x2E7F


@functools.lru_cache(maxsize=50_000)
def fold_word(word: str) -> str:
    """Give what a word's spellings and inflections share."""
    if _is_han(word):
        return to_simplified(word)
    # In capitals a word's first term is itself, its last one the stem.
    # "us" is no spelling of US: the index leaves such words out, so that they have no term.
    found = word_terms(word.replace("’", "'"))
    return found[-1] if found else f"{fold(word)}\u200b"
