"""A document's name as somebody wrote it -> one the library holds, or why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from rag.errors import DocumentError
from vectorstore import Store

#: Names that a message lists: those like the one asked for, or some of all.
_NEAR, _LISTED = 3, 12
#: Share of letters in common, from which difflib takes two names for alike.
_LIKE = 0.5


def require_document(store: Store, name: str | None) -> None:
    """See to it that a library holds a document.

    :param store: the library.
    :param name: its name; None stands for all documents.
    :raises DocumentError: if no document has that name; the message lists names that are near.
    """
    if name is None:
        return
    names = [known for known, _ in store.described()]
    if name not in names:
        raise DocumentError(explain_unknown(name, names))


def explain_unknown(name: str, names: Sequence[str]) -> str:
    """Say that no document has a name, and which names are near it.

    :param name: as somebody wrote it.
    :param names: of all documents.
    :returns: two sentences.
    """
    said = f"No document is named {name!r}."
    held = [each for each in names if name and name.casefold() in each.casefold()]
    near = list(dict.fromkeys([*held, *get_close_matches(name, names, n=_NEAR, cutoff=_LIKE)]))
    if near:
        return f"{said} Near it are: {', '.join(near[:_NEAR])}"
    more = len(names) - _LISTED
    rest = f" and {more:,} more, see 'duizhao documents'" if more > 0 else ""
    return f"{said} The library holds: {', '.join(names[:_LISTED]) or 'no document'}{rest}"
