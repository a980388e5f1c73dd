"""The conversations that a library keeps for its users."""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from rag.conversations import Conversation, ConversationInfo, ConversationStore, Feedback
    from rag.records import Record
    from rag.schema import Language

ConversationFormat = Literal["md", "docx"]


class LibraryConversations(ABC):
    """The part of ``Library`` that keeps conversations, each for its user alone.

    The user's name is empty where nobody signs in. The file is made when something is first kept.
    """

    @property
    @abstractmethod
    def _folder(self) -> Path:
        """The library's folder."""

    def list_conversations(
        self, user: str = "", *, query: str = "", limit: int | None = None
    ) -> list[ConversationInfo]:
        """List a user's conversations, the one last continued first.

        :param user: whose.
        :param query: only those with this in their title, in any case.
        :param limit: how many at most.
        :returns: conversations without their exchanges.
        :raises ConversationError: if the file of conversations cannot be read.
        """
        return self._conversations().infos(user, query, limit)

    def read_conversation(self, user: str, id: str) -> Conversation:  # noqa: A002 - its JSON key
        """Read a conversation, equal to the one that was kept.

        :param user: whose it must be.
        :param id: its id.
        :returns: questions, answers and evidence as they were.
        :raises UnknownConversationError: if there is none of that id, or it is another user's.
        :raises ConversationError: if the file of conversations cannot be read.
        """
        return self._conversations().read(user, id)

    def save_conversation(
        self, user: str, conversation: Conversation, *, writer: str = ""
    ) -> Conversation:
        """Keep what of a conversation is not kept yet.

        :param user: whose it is.
        :param conversation: as it is now.
        :param writer: who writes; where another one has continued the conversation meanwhile, this
            one is kept as a conversation of its own.
        :returns: the conversation with its id, which may be another one than before.
        :raises ConversationError: if the file of conversations cannot be written.
        """
        return self._conversations().save(user, conversation, writer=writer)

    def rename_conversation(self, user: str, id: str, title: str) -> str:  # noqa: A002
        """Give a conversation another title; an empty one is its first question again.

        :param user: whose it must be.
        :param id: its id.
        :param title: the new title.
        :returns: the title as it is kept.
        :raises UnknownConversationError: if there is none of that id, or it is another user's.
        :raises ConversationError: if the file of conversations cannot be written.
        """
        return self._conversations().rename(user, id, title)

    def delete_conversation(self, user: str, id: str) -> bool:  # noqa: A002
        """Delete a conversation for good; tells whether it was there and the user's."""
        return self._conversations().delete(user, id)

    def rate_answer(self, user: str, id: str, exchange: str, feedback: Feedback | None) -> None:  # noqa: A002
        """Keep what a user thought of an answer.

        :param user: whose conversation it must be.
        :param id: the conversation's id.
        :param exchange: the exchange's id.
        :param feedback: None takes it back.
        :raises UnknownConversationError: if there is no such exchange, or it is another user's.
        :raises ConversationError: if the file of conversations cannot be written.
        """
        self._conversations().rate(user, id, exchange, feedback)

    def conversation_ratings(self, user: str, id: str) -> dict[str, Feedback]:  # noqa: A002
        """Give what a user thought of a conversation's answers, by the exchanges' ids."""
        return self._conversations().ratings(user, id)

    def export_conversation(
        self,
        user: str,
        id: str,  # noqa: A002
        format: ConversationFormat,  # noqa: A002
        language: Language = "en",
    ) -> bytes:
        """Write a conversation with its sources as footnotes.

        :param user: whose it must be.
        :param id: its id.
        :param format: ``md`` or ``docx``.
        :param language: of the words between.
        :returns: what the file holds.
        :raises UnknownConversationError: if there is none of that id, or it is another user's.
        :raises ConversationError: if the file of conversations cannot be read.
        """
        from rag.conversations.exports import export_conversation

        return export_conversation(self._conversations().read(user, id), format, language)

    def feedback_questions(
        self,
        user: str | None = None,
        id: str | None = None,  # noqa: A002
    ) -> list[Record]:
        """Give what users thought of answers as question lines for an evaluation.

        :param user: whose; None for all users.
        :param id: of which conversation; None for all.
        :returns: JSON objects that ``duizhao eval`` reads, one for each rated answer.
        :raises ConversationError: if the file of conversations cannot be read.
        """
        from rag.conversations.questions import question_record

        # An answer stands in two conversations where two windows have continued one.
        rated = {each.exchange.id: each for each in self._conversations().rated(user, id)}
        return [question_record(each) for each in rated.values()]

    def _conversations(self) -> ConversationStore:
        from rag.conversations import CONVERSATIONS_FILE, ConversationStore

        return ConversationStore(self._folder / CONVERSATIONS_FILE)
