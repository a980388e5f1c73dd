"""Conversations kept across restarts: exchanges with their evidence, titles, feedback, exports."""

from __future__ import annotations

from rag.conversations.store import (
    CONVERSATIONS_FILE,
    MAX_COMMENT,
    MAX_TITLE,
    ConversationStore,
    shorten,
)
from rag.conversations.values import (
    Choices,
    Conversation,
    ConversationInfo,
    Exchange,
    Feedback,
    Notice,
    RatedExchange,
    Rating,
    Status,
)

__all__ = [
    "CONVERSATIONS_FILE",
    "MAX_COMMENT",
    "MAX_TITLE",
    "Choices",
    "Conversation",
    "ConversationInfo",
    "ConversationStore",
    "Exchange",
    "Feedback",
    "Notice",
    "RatedExchange",
    "Rating",
    "Status",
    "shorten",
]
