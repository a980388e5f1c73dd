"""What the library does -> observations: to whoever listens, and to the log, under a request's id.

Times and counts alone; what users ask stands in none of them.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal, TypeVar

from rag.schema import Answer, AnswerDone, AnswerEvent, Question

_LOGGER = logging.getLogger(__name__)
_REQUEST: ContextVar[str] = ContextVar("duizhao-request", default="")
_Step = TypeVar("_Step")

Kind = Literal["stage", "begun", "ended", "answer", "error", "upload"]


@dataclass(frozen=True, slots=True)
class Observation:
    """One thing that happened.

    :param kind: ``stage``: a step was taken; ``begun`` and ``ended``: an answer is being written,
        and no longer; ``answer``: it is whole; ``error``: something was refused or failed;
        ``upload``: a file was indexed or not.
    :param name: of the step, the error's class, or what became of an upload.
    :param seconds: how long it took; 0 where that says nothing.
    """

    kind: Kind
    name: str = ""
    seconds: float = 0.0
    answer: Answer | None = None


Listener = Callable[[Observation], None]
#: Replaced as a whole, so that it can be read without a lock.
_listeners: tuple[Listener, ...] = ()


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Have every observation of this process told to a listener; any thread may call it."""
    global _listeners  # noqa: PLW0603 - the one place where listeners are kept
    _listeners = (*_listeners, listener)
    try:
        yield
    finally:
        _listeners = tuple(each for each in _listeners if each is not listener)


def _tell(observation: Observation) -> None:
    for listener in _listeners:
        listener(observation)


def current_request() -> str:
    """Give the id of the request at work; empty outside of one."""
    return _REQUEST.get()


@contextmanager
def request(id_: str = "") -> Iterator[str]:
    """Do something under a request's id: the given one, the one at work, or a new one."""
    chosen = id_ or current_request() or secrets.token_hex(8)
    token = _REQUEST.set(chosen)
    try:
        yield chosen
    finally:
        _REQUEST.reset(token)


def under_request(steps: Iterator[_Step], *, is_new: bool = False) -> Generator[_Step, None, None]:
    """Take every step under one id, whichever thread takes it; between steps there is none.

    :param steps: what is done step by step.
    :param is_new: whether it is a request of its own, wherever it is taken.
    :returns: the same steps.
    """
    with request(secrets.token_hex(8) if is_new else "") as id_:
        pass
    try:
        while True:
            with request(id_):
                try:
                    step = next(steps)
                except StopIteration:
                    return
            yield step
    finally:
        if isinstance(steps, Generator):
            with request(id_):
                steps.close()


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Time a step; also a decorator."""
    started = time.perf_counter()
    try:
        yield
    finally:
        tell_stage(name, time.perf_counter() - started)


def tell_stage(name: str, seconds: float) -> None:
    """Tell how long a step took."""
    _LOGGER.debug("stage %s took %.4f s", name, seconds, extra=_fields(stage=name, seconds=seconds))
    _tell(Observation("stage", name, seconds))


def timed_steps(name: str, steps: Iterator[_Step]) -> Generator[_Step, None, None]:
    """Time what hands out steps; what is done with them between does not count."""
    spent = 0.0
    try:
        while True:
            started = time.perf_counter()
            try:
                step = next(steps)
            except StopIteration:
                return
            finally:
                spent += time.perf_counter() - started
            yield step
    finally:
        if isinstance(steps, Generator):
            steps.close()
        tell_stage(name, spent)


def tell_upload(outcome: str) -> None:
    """Tell what became of an uploaded file."""
    _tell(Observation("upload", outcome))


def tell_error(error: BaseException) -> None:
    """Tell that something was refused or failed; its message goes nowhere."""
    _tell(Observation("error", type(error).__name__))


def observe_answer(
    events: Iterator[AnswerEvent], question: Question, *, with_text: bool = False
) -> Generator[AnswerEvent, None, None]:
    """Watch an answer being written.

    :param events: of the answer.
    :param question: what was asked.
    :param with_text: whether the log may hold the question's text.
    :returns: the same events, all under one request's id.
    """
    return under_request(_watch(events, question, with_text=with_text))


def _watch(
    events: Iterator[AnswerEvent], question: Question, *, with_text: bool
) -> Generator[AnswerEvent, None, None]:
    started = time.perf_counter()
    asked = _fields(language=question.language, chars=len(question.text))
    if with_text:
        asked["fields"]["question"] = question.text
    _LOGGER.info("question of %d characters", len(question.text), extra=asked)
    _tell(Observation("begun"))
    try:
        for event in events:
            if isinstance(event, AnswerDone):
                _tell_answer(event.answer, time.perf_counter() - started)
            yield event
    finally:
        if isinstance(events, Generator):
            events.close()
        _tell(Observation("ended", seconds=time.perf_counter() - started))


def _tell_answer(answer: Answer, seconds: float) -> None:
    tokens = answer.tokens
    fields = _fields(
        model=answer.model,
        refused=answer.refused,
        reason=answer.reason,
        citations=len(answer.citations),
        seconds=seconds,
        prompt_tokens=tokens.prompt if tokens else None,
        completion_tokens=tokens.completion if tokens else None,
    )
    what = "refused" if answer.refused else "answered"
    _LOGGER.info("%s by %s in %.3f s", what, answer.model, seconds, extra=fields)
    _tell(Observation("answer", answer.reason or "", seconds, answer))


def _fields(**fields: object) -> dict[str, dict[str, object]]:
    """Put values where ``rag.runtime.logs`` finds them on a record."""
    return {"fields": fields}
