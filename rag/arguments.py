"""What a program passes to a library -> that it can be used, or what is wanted instead."""

from __future__ import annotations

from rag.errors import QuestionError


def require_question(question: object) -> None:
    """See to it that a question is text.

    :param question: what was passed.
    :raises QuestionError: it is something else.
    """
    if not isinstance(question, str):
        raise QuestionError(f"A question is text (str); this is {_name_kind(question)}.")


def require_top_k(top_k: object) -> None:
    """See to it that a number of entries is one.

    :param top_k: what was passed; None stands for what the settings say.
    :raises ValueError: it is no whole number from 1.
    """
    if top_k is None:
        return
    if not isinstance(top_k, int) or isinstance(top_k, bool) or top_k < 1:
        raise ValueError(f"top_k is {top_k!r}; a whole number from 1 is wanted.")


def require_texts(name: str, values: object) -> None:
    """See to it that several texts are a list or tuple of them, not one text.

    :param name: of the argument.
    :param values: what was passed.
    :raises ValueError: they are something else; the message shows how to pass one.
    """
    wanted = isinstance(values, list | tuple) and all(isinstance(each, str) for each in values)
    if not wanted:
        hint = f"; for one write {name}=({values!r},)" if isinstance(values, str) else ""
        raise ValueError(f"{name} is a list or tuple of texts, not {values!r}{hint}")


def _name_kind(value: object) -> str:
    return "None" if value is None else f"of type {type(value).__name__}"
