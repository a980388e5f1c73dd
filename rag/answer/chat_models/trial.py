"""A chat model -> whether it answers, and how soon; asked for one word."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.answer.chat_models.failures import ChatModelError
from rag.schema import Language

if TYPE_CHECKING:
    from rag.answer.chat_models.models import ChatModel

_PROMPT = "Reply with the single word: ready"


@dataclass(frozen=True, slots=True)
class ModelTrial:
    """What came of asking a model for one word.

    :param seconds: until its first word, or until it failed or was waited for no longer.
    :param replied: whether a word came.
    :param problem: what failed and what to do, by language; None also where nothing came in time.
    """

    seconds: float
    replied: bool
    problem: Mapping[Language, str] | None = None


def try_model(
    model: ChatModel, *, max_seconds: float, clock: Callable[[], float] = time.perf_counter
) -> ModelTrial:
    """Ask a model for one word.

    :param model: a chat model.
    :param max_seconds: how long to wait for the word; the request ends then.
    :param clock: tells the time, in seconds.
    :returns: what came of it; whatever the model does wrong is told there.
    """
    from rag.answer.chat_models.models import Message

    started = clock()
    try:
        with closing(model.stream([Message("user", _PROMPT)])) as pieces:
            for piece in pieces:
                # A model that thinks first ends without a word where it may write few.
                if piece.text or piece.end:
                    return ModelTrial(clock() - started, replied=True)
                if clock() - started >= max_seconds:
                    return ModelTrial(clock() - started, replied=False)
    except ChatModelError as error:
        return failed_trial(error, clock() - started)
    empty = ChatModelError("empty", model=model.name, place=model.name)
    return failed_trial(empty, clock() - started)


def failed_trial(error: ChatModelError, seconds: float) -> ModelTrial:
    """Tell of a model that failed, in both languages."""
    problem: dict[Language, str] = {"zh": error.describe("zh"), "en": error.describe("en")}
    return ModelTrial(seconds, replied=False, problem=problem)
