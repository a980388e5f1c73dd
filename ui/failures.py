"""An error -> a plain notice in the page's language."""

from __future__ import annotations

import re
from pathlib import Path

from rag.documents import SUPPORTED_SUFFIXES, THIRD_LANGUAGE
from rag.errors import (
    EmbedderError,
    FilterError,
    LibraryError,
    ModelError,
    QuestionError,
    QuestionTooLongError,
    RagError,
)
from rag.schema import Language
from rag.text.language import detect_language, is_third_language
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
        from rag.answer.chat_models.failures import (
            ChatModelError,  # loaded by now; slow to load before
        )

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
    """Say in the page's language what is wrong with a file that was added.

    :param message: the loader's own words, in English.
    :param language: the page's language.
    :returns: what to show.
    """
    unread = message.replace(THIRD_LANGUAGE, "").strip()
    said = [s.UPLOAD_THIRD_LANGUAGE(language)] if THIRD_LANGUAGE in message else []
    if unread:
        said.append(unread if language == "en" else s.UPLOAD_PARTLY(language))
    return Notice(" ".join(said), "" if language == "en" else unread)


def _read_head(path: Path) -> bytes | None:
    """Read the beginning of a text file; None for packed ones and for files in an archive."""
    if path.suffix.lower() in _PACKED or not path.is_file():
        return None
    with path.open("rb") as file:
        return file.read(_HEAD_BYTES)


def _without_path(reason: str, path: Path) -> str:
    """Leave out where the server keeps the file: the user knows it by its name alone.

    What followed a colon becomes a sentence.
    """
    for prefix in (f"{path}: ", f"{path.name}: "):
        reason = reason.removeprefix(prefix)
    sentence = reason.replace(str(path), path.name)
    # A path or a part's name in front keeps its letters.
    if not _PLAIN_BEGINNING.match(sentence):
        return sentence
    stop = "" if sentence.endswith((".", "!", "?")) else "."
    return f"{sentence[0].upper()}{sentence[1:]}{stop}"


def _explain_question_error(error: QuestionError, language: Language, question: str) -> Notice:
    if not question.strip():
        return Notice(s.QUESTION_EMPTY(language))
    if isinstance(error, QuestionTooLongError):
        counts = {"count": f"{error.count:,}", "limit": f"{error.limit:,}"}
        return Notice(s.QUESTION_TOO_LONG(language, **counts))
    if is_third_language(question):
        return Notice(s.QUESTION_LANGUAGE(language))
    if detect_language(question) is None:
        return Notice(s.QUESTION_NO_WORD(language))
    return Notice(s.REQUEST_FAILED(language), str(error))


_PLAIN_BEGINNING = re.compile(r"[a-z]+[ ,]")

#: Enough to tell a binary file from text, as the loader's own check does.
_HEAD_BYTES = 4096
#: Formats whose bytes never look like text.
_PACKED = frozenset({".docx", ".docm", ".epub", ".pdf", ".zip"})
