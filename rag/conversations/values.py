"""A conversation: questions with what became of them, and what the user thought of the answers."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace
from typing import Literal

from rag.schema import Answer, Hit, SearchFilters, Turn

Status = Literal["writing", "done", "stopped", "failed"]
Rating = Literal["up", "down"]

_ID_BYTES = 16
_EXCHANGE_ID_BYTES = 9
#: Exchanges that a question is asked with. Each keeps them: all of them, in a conversation of a
#: thousand, would be half a million.
_MOST_REMEMBERED = 50


def make_id() -> str:
    """Make an id that nobody can guess, and that no command takes for an option."""
    return secrets.token_hex(_ID_BYTES)


@dataclass(frozen=True, slots=True)
class Notice:
    """A plain message for the user, in the page's language.

    :param detail: the program's own words, for whoever can use them; shown folded away.
    """

    text: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """How a question is asked.

    :param model: ``extractive`` or a chat model's name; empty for the library's own choice.
    :param top_k: entries of evidence; 0 for the library's own.
    :param filters: what the search is limited to.
    """

    model: str = ""
    top_k: int = 0
    filters: SearchFilters = field(default_factory=SearchFilters)

    @property
    def filtered(self) -> bool:
        """Whether the search is limited to part of the library."""
        return self.filters != SearchFilters()


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and its answer so far.

    :param partial: the text streamed so far; superseded by ``answer``.
    :param hits: evidence found; superseded by ``answer.hits``.
    :param notice: why there is no answer, where ``status`` is ``failed``.
    :param choices: how it is asked.
    :param id: what feedback on it is kept under; another one each time the question is asked.
    """

    question: str
    status: Status = "writing"
    partial: str = ""
    hits: tuple[Hit, ...] = ()
    answer: Answer | None = None
    notice: Notice | None = None
    choices: Choices = field(default_factory=Choices)
    id: str = ""


@dataclass(frozen=True, slots=True)
class Conversation:
    """Exchanges, oldest first, and where they are kept.

    :param id: empty for one that is not kept yet.
    :param title: what it is listed as; empty for one that is not kept yet.
    :param revision: how often it had been written when this was read or written.
    :param kept: how many exchanges, from the first, are kept as they are here.
    """

    exchanges: tuple[Exchange, ...] = ()
    id: str = ""
    title: str = ""
    revision: int = 0
    kept: int = 0

    @property
    def last(self) -> Exchange | None:
        """The newest exchange."""
        return self.exchanges[-1] if self.exchanges else None

    def begin(self, question: str, choices: Choices | None = None) -> Conversation:
        """Add a question that is being answered."""
        exchange = Exchange(
            question, choices=choices or Choices(), id=secrets.token_urlsafe(_EXCHANGE_ID_BYTES)
        )
        return replace(self, exchanges=(*self.exchanges, exchange))

    def update(self, exchange: Exchange) -> Conversation:
        """Put another state in place of the newest exchange."""
        earlier = self.exchanges[:-1]
        return replace(self, exchanges=(*earlier, exchange), kept=min(self.kept, len(earlier)))

    def before(self, number: int) -> Conversation:
        """Drop an exchange, counted from 0, and all that came after it."""
        left = self.exchanges[:number]
        return replace(self, exchanges=left, kept=min(self.kept, len(left)))

    def without_last(self) -> Conversation:
        """Drop the newest exchange."""
        return self.before(len(self.exchanges) - 1) if self.exchanges else self

    def stop(self) -> Conversation:
        """Mark an exchange that is still being written as stopped by the user."""
        if self.last is None or self.last.status != "writing":
            return self
        return self.update(replace(self.last, status="stopped"))

    def turns(self) -> tuple[Turn, ...]:
        """Give the newest answered exchanges as history for the next question, which keeps it."""
        turns: list[Turn] = []
        for exchange in self.exchanges[-_MOST_REMEMBERED:]:
            if exchange.answer is not None:
                turns.append(Turn("user", exchange.question))
                turns.append(Turn("assistant", exchange.answer.text))
        return tuple(turns)


@dataclass(frozen=True, slots=True)
class ConversationInfo:
    """A conversation as listed.

    :param user: whose it is; empty where nobody signs in.
    :param created: when it was first kept, ISO 8601, UTC.
    :param updated: when an exchange of it was last kept, ISO 8601, UTC.
    """

    id: str
    user: str
    title: str
    created: str
    updated: str
    exchange_count: int


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a user thought of an answer.

    :param given: when, ISO 8601, UTC; empty until it is kept.
    """

    rating: Rating
    comment: str = ""
    given: str = ""


@dataclass(frozen=True, slots=True)
class RatedExchange:
    """An exchange with what a user thought of it.

    :param history: the turns before it.
    """

    conversation: str
    exchange: Exchange
    history: tuple[Turn, ...]
    feedback: Feedback
