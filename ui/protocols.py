"""What the page needs of a library; ``rag.Library`` provides it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from rag.concordance import RenderingGroup
from rag.differences import Difference
from rag.ingesting.report import IngestProgress, IngestReport
from rag.schema import AnswerEvent, DocumentInfo, Hit, Language, Pair, Passage, SearchFilters, Turn

if TYPE_CHECKING:
    from rag.answer.chat_models.trial import ModelTrial
    from rag.conversations import Conversation, ConversationInfo, Feedback
    from rag.library_parts.choices import ModelChoice, Speaker
    from rag.library_parts.conversations import ConversationFormat
    from rag.records import Record
    from rag.verifying import QuoteCheck


class PageLibrary(Protocol):
    """The part of a library that the page uses; safe to call from several threads."""

    @property
    def upload_folder(self) -> Path:
        """Where uploaded files are kept; made on first use."""

    def stream(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        filters: SearchFilters | None = None,
        model: str | None = None,
        top_k: int | None = None,
    ) -> Iterator[AnswerEvent]:
        """Answer a question step by step.

        :param question: in Chinese or English.
        :param history: earlier turns, oldest first.
        :param filters: what to limit the search to.
        :param model: the answerer; by default what the settings say.
        :param top_k: how many entries of evidence to consider.
        :returns: ``HitsFound``, ``TextDelta``..., ``AnswerDone``.
        :raises RagError: the question cannot be asked, or the library or model cannot be used.
        """

    def search(
        self,
        question: str,
        *,
        filters: SearchFilters | None = None,
        top_k: int | None = None,
    ) -> list[Hit]:
        """Find the passages that bear on a question, best first; errors as ``stream``."""

    def verify_quote(self, quote: str, *, document: str | None = None) -> QuoteCheck:
        """Tell whether a quote stands in the library letter by letter.

        :param quote: in Chinese or English.
        :param document: name of the only document to look in; by default all.
        :returns: where it stands, or what differs.
        :raises RagError: it is no quote, or there is no such document.
        """

    def passage_at(self, document: str, paragraph: int) -> Hit:
        """Give a paragraph, by its number, with its counterpart."""

    def ingest(
        self,
        paths: Sequence[Path],
        *,
        progress: Callable[[IngestProgress], None] | None = None,
    ) -> IngestReport:
        """Index files."""

    def documents(self) -> list[DocumentInfo]:
        """List what is indexed."""

    def remove(self, names: Sequence[str]) -> list[str]:
        """Remove documents; returns the names that were there."""

    def correct(self, document: str, changes: Mapping[str, str | None]) -> DocumentInfo:
        """Correct what a document is cited with; None takes a correction back, ``-`` is none.

        :param document: its name.
        :param changes: values by field.
        :returns: the document as it is described now.
        :raises RagError: there is no such document or field, or a value cannot be read.
        """

    def passages_of(self, name: str) -> list[Passage]:
        """Give a document's passages in reading order."""

    def pairs(self, document: str | None = None) -> list[Pair]:
        """List the pairs, of one document or of all."""

    def differences(self, document: str | None = None) -> list[Difference]:
        """Find what pairs, and copies of a text, do not say alike."""

    def terms(self, term: str) -> list[RenderingGroup]:
        """Find every place of a term, grouped by its rendering in the other language."""

    def generation(self) -> int:
        """Read the number that grows with every change of the library."""

    @property
    def top_k(self) -> int:
        """How many entries of evidence are considered where nobody says."""

    def models(self) -> list[ModelChoice]:
        """List the models that may be chosen, the one that answers by itself first."""

    def try_model(self, model: str) -> ModelTrial:
        """Ask a model for one word."""

    def speakers(self) -> list[Speaker]:
        """List the speakers' labels, most frequent first."""

    def example_questions(self, language: Language, limit: int = 4) -> list[str]:
        """Suggest questions that the library can answer."""

    def list_conversations(
        self, user: str = "", *, query: str = "", limit: int | None = None
    ) -> list[ConversationInfo]:
        """List a user's conversations, the one last continued first."""

    def read_conversation(self, user: str, id: str) -> Conversation:  # noqa: A002 - its JSON key
        """Read a conversation, equal to the one that was kept."""

    def save_conversation(
        self, user: str, conversation: Conversation, *, writer: str = ""
    ) -> Conversation:
        """Keep what of a conversation is not kept yet; gives it with its id."""

    def rename_conversation(self, user: str, id: str, title: str) -> str:  # noqa: A002
        """Give a conversation another title."""

    def delete_conversation(self, user: str, id: str) -> bool:  # noqa: A002
        """Delete a conversation for good."""

    def rate_answer(self, user: str, id: str, exchange: str, feedback: Feedback | None) -> None:  # noqa: A002
        """Keep what a user thought of an answer."""

    def conversation_ratings(self, user: str, id: str) -> dict[str, Feedback]:  # noqa: A002
        """Give what a user thought of a conversation's answers, by the exchanges' ids."""

    def export_conversation(
        self,
        user: str,
        id: str,  # noqa: A002
        format: ConversationFormat,  # noqa: A002
        language: Language = "en",
    ) -> bytes:
        """Write a conversation with its sources as footnotes."""

    def feedback_questions(self, user: str | None = None, id: str | None = None) -> list[Record]:  # noqa: A002
        """Give what users thought of answers as question lines for an evaluation."""
