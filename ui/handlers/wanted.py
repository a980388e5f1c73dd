"""What a browser sent -> values of the kinds expected; it may have sent anything."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rag.schema import Language


def read_text(wanted: Mapping[str, Any], field: str) -> str:
    """Read a text; empty where there is none."""
    value = wanted.get(field, "") if isinstance(wanted, Mapping) else ""
    return value if isinstance(value, str) else ""


def read_number(wanted: Mapping[str, Any], field: str) -> int:
    """Read a whole number from 0; 0 where there is none."""
    value = wanted.get(field, 0) if isinstance(wanted, Mapping) else 0
    if isinstance(value, str):
        return int(value) if value.isascii() and value.isdecimal() and len(value) < 10 else 0
    return value if type(value) is int and value >= 0 else 0


def read_language(wanted: Mapping[str, Any]) -> Language:
    """Read the page's language."""
    return "zh" if read_text(wanted, "language") == "zh" else "en"
