"""Who does what how often -> how long to wait (token buckets)."""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Literal

from rag.errors import RagError
from rag.settings import PageSettings

Kind = Literal["question", "upload", "call", "event"]

_SECONDS_PER_MINUTE = 60.0
#: Senders remembered; those beyond are the ones that were quiet longest.
_MAX_SENDERS = 10_000
#: A page that serves this computer alone has one address for all of its users.
_ALONE_FACTOR = 200
#: What a page asks for while someone reads: portions, cards, lists, searches.
_EVENTS_PER_QUESTION = 40


class TooManyError(RagError):
    """Someone asked for more than a minute allows.

    :param kind: what there was too much of.
    :param wait_seconds: how long until the next one, in whole seconds, at least 1.
    """

    def __init__(self, kind: Kind, wait_seconds: float) -> None:
        self.kind = kind
        self.wait_seconds = max(1, math.ceil(wait_seconds))
        super().__init__(f"Too many requests; wait {self.wait_seconds} seconds.")


class Buckets:
    """One bucket of tokens for each sender; safe in several threads.

    :param per_minute: what a bucket holds, and what flows into it within a minute.
    :param clock: seconds that never go back.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._size = float(per_minute)
        self._per_second = per_minute / _SECONDS_PER_MINUTE
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, sender: str) -> float:
        """Take a token.

        :param sender: whose bucket.
        :returns: 0, or the seconds until there is one; then none was taken.
        """
        with self._lock:
            now = self._clock()
            tokens, filled = self._buckets.pop(sender, (self._size, now))
            tokens = min(self._size, tokens + (now - filled) * self._per_second)
            allowed = tokens >= 1
            self._buckets[sender] = (tokens - 1 if allowed else tokens, now)
            if len(self._buckets) > _MAX_SENDERS:
                self._buckets.popitem(last=False)
            return 0.0 if allowed else (1 - tokens) / self._per_second


class RateLimits:
    """What each sender may do within a minute.

    :param settings: the limits.
    :param alone: whether the page serves this computer alone, without sign-in.
    :param clock: seconds that never go back.
    """

    def __init__(
        self,
        settings: PageSettings,
        *,
        alone: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        factor = _ALONE_FACTOR if alone else 1
        per_minute: dict[Kind, int] = {
            "question": settings.max_questions_per_minute,
            "upload": settings.max_uploads_per_minute,
            "call": settings.max_calls_per_minute,
            "event": settings.max_questions_per_minute * _EVENTS_PER_QUESTION,
        }
        self._buckets = {
            kind: Buckets(number * factor, clock) for kind, number in per_minute.items()
        }

    def take(self, kind: Kind, sender: str) -> None:
        """Count what someone is about to do.

        :param kind: what.
        :param sender: a user's name, or an address where there is no sign-in.
        :raises TooManyError: it is too much.
        """
        wait = self._buckets[kind].take(sender)
        if wait > 0:
            raise TooManyError(kind, wait)
