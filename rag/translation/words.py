"""Chinese text -> words, by the fewest that a vocabulary allows."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence

from rag.text.language import HAN, to_simplified
from rag.text.stopwords import HAN_STOP_PHRASES

#: Costs of a row of characters taken for a word, one character or a name; the cheapest cut wins.
_WORD_COST, _CHAR_COST, _NAME_COST, _NAME_CHAR_COST = 1.0, 1.2, 1.3, 0.25
#: Longest Chinese entry looked up; longer names are found by their parts.
MAX_WORD_CHARS = 10
_HAN_RUN = re.compile(f"[{HAN}]+")
_STOP_PHRASE = re.compile("|".join(sorted(HAN_STOP_PHRASES, key=len, reverse=True)))


def han_runs(text: str) -> list[str]:
    """List the runs of Han characters of a text, folded to Simplified."""
    return [to_simplified(run) for run in _HAN_RUN.findall(text)]


def part_phrases(run: str) -> list[str]:
    """Part a run of Han characters where a phrase of grammar stands."""
    return [piece for piece in _STOP_PHRASE.split(run) if piece]


def word_cost(word: str) -> float:
    """Give what a known word costs, for ``cut_words``."""
    return _WORD_COST if len(word) > 1 else _CHAR_COST


def name_cost(word: str) -> float:
    """Give what characters that may spell a name cost, for ``cut_words``."""
    return _NAME_COST + _NAME_CHAR_COST * len(word)


def cut_words(
    run: str, cost: Callable[[str], float | None], reach: Sequence[int] | None = None
) -> list[str]:
    """Cut a run of Han characters into the cheapest row of words.

    :param run: Han characters alone.
    :param cost: cost of a word, None for what is no word; a single character always is one.
    :param reach: for each character, the length of the longest word that may begin with it, where
        that is known; it saves asking for the cost of longer ones.
    :returns: the words, joined equal to ``run``.
    """
    size = len(run)
    totals = [0.0, *[math.inf] * size]
    begins = [0] * (size + 1)
    for start in range(size):
        so_far = totals[start]
        longest = MAX_WORD_CHARS if reach is None else min(MAX_WORD_CHARS, max(1, reach[start]))
        for end in range(start + 1, min(size, start + longest) + 1):
            price = cost(run[start:end])
            if price is None:
                if end - start > 1:
                    continue
                price = UNKNOWN_COST
            # Of two rows that cost the same, the one whose last word is longer stays.
            if so_far + price < totals[end]:
                totals[end], begins[end] = so_far + price, start
    words: list[str] = []
    end = size
    while end:
        words.append(run[begins[end] : end])
        end = begins[end]
    return words[::-1]


#: More than any word costs, so that a known word beats the same characters unknown.
UNKNOWN_COST = 20.0
