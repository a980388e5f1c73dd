"""A request in OpenAI's form -> a question with its history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rag.errors import RagError
from rag.schema import Turn
from ui.programs.operations import Limits

#: The name under which the library's own choice of an answerer is offered.
OWN_MODEL = "duizhao"
_TURNS: dict[str, Literal["user", "assistant"]] = {"user": "user", "assistant": "assistant"}
_SYSTEM_NOTE = (
    "Instructions in system messages are not followed: answers come from the documents alone."
)


class RequestError(RagError):
    """A request cannot be understood.

    :param message: what is wrong with it.
    :param param: the field that is wrong, as OpenAI names it.
    """

    def __init__(self, message: str, param: str | None = None) -> None:
        self.param = param
        super().__init__(message)


class _Sent(BaseModel):
    """What is sent may hold more than is read: clients send what other servers understand."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class _Part(_Sent):
    type: str
    text: str = ""


class _Message(_Sent):
    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | list[_Part] | None = None

    def read_text(self, place: str) -> str:
        if isinstance(self.content, str) or self.content is None:
            return self.content or ""
        for part in self.content:
            if part.type not in {"text", "input_text", "output_text"}:
                raise RequestError(
                    f"{place} holds a part of type {part.type!r}; only text can be asked.", place
                )
        return "\n".join(part.text for part in self.content)


class _StreamOptions(_Sent):
    include_usage: bool = False


class _LibraryOptions(BaseModel):
    """Our own field beside OpenAI's: what to limit the search to.

    A limit that is not understood would be one that does not hold, so none is passed over.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    language: str = ""
    documents: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    since: str = ""
    until: str = ""


class _Completion(_Sent):
    model: str
    messages: list[_Message] = Field(min_length=1, max_length=1000)
    stream: bool | None = False
    stream_options: _StreamOptions | None = None
    n: int | None = 1
    duizhao: _LibraryOptions = _LibraryOptions()


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in OpenAI's form.

    :param model: as asked for, which is what is reported.
    :param with_usage: whether a stream ends with the tokens spent.
    :param notes: what of the request was left aside.
    """

    model: str
    question: str
    history: tuple[Turn, ...]
    limits: Limits
    stream: bool
    with_usage: bool
    notes: tuple[str, ...]


def read_request(body: bytes) -> Asked:
    """Read the body of a request for a chat completion.

    :param body: JSON.
    :returns: the question.
    :raises RequestError: it is no JSON, lacks a field, or asks for what there is not.
    """
    try:
        # The parser of pydantic refuses halves of characters, which nothing behind it expects.
        sent = _Completion.model_validate_json(body)
    except ValidationError as error:
        raise _explain(error.errors(include_url=False)) from error
    if sent.n not in {None, 1}:
        raise RequestError(f"n is {sent.n}; one answer is given, so leave it out.", "n")
    question, history = _read_messages(sent.messages)
    options = sent.duizhao
    return Asked(
        model=sent.model,
        question=question,
        history=history,
        limits=Limits(
            options.language, options.documents, options.speakers, options.since, options.until
        ),
        stream=bool(sent.stream),
        with_usage=bool(sent.stream_options and sent.stream_options.include_usage),
        notes=(_SYSTEM_NOTE,) if _has_instructions(sent.messages) else (),
    )


def _read_messages(messages: Sequence[_Message]) -> tuple[str, tuple[Turn, ...]]:
    turns: list[Turn] = []
    for number, message in enumerate(messages):
        if message.role not in _TURNS:
            continue
        text = message.read_text(f"messages.{number}.content")
        if text.strip():
            turns.append(Turn(_TURNS[message.role], text))
    if not turns or turns[-1].role != "user" or messages[-1].role == "assistant":
        raise RequestError(
            "The last message is not a question: it must be of the role user and hold text.",
            "messages",
        )
    return turns[-1].content, tuple(turns[:-1])


def _has_instructions(messages: Sequence[_Message]) -> bool:
    return any(message.role in {"system", "developer"} for message in messages)


def _explain(errors: Sequence[Any]) -> RequestError:
    unknown = [str(each["loc"][-1]) for each in errors if each["type"] == "extra_forbidden"]
    if unknown:
        known = ", ".join(_LibraryOptions.model_fields)
        return RequestError(
            f"duizhao: {', '.join(unknown)} is not known; there are {known}.",
            f"duizhao.{unknown[0]}",
        )
    first = errors[0]
    place = ".".join(str(part) for part in first["loc"])
    return RequestError(f"{place or 'The body'}: {first['msg']}", place or None)
