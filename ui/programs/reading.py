"""Records -> text that a person or a model reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

_EMPTY_LIBRARY = (
    "The library holds no document yet. Add some with the command 'duizhao ingest PATH', or on the "
    "library's page."
)
_STATUS = {
    "exact": "Exact: the quote stands in the library letter by letter.",
    "same_letters": "The letters are the same; the spelling is not in: {variations}.",
    "differs": "NOT as quoted. The nearest passage differs: [-...-] is in the quote alone, "
    "{{+...+}} in the document alone.\n{marked}",
    "not_found": "NOT FOUND: nothing like it stands in the library.",
}

_DENIED = " (MIND: the word before it, which the quote leaves out, denies it)"

#: As rag.records makes them.
_Record = Mapping[str, Any]


def read_passages(passages: Sequence[_Record], *, is_empty: bool) -> str:
    """Write out passages, best first."""
    if not passages:
        return _EMPTY_LIBRARY if is_empty else "No passage was found."
    return "\n\n".join(
        f"{number}. {_place(each)}\n{each['text']}{_other(each)}"
        for number, each in enumerate(passages, start=1)
    )


def read_answer(answer: _Record, *, is_empty: bool) -> str:
    """Write out an answer with its sources."""
    lines = [answer["answer"]]
    if answer["refused"]:
        lines.append(
            _EMPTY_LIBRARY if is_empty else "(The documents do not answer this; nothing is cited.)"
        )
    for each in answer["citations"]:
        mark = "" if each["verified"] else " (UNSUPPORTED: the claim was not found in the quote)"
        lines.append(f"[{each['marker']}] {_place(each)}{mark}\n“{each['quote']}”{_other(each)}")
    return "\n\n".join([*lines, *answer["notes"]])


def read_quote(check: _Record, *, is_empty: bool) -> str:
    """Write out whether a quote stands."""
    variations = ", ".join(check["variations"])
    lines = [_STATUS[check["status"]].format(variations=variations, marked=check["marked"])]
    for place in check["places"][:1]:
        lines += [
            f"{_place(each)}\n“{each['quote']}”{_DENIED * each['after_denial']}{_other(each)}"
            for each in (place, *place["continued"])
        ]
    if check["place_count"] > 1:
        lines.append(f"It stands at {check['place_count']} places.")
    if check["nearest"]:
        lines.append("What the library says that is nearest:")
        lines.append(read_passages(check["nearest"], is_empty=False))
    elif is_empty:
        lines.append(_EMPTY_LIBRARY)
    return "\n\n".join(lines)


def read_counterpart(found: _Record) -> str:
    """Write out a quote and what says the same."""
    said = {"same_letters": " (spelt otherwise)", "differs": " (NOT as quoted)"}
    lines = [f"{_place(found)}{said.get(found['status'], '')}\n“{found['quote']}”"]
    there = found["counterpart"]
    if there is None:
        lines.append("No counterpart in the other language is known.")
    else:
        lines.append(f"{_place(there)}\n“{there['quote'] or there['text']}”")
    return "\n\n".join(lines)


def read_documents(documents: Sequence[_Record]) -> str:
    """Write out a list of documents."""
    if not documents:
        return _EMPTY_LIBRARY
    return "\n".join(
        " · ".join(
            str(part)
            for part in (
                each["document"],
                each["title"],
                each["date"],
                "+".join(each["languages"]),
                f"{each['paragraphs']} paragraphs",
            )
            if part
        )
        for each in documents
    )


def _place(record: _Record) -> str:
    parts = (
        f"{record['document']} #{record['paragraph']}",
        record.get("speaker"),
        record.get("date"),
        record.get("title"),
    )
    return " · ".join(part for part in parts if part)


def _other(record: _Record) -> str:
    there = record["counterpart"]
    if there is None:
        return ""
    # A counterpart of another document is cited by its own place.
    is_own = there["document"] == record["document"]
    place = "" if is_own else f"({there['document']} #{there['paragraph']}) "
    return f"\n= {place}{there.get('quote') or there['text']}"
