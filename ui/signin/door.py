"""A request -> who sends it; a name and a password -> whether they may come in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import anyio
import anyio.to_thread
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.types import Scope

from rag.settings import PageSettings
from rag.users import UserFile
from rag.users.file import normalize_name
from ui.guard.addresses import address_of
from ui.signin.attempts import Attempts
from ui.signin.sessions import Sessions

#: Each check takes 128 MB and a core for 0.3 s.
_MAX_CHECKS_AT_ONCE = 2
_MAX_CHECKS_WAITING = 16
_BUSY_SECONDS = 5.0
_SECONDS_PER_HOUR = 3600.0
_SCOPE_KEY = "duizhao.user"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an attempt to sign in.

    :param kind: "allowed"; "wrong"; "locked" after many failures; "busy" with others' attempts.
    :param wait_seconds: how long to wait before the next one.
    :param token: of the new session, where it was allowed.
    """

    kind: Literal["allowed", "wrong", "locked", "busy"]
    wait_seconds: float = 0.0
    token: str = ""


class SignIn:
    """Who may come in, and who has; without users everybody may.

    :param users: those who may sign in; None for a page without sign-in.
    :param sessions: who has.
    :param attempts: who tried.
    :param cookie: name of the session's cookie.
    """

    def __init__(
        self, users: UserFile | None, sessions: Sessions, attempts: Attempts, *, cookie: str
    ) -> None:
        self._users = users
        self._sessions = sessions
        self._attempts = attempts
        self._cookie = cookie
        self._limiter: anyio.CapacityLimiter | None = None

    @classmethod
    def open(cls, auth_file: Path | None, settings: PageSettings, port: int) -> SignIn:
        """Open sign-in on a file of users.

        :param auth_file: the file; None for a page without sign-in.
        :param settings: how long sessions last.
        :param port: where the page listens; browsers keep one jar of cookies for all ports.
        :returns: sign-in.
        :raises AuthFileError: the file cannot be used.
        """
        sessions = Sessions(
            idle_seconds=settings.session_idle_hours * _SECONDS_PER_HOUR,
            max_seconds=settings.session_max_hours * _SECONDS_PER_HOUR,
        )
        users = UserFile(auth_file) if auth_file else None
        return cls(users, sessions, Attempts(), cookie=f"duizhao-session-{port}")

    @property
    def enabled(self) -> bool:
        """Whether users have to sign in."""
        return self._users is not None

    def user_of(self, request: HTTPConnection) -> str | None:
        """Name who sends a request.

        :param request: with a session's cookie, or a token as ``Authorization: Bearer``.
        :returns: the user's name; "" where there is no sign-in; None for one not signed in.
        """
        if self._users is None:
            return ""
        authorization = request.headers.get("authorization", "")
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() == "bearer":
            return self._users.current().user_of_token(token.strip())
        session = self._sessions.find(self._token_of(request))
        if session is None:
            return None
        secret = self._users.current().hashes.get(session.user)
        return session.user if secret == session.secret else None

    async def attempt(self, request: Request, user: str, password: str) -> Outcome:
        """Check a name and a password; where they are right, begin a session."""
        name, address = normalize_name(user), address_of(request.scope)
        if self._users is None:
            return Outcome("wrong")
        limiter = self._get_limiter()
        if limiter.statistics().tasks_waiting >= _MAX_CHECKS_WAITING:
            return Outcome("busy", _BUSY_SECONDS)
        wait = self._attempts.begin(name, address)
        if wait > 0:
            return Outcome("locked", wait)
        users = self._users.current()
        allowed = False
        checked = False
        try:
            allowed = await anyio.to_thread.run_sync(users.check, name, password, limiter=limiter)
            checked = True
        finally:
            if not checked:
                self._attempts.give_up(name, address)
        if not allowed:
            return Outcome("wrong")
        self._attempts.succeed(name, address)
        # A token from before signing in is worth nothing afterwards.
        self._sessions.end(self._token_of(request))
        return Outcome("allowed", token=self._sessions.begin(name, users.hashes[name]))

    def keep(self, request: Request, response: Response, token: str) -> None:
        """Have the browser send a session's token from now on."""
        secure = request.url.scheme == "https"
        response.set_cookie(
            self._name(request), token, path="/", secure=secure, httponly=True, samesite="strict"
        )

    def leave(self, request: Request, response: Response) -> None:
        """End the session of the browser that asks."""
        self._sessions.end(self._token_of(request))
        secure = request.url.scheme == "https"
        response.delete_cookie(
            self._name(request), path="/", secure=secure, httponly=True, samesite="strict"
        )

    def _token_of(self, request: HTTPConnection) -> str:
        return request.cookies.get(self._name(request), "")

    def _name(self, request: HTTPConnection) -> str:
        # Browsers accept a cookie of this prefix from this host alone, over https.
        return f"__Host-{self._cookie}" if request.url.scheme == "https" else self._cookie

    def _get_limiter(self) -> anyio.CapacityLimiter:
        if self._limiter is None:
            # Made where it is used: it belongs to the event loop.
            self._limiter = anyio.CapacityLimiter(_MAX_CHECKS_AT_ONCE)
        return self._limiter


def remember_user(scope: Scope, user: str) -> None:
    """Write on a request who sends it."""
    scope[_SCOPE_KEY] = user


def known_user(scope: Scope) -> str:
    """Read from a request that was let in who sends it; "" where there is no sign-in."""
    return str(scope.get(_SCOPE_KEY, ""))
