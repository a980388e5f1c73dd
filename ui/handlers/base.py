"""What all handlers share: the library, and failures that become notices."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from rag.errors import RagError
from rag.schema import DocumentInfo, Language
from rag.settings import PageSettings
from ui import strings as s
from ui.conversation import Notice
from ui.failures import explain_error
from ui.protocols import PageLibrary

_LOGGER = logging.getLogger(__name__)


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
        attempt.notice = explain_error(error, language, question)
    except Exception:
        _LOGGER.exception("unexpected error on the page")
        attempt.notice = Notice(s.UNEXPECTED(language))


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
