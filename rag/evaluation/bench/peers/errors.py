"""What goes wrong with one peer, while the others go on."""

from __future__ import annotations

from rag.errors import EvaluationError


class PeerError(EvaluationError):
    """A peer's program is missing, failed, or took too long."""
