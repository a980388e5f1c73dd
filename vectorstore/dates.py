"""Dates as documents state them (a day, a month or a year) -> whole days that compare."""

from __future__ import annotations

import re

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def first_day(date: str) -> int:
    """Give the first day a date may mean, as the number ``yyyymmdd``.

    :param date: ISO 8601: ``2021-12-30``, ``2021-12`` or ``2021``.
    :returns: ``20211230``, ``20211201`` or ``20210101``.
    :raises ValueError: if it is no such date.
    """
    year, month, day = _parts(date)
    return year * 10_000 + (month or 1) * 100 + (day or 1)


def last_day(date: str) -> int:
    """Give the last day a date may mean, as the number ``yyyymmdd``.

    :param date: ISO 8601: ``2021-12-30``, ``2021-12`` or ``2021``.
    :returns: ``20211230``, ``20211231`` or ``20211231``; every month counts 31 days, which orders
        the same.
    :raises ValueError: if it is no such date.
    """
    year, month, day = _parts(date)
    return year * 10_000 + (month or 12) * 100 + (day or 31)


def _parts(date: str) -> tuple[int, int | None, int | None]:
    match = _DATE.fullmatch(date)
    if match is None:
        raise ValueError(
            f"{date!r} is not a date. Write a year, a month or a day: 2021, 2021-12 or 2021-12-30."
        )
    year, month, day = match.groups()
    parts = int(year), int(month) if month else None, int(day) if day else None
    if not (1 <= (parts[1] or 1) <= 12 and 1 <= (parts[2] or 1) <= 31):
        raise ValueError(f"{date!r} is not a date: months go from 01 to 12, days from 01 to 31.")
    return parts
