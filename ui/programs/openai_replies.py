"""An answer -> objects in OpenAI's form, with citations beside the text."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from rag.records import Record, answer_record
from rag.schema import Answer
from ui.programs.openai_requests import Asked

_FINISHED = "data: [DONE]\n\n"
#: Of an answer's record, what stands beside the text of a message.
_BESIDE = ("citations", "refused", "reason", "language", "certainty", "standalone")


@dataclass(frozen=True, slots=True)
class Reply:
    """Makes the objects that answer one request.

    :param asked: the request.
    :param id: of the completion.
    :param created: seconds since 1970.
    """

    asked: Asked
    id: str = field(default_factory=lambda: f"chatcmpl-{uuid4().hex}")
    created: int = field(default_factory=lambda: int(time.time()))

    def whole(self, answer: Answer) -> Record:
        """Make the one object of a reply that is not streamed."""
        message = {
            "role": "assistant",
            "content": answer.text,
            "refusal": None,
            **self._beside(answer),
        }
        choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
        return {
            **self._head("chat.completion"),
            "choices": [choice],
            "usage": _count_tokens(answer),
        }

    def first(self) -> str:
        """Begin a stream."""
        return self._chunk({"role": "assistant", "content": "", "refusal": None})

    def piece(self, text: str) -> str:
        """Send a piece of the text."""
        return self._chunk({"content": text})

    def last(self, answer: Answer, sent: str) -> str:
        """Send what is left of the text, the citations and, where it is wanted, the tokens spent.

        :param answer: the whole answer, checked.
        :param sent: the pieces so far; ``answer`` in the last chunk holds for them.
        :returns: the end of the stream.
        """
        rest = answer.text.removeprefix(sent) if answer.text.startswith(sent) else ""
        pieces = [self.piece(rest)] if rest else []
        beside = {**self._beside(answer), "answer": answer.text}
        pieces.append(self._chunk(beside, finish_reason="stop"))
        if self.asked.with_usage:
            usage = {"choices": [], "usage": _count_tokens(answer)}
            pieces.append(_event({**self._head("chat.completion.chunk"), **usage}))
        return "".join([*pieces, _FINISHED])

    def _head(self, kind: str) -> Record:
        return {
            "id": self.id,
            "object": kind,
            "created": self.created,
            "model": self.asked.model,
            "system_fingerprint": None,
        }

    def _chunk(self, delta: Record, finish_reason: str | None = None) -> str:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish_reason}
        return _event({**self._head("chat.completion.chunk"), "choices": [choice]})

    def _beside(self, answer: Answer) -> Record:
        record = answer_record(answer)
        beside = {name: record[name] for name in _BESIDE}
        return {**beside, "answered_by": answer.model, "notes": [*answer.notes, *self.asked.notes]}


def make_error(
    message: str, kind: str, *, param: str | None = None, code: str | None = None
) -> Any:
    """Make an error object."""
    return {"error": {"message": message, "type": kind, "param": param, "code": code}}


def end_with_error(error: Record) -> str:
    """End a stream that has begun with an error."""
    return _event(error) + _FINISHED


def list_model(name: str) -> Record:
    """Describe a model."""
    return {"id": name, "object": "model", "created": 0, "owned_by": "duizhao"}


def _event(record: Record) -> str:
    return f"data: {json.dumps(record, ensure_ascii=False)}\n\n"


def _count_tokens(answer: Answer) -> Record:
    prompt, completion = (
        (answer.tokens.prompt, answer.tokens.completion) if answer.tokens else (0, 0)
    )
    return {
        "prompt_tokens": prompt,
        "completion_tokens": completion,
        "total_tokens": prompt + completion,
    }
