"""A conversation as chat programs keep it -> its turns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rag.errors import QuestionError
from rag.schema import Turn

#: ``Turn``s, or mappings with ``role`` and ``content``.
History = Sequence[Turn | Mapping[str, str]]
_WANTED = "Each turn of the list has a role (user or assistant) and its content as text."


def read_history(turns: History) -> tuple[Turn, ...]:
    """Read the turns of a conversation.

    :param turns: ``Turn``s, or mappings with ``role`` and ``content`` as chat programs keep them.
    :returns: the same as ``Turn``s.
    :raises QuestionError: if it is no list, a turn is neither, or its role is unknown.
    """
    if isinstance(turns, str | bytes | Mapping) or not isinstance(turns, Iterable):
        raise QuestionError(
            f"The history is no list of turns, but of type {type(turns).__name__}. {_WANTED}"
        )
    found = []
    for turn in turns:
        if isinstance(turn, Turn):
            found.append(turn)
            continue
        if not isinstance(turn, Mapping):
            raise QuestionError(f"The history has a turn that cannot be read: {turn!r}. {_WANTED}")
        role, content = turn.get("role"), turn.get("content")
        if role not in ("user", "assistant") or not isinstance(content, str):
            raise QuestionError(
                f"The history has a turn that cannot be read: {dict(turn)!r}. {_WANTED}"
            )
        found.append(Turn("user" if role == "user" else "assistant", content))
    return tuple(found)
