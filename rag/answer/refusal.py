"""A question that the library does not answer -> the answer that says so."""

from __future__ import annotations

from collections.abc import Sequence

from rag.answer import wording
from rag.schema import Answer, Hit, Question, RefusalReason

#: Evidence that covers less than this of the question is not even about it.
_NOTHING_RELEVANT = 0.2


def why_not_stated(hits: Sequence[Hit]) -> RefusalReason:
    """Tell evidence that is about a question without answering it from what is of something else.

    :param hits: with their confidence, at least one.
    :returns: the reason to refuse.
    """
    best = max(hit.confidence or 0.0 for hit in hits)
    return "nothing_relevant" if best < _NOTHING_RELEVANT else "not_stated"


def refuse(
    question: Question,
    hits: Sequence[Hit],
    reason: RefusalReason,
    *,
    model: str,
    certainty: float | None = None,
) -> Answer:
    """Say that the library does not hold the answer; the nearest passages stay in ``hits``."""
    texts = {
        "empty_library": wording.EMPTY_LIBRARY,
        "nothing_relevant": wording.NOTHING_RELEVANT,
        "name_absent": wording.NAME_ABSENT,
        "not_stated": wording.NOT_STATED,
        "no_question": wording.NO_QUESTION,
        "nothing_further": wording.NOTHING_FURTHER,
    }
    names = wording.quote_names(question.absent_names, question.language)
    text = texts[reason][question.language].replace("{names}", names)
    return Answer(
        question,
        text,
        refused=True,
        citations=(),
        hits=tuple(hits),
        model=model,
        reason=reason,
        certainty=certainty,
    )
