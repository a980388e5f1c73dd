"""What a model's vendor raised -> our error, which says what failed and what to do.

Vendors agree on HTTP statuses more than on classes: both are looked at, without importing any
vendor's package.
"""

from __future__ import annotations

import re

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

from rag.answer.wording import MODEL_PROBLEMS, ProblemKind
from rag.errors import ModelError
from rag.schema import Language

_KINDS: tuple[tuple[type[Exception], ProblemKind], ...] = (
    (ContextOverflowError, "too_long"),
    (ModelAuthenticationError, "no_key"),
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
    401: "no_key",
    403: "no_permission",
    404: "unknown_model",
    408: "timeout",
    413: "too_long",
    429: "rate_limit",
}
_CONTEXT = re.compile(
    r"context.{0,20}(?:length|window|size|limit)|too (?:long|many tokens)|maximum.{0,20}tokens",
    re.IGNORECASE,
)
#: Worth asking again a moment later.
RETRYABLE: frozenset[ProblemKind] = frozenset({"rate_limit", "server", "unreachable", "timeout"})
_KEY = re.compile(r"\b(?:sk|key|pk)-[\w*.-]{4,}|Bearer\s+\S+", re.IGNORECASE)
_MAX_DETAIL_CHARS = 200


class ChatModelError(ModelError):
    """A chat model cannot be loaded, reached or understood.

    :param kind: what went wrong.
    :param model: the model's name as configured.
    :param place: where it was asked: an address or a provider.
    :param detail: what the vendor said, one line, without keys.
    """

    def __init__(self, kind: ProblemKind, *, model: str, place: str, detail: str = "") -> None:
        self.kind = kind
        self._values = {"model": model, "place": place, "detail": detail}
        super().__init__(self.describe("en"))

    def describe(self, language: Language) -> str:
        """Say in a language what failed and what to do."""
        return MODEL_PROBLEMS[self.kind][language].format(**self._values).strip()


def classify(error: BaseException) -> ProblemKind:
    """Tell what kind of problem a vendor's error is."""
    for kind, problem in _KINDS:
        if isinstance(error, kind):
            return problem
    status = getattr(error, "status_code", None)
    if isinstance(status, int) and status > 0:
        return _classify_status(status, str(error))
    name = type(error).__name__
    if "Timeout" in name:
        return "timeout"
    if "Connect" in name:
        return "unreachable"
    return "too_long" if _CONTEXT.search(str(error)) else "broken_stream"


def _classify_status(status: int, message: str) -> ProblemKind:
    if status in _STATUSES:
        return _STATUSES[status]
    if status >= 500:
        return "server"
    return "too_long" if _CONTEXT.search(message) else "rejected"


def describe_detail(error: BaseException) -> str:
    """Tell what the vendor said, on one line, shortened and without anything like a key."""
    text = _KEY.sub("[key]", " ".join(str(error).split()))
    if len(text) > _MAX_DETAIL_CHARS:
        text = text[: _MAX_DETAIL_CHARS - 1] + "\u2026"
    return f"({text})" if text else ""
