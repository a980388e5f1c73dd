"""Question and hits -> a chat model's answer, checked; the quoted one where the model fails."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from rag.answer import wording
from rag.answer.chat_models.failures import ChatModelError, stated_window
from rag.answer.chat_models.models import ChatModel
from rag.answer.chat_models.prompting import Prompt, build_prompt
from rag.answer.chat_models.rewriting import rewrite_question
from rag.answer.chat_models.thinking import ThoughtFilter, drop_thoughts
from rag.answer.chat_models.trial import ModelTrial, try_model
from rag.answer.checks import CheckedAnswer, check_answer
from rag.answer.cleaning import drop_invisible
from rag.answer.counterparts import SentencePairs
from rag.answer.extractive import ExtractiveAnswerer
from rag.answer.follow_ups.resolving import Resolved
from rag.answer.refusal import refuse
from rag.answer.support import ClaimReader
from rag.runtime.observing import timed_steps
from rag.schema import Answer, AnswerDone, AnswerEvent, Hit, Question, TextDelta, TokenUsage
from rag.settings import AnswerSettings
from rag.text.tokens import count_tokens, encoding_name

#: Followed by what comes next, so that 1. is not taken for a sentence before 1.5 is complete.
_SENTENCE_END = re.compile(
    r"[\u3002\uff01\uff1f](?:\s?\[\d{1,3}\])*|[.!?](?:\s?\[\d{1,3}\])+|[.!?](?=\s)"
)

#: How much smaller a prompt is tried where it is too long for the model.
_MAX_NARROWING = 8


@dataclass(slots=True)
class _Reply:
    """What has come from the model so far."""

    text: str = ""
    usage: tuple[int, int] | None = None
    cut_off: bool = False
    failure: ChatModelError | None = None


class ChatAnswerer:
    """Answers with a chat model from numbered passages, and checks every sentence.

    :param settings: window, history and refusal.
    :param model: the chat model.
    :param fallback: answers where the model fails.
    :param reader: finds support for the checks.
    :param pairs: sentence aligner, for the quotes in the other language.
    """

    def __init__(
        self,
        settings: AnswerSettings,
        *,
        model: ChatModel,
        fallback: ExtractiveAnswerer,
        reader: ClaimReader,
        pairs: SentencePairs | None = None,
    ) -> None:
        self._settings = settings
        self._model = model
        self._fallback = fallback
        self._reader = reader
        self._pairs = pairs

    @property
    def name(self) -> str:
        """What is reported as the answer's model."""
        return self._model.name

    def try_out(self, max_seconds: float) -> ModelTrial:
        """Ask the model for one word, for at most so many seconds."""
        return try_model(self._model, max_seconds=max_seconds)

    def resolve(self, question: Question) -> Generator[TextDelta, None, Resolved]:
        """Complete a question from its history by asking the model.

        :param question: a checked question.
        :returns: the completed question; empty pieces are yielded while the model writes.
        """
        return (
            yield from rewrite_question(question, self._model, self._settings, count=self._count)
        )

    def stream(self, question: Question, hits: Sequence[Hit]) -> Iterator[AnswerEvent]:
        """Yield the model's text as it comes, then the checked answer.

        Closing the iterator stops the request to the model.

        :param question: the checked question.
        :param hits: evidence, best first; may be empty.
        """
        judged = self._fallback.judge(question, hits)
        reason = self._fallback.refusal_reason(question, judged)
        if reason is not None:
            answer = refuse(question, judged, reason, model=self.name)
            yield TextDelta(answer.text)
            yield AnswerDone(answer)
            return
        settings: AnswerSettings | None = self._settings
        while settings is not None:
            prompt = build_prompt(question, judged, settings, count=self._count)
            reply = _Reply()
            with closing(timed_steps("model", self._receive(prompt, reply))) as pieces:
                for piece in pieces:
                    yield TextDelta(piece)
            settings = self._narrow(settings, prompt, reply)
        yield AnswerDone(self._finish(question, judged, prompt, reply))

    def _narrow(
        self, settings: AnswerSettings, prompt: Prompt, reply: _Reply
    ) -> AnswerSettings | None:
        """Give the settings to ask again with where the prompt was too long for the model."""
        failure = reply.failure
        smallest = self._settings.max_context_tokens // _MAX_NARROWING
        if failure is None or failure.kind != "too_long" or reply.text:
            return None
        limit = min(prompt.tokens, settings.max_context_tokens) // 2
        window = stated_window(failure.detail)
        if window is not None and limit < window - settings.max_answer_tokens < prompt.tokens:
            # Its tokens are not quite ours.
            limit = max(limit, int(0.8 * (window - settings.max_answer_tokens)))
        if limit < smallest:
            return None
        return settings.model_copy(update={"max_context_tokens": limit})

    def _count(self, text: str) -> int:
        return count_tokens(text, self._model_name)

    @property
    def _model_name(self) -> str:
        return self.name.partition(":")[2]

    def _receive(self, prompt: Prompt, reply: _Reply) -> Generator[str]:
        """Collect the reply while handing its pieces on."""
        thoughts = ThoughtFilter()
        try:
            with closing(self._model.stream(prompt.messages)) as pieces:
                for piece in pieces:
                    reply.usage = _larger(reply.usage, piece.usage)
                    reply.cut_off = reply.cut_off or piece.cut_off
                    text = drop_invisible(piece.text)
                    reply.text += text
                    # Also the empty ones: whoever reads may stop at each of them.
                    yield thoughts.feed(text)
        except ChatModelError as error:
            reply.failure = error
        reply.text = drop_thoughts(reply.text)
        if rest := thoughts.finish():
            yield rest

    def _finish(
        self, question: Question, hits: tuple[Hit, ...], prompt: Prompt, reply: _Reply
    ) -> Answer:
        given = hits[: prompt.given]
        failure = reply.failure
        text = reply.text if failure is None else _drop_unfinished(reply.text)
        checked = check_answer(text, question, given, reader=self._reader, pairs=self._pairs)
        if not checked.text and failure is None:
            failure = ChatModelError("empty", model=self.name, place=self.name)
        if failure is not None and not checked.verified:
            return self._fall_back(question, hits, failure)
        notes = [*prompt.notes, *_notes(checked, question)]
        if failure is not None:
            broke = wording.MODEL_BROKE_OFF[question.language]
            notes.insert(0, broke.format(reason=failure.describe(question.language)))
        if reply.cut_off:
            cut = wording.ANSWER_CUT_OFF[question.language]
            notes.append(cut.format(limit=self._settings.max_answer_tokens))
        return Answer(
            question,
            checked.text,
            refused=checked.not_there,
            citations=checked.citations,
            hits=hits,
            model=self.name,
            reason="not_stated" if checked.not_there else None,
            tokens=self._usage(prompt, reply),
            notes=tuple(notes),
        )

    def _fall_back(
        self, question: Question, hits: tuple[Hit, ...], failure: ChatModelError
    ) -> Answer:
        language = question.language
        note = wording.MODEL_FAILED[language].format(reason=failure.describe(language))
        quoted = self._fallback.answer(question, hits)
        return replace(quoted, notes=(note, *quoted.notes))

    def _usage(self, prompt: Prompt, reply: _Reply) -> TokenUsage:
        if reply.usage is not None:
            return TokenUsage(*reply.usage, encoding="provider")
        return TokenUsage(
            prompt.tokens, self._count(reply.text), encoding=encoding_name(self._model_name)
        )


def _larger(
    first: tuple[int, int] | None, second: tuple[int, int] | None
) -> tuple[int, int] | None:
    """Join reports of tokens: some servers tell each side once, others all so far again."""
    if first is None or second is None:
        return first or second
    return max(first[0], second[0]), max(first[1], second[1])


def _drop_unfinished(text: str) -> str:
    """Drop the sentence in which a stream broke off."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    return text[: ends[-1]] if ends else ""


def _notes(checked: CheckedAnswer, question: Question) -> list[str]:
    language = question.language
    counted = (
        (wording.MARKS_REMOVED, checked.unknown_marks),
        (wording.CLAIMS_REPAIRED, checked.repaired),
        (wording.CLAIMS_UNSUPPORTED, checked.unsupported if not checked.not_there else 0),
    )
    return [texts[language].format(count=count) for texts, count in counted if count]
