"""What all handlers share: the library, and failures that become notices."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from rag.errors import RagError
from rag.runtime.observing import tell_error
from rag.schema import DocumentInfo, Language
from rag.settings import PageSettings
from ui import render
from ui import strings as s
from ui.conversation import Notice
from ui.failures import explain_error
from ui.protocols import PageLibrary

_LOGGER = logging.getLogger(__name__)

#: What a browser sends where it waits for the answer itself, and what it gets.
Wanted = Mapping[str, Any]
Reply = dict[str, Any]


@dataclass(slots=True)
class Attempt:
    """Whether what was tried failed, and how to say it."""

    notice: Notice | None = None


@contextmanager
def attempting(language: Language, question: str = "") -> Iterator[Attempt]:
    """Turn whatever goes wrong inside into a notice: a user never sees a traceback."""
    attempt = Attempt()
    try:
        yield attempt
    except RagError as error:
        _LOGGER.info("%s: %s", type(error).__name__, error)
        tell_error(error)
        attempt.notice = explain_error(error, language, question)
    # Whatever it is: beyond this stands Gradio, which would show it to the user as it is.
    except Exception as error:
        _LOGGER.exception("unexpected error on the page")
        tell_error(error)
        attempt.notice = Notice(s.UNEXPECTED(language))


def reply(make: Callable[[], Reply], language: Language) -> Reply:
    """Answer what a browser asked for; where that fails, with a notice.

    :param make: makes the answer.
    :param language: the page's language.
    :returns: the answer, or ``failed`` and the notice as ``html``.
    """
    made: Reply = {}
    with attempting(language) as attempt:
        made = make()
    if attempt.notice is None:
        return made
    return {"failed": True, "html": render.render_notice(attempt.notice, language)}


class Handlers:
    """Event functions on a library."""

    def __init__(self, library: PageLibrary, settings: PageSettings) -> None:
        self._library = library
        self._settings = settings

    def _list_documents(self, language: Language) -> tuple[list[DocumentInfo], Notice | None]:
        documents: list[DocumentInfo] = []
        with attempting(language) as attempt:
            documents = sorted(
                self._library.documents(), key=lambda info: (info.added, info.name), reverse=True
            )
        return documents, attempt.notice
