"""A question of a conversation -> the same standing alone, with a model or without one."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, replace
from typing import Protocol, runtime_checkable

from rag.answer.follow_ups.evidence import StandsAlone
from rag.answer.follow_ups.follow_up import resolve_follow_up
from rag.protocols import Answerer
from rag.schema import Answer, Question, TextDelta, TokenUsage


@dataclass(frozen=True, slots=True)
class Resolved:
    """A question that can be searched for.

    :param question: with ``standalone`` filled in.
    :param notes: what went wrong with rewriting it, in the asker's language.
    :param tokens: spent on rewriting it.
    :param asked: what was typed, where ``question`` asks in other words; else empty.
    """

    question: Question
    notes: tuple[str, ...] = ()
    tokens: TokenUsage | None = None
    asked: str = ""

    def add_to(self, answer: Answer) -> Answer:
        """Report with an answer what its question took, and as it was asked."""
        if self.asked:
            answer = replace(answer, question=replace(answer.question, text=self.asked))
        if self.tokens is None:
            return replace(answer, notes=(*self.notes, *answer.notes))
        spent = answer.tokens or TokenUsage(0, 0, self.tokens.encoding)
        total = TokenUsage(
            spent.prompt + self.tokens.prompt,
            spent.completion + self.tokens.completion,
            spent.encoding,
        )
        return replace(answer, notes=(*self.notes, *answer.notes), tokens=total)


@runtime_checkable
class QuestionResolver(Protocol):
    """An answerer that completes follow-up questions by itself."""

    def resolve(self, question: Question) -> Generator[TextDelta, None, Resolved]:
        """Complete a question from its history; yields empty pieces while it waits."""


def resolve_question(
    question: Question, answerer: Answerer, stands_alone: StandsAlone | None = None
) -> Generator[TextDelta, None, Resolved]:
    """Complete a question from its history, in the way of who will answer it.

    :param question: a checked question.
    :param answerer: a chat model rewrites questions; else what came before is put in front.
    :param stands_alone: as for ``resolve_follow_up``.
    :returns: the completed question; while it is waited for, empty pieces are yielded.
    """
    if question.history and isinstance(answerer, QuestionResolver):
        return (yield from answerer.resolve(question))
    resolved = resolve_follow_up(question, stands_alone)
    return Resolved(resolved, asked=question.text if resolved.text_language else "")
