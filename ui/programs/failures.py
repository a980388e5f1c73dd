"""An error -> what a program is told of it: a status, a kind, a message."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from rag.errors import DocumentError, FilterError, ModelError, QuestionError, RagError
from rag.runtime.observing import tell_error

_LOGGER = logging.getLogger(__name__)

#: Whose messages speak of what was asked, and of nothing on this computer.
_ASKED_WRONGLY = (QuestionError, FilterError, DocumentError)


@dataclass(frozen=True, slots=True)
class Failure:
    """What a program is told.

    :param status: HTTP status.
    :param kind: the type of OpenAI's error objects.
    """

    status: int
    kind: str
    message: str


class ProgramError(Exception):
    """Something failed, and a program is to be told.

    :param failure: what it is told.
    """

    def __init__(self, failure: Failure) -> None:
        self.failure = failure
        super().__init__(failure.message)


@contextmanager
def explaining() -> Iterator[None]:
    """Turn whatever goes wrong inside into what a program is told.

    :raises ProgramError: something went wrong.
    """
    try:
        yield
    # Whatever it is: beyond this stand protocols' own servers, which would drop the connection or
    # pass an error's words on. Its traceback is logged.
    except Exception as error:
        raise ProgramError(explain_failure(error)) from error


def explain_failure(error: Exception) -> Failure:
    """Say what went wrong; what is our own affair is logged, and not told.

    :param error: whatever was raised.
    :returns: what to tell.
    """
    tell_error(error)
    if isinstance(error, _ASKED_WRONGLY):
        return Failure(400, "invalid_request_error", str(error))
    if isinstance(error, ModelError):
        _LOGGER.warning("%s: %s", type(error).__name__, error)
        return Failure(502, "model_error", str(error))
    if isinstance(error, RagError):
        _LOGGER.error("%s: %s", type(error).__name__, error)
        message = "The library cannot be used at the moment; its operator's log says why."
        return Failure(503, "server_error", message)
    _LOGGER.error("unexpected error", exc_info=error)
    return Failure(500, "server_error", "Something unexpected went wrong; the log says what.")
