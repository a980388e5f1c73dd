"""Signing in and out: requests -> pages and sessions."""

from __future__ import annotations

import base64
import hashlib
import math
from urllib.parse import parse_qs, urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from rag.schema import Language
from ui import render
from ui import strings as s
from ui.guard.bodies import TooLargeError, read_body
from ui.guard.refusal import COOKIE_LANGUAGE, language_of
from ui.signin.door import Outcome, SignIn
from ui.signin.paths import SESSION_PATH, SIGN_IN_PATH, SIGN_OUT_PATH, STYLE_PATH
from ui.signin.style import read_sign_in_style

_MAX_FORM_BYTES = 20_000
_YEAR_SECONDS = 365 * 24 * 3600
_MINUTES_FROM_SECONDS = 100
_SCRIPT_HASH = base64.b64encode(hashlib.sha256(render.OUTSIDE_SCRIPT.encode()).digest()).decode()
#: These pages have one short script and need none; nothing of theirs comes from elsewhere.
_POLICY = "; ".join(
    [
        "default-src 'none'",
        f"script-src 'sha256-{_SCRIPT_HASH}'",
        "style-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)


class SignInPages:
    """Serves the pages of sign-in, and passes all else on to the page."""

    def __init__(self, app: ASGIApp, sign_in: SignIn) -> None:
        self._app = app
        pages = _Pages(sign_in)
        self._router = Router(
            [
                Route(SIGN_IN_PATH, pages.show, methods=["GET"]),
                Route(SIGN_IN_PATH, pages.enter, methods=["POST"]),
                Route(SIGN_OUT_PATH, pages.leave, methods=["POST"]),
                Route(SESSION_PATH, pages.tell_session, methods=["GET"]),
                Route(STYLE_PATH, _style, methods=["GET"]),
            ]
        )
        self._paths = {route.path for route in self._router.routes if isinstance(route, Route)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a page of sign-in, or pass the request on."""
        own = scope["type"] == "http" and scope["path"] in self._paths
        await (self._router if own else self._app)(scope, receive, send)


class _Pages:
    """What the routes do."""

    def __init__(self, sign_in: SignIn) -> None:
        self._sign_in = sign_in

    async def show(self, request: Request) -> Response:
        """Show the form, or go on where the browser is signed in."""
        wanted = _local_address(request.query_params.get("next", ""))
        if self._sign_in.user_of(request) is not None:
            return RedirectResponse(wanted, 303)
        language = language_of(request)
        if _comes_from_elsewhere(request):
            # A link of another site: the browser keeps the cookie back until this site asks.
            query = urlencode({"next": wanted, "here": "1"})
            return _page(render.render_detour_page(f"{SIGN_IN_PATH}?{query}", language))
        note = s.SIGNED_OUT(language) if "left" in request.query_params else ""
        form = render.SignInForm(wanted, note=note)
        response = _page(render.render_sign_in_page(form, language))
        if "language" in request.query_params:
            _keep_language(request, response, language)
        return response

    async def enter(self, request: Request) -> Response:
        """Check the form, and begin a session."""
        try:
            fields = parse_qs(
                (await read_body(request.scope, request.receive, _MAX_FORM_BYTES)).decode()
            )
        except (TooLargeError, UnicodeDecodeError):
            fields = {}
        user, password = _field(fields, "user"), _field(fields, "password")
        language: Language = "zh" if _field(fields, "language") == "zh" else "en"
        wanted = _local_address(_field(fields, "next"))
        outcome = await self._sign_in.attempt(request, user, password)
        if outcome.kind == "allowed":
            response: Response = RedirectResponse(wanted, 303)
            self._sign_in.keep(request, response, outcome.token)
            return response
        form = render.SignInForm(wanted, user, _explain(outcome, language))
        return _refused(render.render_sign_in_page(form, language), outcome)

    async def leave(self, request: Request) -> Response:
        """End the session."""
        response = RedirectResponse(f"{SIGN_IN_PATH}?left=1", 303)
        self._sign_in.leave(request, response)
        return response

    async def tell_session(self, request: Request) -> Response:
        """Tell a page that was cut off whether it is signed out."""
        return Response(status_code=401 if self._sign_in.user_of(request) is None else 204)


async def _style(request: Request) -> Response:  # noqa: ARG001 - every route takes one
    return PlainTextResponse(read_sign_in_style(), media_type="text/css")


def _page(html: str, status: int = 200) -> Response:
    return HTMLResponse(html, status, headers={"content-security-policy": _POLICY})


def _refused(html: str, outcome: Outcome) -> Response:
    status = {"wrong": 401, "locked": 429, "busy": 503}[outcome.kind]
    response = _page(html, status)
    if outcome.wait_seconds:
        response.headers["retry-after"] = str(math.ceil(outcome.wait_seconds))
    return response


def _explain(outcome: Outcome, language: Language) -> str:
    if outcome.kind == "wrong":
        return s.SIGN_IN_WRONG(language)
    seconds = math.ceil(outcome.wait_seconds)
    wait = s.WAIT_SECONDS(language, count=seconds)
    if seconds >= _MINUTES_FROM_SECONDS:
        wait = s.WAIT_MINUTES(language, count=math.ceil(seconds / 60))
    text = s.SIGN_IN_LOCKED if outcome.kind == "locked" else s.SIGN_IN_BUSY
    return text(language, wait=wait)


def _comes_from_elsewhere(request: Request) -> bool:
    return (
        request.headers.get("sec-fetch-site") == "cross-site" and "here" not in request.query_params
    )


def _local_address(wanted: str) -> str:
    """Take an address of this site as it is, and any other as the page's."""
    # Browsers read a backslash as a slash, and leave out control characters.
    if not wanted.startswith("/") or "\\" in wanted or not wanted.isprintable():
        return "/"
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return "/"
    return wanted if not (parts.scheme or parts.netloc) and not wanted.startswith("//") else "/"


def _keep_language(request: Request, response: Response, language: Language) -> None:
    """Have the page speak the language that was chosen here; its script reads the cookie."""
    response.set_cookie(
        COOKIE_LANGUAGE,
        language,
        max_age=_YEAR_SECONDS,
        secure=request.url.scheme == "https",
        samesite="strict",
    )


def _field(fields: dict[str, list[str]], name: str) -> str:
    return fields.get(name, [""])[0]
