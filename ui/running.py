"""Which answer each browser session is waiting for, so that one can be stopped from another event.

Gradio can cancel an event itself, but what the event had already sent may then arrive after the
cancelling event's own output and undo it on the screen; so an answer ends itself when told to.
"""

from __future__ import annotations

import itertools
import threading
from typing import Literal

Verdict = Literal["running", "stopped", "cleared", "superseded"]


class RunningAnswers:
    """The answers being written, at most one for each session that still counts."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._tickets = itertools.count()
        self._running: dict[str, tuple[int, Verdict]] = {}

    def begin(self, session: str) -> int:
        """Register a new answer, which supersedes the session's earlier one; returns its ticket."""
        with self._lock:
            ticket = next(self._tickets)
            self._running[session] = (ticket, "running")
            return ticket

    def interrupt(self, session: str, verdict: Literal["stopped", "cleared"]) -> None:
        """Tell the session's running answer, if there is one, to end."""
        with self._lock:
            if session in self._running:
                self._running[session] = (self._running[session][0], verdict)

    def judge(self, session: str, ticket: int) -> Verdict:
        """Tell an answer whether to go on."""
        with self._lock:
            latest, verdict = self._running.get(session, (ticket, "superseded"))
            return verdict if latest == ticket else "superseded"

    def finish(self, session: str, ticket: int) -> None:
        """Forget an answer that has ended."""
        with self._lock:
            if session in self._running and self._running[session][0] == ticket:
                del self._running[session]
