"""An error -> a plain notice in the page's language."""

from __future__ import annotations

from pathlib import Path

from rag.documents import SUPPORTED_SUFFIXES
from rag.errors import (
    EmbedderError,
    FilterError,
    LibraryError,
    ModelError,
    QuestionError,
    RagError,
)
from rag.language import detect_language, is_third_language
from rag.schema import Language
from ui import strings as s
from ui.conversation import Notice
from ui.guard.limits import TooManyError

#: What most files can be turned into.
USUAL_SUFFIXES = (".txt", ".md", ".html", ".docx", ".pdf")

_BY_ERROR: tuple[tuple[type[RagError], s.Text], ...] = (
    (ModelError, s.MODEL_FAILED),
    (EmbedderError, s.EMBEDDER_FAILED),
    (FilterError, s.FILTERS_MET_NOTHING),
    (LibraryError, s.LIBRARY_FAILED),
)


def explain_error(error: RagError, language: Language, question: str = "") -> Notice:
    """Say what went wrong in the page's language.

    :param error: its own message is in English and goes to the notice's detail.
    :param language: the page's language.
    :param question: what was asked, where a question failed.
    :returns: what to show.
    """
    if isinstance(error, TooManyError):
        text = s.UPLOADS_TOO_MANY if error.kind == "upload" else s.QUESTIONS_TOO_MANY
        return Notice(text(language, count=error.wait_seconds))
    if isinstance(error, QuestionError):
        return _explain_question_error(error, language, question)
    if isinstance(error, ModelError):
        from rag.answer.failures import ChatModelError  # loaded by now; slow to load before

        if isinstance(error, ChatModelError):
            return Notice(error.describe(language))
    for kind, text in _BY_ERROR:
        if isinstance(error, kind):
            return Notice(text(language), str(error))
    return Notice(s.REQUEST_FAILED(language), str(error))


def explain_failed_file(path: Path, reason: str, language: Language) -> Notice:
    """Say in the page's language why a file was not indexed.

    :param path: the file.
    :param reason: the loader's own words, in English.
    :param language: the page's language.
    :returns: what to show.
    """
    suffix = path.suffix.lower()
    if suffix not in SUPPORTED_SUFFIXES:
        supported = " ".join(USUAL_SUFFIXES)
        return Notice(s.UPLOAD_SUFFIX(language, suffix=suffix or path.name, supported=supported))
    if language == "en":
        return Notice(_without_path(reason, path))
    head = _read_head(path)
    if head is None:
        text = s.UPLOAD_UNREADABLE
    elif not head.strip():
        text = s.UPLOAD_EMPTY
    elif b"\0" in head:
        text = s.UPLOAD_BINARY
    else:
        text = s.UPLOAD_UNREADABLE
    return Notice(text(language), _without_path(reason, path))


def explain_warning(message: str, language: Language) -> Notice:
    """Say in the page's language that part of a file could not be read.

    :param message: the loader's own words, in English.
    :param language: the page's language.
    :returns: what to show.
    """
    if language == "en":
        return Notice(message)
    return Notice(s.UPLOAD_PARTLY(language), message)


def _read_head(path: Path) -> bytes | None:
    """Read the beginning of a text file; None for packed ones and for files in an archive."""
    if path.suffix.lower() in _PACKED or not path.is_file():
        return None
    with path.open("rb") as file:
        return file.read(_HEAD_BYTES)


def _without_path(reason: str, path: Path) -> str:
    """Leave out where the server keeps the file: the user knows it by its name alone."""
    for prefix in (f"{path}: ", f"{path.name}: "):
        reason = reason.removeprefix(prefix)
    return reason.replace(str(path), path.name)


def _explain_question_error(error: QuestionError, language: Language, question: str) -> Notice:
    if not question.strip():
        return Notice(s.QUESTION_EMPTY(language))
    if is_third_language(question) or detect_language(question) is None:
        return Notice(s.QUESTION_LANGUAGE(language))
    if len(question) > _LONG_QUESTION_CHARS:
        return Notice(s.QUESTION_TOO_LONG(language, count=len(question)))
    return Notice(s.REQUEST_FAILED(language), str(error))


#: A refused question longer than this was refused for its length; the limit itself is a setting
#: of answering (2,000 by default) that the page is not given.
_LONG_QUESTION_CHARS = 500

#: Enough to tell a binary file from text, as the loader's own check does.
_HEAD_BYTES = 4096
#: Formats whose bytes never look like text.
_PACKED = frozenset({".docx", ".docm", ".epub", ".pdf", ".zip"})
