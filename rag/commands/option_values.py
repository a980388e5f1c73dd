"""Words of the command line -> values, or why they are none."""

from __future__ import annotations

import argparse
import re

#: A day.
_MAX_SECONDS = 86_400
_DATE = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?")
_MAX_PORT = 65_535


def positive(text: str) -> int:
    """Read a whole number from 1."""
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1")
    return number


def port(text: str) -> int:
    """Read a port's number; 0 stands for any that is free."""
    number = int(text) if text.isascii() and text.isdigit() else -1
    if not 0 <= number <= _MAX_PORT:
        raise argparse.ArgumentTypeError(f"{text!r} is no port; ports go from 0 to {_MAX_PORT}")
    return number


def seconds(text: str) -> float:
    """Read a time above 0, at most a day."""
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number <= _MAX_SECONDS:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number above 0, at most a day")
    return number


def change(text: str) -> tuple[str, str]:
    """Read FIELD=VALUE."""
    field, mark, value = text.partition("=")
    if not mark or not field.strip():
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form FIELD=VALUE")
    return field.strip().lower(), value


def date(text: str) -> str:
    """Read a date, or the year or month of one."""
    if not _DATE.fullmatch(text):
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a date such as 2021, 2021-12, 2021-12-30"
        )
    return text
