"""What people write for a document's metadata -> the values that are kept."""

from __future__ import annotations

import unicodedata

from rag.documents.metadata.dates import read_date

#: What says that a document has no such value, whatever its text states.
NO_VALUE = "-"
#: Longer ones are no titles, and would fill every citation.
_MAX_CHARS = 300


def read_value(field: str, text: str) -> str | None:
    """Read one value as a sidecar or a correction gives it.

    :param field: one of the fields of metadata.
    :param text: what was written; a date in any of the forms that texts state it in.
    :returns: the value, a date in ISO 8601; None for an empty text, which sets nothing; an empty
        one for ``-``, which says that there is none.
    :raises ValueError: if it is too long, or no date where one is wanted.
    """
    value = " ".join("".join(map(_printable, text)).split())
    if not value:
        return None
    if value == NO_VALUE:
        return ""
    if len(value) > _MAX_CHARS:
        raise ValueError(f"{len(value)} characters are too many; at most {_MAX_CHARS} are kept")
    if field != "date":
        return value
    date = read_date(value)
    if date is None:
        raise ValueError(
            f"{value!r} is not a date; write 2021-12-30, 2021-12 or 2021 (2021年12月30日 and "
            "December 30, 2021 are read too)"
        )
    return date


def _printable(char: str) -> str:
    return " " if unicodedata.category(char) in ("Cc", "Zl", "Zp") else char
