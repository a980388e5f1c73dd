"""A library -> /v1/chat/completions and /v1/models, as OpenAI's clients call them."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Iterator
from contextlib import aclosing
from functools import partial
from typing import TypeVar

import anyio
import anyio.to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from rag.schema import AnswerDone, AnswerEvent, TextDelta
from ui.programs.failures import ProgramError, explaining
from ui.programs.openai_replies import Reply, end_with_error, list_model, make_error
from ui.programs.openai_requests import OWN_MODEL, Asked, RequestError, read_request
from ui.protocols import PageLibrary

_Result = TypeVar("_Result")
_Endpoint = Callable[[Request], Awaitable[Response]]

#: Answers written at the same time; the page's own have threads of their own.
_MAX_ANSWERS_AT_ONCE = 20
_STREAM_HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}


class _UnknownModelError(Exception):
    """A model is asked for that the operator does not offer."""


class OpenAIRoutes:
    """The endpoints; who may call them is decided before (``ui.guard``).

    :param library: what is asked.
    """

    def __init__(self, library: PageLibrary) -> None:
        self._library = library
        self._limiter: anyio.CapacityLimiter | None = None

    def routes(self) -> list[Route]:
        """List the routes; whatever else is asked for below /v1 is told so in the same form."""
        return [
            Route("/v1/chat/completions", _telling(self.complete), methods=["POST"]),
            Route("/v1/models", _telling(self.list_models), methods=["GET"]),
            Route("/v1/models/{name:path}", _telling(self.show_model), methods=["GET"]),
            Route("/v1/{rest:path}", self.refuse, methods=["GET", "POST", "PUT", "DELETE"]),
        ]

    async def complete(self, request: Request) -> Response:
        """Answer a conversation's last question."""
        try:
            asked = read_request(await request.body())
            model = await self._run(self._choose_model, asked.model)
            events = self._answer(asked, model)
            # Whatever cannot be asked fails here, while the status can still say so.
            first = await anext(events)
        except RequestError as error:
            return _refuse(400, str(error), "invalid_request_error", error.param)
        except _UnknownModelError as error:
            return _refuse(404, str(error), "invalid_request_error", "model", "model_not_found")
        if asked.stream:
            pieces = _stream(Reply(asked), first, events)
            return StreamingResponse(
                pieces, media_type="text/event-stream", headers=_STREAM_HEADERS
            )
        return await _reply_whole(request, Reply(asked), events)

    async def list_models(self, _: Request) -> Response:
        """List what may be asked for as model."""
        names = await self._run(self._names)
        return JSONResponse({"object": "list", "data": [list_model(name) for name in names]})

    async def show_model(self, request: Request) -> Response:
        """Describe one model."""
        name = request.path_params["name"]
        if name in await self._run(self._names):
            return JSONResponse(list_model(name))
        return _refuse(404, _unknown(name), "invalid_request_error", "model", "model_not_found")

    async def refuse(self, request: Request) -> Response:
        """Say that there is nothing here."""
        message = (
            f"{request.method} {request.url.path} is not offered here; there are POST "
            "/v1/chat/completions and GET /v1/models."
        )
        return _refuse(404, message, "invalid_request_error", code="unknown_url")

    def _names(self) -> list[str]:
        with explaining():
            return [OWN_MODEL, *(model.name for model in self._library.models())]

    def _choose_model(self, name: str) -> str | None:
        if name not in self._names():
            raise _UnknownModelError(_unknown(name))
        return None if name == OWN_MODEL else name

    async def _answer(self, asked: Asked, model: str | None) -> AsyncGenerator[AnswerEvent, None]:
        """Yield an answer's events; when nobody wants them any more, the answer ends."""
        with explaining():
            filters = asked.limits.to_filters()
            stream = partial(self._library.stream, asked.question, history=asked.history)
            events = await self._run(partial(stream, filters=filters, model=model))
            try:
                while (event := await self._run(_next_event, events)) is not None:
                    yield event
            finally:
                await self._close(events)

    async def _close(self, events: Iterator[AnswerEvent]) -> None:
        if isinstance(events, Generator):
            with anyio.CancelScope(shield=True):
                await self._run(events.close)

    async def _run(self, function: Callable[..., _Result], *arguments: object) -> _Result:
        """Run what may take long in a thread."""
        # Made where it is used: it belongs to the event loop.
        self._limiter = self._limiter or anyio.CapacityLimiter(_MAX_ANSWERS_AT_ONCE)
        return await anyio.to_thread.run_sync(function, *arguments, limiter=self._limiter)


def _telling(endpoint: _Endpoint) -> _Endpoint:
    """Answer with what went wrong, where something did, in OpenAI's form."""

    async def told(request: Request) -> Response:
        try:
            return await endpoint(request)
        except ProgramError as error:
            failure = error.failure
            return _refuse(failure.status, failure.message, failure.kind)

    return told


def _next_event(events: Iterator[AnswerEvent]) -> AnswerEvent | None:
    # StopIteration cannot be raised into a coroutine.
    return next(events, None)


async def _stream(
    reply: Reply, first: AnswerEvent, events: AsyncGenerator[AnswerEvent, None]
) -> AsyncGenerator[str, None]:
    sent = ""
    async with aclosing(events):
        yield reply.first()
        try:
            event: AnswerEvent | None = first
            while event is not None:
                if isinstance(event, TextDelta) and event.text:
                    sent += event.text
                    yield reply.piece(event.text)
                elif isinstance(event, AnswerDone):
                    yield reply.last(event.answer, sent)
                event = await anext(events, None)
        except ProgramError as error:
            yield end_with_error(make_error(error.failure.message, error.failure.kind))


async def _reply_whole(
    request: Request, reply: Reply, events: AsyncGenerator[AnswerEvent, None]
) -> Response:
    async with aclosing(events):
        async for event in events:
            if isinstance(event, AnswerDone):
                return JSONResponse(reply.whole(event.answer))
            if await request.is_disconnected():
                break
    # Nobody reads this: the client has gone.
    return Response(status_code=499)


def _unknown(name: str) -> str:
    return f"The model {name!r} is not offered here; GET /v1/models lists those that are."


def _refuse(
    status: int, message: str, kind: str, param: str | None = None, code: str | None = None
) -> Response:
    return JSONResponse(make_error(message, kind, param=param, code=code), status)
