"""Chinese text -> words, by the fewest that a vocabulary allows."""

from __future__ import annotations

import re
from collections.abc import Callable

from rag.language import HAN, to_simplified
from rag.stopwords import HAN_STOP_PHRASES

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


def cut_words(run: str, cost: Callable[[str], float | None]) -> list[str]:
    """Cut a run of Han characters into the cheapest row of words.

    :param run: Han characters alone.
    :param cost: cost of a word, None for what is no word; a single character always is one.
    :returns: the words, joined equal to ``run``.
    """
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(run) + 1):
        choices = []
        for start in range(max(0, end - MAX_WORD_CHARS), end):
            price = cost(run[start:end])
            if price is None and end - start == 1:
                price = UNKNOWN_COST
            if price is not None:
                choices.append((best[start][0] + price, start))
        best.append(min(choices))
    words: list[str] = []
    end = len(run)
    while end:
        start = best[end][1]
        words.append(run[start:end])
        end = start
    return words[::-1]


#: More than any word costs, so that a known word beats the same characters unknown.
UNKNOWN_COST = 20.0
