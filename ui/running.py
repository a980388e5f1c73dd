"""Which answer each browser session is waiting for, so that one can be ended from another event.

Gradio can cancel an event itself, but what the event had already sent may then arrive after the
cancelling event's own output and undo it on the screen; so an answer ends itself when told to, and
shows once more what the other event showed.
"""

from __future__ import annotations

import itertools
import threading
from dataclasses import dataclass
from typing import Literal

from ui.conversation import Conversation

Verdict = Literal["running", "interrupted", "superseded"]


@dataclass(slots=True)
class _Running:
    """An answer being written.

    :param instead: what the event that ended it shows.
    """

    ticket: int
    verdict: Verdict = "running"
    instead: Conversation | None = None


class RunningAnswers:
    """The answers being written, at most one for each session that still counts."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._tickets = itertools.count()
        self._running: dict[str, _Running] = {}

    def begin(self, session: str) -> int:
        """Register a new answer, which supersedes the session's earlier one; returns its ticket."""
        with self._lock:
            ticket = next(self._tickets)
            self._running[session] = _Running(ticket)
            return ticket

    def interrupt(self, session: str) -> None:
        """Tell the session's running answer, if there is one, to end."""
        with self._lock:
            if session in self._running:
                self._running[session].verdict = "interrupted"

    def show_instead(self, session: str, conversation: Conversation) -> None:
        """Say what an interrupted answer is to show once it ends, if it has not ended yet."""
        with self._lock:
            if session in self._running:
                self._running[session].instead = conversation

    def judge(self, session: str, ticket: int) -> Verdict:
        """Tell an answer whether to go on."""
        with self._lock:
            running = self._running.get(session)
            return running.verdict if running and running.ticket == ticket else "superseded"

    def finish(self, session: str, ticket: int) -> tuple[Verdict, Conversation | None]:
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
