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
    return _to_number(date, month=1, day=1)


def last_day(date: str) -> int:
    """Give the last day a date may mean, as the number ``yyyymmdd``.

    :param date: ISO 8601: ``2021-12-30``, ``2021-12`` or ``2021``.
    :returns: ``20211230``, ``20211231`` or ``20211231``; every month counts 31 days, which orders
        the same.
    :raises ValueError: if it is no such date.
    """
    return _to_number(date, month=12, day=31)


def _to_number(date: str, *, month: int, day: int) -> int:
    """Read a date, with a month and a day for those it leaves open."""
    match = _DATE.fullmatch(date)
    if match is None:
        raise ValueError(
            f"{date!r} is not a date. Write a year, a month or a day: 2021, 2021-12 or 2021-12-30."
        )
    year = int(match[1])
    month = int(match[2]) if match[2] else month
    day = int(match[3]) if match[3] else day
    if not (1 <= month <= 12 and 1 <= day <= 31):
        raise ValueError(f"{date!r} is not a date: months go from 01 to 12, days from 01 to 31.")
    return year * 10_000 + month * 100 + day
