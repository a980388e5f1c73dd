"""A model's name -> a chat model that streams text: the only importer of LangChain's chat models.

Every vendor error becomes a ``ChatModelError`` here. Rate limits and server failures are retried
with back-off until the first piece has come; afterwards a retry would repeat the text. Requests run
in a thread of their own, so that closing the stream ends them even while the server is silent.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage
from pydantic import SecretStr

from rag.answer.chat_models.connection import Connection, make_hooks
from rag.answer.chat_models.failures import RETRYABLE, ChatModelError, classify, describe_detail
from rag.answer.chat_models.hosts import HOSTS, host_of
from rag.answer.chat_models.keys import KeyFileError, read_key
from rag.answer.chat_models.local import LocalPipeline
from rag.answer.chat_models.problems import ProblemKind
from rag.answer.chat_models.pump import HEARTBEAT_SECONDS, Pump, TookTooLongError
from rag.answer.chat_models.waiting import wait_seconds
from rag.model_files import find_pickled_weights
from rag.settings import AnswerSettings

Role = Literal["system", "user", "assistant"]
_MESSAGES: dict[Role, type[BaseMessage]] = {
    "system": SystemMessage,
    "user": HumanMessage,
    "assistant": AIMessage,
}
_EXTRAS = {"openai": "hosted", "anthropic": "hosted", "ollama": "hosted", "huggingface": "local"}
#: A local server takes any key, but its client insists on one.
_NO_KEY = "not-needed"
#: These models take no temperature but their own.
_FIXED_TEMPERATURE = ("o1", "o3", "o4", "gpt-5")
_CUT_OFF = frozenset({"length", "max_tokens"})


@dataclass(frozen=True, slots=True)
class Message:
    """One message to a model."""

    role: Role
    content: str


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a model's answer.

    :param text: empty while the model says nothing yet.
    :param usage: prompt and completion tokens as the server reported them so far.
    :param end: why the server ended the answer, with its last piece.
    """

    text: str
    usage: tuple[int, int] | None = None
    end: str = ""

    @property
    def cut_off(self) -> bool:
        """Whether the server stopped at the token limit."""
        return self.end in _CUT_OFF


Emit = Callable[[Piece], None]
#: Writes the answer to messages, piece by piece.
Produce = Callable[[Sequence[Message], Emit], None]


@dataclass(frozen=True, slots=True)
class Terms:
    """How a model is asked.

    :param place: where, for messages.
    :param tells_end: whether the vendor always says that an answer has ended; a stream that stops
        without is then a broken one.
    :param max_retries: how often a request that failed before its first piece is repeated.
    :param max_seconds: how long an answer may take in all.
    :param secrets: keys that no message may hold.
    """

    place: str = ""
    tells_end: bool = False
    max_retries: int = 0
    max_seconds: float = 300.0
    secrets: tuple[SecretStr, ...] = ()


