"""A conversation as chat programs keep it -> its turns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rag.errors import QuestionError
from rag.schema import Turn

#: ``Turn``s, or mappings with ``role`` and ``content``.
History = Sequence[Turn | Mapping[str, str]]


def read_history(turns: History) -> tuple[Turn, ...]:
    """Read the turns of a conversation.

    :param turns: ``Turn``s, or mappings with ``role`` and ``content`` as chat programs keep them.
    :returns: the same as ``Turn``s.
    :raises QuestionError: if a turn is neither, or its role is unknown.
    """
    found = []
    for turn in turns:
        if isinstance(turn, Turn):
            found.append(turn)
            continue
        role, content = turn.get("role"), turn.get("content")
        if role not in ("user", "assistant") or not isinstance(content, str):
            raise QuestionError(
                f"The history has a turn that cannot be read: {dict(turn)!r}. Each turn has a role "
                "(user or assistant) and its content as text."
            )
        found.append(Turn("user" if role == "user" else "assistant", content))
    return tuple(found)
