"""Signed-in browsers: a random token -> whose it is, until it has expired."""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

_TOKEN_BYTES = 32
#: Browsers in which one user is signed in at the same time; the one not used longest goes first.
_MAX_SESSIONS_PER_USER = 20


@dataclass(frozen=True, slots=True, repr=False)
class Session:
    """A browser that is signed in.

    :param user: whose it is.
    :param secret: the user's hashed password at sign-in; where it has changed, the session is over.
    :param began: when, in seconds of the clock.
    :param used: when last.
    """

    user: str
    secret: str
    began: float
    used: float


class Sessions:
    """All sessions, in memory: a restart signs everybody out; safe in several threads.

    :param idle_seconds: a session ends when it was not used for so long.
    :param max_seconds: a session ends after so long at the latest.
    :param clock: seconds that never go back.
    """

    def __init__(
        self,
        *,
        idle_seconds: float,
        max_seconds: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._idle_seconds = idle_seconds
        self._max_seconds = max_seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._sessions: dict[str, Session] = {}

    def begin(self, user: str, secret: str) -> str:
        """Begin a session and give its token, which nobody had before."""
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        now = self._clock()
        with self._lock:
            self._sessions = {
                key: each for key, each in self._sessions.items() if self._lives(each)
            }
            own = [(each.used, key) for key, each in self._sessions.items() if each.user == user]
            surplus = max(0, len(own) + 1 - _MAX_SESSIONS_PER_USER)
            for _, key in sorted(own)[:surplus]:
                del self._sessions[key]
            self._sessions[_key(token)] = Session(user, secret, now, now)
        return token

    def find(self, token: str) -> Session | None:
        """Find a session that has not ended, and count it as used."""
        key = _key(token)
        with self._lock:
            session = self._sessions.get(key)
            if session is None:
                return None
            if not self._lives(session):
                del self._sessions[key]
                return None
            self._sessions[key] = replace(session, used=self._clock())
            return session

    def end(self, token: str) -> None:
        """End a session, if there is one."""
        with self._lock:
            self._sessions.pop(_key(token), None)

    def _lives(self, session: Session) -> bool:
        now = self._clock()
        return now - session.used < self._idle_seconds and now - session.began < self._max_seconds


def _key(token: str) -> str:
    """Hash a token, so that whoever reads the memory does not learn it."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
