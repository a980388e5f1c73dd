"""A server's ``Retry-After`` -> how long to wait before asking it again."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_FIRST_WAIT_SECONDS = 0.5
_MAX_WAIT_SECONDS = 20.0


def wait_seconds(asked: str, attempt: int) -> float | None:
    """Wait what the server asks for, or twice as long each time, with chance against crowds.

    :param asked: the header's value: seconds, a date, or nothing.
    :param attempt: how often it has been asked before, from 0.
    :returns: seconds; None where the server asks for more than a user would wait.
    """
    wanted = _read_seconds(asked.strip())
    if wanted is not None:
        return wanted if wanted <= _MAX_WAIT_SECONDS else None
    doubled = min(_FIRST_WAIT_SECONDS * 2.0**attempt, _MAX_WAIT_SECONDS)
    return doubled * random.uniform(0.75, 1.25)  # noqa: S311


def _read_seconds(asked: str) -> float | None:
    if asked.replace(".", "", 1).isdecimal():
        return float(asked)
    try:
        moment = parsedate_to_datetime(asked)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
