"""What a user has chosen for questions: the model, the number of passages, the filters."""

from __future__ import annotations

from rag.conversations import Choices

__all__ = ["MAX_TOP_K", "MIN_TOP_K", "Choices"]

#: Entries of evidence that a user may ask for; more would not be read.
MIN_TOP_K, MAX_TOP_K = 1, 50
