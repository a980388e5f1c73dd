"""A conversation as the page shows it: the values that ``rag`` keeps."""

from __future__ import annotations

from rag.conversations import Conversation, Exchange, Feedback, Notice, Rating, Status

__all__ = ["Conversation", "Exchange", "Feedback", "Notice", "Rating", "Status"]
