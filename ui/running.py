"""Which answer each browser session is waiting for, so that one can be ended from another event.

Gradio can cancel an event itself, but what the event had already sent may then arrive after the
cancelling event's own output and undo it on the screen; so an answer ends itself when told to, and
shows once more what the other event showed.
"""

from __future__ import annotations

import itertools
import threading
from dataclasses import dataclass
from typing import Literal, NamedTuple

from ui.conversation import Conversation, Notice

Verdict = Literal["running", "interrupted", "superseded"]


class Instead(NamedTuple):
    """What the event that ended an answer shows.

    :param trouble: what it says below the conversation.
    """

    conversation: Conversation
    trouble: Notice | None = None


@dataclass(slots=True)
class _Running:
    """An answer being written.

    :param answered: the conversation with the answer that this one is to replace.
    :param instead: what the event that ended it shows.
    """

    ticket: int
    answered: Conversation | None = None
    verdict: Verdict = "running"
    instead: Instead | None = None


class RunningAnswers:
    """The answers being written, at most one for each session that still counts."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._tickets = itertools.count()
        self._running: dict[str, _Running] = {}

    def begin(self, session: str, answered: Conversation | None = None) -> int:
        """Register a new answer, which supersedes the session's earlier one.

        :param session: whose it is.
        :param answered: the conversation with the answer that it is to replace, if there is one.
        :returns: its ticket.
        """
        with self._lock:
            ticket = next(self._tickets)
            self._running[session] = _Running(ticket, answered)
            return ticket

    def interrupt(self, session: str) -> Conversation | None:
        """Tell the session's running answer, if there is one, to end.

        :param session: whose it is.
        :returns: the conversation with the answer that it was to replace; None without one.
        """
        with self._lock:
            running = self._running.get(session)
            if running is None:
                return None
            running.verdict = "interrupted"
            return running.answered

    def show_instead(
        self, session: str, conversation: Conversation, trouble: Notice | None = None
    ) -> None:
        """Say what an interrupted answer is to show once it ends, if it has not ended yet."""
        with self._lock:
            if session in self._running:
                self._running[session].instead = Instead(conversation, trouble)

    def judge(self, session: str, ticket: int) -> Verdict:
        """Tell an answer whether to go on."""
        with self._lock:
            running = self._running.get(session)
            return running.verdict if running and running.ticket == ticket else "superseded"

    def finish(self, session: str, ticket: int) -> tuple[Verdict, Instead | None]:
        """Forget an answer that has ended.

        :param session: whose it was.
        :param ticket: which it was.
        :returns: how it ended, and what is shown instead; None where that is shown later.
        """
        with self._lock:
            running = self._running.get(session)
            if running is None or running.ticket != ticket:
                return "superseded", None
            del self._running[session]
            return running.verdict, running.instead
