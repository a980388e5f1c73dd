"""What a browser sent as the user's choices -> choices that hold; it may have sent anything."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from rag.documents import read_value
from rag.schema import Language, SearchFilters
from ui.choices import MAX_TOP_K, MIN_TOP_K, Choices
from ui.handlers.wanted import read_number, read_text

#: More documents than that are rather chosen by date or source; and names are never longer.
_MAX_VALUES, _MAX_CHARS = 500, 500
#: Fields of the filters that hold several values.
LISTED = ("documents", "speakers", "sources")


def read_choices(sent: object, models: Collection[str]) -> Choices:
    """Read choices; what cannot be one is left out.

    :param sent: ``model``, ``top_k``, and ``filters`` with ``documents``, ``speakers``,
        ``sources``, ``since``, ``until`` and ``language``.
    :param models: those that may be chosen.
    :returns: the choices.
    """
    if not isinstance(sent, Mapping):
        return Choices()
    model = read_text(sent, "model")
    top_k = read_number(sent, "top_k")
    filters = sent.get("filters")
    return Choices(
        model if model in models else "",
        max(MIN_TOP_K, min(top_k, MAX_TOP_K)) if top_k else 0,
        _read_filters(filters) if isinstance(filters, Mapping) else SearchFilters(),
    )


def _read_filters(sent: Mapping[str, Any]) -> SearchFilters:
    return SearchFilters(
        language=_read_language(sent),
        since=read_date(read_text(sent, "since")),
        until=read_date(read_text(sent, "until")),
        **{field: _read_list(sent, field) for field in LISTED},
    )


def _read_language(sent: Mapping[str, Any]) -> Language | None:
    languages: dict[str, Language] = {"zh": "zh", "en": "en"}
    return languages.get(read_text(sent, "language"))


def _read_list(sent: Mapping[str, Any], field: str) -> tuple[str, ...]:
    values = sent.get(field)
    if not isinstance(values, list):
        return ()
    texts = [each for each in values if isinstance(each, str) and 0 < len(each) <= _MAX_CHARS]
    return tuple(dict.fromkeys(texts))[:_MAX_VALUES]


def read_date(text: str) -> str | None:
    """Read a date in any of the ways that a document's may be corrected.

    :param text: ``2021-12-30``, ``2021-12``, ``2021`` or as texts state dates.
    :returns: the date, ISO 8601; None where it is none.
    """
    if not text.strip() or len(text) > _MAX_CHARS:
        return None
    try:
        return read_value("date", text) or None
    except ValueError:
        return None
