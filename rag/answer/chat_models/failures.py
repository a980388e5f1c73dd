"""What a model's vendor raised -> our error, which says what failed and what to do.

Vendors agree on HTTP statuses more than on classes: both are looked at, without importing any
vendor's package.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from langchain_core.exceptions import (
    ContextOverflowError,
    ModelAPIError,
    ModelAuthenticationError,
    ModelConnectionError,
    ModelNotFoundError,
    ModelPermissionDeniedError,
    ModelRateLimitError,
    ModelTimeoutError,
)

from rag.answer.chat_models.keys import hide_keys
from rag.answer.chat_models.problems import MODEL_PROBLEMS, ProblemKind
from rag.errors import ModelError
from rag.schema import Language

_KINDS: tuple[tuple[type[Exception], ProblemKind], ...] = (
    (ContextOverflowError, "too_long"),
    (ModelAuthenticationError, "key_refused"),
    (ModelPermissionDeniedError, "no_permission"),
    (ModelNotFoundError, "unknown_model"),
    (ModelRateLimitError, "rate_limit"),
    (ModelTimeoutError, "timeout"),
    (ModelConnectionError, "unreachable"),
    (ModelAPIError, "server"),
    (TimeoutError, "timeout"),
    (ConnectionError, "unreachable"),
)
_STATUSES: dict[int, ProblemKind] = {
    401: "key_refused",
    402: "no_credit",
    403: "no_permission",
    404: "unknown_model",
    408: "timeout",
    413: "too_long",
    429: "rate_limit",
}
_CONTEXT = re.compile(
    r"context.{0,20}(?:length|window|size|limit|exceed)|too (?:long|many tokens)"
    r"|maximum.{0,20}tokens|exceeds?.{0,40}(?:context|tokens)",
    re.IGNORECASE,
)
_WINDOW = re.compile(
    r"(?:maximum|limit|window|context|n_ctx)[^0-9>]{0,40}?([0-9][0-9,]{2,8})"
    r"|> ([0-9][0-9,]{2,8}) (?:tokens? )?(?:maximum|limit)",
    re.IGNORECASE,
)
#: Servers differ in the status they give to what is wrong: what they say tells more.
_WORDS: dict[ProblemKind, str] = {
    "no_credit": r"insufficient_quota|insufficient balance|exceeded your current quota",
    "key_refused": r"(?:invalid|incorrect|wrong|no|missing)\b.{0,10}\bapi[ _-]?key"
    r"|api key not valid",
    "unknown_model": r"model\b.{0,80}\b(?:not found|not exist|not loaded|unknown)",
    "server": r"overloaded|internal server error|out of memory|system memory",
    "rate_limit": r"rate.?limit",
}
_SAID = {kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in _WORDS.items()}
#: Worth asking again a moment later.
RETRYABLE: frozenset[ProblemKind] = frozenset({"rate_limit", "server", "unreachable", "timeout"})
_MAX_DETAIL_CHARS = 200


class ChatModelError(ModelError):
    """A chat model cannot be loaded, reached or understood.

    :param kind: what went wrong.
    :param model: the model's name as configured.
    :param place: where it was asked: an address or a provider.
    :param detail: what the vendor said, one line, without keys.
    :param retry_after: how long the server asked to be left alone, as it said so.
    """

    def __init__(
        self,
        kind: ProblemKind,
        *,
        model: str,
        place: str,
        detail: str = "",
        retry_after: str = "",
    ) -> None:
        self.kind = kind
        self.detail = detail
        self.retry_after = retry_after
        self._values = {"model": model, "place": place, "detail": detail}
        super().__init__(self.describe("en"))

    def describe(self, language: Language) -> str:
        """Say in a language what failed and what to do."""
        return MODEL_PROBLEMS[self.kind][language].format(**self._values).strip()


def classify(error: BaseException) -> ProblemKind:
    """Tell what kind of problem a vendor's error is."""
    if _failed_to_connect(error):
        return "unreachable"
    said = _classify_words(str(error))
    for kind, problem in _KINDS:
        if isinstance(error, kind):
            # A rate limit may be an empty account, a rejected request an unknown model.
            return said if said == "no_credit" or (said and problem == "server") else problem
    status = getattr(error, "status_code", None)
    if isinstance(status, int) and status > 0:
        return _classify_status(status, said)
    name = type(error).__name__
    if "Timeout" in name:
        return "timeout"
    return "unreachable" if "Connect" in name else said or "broken_stream"


def _failed_to_connect(error: BaseException) -> bool:
    """Tell no connection from no answer: vendors call both a time-out."""
    cause: BaseException | None = error
    while cause is not None:
        if type(cause).__name__ in {"ConnectTimeout", "ConnectError"}:
            return True
        cause = cause.__cause__
    return False


def _classify_words(message: str) -> ProblemKind | None:
    if _CONTEXT.search(message):
        return "too_long"
    return next((kind for kind, pattern in _SAID.items() if pattern.search(message)), None)


def _classify_status(status: int, said: ProblemKind | None) -> ProblemKind:
    if status == 429 and said == "no_credit":
        return "no_credit"
    if status in _STATUSES:
        return _STATUSES[status]
    if status >= 500:
        # A server that runs out of its window may say so as a failure of its own.
        return "too_long" if said == "too_long" else "server"
    return said or ("rejected" if status >= 400 else "broken_stream")


def stated_window(detail: str) -> int | None:
    """Read how many tokens a server said that it takes, where it said so."""
    match = _WINDOW.search(detail)
    return int((match[1] or match[2]).replace(",", "")) if match else None


def describe_detail(error: BaseException, secrets: Iterable[str] = ()) -> str:
    """Tell what the vendor said, on one line, shortened and without any key.

    :param error: what the vendor's package raised.
    :param secrets: the keys in use.
    :returns: its message in brackets; empty where it says nothing.
    """
    text = hide_keys(" ".join(str(error).split()), secrets)
    if len(text) > _MAX_DETAIL_CHARS:
        text = text[: _MAX_DETAIL_CHARS - 1] + "\u2026"
    return f"({text})" if text else ""
