"""A name with its acronym in brackets -> both are one term."""

from __future__ import annotations

import re

from rag.concordance.evidence import is_function_word
from rag.concordance.words import find_words, is_acronym
from rag.schema import Span

#: The acronym behind a name.
_GLOSS = re.compile(r"[”\"」』》]?\s?[（(][A-Z][A-Z&-]{1,7}[)）]")
_BEFORE_BRACKET = re.compile(r"[”\"」』》]?\s?[（(]$")
#: More than any name with its words of grammar has.
_MAX_NAME_CHARS = 120


def find_gloss_end(text: str, name: Span) -> int:
    """Find where the acronym in brackets behind a name ends; the name's end where there is none."""
    gloss = _GLOSS.match(text, name[1])
    return gloss.end() if gloss else name[1]


def find_spelt_out(text: str, acronym: Span) -> Span:
    """Find the English name that an acronym in brackets stands behind.

    :param text: the sentence.
    :param acronym: where a term stands in it.
    :returns: the name whose first letters it is; the acronym itself where there is none.
    """
    letters = text[slice(*acronym)]
    before = text[max(0, acronym[0] - _MAX_NAME_CHARS) : acronym[0]]
    bracket = _BEFORE_BRACKET.search(before)
    if not is_acronym(letters) or bracket is None:
        return acronym
    left = acronym[0] - len(before)
    words = find_words(before[: bracket.start()])
    wanted = list(letters)
    for word in reversed(words):
        if wanted and before[word.start] == wanted[-1]:
            wanted.pop()
        elif not is_function_word(word):
            break
        if not wanted:
            return left + word.start, left + words[-1].end
    return acronym
