"""A model's name -> a chat model that streams text: the only importer of LangChain's chat models.

Every vendor error becomes a ``ChatModelError`` here. Rate limits and server failures are retried
with back-off until the first piece has come; afterwards a retry would repeat the text.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage

from rag.answer.failures import RETRYABLE, ChatModelError, classify, describe_detail
from rag.settings import AnswerSettings

Role = Literal["system", "user", "assistant"]
_MESSAGES: dict[Role, type[BaseMessage]] = {
    "system": SystemMessage,
    "user": HumanMessage,
    "assistant": AIMessage,
}
_EXTRAS = {"openai": "hosted", "anthropic": "hosted", "ollama": "hosted", "huggingface": "local"}
#: Where each kind of server is asked when no address is given.
_PLACES = {
    "openai": "api.openai.com",
    "anthropic": "api.anthropic.com",
    "ollama": "localhost:11434",
}
#: A local server takes any key, but its client insists on one.
_NO_KEY = "not-needed"
#: These models take no temperature but their own.
_FIXED_TEMPERATURE = ("o1", "o3", "o4", "gpt-5")
_FIRST_WAIT_SECONDS = 0.5
_MAX_WAIT_SECONDS = 20.0
_CUT_OFF = frozenset({"length", "max_tokens"})


@dataclass(frozen=True, slots=True)
class Message:
    """One message to a model."""

    role: Role
    content: str


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a model's answer.

    :param usage: prompt and completion tokens as the server reported them, with the last piece.
    :param end: why the server ended the answer, with its last piece.
    """

    text: str
    usage: tuple[int, int] | None = None
    end: str = ""

    @property
    def cut_off(self) -> bool:
        """Whether the server stopped at the token limit."""
        return self.end in _CUT_OFF


