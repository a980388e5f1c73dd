"""A question and "And in 2021?" -> the question, asked of 2021.

What is left of such a question is a date or a name, and it stands for the one in the question
before. Put behind that question, as other follow-ups are, both would be searched for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.answer.place_names import PLACE
from rag.date_spans import find_date_spans

#: What stands around a date or a name that is asked for next: before it, and in Chinese behind it.
_LEAD_EN = re.compile(
    r"(?:(?:and|but|or|so|then)\b,? ?)?"
    r"(?:(?:what|how) about |(?:in|on|for|of|by|with|about|at) ){0,2}",
    re.IGNORECASE,
)
_LEAD_ZH = re.compile(
    r"(?:那么?|而|至于|换成|如果是)?[,，]? ?(?:在|到了?|对于?|和|与|同|跟|关于)? ?"
)
_END_ZH = ("呢", "怎么样", "如何")
_MARKS = " ?.!\u3002\uff1f\uff01"
_CAPITALISED = r"[A-Z\u00c0-\u00de][\w'\u2019&.-]*[\w]"
#: United States, Bank of China, the European Union.
_NAME = re.compile(rf"(?:\b[Tt]he )?{_CAPITALISED}(?: (?:(?:of|and) (?:the )?)?{_CAPITALISED})*")
#: Behind these stands who did it, not what it was done to.
_BEFORE_SUBJECT = re.compile(
    r"\b(?:do|does|did|has|have|had|is|are|was|were|will|would|can|could|should|by)(?: the)? $",
    re.IGNORECASE,
)


def substitute(asked: str, follow_up: str) -> str | None:
    """Ask a question of what a follow-up names instead.

    :param asked: the question before, standing alone.
    :param follow_up: what was asked next.
    :returns: the question with the follow-up's date, or its name, in the place of its own; None
        where the follow-up is more than that or the question has nothing like it.
    """
    for rest in _rests(follow_up.strip().rstrip(_MARKS)):
        for replace in (_replace_date, _replace_name, _replace_place):
            replaced = replace(asked, rest)
            if replaced is not None:
                return replaced
    return None


def _rests(follow_up: str) -> Iterator[str]:
    """Give what may be left of a follow-up without what it is put in."""
    for lead, ends in ((_LEAD_EN, ("",)), (_LEAD_ZH, _END_ZH)):
        match = lead.match(follow_up)
        end = next((each for each in ends if follow_up.endswith(each)), None)
        if match is not None and end is not None:
            rest = follow_up[match.end() :].removesuffix(end).strip()
            if rest:
                yield rest


def _replace_date(asked: str, rest: str) -> str | None:
    new, old = find_date_spans(rest), find_date_spans(asked)
    if len({date.value for date in new}) != 1 or len({date.value for date in old}) != 1:
        return None
    if rest[: new[0].start].strip() or rest[new[0].end :].strip():
        return None
    return _put(asked, old[0].start, old[0].end, rest)


def _replace_name(asked: str, rest: str) -> str | None:
    new = _NAME.fullmatch(rest)
    names = [
        match
        for match in _NAME.finditer(asked)
        if match.start() and not _BEFORE_SUBJECT.search(asked[: match.start()])
    ]
    if new is None or not names:
        return None
    return _put(asked, names[-1].start(), names[-1].end(), rest)


def _replace_place(asked: str, rest: str) -> str | None:
    places = list(PLACE.finditer(asked))
    if PLACE.fullmatch(rest) is None or not places:
        return None
    return _put(asked, places[-1].start(), places[-1].end(), rest)


def _put(text: str, start: int, end: int, new: str) -> str:
    return text[:start] + new + text[end:]
