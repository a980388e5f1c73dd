"""A reason -> the response that tells it: a small page for people, JSON for programs."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, JSONResponse, Response

from rag.schema import Language
from ui import render
from ui import strings as s

#: The page writes the language that was chosen here; sign-in reads it without a script.
COOKIE_LANGUAGE = "duizhao-language"


def language_of(request: HTTPConnection) -> Language:
    """Choose a language: what was asked for, what was chosen before, what the browser prefers."""
    for tag in (request.query_params.get("language"), request.cookies.get(COOKIE_LANGUAGE)):
        if tag:
            return "zh" if tag.startswith("zh") else "en"
    for part in request.headers.get("accept-language", "").lower().split(","):
        tag = part.strip()
        if tag.startswith(("zh", "en")):
            return "zh" if tag.startswith("zh") else "en"
    return "en"


def wants_page(request: HTTPConnection) -> bool:
    """Tell whether someone reads the answer, rather than a program."""
    return "text/html" in request.headers.get("accept", "")


def refuse(
    request: HTTPConnection,
    status: int,
    text: s.Text,
    *,
    headers: Mapping[str, str] | None = None,
    **values: object,
) -> Response:
    """Say why a request is refused.

    :param request: the request.
    :param status: HTTP status.
    :param text: the reason.
    :param headers: further headers.
    :param **values: what fills the blanks of the reason.
    :returns: a page in the reader's language, or JSON in English in the form that OpenAI's and
        Gradio's clients read.
    """
    if wants_page(request):
        language = language_of(request)
        page = render.render_refusal_page(text(language, **values), language)
        return HTMLResponse(page, status, headers=dict(headers or {}))
    message = text("en", **values)
    body = {"error": {"message": message, "type": "refused", "code": status}, "detail": message}
    return JSONResponse(body, status, headers=dict(headers or {}))
