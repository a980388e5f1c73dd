"""Chinese text -> words, by the fewest that a vocabulary allows."""

from __future__ import annotations

import re
from collections.abc import Callable

from rag.language import HAN, to_simplified

#: Longest Chinese entry looked up; longer names are found by their parts.
MAX_WORD_CHARS = 10
_HAN_RUN = re.compile(f"[{HAN}]+")


def han_runs(text: str) -> list[str]:
    """List the runs of Han characters of a text, folded to Simplified."""
    return [to_simplified(run) for run in _HAN_RUN.findall(text)]


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
