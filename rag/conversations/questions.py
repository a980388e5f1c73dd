"""A rated answer -> a question line that ``duizhao eval`` reads."""

from __future__ import annotations

from collections.abc import Iterable

from rag.conversations.values import RatedExchange
from rag.records import Record
from rag.schema import Answer, Citation, Passage
from rag.text.language import detect_language

#: What measures are grouped by in a report.
_KIND = "feedback"


def question_record(rated: RatedExchange) -> Record:
    """Describe a question with what is known of its answer.

    A good answer says where the evidence stands: each cited paragraph, or what says the same in the
    other language, is needed. A good refusal says that there is none. What a bad answer should have
    been is not known, so its line has no ``evidence``.

    :param rated: an answer that a user thought something of.
    :returns: a JSON object of docs/questions.md, with ``rating``, ``comment``, ``rated`` and
        ``conversation`` besides.
    """
    exchange, feedback = rated.exchange, rated.feedback
    answer = exchange.answer
    language = answer.language if answer else detect_language(exchange.question) or "en"
    record: Record = {
        "id": exchange.id,
        "question": exchange.question,
        "lang": language,
        "kind": _KIND,
    }
    if rated.history:
        record["history"] = [{"role": t.role, "content": t.content} for t in rated.history]
    if answer and feedback.rating == "up":
        record |= _evidence_of(answer)
    return record | {
        "rating": feedback.rating,
        "comment": feedback.comment,
        "rated": feedback.given,
        "conversation": rated.conversation,
    }


def _evidence_of(answer: Answer) -> Record:
    if answer.refused:
        return {"evidence": []}
    if not answer.citations:
        return {}
    entries: list[Record] = []
    groups: list[list[int]] = []
    for citation in {each.passage.id: each for each in answer.citations}.values():
        sides = _say_the_same(citation)
        groups.append(list(range(len(entries), len(entries) + len(sides))))
        entries += sides
    return {"evidence": entries, "evidence_groups": groups}


def _say_the_same(citation: Citation) -> list[Record]:
    others = citation.counterpart.passages if citation.counterpart else ()
    return _entries([citation.passage, *others])


def _entries(passages: Iterable[Passage]) -> list[Record]:
    return [
        {
            "doc": passage.paragraph.document,
            "lang": passage.paragraph.language,
            "n": passage.paragraph.number,
            "text": passage.paragraph.text,
        }
        for passage in passages
    ]