class ChatModel:
    """A chat model of any vendor.

    :param name: as configured, ``provider:name``.
    :param model: LangChain's model, or what writes in its place.
    :param terms: how it is asked.
    :param sleep: waits between retries, in seconds.
    """

    def __init__(
        self,
        name: str,
        model: BaseChatModel | Produce,
        terms: Terms | None = None,
        *,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.name = name
        self._produce = _streaming(model) if isinstance(model, BaseChatModel) else model
        self._terms = terms or Terms()
        self._sleep = sleep

    def stream(self, messages: Sequence[Message]) -> Generator[Piece]:
        """Stream the answer to messages; closing the iterator stops the request.

        :param messages: the conversation, in order.
        :returns: pieces as they come, empty ones now and then while none do.
        :raises ChatModelError: for whatever goes wrong, also in the middle.
        """
        for attempt in range(self._terms.max_retries + 1):
            started = False
            try:
                with closing(self._request(messages)) as pieces:
                    for piece in pieces:
                        started = started or bool(piece.text)
                        yield piece
            except ChatModelError as error:
                wait = wait_seconds(error.retry_after, attempt)
                last = attempt == self._terms.max_retries or wait is None
                if started or last or error.kind not in RETRYABLE:
                    raise
                yield from self._pause(wait or 0.0)
            else:
                return

    def _pause(self, seconds: float) -> Generator[Piece]:
        """Wait in short steps, so that the stream can be closed meanwhile."""
        while seconds > 0:
            step = min(seconds, HEARTBEAT_SECONDS)
            self._sleep(step)
            seconds -= step
            yield Piece("")

    def _request(self, messages: Sequence[Message]) -> Generator[Piece]:
        connection = Connection()

        def work(emit: Emit) -> None:
            with connection.watched():
                self._produce(messages, emit)

        pump = Pump(work, cut=connection.cut, max_seconds=self._terms.max_seconds)
        ended = not self._terms.tells_end
        try:
            with closing(pump.read()) as pieces:
                for piece in pieces:
                    ended = ended or bool(piece and piece.end)
                    yield piece or Piece("")
        except TookTooLongError as error:
            raise self._error("took_too_long") from error
        except vendor_errors() as error:
            raise self._translate(error, connection) from error
        if not ended:
            raise self._error("web_page" if connection.is_web_page else "broken_stream")

    def _error(self, kind: ProblemKind, detail: str = "", retry_after: str = "") -> ChatModelError:
        return ChatModelError(
            kind,
            model=self.name,
            place=self._terms.place or self.name,
            detail=detail,
            retry_after=retry_after,
        )

    def _translate(self, error: BaseException, connection: Connection) -> ChatModelError:
        if connection.is_web_page:
            return self._error("web_page")
        kind = classify(error)
        secrets = [secret.get_secret_value() for secret in self._terms.secrets]
        detail = "" if kind == "key_refused" else describe_detail(error, secrets)
        return self._error(kind, detail, connection.retry_after)


def _streaming(model: BaseChatModel) -> Produce:
    def produce(messages: Sequence[Message], emit: Emit) -> None:
        prompt = [_MESSAGES[message.role](content=message.content) for message in messages]
        # LangChain's stream is a generator: closing it closes the connection.
        with closing(cast("Any", model.stream(prompt))) as chunks:
            for chunk in chunks:
                emit(_read_piece(chunk))

    return produce


def _generating(pipeline: LocalPipeline) -> Produce:
    def produce(messages: Sequence[Message], emit: Emit) -> None:
        turns = [{"role": message.role, "content": message.content} for message in messages]
        usage, cut_off = pipeline.generate(turns, lambda text: emit(Piece(text)))
        emit(Piece("", usage=usage, end="length" if cut_off else "stop"))

    return produce


def open_chat_model(
    settings: AnswerSettings, *, sleep: Callable[[float], None] = time.sleep
) -> ChatModel:
    """Open the model that the settings name; nothing is sent yet.

    :param settings: name, address, key and limits.
    :param sleep: waits between retries, in seconds.
    :returns: the model.
    :raises ChatModelError: for a name without a known provider, a missing package or key, or a
        local model that cannot be read.
    """
    provider, _, name = settings.model.partition(":")
    place = host_of(settings) or provider
    if not name:
        raise ChatModelError("not_loadable", model=settings.model, place=place)
    if provider == "huggingface" and _is_missing_path(name):
        raise ChatModelError("no_folder", model=settings.model, place=place, detail=name)
    pickled = find_pickled_weights(Path(name)) if provider == "huggingface" else None
    if pickled is not None:
        detail = f"{pickled.name} is a pickle, which can hold a program; safetensors are wanted"
        raise ChatModelError("not_loadable", model=settings.model, place=place, detail=detail)
    try:
        key = read_key(settings)
        model = _open(provider, name, settings, key)
    except KeyFileError as error:
        raise ChatModelError(
            "loose_key_file", model=settings.model, place=place, detail=str(error)
        ) from error
    except ImportError as error:
        extra = _EXTRAS.get(provider, "hosted")
        raise ChatModelError(
            "missing_extra", model=settings.model, place=place, detail=extra
        ) from error
    except vendor_errors() as error:
        raise _not_loadable(error, settings.model, place, key) from error
    local = LocalPipeline(model.llm.pipeline, settings) if provider == "huggingface" else None
    terms = Terms(
        place=place,
        tells_end=provider in HOSTS,
        max_retries=settings.max_retries,
        max_seconds=settings.total_timeout_seconds,
        secrets=tuple(_secrets(model, key)),
    )
    write = _generating(local) if local else model
    return ChatModel(settings.model, write, terms, sleep=sleep)


def _open(provider: str, name: str, settings: AnswerSettings, key: str | None) -> Any:
    from langchain.chat_models import init_chat_model

    arguments = _arguments(provider, name, settings, key)
    try:
        model = init_chat_model(settings.model, **arguments)
    except vendor_errors() as error:
        if not (settings.base_url and provider == "openai" and _misses_key(error)):
            raise
        model = init_chat_model(settings.model, **arguments, api_key=_NO_KEY)
    if provider == "anthropic":
        _watch_anthropic(model, settings)
    return model


def _watch_anthropic(model: Any, settings: AnswerSettings) -> None:
    """LangChain takes no client for Anthropic; the one it would make is copied with ours."""
    import anthropic

    hooks = make_hooks(settings.connect_timeout_seconds)
    client = anthropic.DefaultHttpxClient(event_hooks=hooks)
    vars(model)["_client"] = model._client.with_options(http_client=client)  # noqa: SLF001


def _secrets(model: object, key: str | None) -> list[SecretStr]:
    """List the keys that a model uses, also those its vendor found in the environment."""
    found = [value for value in vars(model).values() if isinstance(value, SecretStr)]
    return [*found, SecretStr(key)] if key else found


def _not_loadable(error: BaseException, model: str, place: str, key: str | None) -> ChatModelError:
    if _misses_key(error):
        return ChatModelError("no_key", model=model, place=place)
    detail = describe_detail(error, [key] if key else [])
    return ChatModelError("not_loadable", model=model, place=place, detail=detail)


def _is_missing_path(name: str) -> bool:
    """Tell early: importing transformers to find a folder missing takes ten seconds."""
    return name.startswith(("/", ".", "~")) and not Path(name).is_dir()


def _misses_key(error: BaseException) -> bool:
    return "api_key" in str(error).lower()


def _arguments(
    provider: str, name: str, settings: AnswerSettings, key: str | None
) -> dict[str, Any]:
    """Each vendor's names for the same settings."""
    if provider == "huggingface":
        return {}  # what each answer needs, LocalPipeline says
    arguments: dict[str, Any] = {}
    if not name.startswith(_FIXED_TEMPERATURE):
        arguments["temperature"] = settings.temperature
    if settings.base_url:
        arguments["base_url"] = settings.base_url
    if provider == "ollama":
        return arguments | _ollama_arguments(settings, key)
    arguments |= {"timeout": settings.timeout_seconds, "max_retries": 0}
    if key is not None:
        arguments["api_key"] = key
    if provider == "openai":
        return arguments | _openai_arguments(settings)
    return arguments | {"max_tokens": settings.max_answer_tokens}


def _ollama_arguments(settings: AnswerSettings, key: str | None) -> dict[str, Any]:
    client: dict[str, Any] = {
        "timeout": settings.timeout_seconds,
        "event_hooks": make_hooks(settings.connect_timeout_seconds),
    }
    if key is not None:
        client["headers"] = {"Authorization": f"Bearer {key}"}
    return {
        "num_predict": settings.max_answer_tokens,
        # Ollama cuts longer prompts silently at its own default of a few thousand tokens.
        "num_ctx": settings.max_context_tokens + settings.max_answer_tokens,
        "client_kwargs": client,
    }


def _openai_arguments(settings: AnswerSettings) -> dict[str, Any]:
    import openai

    hooks = make_hooks(settings.connect_timeout_seconds)
    arguments: dict[str, Any] = {"http_client": openai.DefaultHttpxClient(event_hooks=hooks)}
    if not settings.base_url:
        return arguments | {"max_tokens": settings.max_answer_tokens}
    # Servers that speak this protocol know max_tokens; few know its successor.
    limit = {"max_tokens": settings.max_answer_tokens}
    return arguments | {"extra_body": limit, "stream_usage": True, "use_responses_api": False}


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


def vendor_errors() -> tuple[type[Exception], ...]:
    """List what the loaded vendor packages raise; packages that are not loaded raise nothing."""
    found: list[type[Exception]] = list(_PLAIN_ERRORS)
    for module, name in _VENDOR_ROOTS:
        root = getattr(sys.modules.get(module), name, None)
        if isinstance(root, type) and issubclass(root, Exception):
            found.append(root)
    return tuple(found)


#: What a vendor's package raises that reads something other than it expects.
_PLAIN_ERRORS = (
    OSError,
    EOFError,
    ValueError,
    RuntimeError,
    TypeError,
    LookupError,
    AttributeError,
    AssertionError,
)
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
