"""Questions and answers: event -> new contents of the chat's parts."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import gradio as gr

from rag.errors import RagError
from rag.schema import AnswerDone, AnswerEvent, HitsFound, Language, TextDelta
from rag.settings import PageSettings
from ui import render
from ui.choices import Choices
from ui.conversation import Conversation, Exchange
from ui.failures import explain_error
from ui.handlers.base import Handlers, attempting
from ui.handlers.choices import read_choices
from ui.protocols import PageLibrary
from ui.running import RunningAnswers, Verdict

#: Showing every token on its own would only make the browser work; 20 times a second looks smooth.
_MIN_SECONDS_BETWEEN_UPDATES = 0.05
_EXAMPLES = 4


class ChatView(NamedTuple):
    """The chat's parts, in the order in which the layout binds them."""

    conversation: Conversation
    past: str
    current: str
    composer: str
    evidence: str


#: Gradio's word for leaving a part as it is, for every part of the chat.
_NO_CHANGE = ChatView(gr.skip(), gr.skip(), gr.skip(), gr.skip(), gr.skip())


class ChatHandlers(Handlers):
    """The chat's event functions; what a conversation holds travels with its events."""

    def __init__(self, library: PageLibrary, settings: PageSettings) -> None:
        super().__init__(library, settings)
        self._running = RunningAnswers()

    def ask(
        self,
        conversation: Conversation,
        language: Language,
        question: str,
        session: str,
        *,
        sent: object = None,
    ) -> Iterator[ChatView]:
        """Answer a question, showing the answer as it is written.

        :param conversation: the exchanges so far.
        :param language: the page's language.
        :param question: as typed; an empty one changes nothing.
        :param session: the browser session, by which the answer can be stopped.
        :param sent: the user's choices, as the browser keeps them.
        :yields: the chat after each step.
        """
        if question.strip():
            started = conversation.stop()
            yield from self._answer(started, question.strip(), language, session, sent=sent)
        else:
            yield self._show_chat(conversation, language)

    def refuse_question(
        self, conversation: Conversation, language: Language, question: str, error: RagError
    ) -> ChatView:
        """Show a question that was not asked, and why."""
        started = conversation.stop().begin(question.strip())
        notice = explain_error(error, language, question)
        failed = replace(started.exchanges[-1], status="failed", notice=notice)
        return self._show_chat(started.update(failed), language)

    def retry(
        self,
        conversation: Conversation,
        language: Language,
        session: str,
        *,
        sent: object = None,
    ) -> Iterator[ChatView]:
        """Answer the newest question again, in place of its answer; with the choices made since."""
        if conversation.last is None:
            yield self._show_chat(conversation, language)
        else:
            question = conversation.last.question
            earlier = conversation.without_last()
            yield from self._answer(earlier, question, language, session, sent=sent)

    def _answer(
        self,
        earlier: Conversation,
        question: str,
        language: Language,
        session: str,
        *,
        sent: object,
    ) -> Iterator[ChatView]:
        ticket = self._running.begin(session)
        choices = self._read_choices(sent)
        conversation = earlier.begin(question, choices)
        yield self._show_chat(conversation, language)
        shown_at = time.monotonic()
        with attempting(language, question) as attempt:
            for event in self._stream(question, earlier, choices):
                if self._running.judge(session, ticket) != "running":
                    break
                conversation = conversation.update(_apply(conversation.last, event))
                due = time.monotonic() - shown_at >= _MIN_SECONDS_BETWEEN_UPDATES
                if due or not isinstance(event, TextDelta):
                    yield self._show_chat(conversation, language)
                    shown_at = time.monotonic()
        verdict = self._running.judge(session, ticket)
        self._running.finish(session, ticket)
        if verdict != "running":
            yield self._show_interrupted(conversation, language, verdict)
        elif attempt.notice is not None and conversation.last is not None:
            failed = replace(conversation.last, status="failed", notice=attempt.notice)
            yield self._show_chat(conversation.update(failed), language)

    def _read_choices(self, sent: object) -> Choices:
        """Read what the browser sent, and say which model it comes to."""
        models = [model.name for model in self._library.models()]
        choices = read_choices(sent, models)
        return replace(choices, model=choices.model or models[0])

    def _stream(
        self, question: str, earlier: Conversation, choices: Choices
    ) -> Iterator[AnswerEvent]:
        yield from self._library.stream(
            question,
            history=earlier.turns(),
            filters=choices.filters if choices.filtered else None,
            model=choices.model,
            top_k=choices.top_k or None,
        )

    def _show_interrupted(
        self, conversation: Conversation, language: Language, verdict: Verdict
    ) -> ChatView:
        """Repeat what the interrupting event showed: this one's last step may have come after."""
        if verdict == "superseded":
            return _NO_CHANGE
        return self._show_chat(
            Conversation() if verdict == "cleared" else conversation.stop(), language
        )

    def stop(self, conversation: Conversation, language: Language, session: str) -> ChatView:
        """Stop the answer that is being written and keep what there is of it."""
        self._running.interrupt(session, "stopped")
        return self._show_chat(conversation.stop(), language)

    def clear(self, language: Language, session: str) -> ChatView:
        """Begin a new conversation."""
        self._running.interrupt(session, "cleared")
        return self._show_chat(Conversation(), language)

    def show_evidence(self, conversation: Conversation, language: Language, number: int) -> str:
        """Show the evidence of an exchange, counted from 0; of the newest where it is unknown."""
        if not 0 <= number < len(conversation.exchanges):
            return self._show_chat(conversation, language).evidence
        return render.render_evidence(conversation.exchanges[number], number, language)

    def refresh_chat(self, conversation: Conversation, language: Language) -> str:
        """Show the newest exchange again: an empty chat shows what the library now offers."""
        return self._show_chat(conversation, language).current

    def _show_chat(self, conversation: Conversation, language: Language) -> ChatView:
        number = len(conversation.exchanges) - 1
        return ChatView(
            conversation,
            render.render_past(conversation, language),
            render.render_current(conversation, language) or self._show_welcome(language),
            render.render_composer(language, started=bool(conversation.exchanges)),
            render.render_evidence(conversation.last, max(number, 0), language),
        )

    def _show_welcome(self, language: Language) -> str:
        count = 0
        examples: list[str] = []
        with attempting(language) as attempt:
            count = len(self._library.documents())
            examples = self._library.example_questions(language, _EXAMPLES) if count else []
        if attempt.notice is not None:
            return render.render_notice(attempt.notice, language)
        return render.render_welcome(examples, count, language)


def _apply(exchange: Exchange | None, event: AnswerEvent) -> Exchange:
    current = exchange or Exchange("")
    if isinstance(event, HitsFound):
        return replace(current, hits=event.hits)
    if isinstance(event, AnswerDone):
        return replace(current, status="done", answer=event.answer)
    return replace(current, partial=current.partial + event.text)
