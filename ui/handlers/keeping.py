"""Conversations between the page and the library: kept, read again, shown with their feedback."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import gradio as gr

from rag.conversations import Feedback
from rag.schema import Language
from rag.settings import PageSettings
from ui import render
from ui import strings as s
from ui.conversation import Conversation, Notice
from ui.handlers.base import Handlers, attempting
from ui.protocols import PageLibrary
from ui.running import RunningAnswers

_EXAMPLES = 4


@dataclass(frozen=True, slots=True)
class Visit:
    """Whose event it is.

    :param session: of the browser window.
    :param user: empty where nobody signs in.
    """

    language: Language
    session: str = ""
    user: str = ""


class ChatView(NamedTuple):
    """The chat's parts, in the order in which the layout binds them."""

    conversation: Conversation
    past: str
    current: str
    composer: str
    evidence: str


#: Gradio's word for leaving a part as it is, for every part of the chat.
NO_CHANGE = ChatView(gr.skip(), gr.skip(), gr.skip(), gr.skip(), gr.skip())


class KeepingHandlers(Handlers):
    """What every event on a conversation needs."""

    def __init__(self, library: PageLibrary, settings: PageSettings) -> None:
        super().__init__(library, settings)
        self._running = RunningAnswers()

    def _keep(self, conversation: Conversation, visit: Visit) -> tuple[Conversation, Notice | None]:
        """Keep what has ended of a conversation.

        :param conversation: as it is now.
        :param visit: whose it is.
        :returns: the conversation as it is kept, or as it was, and what the user should know.
        """
        kept = conversation
        with attempting(visit.language) as attempt:
            kept = self._library.save_conversation(visit.user, conversation, writer=visit.session)
        if attempt.notice is not None:
            detail = attempt.notice.detail or attempt.notice.text
            return conversation, Notice(s.NOT_KEPT(visit.language), detail)
        if conversation.id and kept.id != conversation.id:
            return kept, Notice(s.TALK_BRANCHED(visit.language))
        return kept, None

    def _interrupt(
        self, conversation: Conversation, visit: Visit
    ) -> tuple[Conversation, Notice | None]:
        """End the answer that is being written; keep what there is of it, or what it replaces."""
        answered = self._running.interrupt(visit.session)
        if answered is not None:
            return answered, Notice(s.RETRY_STOPPED(visit.language))
        stopped = conversation.stop()
        return self._keep(stopped, visit) if stopped is not conversation else (stopped, None)

    def _show(
        self, conversation: Conversation, visit: Visit, trouble: Notice | None = None
    ) -> ChatView:
        """Show every part of the chat."""
        language = visit.language
        ratings = self._read_ratings(conversation, visit)
        trouble = trouble or _tell_unkept(conversation, language)
        current = render.render_current(conversation, language, ratings, trouble)
        return ChatView(
            conversation,
            render.render_past(conversation, language, ratings),
            current or self._show_welcome(language),
            render.render_composer(language, started=bool(conversation.exchanges)),
            self._show_newest_evidence(conversation, language),
        )

    def _show_newest(
        self, conversation: Conversation, visit: Visit, trouble: Notice | None = None
    ) -> ChatView:
        """Show the newest exchange; the others, which may be hundreds, are as they were."""
        return ChatView(
            conversation,
            gr.skip(),
            render.render_current(
                conversation,
                visit.language,
                trouble=trouble or _tell_unkept(conversation, visit.language),
            ),
            gr.skip(),
            self._show_newest_evidence(conversation, visit.language),
        )

    def _show_newest_evidence(self, conversation: Conversation, language: Language) -> str:
        number = max(len(conversation.exchanges) - 1, 0)
        return render.render_evidence(conversation.last, number, language)

    def _show_welcome(self, language: Language) -> str:
        count = 0
        examples: list[str] = []
        with attempting(language) as attempt:
            count = len(self._library.documents())
            examples = self._library.example_questions(language, _EXAMPLES) if count else []
        if attempt.notice is not None:
            return render.render_notice(attempt.notice, language)
        return render.render_welcome(examples, count, language)

    def _read_ratings(self, conversation: Conversation, visit: Visit) -> dict[str, Feedback]:
        ratings: dict[str, Feedback] = {}
        if conversation.id:
            # Without them the answers are shown all the same.
            with attempting(visit.language):
                ratings = self._library.conversation_ratings(visit.user, conversation.id)
        return ratings


def _tell_unkept(conversation: Conversation, language: Language) -> Notice | None:
    """Say that a conversation is not kept, where what has ended of it is not."""
    ended = sum(exchange.status != "writing" for exchange in conversation.exchanges)
    writing = len(conversation.exchanges) - ended
    return Notice(s.NOT_KEPT(language)) if ended > conversation.kept and not writing else None
