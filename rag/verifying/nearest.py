"""A quote that stands nowhere -> the stretch of a library that is most like it."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from rag.text.language import count_han
from rag.verifying.index import Column
from rag.verifying.letters import find_letters, find_words
from rag.verifying.values import LetterDifference

#: Letters that a slip leaves standing in a row: two Chinese words, two English ones.
_SEED_HAN, _SEED_LATIN = 4, 9
_MAX_SEEDS = 80
#: Places of one seed that count; more of them are a set phrase.
_MAX_PLACES = 200
#: Places that are looked at closely.
_CANDIDATES = 6


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a column like a quote.

    :param similarity: share of the quote's letters that stand there in order, 0 to 1.
    """

    column: Column
    start: int
    end: int
    similarity: float


def find_nearest(letters: str, columns: Iterable[Column]) -> Stretch | None:
    """Find the stretch of letters most like a quote's.

    :param letters: of the quote, at least one.
    :param columns: where to look.
    :returns: None where not even a few of the letters stand together.
    """
    votes: Counter[tuple[int, int]] = Counter()
    kept: dict[int, Column] = {}
    width = max(20, len(letters) // 2)
    seeds = list(_cut_seeds(letters))
    for number, column in enumerate(columns):
        for offset, seed in seeds:
            for count, place in enumerate(column.find(seed)):
                if count == _MAX_PLACES:
                    break
                votes[number, max(0, place - offset) // width] += 1
                kept[number] = column
    best: Stretch | None = None
    for (number, cell), _ in votes.most_common(_CANDIDATES):
        # What is missing or added may have moved the beginning by half a quote either way.
        found = _align(letters, kept[number], (cell - 1) * width, (cell + 2) * width + len(letters))
        if best is None or found.similarity > best.similarity:
            best = found
    return best


def _cut_seeds(letters: str) -> Iterator[tuple[int, str]]:
    """Yield pieces of a quote that overlap, with where they begin."""
    is_han = count_han(letters) * 2 > len(letters)
    # A third, so that one slip leaves two of three whole.
    length = max(2, min(_SEED_HAN if is_han else _SEED_LATIN, len(letters) // 3))
    step = max(1, length // 2, len(letters) // _MAX_SEEDS)
    last = max(0, len(letters) - length)
    for start in (*range(0, last, step), last):
        yield start, letters[start : start + length]


def _align(letters: str, column: Column, start: int, end: int) -> Stretch:
    """Find the stretch with the fewest letters to change (Sellers), within a part of a column."""
    start = max(0, start)
    part = _codes(column.letters[start:end])
    quote = _codes(letters)
    costs = _count_changes(quote, part, free_start=True)
    stop = _last_least(costs)
    back = _count_changes(quote[::-1], part[:stop][::-1], free_start=False)
    begin = stop - _last_least(back)
    similarity = max(0.0, 1 - int(costs[stop]) / len(letters))
    return Stretch(column, start + begin, start + stop, similarity)


def _last_least(costs: np.ndarray[tuple[int], np.dtype[np.int32]]) -> int:
    """Find the least, the last of several: 我同意 is to be compared with 我不同意, not 同意."""
    return len(costs) - 1 - int(np.argmin(costs[::-1]))


def _codes(text: str) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    return np.fromiter(map(ord, text), np.int32, len(text))


def _count_changes(
    quote: np.ndarray[tuple[int], np.dtype[np.int32]],
    text: np.ndarray[tuple[int], np.dtype[np.int32]],
    *,
    free_start: bool,
) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    """Count the letters to change between a quote and the text up to each of its places.

    :param quote: code points.
    :param text: code points.
    :param free_start: whether the stretch may begin anywhere, or only at the text's beginning.
    :returns: shape ``(len(text) + 1,)``.
    """
    places = np.arange(len(text) + 1, dtype=np.int32)
    row = np.zeros_like(places) if free_start else places
    for count, letter in enumerate(quote, start=1):
        best = np.empty_like(row)
        best[0] = count
        np.minimum(row[1:] + 1, row[:-1] + (text != letter), out=best[1:])
        # A letter of the text that the quote lacks costs one more than what stands before it.
        row = np.minimum.accumulate(best - places) + places
    return row


def find_letter_differences(quote: str, source: str) -> tuple[LetterDifference, ...]:
    """List the words in which two texts differ; punctuation, width and script do not count.

    :param quote: the one.
    :param source: the other.
    :returns: in order.
    """
    here, there = _words(quote), _words(source)
    matcher = difflib.SequenceMatcher(
        None, [key for key, _ in here], [key for key, _ in there], autojunk=False
    )
    found = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            continue
        one, other = _extent(here, (a, b), len(quote)), _extent(there, (c, d), len(source))
        found.append(LetterDifference(quote[slice(*one)], source[slice(*other)], one, other))
    return tuple(found)


_Words = list[tuple[str, tuple[int, int]]]


def _words(text: str) -> _Words:
    """List what is compared as a whole, with its place."""
    keyed = ((find_letters(text[a:b]).text, (a, b)) for a, b in find_words(text))
    return [(key, span) for key, span in keyed if key]


def _extent(words: _Words, chosen: tuple[int, int], length: int) -> tuple[int, int]:
    first, last = chosen
    if first < last:
        return words[first][1][0], words[last - 1][1][1]
    at = words[first][1][0] if first < len(words) else (words[-1][1][1] if words else length)
    return at, at
