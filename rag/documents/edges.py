"""Four characters around a break -> whether a Chinese sentence goes on over it.

Chinese has no capitals and no spaces, so a paragraph that stops without a full stop at 新的名 and
one at 新的名片 look alike. How often characters follow one another, and how often they begin and
end sentences, tells them apart. The table ``edges.txt`` is learned by ``python -m
rag.documents.train_edges`` from text whose licence allows it; see there.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rag.text.language import count_han, to_simplified

#: Values are natural logarithms in half steps, one character each.
SCALE = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
LOWEST_LOG, LOWEST_SHIFT = -20.0, -8.0
STEPS_PER_UNIT = 2
#: Rare characters alone prove nothing: of pairs not in the table with a score over 1, 30 % of the
#: sentences cut at random have one and 23 % of sentence ends.
_MAX_UNKNOWN_SCORE = 0.3
TABLE_PATH = Path(__file__).with_name("edges.txt")


@dataclass(frozen=True, slots=True)
class Edges:
    """What is known of characters and pairs of them, as natural logarithms.

    :param following: of a pair's share among all pairs.
    :param ending: of a character's share among sentence ends; of ``""``, for unknown ones.
    :param beginning: the same among sentence beginnings.
    :param end_shift: how much more often a pair ends a sentence than its last character tells.
    :param begin_shift: how much more often a pair begins one than its first character tells.
    """

    following: Mapping[str, float]
    ending: Mapping[str, float]
    beginning: Mapping[str, float]
    end_shift: Mapping[str, float]
    begin_shift: Mapping[str, float]

    def score(self, before: str, after: str) -> float:
        """Score a break between the last characters before it and the first behind it.

        :param before: at least one Han character; only the last two count.
        :param after: at least one Han character; only the first two count.
        :returns: log odds that the sentence goes on, as if both were equally frequent.
        """
        last, first = before[-1], after[0]
        goes_on = self.following.get(last + first)
        ends = self.ending.get(last, self.ending[""]) + self.end_shift.get(before[-2:], 0.0)
        begins = self.beginning.get(first, self.beginning[""])
        edges = ends + begins + self.begin_shift.get(after[:2], 0.0)
        if goes_on is None:
            return min(self.following[""] - edges, _MAX_UNKNOWN_SCORE)
        return goes_on - edges


def score_break(before: str, after: str) -> float:
    """Score whether a Chinese sentence goes on from one text to the next.

    :param before: the text before the break.
    :param after: the text behind it.
    :returns: log odds, about -8 to 12; 0 where a character beside the break is not Han.
    """
    left, right = to_simplified(before[-2:]), to_simplified(after[:2])
    if not count_han(left[-1:]) or not count_han(right[:1]):
        return 0.0
    return load_edges().score(left, right)


@functools.cache
def load_edges() -> Edges:
    """Read the table that ships."""
    return parse_edges(TABLE_PATH.read_text(encoding="utf-8"))


def parse_edges(table: str) -> Edges:
    """Read a table: single characters first, then a line of pairs for each first character.

    :param table: a line ``<character><ending><beginning>...`` of single characters, where ``_``
        stands for all others; a line with the value of unknown pairs; then lines of a first
        character and ``<second><following><end shift><begin shift>...``.
    :returns: the values it holds.
    """
    singles, unknown, *rows = table.split("\n")
    ending: dict[str, float] = {}
    beginning: dict[str, float] = {}
    for start in range(0, len(singles), 3):
        key = singles[start].replace("_", "")
        ending[key] = _read(singles[start + 1], LOWEST_LOG)
        beginning[key] = _read(singles[start + 2], LOWEST_LOG)
    following = {"": _read(unknown, LOWEST_LOG)}
    end_shift: dict[str, float] = {}
    begin_shift: dict[str, float] = {}
    for row in rows:
        for start in range(1, len(row), 4):
            pair = row[0] + row[start]
            following[pair] = _read(row[start + 1], LOWEST_LOG)
            end_shift[pair] = _read(row[start + 2], LOWEST_SHIFT)
            begin_shift[pair] = _read(row[start + 3], LOWEST_SHIFT)
    return Edges(following, ending, beginning, end_shift, begin_shift)


@functools.cache
def _read(char: str, lowest: float) -> float:
    return lowest + SCALE.index(char) / STEPS_PER_UNIT
