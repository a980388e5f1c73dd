"""What pairs, and copies of one text, do not say alike."""

from __future__ import annotations

from rag.differences.compare import find_differences
from rag.differences.values import Difference, DifferenceKind, Stretch

__all__ = ["Difference", "DifferenceKind", "Stretch", "find_differences"]
