"""Chinese texts -> the words in them that a translation table knows."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from typing import Protocol, runtime_checkable

from rag.protocols import Lexicon
from rag.schema import Language
from rag.text.language import HAN, to_simplified

#: Longest Chinese word looked up; longer names are found by their parts.
_MAX_WORD_CHARS = 6
_HAN_RUN = re.compile(f"[{HAN}]+")
#: Characters of grammar: tables translate them, and they say nothing.
_GRAMMAR = frozenset("的了是在和不有我他她它这那个们也就都而及与或对为以于把被让到从向将之其所")
#: Answers remembered: libraries repeat their words, and asking a table again costs more.
_REMEMBERED = 30_000


@runtime_checkable
class _ListsTerms(Protocol):
    """A table that can list what it knows, which spares asking it for every substring."""

    def list_terms(self, source: Language) -> list[str]:
        """List the terms of a language."""


def translate_term(lexicon: Lexicon, term: str, source: Language) -> Mapping[str, float]:
    """Ask a table for a term; each word of a phrase gets its part of the phrase's probability."""
    return _remember(lexicon, term, source)  # type: ignore[arg-type]  # hashed by identity


@functools.lru_cache(maxsize=_REMEMBERED)
def _remember(lexicon: Lexicon, term: str, source: Language) -> Mapping[str, float]:
    split: dict[str, float] = {}
    for translation, probability in lexicon.translate(term, source):
        words = translation.split(" ")
        for word in words:
            split[word] = split.get(word, 0.0) + probability / len(words)
    return split


def find_chinese_words(text: str, lexicon: Lexicon) -> frozenset[str]:
    """Find the longest words the table knows from left to right, and the pairs inside them."""
    is_known, longest = _find_known(lexicon)  # type: ignore[arg-type]  # hashed by identity
    found: set[str] = set()
    for run in _HAN_RUN.findall(to_simplified(text)):
        start, end = 0, len(run)
        while start < end:
            most = longest.get(run[start : start + 2], 1) if longest else _MAX_WORD_CHARS
            length = min(most, _MAX_WORD_CHARS, end - start)
            word = run[start : start + length]
            while word and not is_known(word):
                word = word[:-1]
            length = len(word)
            if length > 1 or (word and word not in _GRAMMAR):
                found.add(word)
            if length > 3:
                pairs = {word[place : place + 2] for place in range(length - 1)}
                found.update(filter(is_known, pairs))
            start += length or 1
    return frozenset(found)


@functools.lru_cache(maxsize=2)
def _find_known(lexicon: Lexicon) -> tuple[Callable[[str], bool], Mapping[str, int] | None]:
    """Make the test whether a table knows a Chinese word.

    :param lexicon: the table.
    :returns: the test, and where the table can tell, how long its longest words are by their first
        two characters.
    """
    if isinstance(lexicon, _ListsTerms):
        words = frozenset(lexicon.list_terms("zh"))
        longest: dict[str, int] = {}
        for word in words:
            longest[word[:2]] = max(len(word), longest.get(word[:2], 1))
        return words.__contains__, longest
    return lambda word: bool(translate_term(lexicon, word, "zh")), None
