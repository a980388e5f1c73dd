"""A conversation as the page keeps it: questions with what became of them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from rag.schema import Answer, Hit, Turn
from ui.choices import Choices

Status = Literal["writing", "done", "stopped", "failed"]


@dataclass(frozen=True, slots=True)
class Notice:
    """A plain message for the user, in the page's language.

    :param detail: the program's own words, for whoever can use them; shown folded away.
    """

    text: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and its answer so far.

    :param partial: the text streamed so far; superseded by ``answer``.
    :param hits: evidence found; superseded by ``answer.hits``.
    :param notice: why there is no answer, where ``status`` is ``failed``.
    :param choices: how it was asked; ``model`` is never empty there once it has been.
    """

    question: str
    status: Status = "writing"
    partial: str = ""
    hits: tuple[Hit, ...] = ()
    answer: Answer | None = None
    notice: Notice | None = None
    choices: Choices = field(default_factory=Choices)


@dataclass(frozen=True, slots=True)
class Conversation:
    """Exchanges, oldest first."""

    exchanges: tuple[Exchange, ...] = ()

    @property
    def last(self) -> Exchange | None:
        """The newest exchange."""
        return self.exchanges[-1] if self.exchanges else None

    def begin(self, question: str, choices: Choices | None = None) -> Conversation:
        """Add a question that is being answered, asked with the user's choices."""
        return Conversation((*self.exchanges, Exchange(question, choices=choices or Choices())))

    def update(self, exchange: Exchange) -> Conversation:
        """Put another state in place of the newest exchange."""
        return Conversation((*self.exchanges[:-1], exchange))

    def without_last(self) -> Conversation:
        """Drop the newest exchange."""
        return Conversation(self.exchanges[:-1])

    def stop(self) -> Conversation:
        """Mark an exchange that is still being written as stopped by the user."""
        if self.last is None or self.last.status != "writing":
            return self
        return self.update(replace(self.last, status="stopped"))

    def turns(self) -> tuple[Turn, ...]:
        """Give the answered exchanges as history for the next question."""
        turns: list[Turn] = []
        for exchange in self.exchanges:
            if exchange.answer is not None:
                turns.append(Turn("user", exchange.question))
                turns.append(Turn("assistant", exchange.answer.text))
        return tuple(turns)
