"""A transformers model in a folder -> pieces of its answer, through its own chat template.

LangChain's wrapper opens the model; generating runs here, where it can be stopped at every token
and says what goes wrong, rather than in a thread whose errors nobody sees.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from rag.settings import AnswerSettings

EmitText = Callable[[str], None]
#: An answer of fewer tokens is none.
_MIN_ROOM = 64


class WindowError(ValueError):
    """A prompt does not fit the model."""


class LocalPipeline:
    """A text-generation pipeline with a chat template.

    :param pipeline: of transformers.
    :param settings: length, temperature and time.
    """

    def __init__(self, pipeline: Any, settings: AnswerSettings) -> None:
        self._pipeline = pipeline
        self._settings = settings

    def generate(
        self, messages: Sequence[dict[str, str]], emit: EmitText
    ) -> tuple[tuple[int, int], bool]:
        """Write the answer to messages.

        :param messages: with ``role`` and ``content``.
        :param emit: takes the text as it is written; what it raises ends the writing.
        :returns: tokens of prompt and answer, and whether the answer reached its limit.
        :raises WindowError: if the prompt is longer than the model's window.
        """
        tokenizer = self._pipeline.tokenizer
        if not tokenizer.chat_template:
            raise ValueError("the model has no chat template, so it is not a chat model")
        prompt = tokenizer.apply_chat_template(
            list(messages), add_generation_prompt=True, tokenize=True, return_dict=False
        )
        limit = self._room(len(prompt))
        streamer = _make_streamer(tokenizer, emit)
        arguments: dict[str, Any] = {"max_new_tokens": limit, "do_sample": False}
        if self._settings.temperature > 0:
            arguments |= {"do_sample": True, "temperature": self._settings.temperature}
        self._pipeline(
            list(messages),
            streamer=streamer,
            return_full_text=False,
            max_time=self._settings.total_timeout_seconds,
            **arguments,
        )
        return (len(prompt), streamer.written), streamer.written >= limit

    def _room(self, tokens: int) -> int:
        """Tell how many tokens an answer may have behind a prompt of that many."""
        wanted = self._settings.max_answer_tokens
        window = getattr(self._pipeline.model.config, "max_position_embeddings", None)
        room = wanted if window is None else min(wanted, window - tokens)
        if room < min(wanted, _MIN_ROOM):
            raise WindowError(
                f"maximum context length is {window} tokens; the prompt has {tokens} and the "
                f"answer may have {wanted}"
            )
        return int(room)


def _make_streamer(tokenizer: Any, emit: EmitText) -> Any:
    from transformers import TextStreamer

    class Streamer(TextStreamer):  # type: ignore[misc]  # transformers has no types
        def __init__(self) -> None:
            super().__init__(tokenizer, skip_prompt=True, skip_special_tokens=True)
            self.written = 0

        def put(self, value: Any) -> None:
            if not self.next_tokens_are_prompt:
                self.written += 1
                emit("")  # also stops between words
            super().put(value)

        def on_finalized_text(self, text: str, stream_end: bool = False) -> None:  # noqa: FBT001, FBT002, ARG002
            emit(text)

    return Streamer()
