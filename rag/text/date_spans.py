"""Text -> the dates that it names, and where each stands."""

from __future__ import annotations

from dataclasses import replace

from rag.text.numbers import Number, find_numbers

_DATES = frozenset({"year", "month", "date"})


def find_date_spans(text: str) -> list[Number]:
    """Find the years, months and days that a text names.

    :param text: in either language.
    :returns: in order; each ends behind its 年, so that nothing of a date is left where it stood.
    """
    dates = (number for number in find_numbers(text) if number.kind in _DATES)
    return [replace(date, end=date.end + text.startswith("年", date.end)) for date in dates]
