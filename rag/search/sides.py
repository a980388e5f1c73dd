"""A question about two dates -> the same question about each of them.

"How did he describe 2020, and how 2021?" is answered by two passages, neither of which speaks of
the other year: searched as one, the date that both halves of the library mention most wins.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.text.date_spans import find_date_spans
from rag.text.numbers import Number

#: Beyond this many, a question lists dates rather than compares them.
_MAX_SIDES = 3


def split_sides(text: str) -> list[str]:
    """Take a question about several dates apart.

    :param text: the question.
    :returns: for each date the question without the other ones; empty where it names fewer than
        two dates, or more than three.
    """
    dates = find_date_spans(text)
    different = list(dict.fromkeys(date.value for date in dates))
    if not 2 <= len(different) <= _MAX_SIDES:
        return []
    return [_without(text, [date for date in dates if date.value != kept]) for kept in different]


def _without(text: str, dates: Sequence[Number]) -> str:
    for date in dates:
        text = text[: date.start] + " " * (date.end - date.start) + text[date.end :]
    return " ".join(text.split())
