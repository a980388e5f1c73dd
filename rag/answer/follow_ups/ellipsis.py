"""A question and "And in 2021?" -> the question, asked of 2021.

What is left of such a question is a date or a name, and it stands for the one in the question
before. Put behind that question, as other follow-ups are, both would be searched for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.answer.follow_ups.place_names import PLACE, find_last_pair, replace_in_pair
from rag.text.date_spans import find_date_spans
from rag.text.language import HAN

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
_BEHIND_IN = re.compile(r"\bin \w+$", re.IGNORECASE)
_ASKS_ZH = re.compile(r"什么|为何|怎|如何|谁|哪|何时|多久")
#: More words than this are a statement rather than a thing.
_MOST_WORDS = 4
_MARKS = " ?.!\u3002\uff1f\uff01"
_CAPITALISED = r"[A-Z\u00c0-\u00de][\w'\u2019&.-]*[\w]"
#: United States, Bank of China, the European Union.
_NAME = re.compile(rf"(?:\b[Tt]he )?{_CAPITALISED}(?: (?:(?:of|and) (?:the )?)?{_CAPITALISED})*")
#: Behind these stands who did it, not what it was done to.
_BEFORE_SUBJECT = re.compile(
    r"\b(?:do|does|did|has|have|had|is|are|was|were|will|would|can|could|should|by)(?: the)? $",
    re.IGNORECASE,
)


#: Capitalised, and no name to put in the place of one.
_NO_NAMES = frozenset(
    "who whom whose what when where which why how thanks thank ok okay please yes no hello hi hey "
    "really sure great good i it he she they we you and or but so then also more else maybe "
    "anything something nothing everything now today yesterday tomorrow january february march "
    "april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday".split()
)
_LANGUAGES = frozenset({"chinese", "english"})
_HOW_MANY = re.compile(
    r"\b(?P<how>how (?:many|much)) (?P<noun>[a-z][a-z'’ -]{1,60}?)"
    r"(?= (?:did|do|does|has|have|had|is|are|was|were|will|would|can|could|should)\b)",
    re.IGNORECASE,
)
#: "How many nurses" of a follow-up; and what is counted, said without it: "What about nurses?"
_COUNTED = re.compile(
    r"(?P<how>[Hh]ow (?:many|much) )?(?P<noun>[a-z][a-z'’-]*(?: [a-z][a-z'’-]*){0,3})"
)
_SAYS_HOW_MANY = re.compile(rf"how (?:many|much) [a-z]|(?:有|是)?多少[{HAN}]", re.IGNORECASE)
#: A plural: what can be counted is asked for, and not how, why or the same.
_PLURAL = re.compile(r"(?<![su])s$|people$|children$|men$")
_NO_NOUNS = frozenset(
    "who whom whose what when where which why how is are was were do does did has have had will "
    "would can could should it he she they we you this that these those others ones his its "
    "theirs them in on at by for of to from after before since until last next same".split()
)


def names_another(follow_up: str) -> bool:
    """Tell whether a follow-up names one thing to ask the same of, as "And gloves?" does."""
    text = follow_up.strip().rstrip(_MARKS)
    return any(_is_thing(rest, text) for rest in _rests(text)) or counts_alone(text)


def counts_alone(follow_up: str) -> bool:
    """Tell whether a follow-up says that it counts, and what: "And how many gloves?" does."""
    text = follow_up.strip().rstrip(_MARKS)
    rests = [text[lead.end() :] for each in (_LEAD_EN, _LEAD_ZH) if (lead := each.match(text))]
    return any(_SAYS_HOW_MANY.match(rest) and _is_thing(rest, follow_up) for rest in rests)


def _is_thing(rest: str, text: str) -> bool:
    if not rest.isascii():
        is_thing = text.endswith("呢") or _SAYS_HOW_MANY.match(rest) is not None
        return is_thing and not _ASKS_ZH.search(rest)
    words = rest.lower().removeprefix("how many ").removeprefix("how much ").split()
    return rest != text and 0 < len(words) <= _MOST_WORDS and _NO_NOUNS.isdisjoint(words)


def substitute(asked: str, follow_up: str) -> str | None:
    """Ask a question of what a follow-up names instead.

    :param asked: the question before, standing alone.
    :param follow_up: what was asked next.
    :returns: the question with the follow-up's date, or its name, in the place of its own; None
        where the follow-up is more than that or the question has nothing like it.
    """
    text = follow_up.strip().rstrip(_MARKS)
    for rest in _rests(text):
        if rest.lower() in _LANGUAGES and _BEHIND_IN.search(text):
            continue
        for replace in (_replace_date, _replace_name, _replace_place, _replace_counted):
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
    if new is None or not names or not _NO_NAMES.isdisjoint(rest.lower().split()):
        return None
    name = names[-1].group()
    return _put(asked, names[-1].start(), names[-1].end(), _replace_half(name, rest) or rest)


def _replace_half(name: str, new: str) -> str | None:
    """Put a name in the place of one half of a pair: China stays, else the first one."""
    one, joint, other = name.partition("-")
    if not joint or "-" in other + new or not other[:1].isupper() or new in (one, other):
        return None
    return f"{new}-{other}" if other == "China" else f"{one}-{new}"


def _replace_place(asked: str, rest: str) -> str | None:
    pair = find_last_pair(asked)
    places = list(PLACE.finditer(asked))
    if pair is not None and (not places or places[-1].start() < pair.start):
        new = replace_in_pair(pair, rest)
        return None if new is None else _put(asked, pair.start, pair.end, new)
    if PLACE.fullmatch(rest) is None or not places:
        return None
    return _put(asked, places[-1].start(), places[-1].end(), rest)


def _replace_counted(asked: str, rest: str) -> str | None:
    """Count something else: a plural, or what stands behind "how many" once more."""
    new, old = _COUNTED.fullmatch(rest), _HOW_MANY.search(asked)
    if new is None or old is None or not (_NO_NOUNS | {"the"}).isdisjoint(new["noun"].split()):
        return None
    if new["how"]:
        how = asked[old.start()] + new["how"][1:]  # a capital where there was one
        return _put(asked, old.start(), old.end(), how + new["noun"])
    if not _PLURAL.search(rest):
        return None
    return _put(asked, old.start("noun"), old.end("noun"), new["noun"])


def _put(text: str, start: int, end: int, new: str) -> str:
    return text[:start] + new + text[end:]
