"""A request's body -> the same one, read whole and no larger than it may be."""

from __future__ import annotations

from starlette.types import Message, Receive, Scope

#: Questions, events and conversations; files are sent apart.
MAX_BODY_BYTES = 4_000_000


class TooLargeError(Exception):
    """A body is larger than it may be."""


def stated_length(scope: Scope) -> int | None:
    """Read how long a body is said to be; the server holds it to that."""
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value)
    return None


async def read_body(scope: Scope, receive: Receive, max_bytes: int = MAX_BODY_BYTES) -> bytes:
    """Read a body whole.

    :param scope: the request.
    :param receive: where its parts come from.
    :param max_bytes: how large it may be.
    :returns: the body; what there is of it where the sender went away.
    :raises TooLargeError: it is larger.
    """
    if (stated_length(scope) or 0) > max_bytes:
        raise TooLargeError
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return bytes(body)
        body += message.get("body", b"")
        if len(body) > max_bytes:
            raise TooLargeError
        if not message.get("more_body", False):
            return bytes(body)


def replay(body: bytes, receive: Receive) -> Receive:
    """Give a body that was read once more, then whatever comes after it."""
    given = False

    async def receive_again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receive_again
