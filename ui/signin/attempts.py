"""Failed attempts to sign in -> how long to wait before the next one."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

#: Whoever tries more names or addresses than this pushes the oldest out.
_MAX_KEYS = 10_000


@dataclass(frozen=True, slots=True)
class Patience:
    """How many failures are free, and how long each further one makes wait.

    :param free: failures after which there is a wait.
    :param first_seconds: the first wait; each further one is twice as long.
    :param max_seconds: the longest.
    :param forget_seconds: without a failure for so long, all are forgotten.
    """

    free: int
    first_seconds: float
    max_seconds: float
    forget_seconds: float = 3600.0


#: Of one user from one address: five tries, then at most four an hour, 100 a day.
_OF_PAIR = Patience(free=5, first_seconds=15.0, max_seconds=900.0)
#: Of one address, under whatever name.
_OF_ADDRESS = Patience(free=20, first_seconds=15.0, max_seconds=900.0)
#: Of one user, from wherever. The wait is short, since strangers can bring it about.
_OF_USER = Patience(free=50, first_seconds=15.0, max_seconds=120.0)


@dataclass(slots=True)
class _Failures:
    count: int = 0
    last: float = 0.0
    until: float = 0.0


class _Counter:
    """Failures by key."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._failures: OrderedDict[str, _Failures] = OrderedDict()

    def wait(self, key: str, now: float) -> float:
        failures = self._failures.get(key)
        return max(0.0, failures.until - now) if failures else 0.0

    def add(self, key: str, now: float) -> None:
        failures = self._failures.pop(key, None)
        if failures is None or now - failures.last > self._patience.forget_seconds:
            failures = _Failures()
        failures.count += 1
        failures.last = now
        failures.until = now + self._wait_after(failures.count)
        self._failures[key] = failures
        if len(self._failures) > _MAX_KEYS:
            self._failures.popitem(last=False)

    def take_back(self, key: str) -> None:
        failures = self._failures.get(key)
        if failures is not None:
            failures.count -= 1
            failures.until = 0.0 if failures.count < self._patience.free else failures.until

    def clear(self, key: str) -> None:
        self._failures.pop(key, None)

    def _wait_after(self, count: int) -> float:
        over = count - self._patience.free
        if over < 0:
            return 0.0
        # The exponent is bounded, or the power would be a number that no float can hold.
        return min(self._patience.max_seconds, self._patience.first_seconds * 2.0 ** min(over, 30))


class Attempts:
    """Slows down guessing, by user and address, by address and by user; safe in several threads.

    From where a user has signed in before, only that user's own failures there count: whoever
    guesses a user's password from elsewhere cannot keep the user out.

    :param clock: seconds that never go back.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._pairs = _Counter(_OF_PAIR)
        self._addresses = _Counter(_OF_ADDRESS)
        self._users = _Counter(_OF_USER)
        self._known: OrderedDict[str, None] = OrderedDict()

    def begin(self, user: str, address: str) -> float:
        """Begin an attempt, which counts as failed until it has succeeded.

        :param user: the name that was given.
        :param address: where it comes from.
        :returns: 0, or the seconds to wait; then it is no attempt, and does not count.
        """
        pair = _pair(user, address)
        with self._lock:
            now = self._clock()
            wait = self._pairs.wait(pair, now)
            if pair not in self._known:
                wait = max(wait, self._addresses.wait(address, now), self._users.wait(user, now))
            if wait > 0:
                return wait
            self._pairs.add(pair, now)
            if pair not in self._known:
                self._addresses.add(address, now)
                self._users.add(user, now)
            return 0.0

    def succeed(self, user: str, address: str) -> None:
        """Say that the attempt just begun was right."""
        pair = _pair(user, address)
        with self._lock:
            self._take_back_shared(pair, user, address)
            self._pairs.clear(pair)
            self._known[pair] = None
            self._known.move_to_end(pair)
            if len(self._known) > _MAX_KEYS:
                self._known.popitem(last=False)

    def give_up(self, user: str, address: str) -> None:
        """Say that the attempt just begun could not be checked."""
        pair = _pair(user, address)
        with self._lock:
            self._take_back_shared(pair, user, address)
            self._pairs.take_back(pair)

    def _take_back_shared(self, pair: str, user: str, address: str) -> None:
        if pair not in self._known:
            self._addresses.take_back(address)
            self._users.take_back(user)


def _pair(user: str, address: str) -> str:
    return f"{address} {user}"