class ChatModel:
    """A chat model of any vendor.

    :param name: as configured, ``provider:name``.
    :param model: LangChain's model.
    :param place: where it is asked, for messages.
    :param tells_end: whether the vendor always says that an answer has ended; a stream that stops
        without is then a broken one.
    :param max_retries: how often a request that failed before its first piece is repeated.
    :param sleep: waits between retries, in seconds.
    """

    def __init__(
        self,
        name: str,
        model: BaseChatModel,
        *,
        place: str = "",
        tells_end: bool = False,
        max_retries: int = 0,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.name = name
        self._model = model
        self._place = place or name
        self._tells_end = tells_end
        self._max_retries = max_retries
        self._sleep = sleep

    def stream(self, messages: Sequence[Message]) -> Generator[Piece]:
        """Stream the answer to messages; closing the iterator stops the request.

        :param messages: the conversation, in order.
        :returns: pieces as they come.
        :raises ChatModelError: for whatever goes wrong, also in the middle.
        """
        for attempt in range(self._max_retries + 1):
            started = False
            try:
                with closing(self._request(messages)) as pieces:
                    for piece in pieces:
                        started = True
                        yield piece
            except ChatModelError as error:
                last = attempt == self._max_retries
                if started or last or error.kind not in RETRYABLE:
                    raise
                self._sleep(_wait_seconds(error.__cause__, attempt))
            else:
                return

    def _request(self, messages: Sequence[Message]) -> Generator[Piece]:
        prompt = [_MESSAGES[message.role](content=message.content) for message in messages]
        ended = not self._tells_end
        try:
            # LangChain's stream is a generator: closing it closes the connection.
            with closing(cast("Any", self._model.stream(prompt))) as chunks:
                for chunk in chunks:
                    piece = _read_piece(chunk)
                    ended = ended or bool(piece.end)
                    yield piece
        except vendor_errors() as error:
            raise self._translate(error) from error
        if not ended:
            raise ChatModelError("broken_stream", model=self.name, place=self._place)

    def _translate(self, error: BaseException) -> ChatModelError:
        kind = classify(error)
        detail = "" if kind == "no_key" else describe_detail(error)
        return ChatModelError(kind, model=self.name, place=self._place, detail=detail)


def open_chat_model(settings: AnswerSettings) -> ChatModel:
    """Open the model that the settings name; nothing is sent yet.

    :param settings: name, address, key and limits.
    :returns: the model.
    :raises ChatModelError: for a name without a known provider, a missing package or key, or a
        local model that cannot be read.
    """
    from langchain.chat_models import init_chat_model

    provider, _, name = settings.model.partition(":")
    place = settings.base_url or _PLACES.get(provider, provider)
    if not name or (provider == "huggingface" and _is_missing_path(name)):
        raise ChatModelError("not_loadable", model=settings.model, place=place)
    arguments = _arguments(provider, name, settings)
    try:
        try:
            model = init_chat_model(settings.model, **arguments)
        except vendor_errors() as error:
            if not (settings.base_url and provider == "openai" and _misses_key(error)):
                raise
            model = init_chat_model(settings.model, api_key=_NO_KEY, **arguments)
    except ImportError as error:
        extra = _EXTRAS.get(provider, "hosted")
        raise ChatModelError(
            "missing_extra", model=settings.model, place=place, detail=extra
        ) from error
    except vendor_errors() as error:
        raise _not_loadable(error, settings.model, place) from error
    return ChatModel(
        settings.model,
        model,
        place=place,
        tells_end=provider in _PLACES,
        max_retries=settings.max_retries,
    )


def _not_loadable(error: BaseException, model: str, place: str) -> ChatModelError:
    if _misses_key(error):
        return ChatModelError("no_key", model=model, place=place)
    return ChatModelError("not_loadable", model=model, place=place, detail=describe_detail(error))


def _is_missing_path(name: str) -> bool:
    """Tell early: importing transformers to find a folder missing takes ten seconds."""
    return name.startswith(("/", ".", "~")) and not Path(name).is_dir()


def _misses_key(error: BaseException) -> bool:
    return "api_key" in str(error).lower()


def _arguments(provider: str, name: str, settings: AnswerSettings) -> dict[str, Any]:
    """Each vendor's names for the same settings."""
    if provider == "huggingface":
        return {
            "pipeline_kwargs": {
                "max_new_tokens": settings.max_answer_tokens,
                "return_full_text": False,
                "do_sample": settings.temperature > 0,
            }
        }
    arguments: dict[str, Any] = {}
    if not name.startswith(_FIXED_TEMPERATURE):
        arguments["temperature"] = settings.temperature
    if settings.base_url:
        arguments["base_url"] = settings.base_url
    if provider == "ollama":
        # Ollama cuts longer prompts silently at its own default of a few thousand tokens.
        window = settings.max_context_tokens + settings.max_answer_tokens
        return arguments | {
            "num_predict": settings.max_answer_tokens,
            "num_ctx": window,
            "client_kwargs": {"timeout": settings.timeout_seconds},
        }
    arguments |= {"timeout": settings.timeout_seconds, "max_retries": 0}
    if settings.api_key is not None:
        arguments["api_key"] = settings.api_key.get_secret_value()
    if provider == "openai" and settings.base_url:
        # Servers that speak this protocol know max_tokens; few know its successor.
        limit = {"max_tokens": settings.max_answer_tokens}
        return arguments | {"extra_body": limit, "stream_usage": True, "use_responses_api": False}
    return arguments | {"max_tokens": settings.max_answer_tokens}


def _read_piece(chunk: Any) -> Piece:
    usage = chunk.usage_metadata
    reason = chunk.response_metadata.get("finish_reason") or chunk.response_metadata.get(
        "stop_reason", chunk.response_metadata.get("done_reason")
    )
    return Piece(
        str(chunk.text),
        usage=(usage["input_tokens"], usage["output_tokens"]) if usage else None,
        end=str(reason or ""),
    )


def _wait_seconds(cause: BaseException | None, attempt: int) -> float:
    """Wait what the server asks for, or twice as long each time, with chance against crowds."""
    headers = getattr(getattr(cause, "response", None), "headers", None) or {}
    asked = str(headers.get("retry-after", ""))
    if asked.isdigit():
        return min(float(asked), _MAX_WAIT_SECONDS)
    doubled = _FIRST_WAIT_SECONDS * 2.0**attempt
    return min(doubled, _MAX_WAIT_SECONDS) * random.uniform(0.75, 1.25)  # noqa: S311


def vendor_errors() -> tuple[type[Exception], ...]:
    """List what the loaded vendor packages raise; packages that are not loaded raise nothing."""
    found: list[type[Exception]] = [OSError, ValueError, RuntimeError, TypeError, KeyError]
    for module, name in _VENDOR_ROOTS:
        root = getattr(sys.modules.get(module), name, None)
        if isinstance(root, type) and issubclass(root, Exception):
            found.append(root)
    return tuple(found)


_VENDOR_ROOTS = (
    ("langchain_core.exceptions", "LangChainException"),
    ("openai", "OpenAIError"),
    ("anthropic", "AnthropicError"),
    ("ollama", "ResponseError"),
    ("ollama", "RequestError"),
    ("httpx", "HTTPError"),
    ("httpx", "StreamError"),
    ("httpx2", "HTTPError"),
    ("httpx2", "StreamError"),
)
