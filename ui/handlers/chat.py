"""Questions and answers: event -> new contents of the chat's parts."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

import gradio as gr

from rag.errors import RagError
from rag.runtime.observing import under_request
from rag.schema import AnswerDone, AnswerEvent, HitsFound, Language, TextDelta
from ui import render
from ui import strings as s
from ui.choices import Choices
from ui.conversation import Conversation, Exchange, Notice
from ui.failures import explain_error
from ui.handlers.base import attempting
from ui.handlers.choices import read_choices
from ui.handlers.keeping import NO_CHANGE, ChatView, KeepingHandlers, Visit

#: Showing every token on its own would only make the browser work; 20 times a second looks smooth.
_MIN_SECONDS_BETWEEN_UPDATES = 0.05


@dataclass(frozen=True, slots=True)
class _Asking:
    """A question on its way.

    :param earlier: the exchanges before it.
    :param otherwise: the conversation that stays where the question cannot even be asked; None
        where that is shown as its answer.
    :param answered: the conversation with the answer that only a whole one replaces, if there is
        one.
    """

    earlier: Conversation
    question: str
    choices: Choices
    otherwise: Conversation | None = None
    answered: Conversation | None = None


class ChatHandlers(KeepingHandlers):
    """The chat's event functions; what a conversation holds travels with its events."""

    def ask(
        self,
        conversation: Conversation,
        language: Language,
        question: str,
        session: str,
        *,
        sent: object = None,
        user: str = "",
    ) -> Iterator[ChatView]:
        """Answer a question, showing the answer as it is written.

        :param conversation: the exchanges so far.
        :param language: the page's language.
        :param question: as typed; an empty one changes nothing.
        :param session: the browser session, by which the answer can be stopped.
        :param sent: the user's choices, as the browser keeps them.
        :param user: whose conversation it is; empty where nobody signs in.
        :yields: the chat after each step.
        """
        visit = Visit(language, session, user)
        if question.strip():
            asking = _Asking(conversation.stop(), question.strip(), self._read_choices(sent))
            yield from self._answer(asking, visit)
        else:
            yield self._show(conversation, visit)

    def retry(
        self,
        conversation: Conversation,
        language: Language,
        session: str,
        *,
        sent: object = None,
        user: str = "",
    ) -> Iterator[ChatView]:
        """Answer the newest question again, in place of its answer; with the choices made since."""
        visit = Visit(language, session, user)
        if conversation.last is None:
            yield self._show(conversation, visit)
        else:
            asking = _Asking(
                conversation.without_last(),
                conversation.last.question,
                self._read_choices(sent),
                answered=None if conversation.last.answer is None else conversation,
            )
            yield from self._answer(asking, visit)

    def resend(
        self,
        conversation: Conversation,
        visit: Visit,
        number: int,
        question: str,
        *,
        sent: object = None,
    ) -> Iterator[ChatView]:
        """Ask an earlier question in other words; what came after it goes once that is answered.

        :param conversation: the exchanges so far.
        :param visit: whose it is.
        :param number: which question, from 0.
        :param question: its new words; empty ones change nothing.
        :param sent: the user's choices, as the browser keeps them.
        :yields: the chat after each step.
        """
        known = 0 <= number < len(conversation.exchanges)
        if not known or not question.strip():
            yield self._show(conversation, visit)
            return
        stopped = conversation.stop()
        earlier, choices = stopped.before(number), self._read_choices(sent)
        yield from self._answer(_Asking(earlier, question.strip(), choices, stopped), visit)

    def refuse_question(
        self, conversation: Conversation, visit: Visit, question: str, error: RagError
    ) -> ChatView:
        """Say why a question is not answered; it can be asked again."""
        begun = conversation.stop().begin(question)
        notice = explain_error(error, visit.language, question)
        failed = replace(begun.last or Exchange(question), status="failed", notice=notice)
        kept, trouble = self._keep(begun.update(failed), visit)
        return self._show(kept, visit, trouble)

    def refuse_again(self, conversation: Conversation, visit: Visit, error: RagError) -> ChatView:
        """Say why a question is not answered again; what has been answered stays."""
        return self._show(conversation, visit, explain_error(error, visit.language))

    def _answer(self, asking: _Asking, visit: Visit) -> Iterator[ChatView]:
        # Gradio runs events in tasks that do not belong to any request.
        yield from under_request(self._write(asking, visit), is_new=True)

    def _write(self, asking: _Asking, visit: Visit) -> Iterator[ChatView]:
        ticket = self._running.begin(visit.session, asking.answered)
        conversation = asking.earlier.begin(asking.question, asking.choices)
        failure: Notice | None = None
        try:
            yield self._show(conversation, visit)
            shown_at = time.monotonic()
            with attempting(visit.language, asking.question) as attempt:
                for event in self._stream(asking):
                    if self._running.judge(visit.session, ticket) != "running":
                        break
                    conversation = conversation.update(_apply(conversation.last, event))
                    due = time.monotonic() - shown_at >= _MIN_SECONDS_BETWEEN_UPDATES
                    # The last step is shown once it is kept.
                    if isinstance(event, HitsFound) or (isinstance(event, TextDelta) and due):
                        yield self._show_newest(conversation, visit)
                        shown_at = time.monotonic()
            failure = attempt.notice
        except GeneratorExit:
            # The browser has gone: what there is of the answer is kept for when it comes back.
            verdict, _ = self._running.finish(visit.session, ticket)
            if verdict == "running" and asking.answered is None:
                self._keep(conversation.stop(), visit)
            raise
        verdict, instead = self._running.finish(visit.session, ticket)
        if verdict == "running":
            yield self._conclude(conversation, asking, visit, failure)
        elif instead is None:
            yield NO_CHANGE
        else:
            # Repeats what the other event showed: the last step of this one may have come after.
            yield self._show(instead.conversation, visit, instead.trouble)

    def _conclude(
        self, conversation: Conversation, asking: _Asking, visit: Visit, failure: Notice | None
    ) -> ChatView:
        """Keep an exchange that has ended, and show it."""
        if failure is not None and asking.answered is not None:
            told = Notice(s.RETRY_FAILED(visit.language, reason=failure.text), failure.detail)
            return self._show(asking.answered, visit, told)
        if failure is not None and conversation.last is not None:
            began = conversation.last.hits or conversation.last.partial
            if asking.otherwise is not None and not began:
                told = Notice(s.EDIT_NOT_ASKED(visit.language), failure.text)
                return self._show(asking.otherwise, visit, told)
            failed = replace(conversation.last, status="failed", notice=failure)
            conversation = conversation.update(failed)
        kept, trouble = self._keep(conversation, visit)
        return self._show_newest(kept, visit, trouble)

    def _read_choices(self, sent: object) -> Choices:
        """Read what the browser sent, and say which model it comes to."""
        models = [model.name for model in self._library.models()]
        choices = read_choices(sent, models)
        return replace(choices, model=choices.model or models[0])

    def _stream(self, asking: _Asking) -> Iterator[AnswerEvent]:
        choices = asking.choices
        yield from self._library.stream(
            asking.question,
            history=asking.earlier.turns(),
            filters=choices.filters if choices.filtered else None,
            model=choices.model,
            top_k=choices.top_k or None,
        )

    def stop(
        self, conversation: Conversation, language: Language, session: str, user: str = ""
    ) -> ChatView:
        """Stop the answer that is being written and keep what there is of it."""
        visit = Visit(language, session, user)
        kept, trouble = self._interrupt(conversation, visit)
        self._running.show_instead(session, kept, trouble)
        return self._show(kept, visit, trouble)

    def clear(
        self,
        language: Language,
        session: str,
        conversation: Conversation | None = None,
        user: str = "",
    ) -> ChatView:
        """Begin a new conversation; the one before it is kept."""
        visit = Visit(language, session, user)
        self._interrupt(conversation or Conversation(), visit)
        self._running.show_instead(session, Conversation())
        return self._show(Conversation(), visit)

    def show_evidence(self, conversation: Conversation, language: Language, number: int) -> str:
        """Show the evidence of an exchange, counted from 0; of the newest where it is unknown."""
        if not 0 <= number < len(conversation.exchanges):
            return self._show_newest_evidence(conversation, language)
        return render.render_evidence(conversation.exchanges[number], number, language)

    def refresh_chat(self, conversation: Conversation, language: Language) -> str:
        """Show an empty chat again, which offers what the library now holds."""
        if conversation.exchanges:
            nothing: str = gr.skip()
            return nothing
        return self._show_welcome(language)


def _apply(exchange: Exchange | None, event: AnswerEvent) -> Exchange:
    current = exchange or Exchange("")
    if isinstance(event, HitsFound):
        return replace(current, hits=event.hits)
    if isinstance(event, AnswerDone):
        return replace(current, status="done", answer=event.answer)
    return replace(current, partial=current.partial + event.text)
