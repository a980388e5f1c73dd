"""The errors a caller of ``rag`` may see.

RagError
├── DocumentError        a file cannot be read or holds nothing to index
├── QuestionError        a question cannot be asked (empty, a third language)
│   └── QuestionTooLongError
├── FilterError          no document meets what a search is limited to
├── MetadataError        a document's title, date, source, ... cannot be corrected as asked
├── LibraryError         the library's folder is missing, locked, read-only or of another embedder
├── EmbedderError        an embedding model cannot be loaded or used
├── RerankerError        a reranking model cannot be loaded or used
├── ModelError           a chat model cannot be loaded, reached or understood
├── ConversationError    kept conversations cannot be read or written
│   └── UnknownConversationError
└── EvaluationError      a question file cannot be used

Every message says what failed, on what, and what to do next.
"""

from __future__ import annotations


class RagError(Exception):
    """Root of every error that ``rag`` raises on purpose."""


class DocumentError(RagError):
    """A file cannot be read, or holds nothing to index."""


class QuestionError(RagError):
    """A question cannot be asked."""


class QuestionTooLongError(QuestionError):
    """A question has more characters than are taken.

    :param message: as of any error.
    :param count: characters of the question.
    :param limit: how many are taken.
    """

    def __init__(self, message: str, *, count: int, limit: int) -> None:
        super().__init__(message)
        self.count = count
        self.limit = limit


class FilterError(RagError):
    """No document meets what a search is limited to."""


class MetadataError(RagError):
    """A document's metadata cannot be corrected as asked."""


class LibraryError(RagError):
    """A library cannot be opened or written."""


class EmbedderError(RagError):
    """An embedding model cannot be loaded or used."""


class RerankerError(RagError):
    """A reranking model cannot be loaded or used."""


class ModelError(RagError):
    """A chat model cannot be loaded, reached or understood."""


class ConversationError(RagError):
    """Kept conversations cannot be read or written."""


class UnknownConversationError(ConversationError):
    """There is no such conversation, or it is another user's."""


class EvaluationError(RagError):
    """A question file cannot be used."""
