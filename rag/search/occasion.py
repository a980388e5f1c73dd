"""A question about an occasion -> how far the documents it may mean are of that occasion.

"In the 2020 year-end interview", 2021年3月的记者会: such words are about the document rather than
the statement, and most of a library's documents contradict them: by their date, or by their kind.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rag.schema import Passage
from rag.search.entries import EntryMap
from rag.text.numbers import find_numbers

#: What an occasion is called, in questions and in what documents state of themselves.
_KINDS: Mapping[str, re.Pattern[str]] = {
    "interview": re.compile(r"专访|專訪|采访|採訪|访谈|訪談|\binterview", re.IGNORECASE),
    "press conference": re.compile(
        r"记者会|記者會|发布会|發布會|答记者问|答記者問|回答.{0,6}记者.{0,4}(?:提问|问题)|"
        r"\b(?:press|news) (?:conference|briefing)|\bmeets? the press\b",
        re.IGNORECASE,
    ),
    "speech": re.compile(
        r"演讲|演講|致辞|致辭|讲话|講話|\b(?:speech|keynote|toast)\b", re.IGNORECASE
    ),
}
_YEAR_END = re.compile(
    r"(?P<zh>\d{4})\s?年(?:年?底|年?终|末)|\byear-end\b|\bend of (?P<en>\d{4})", re.IGNORECASE
)
#: A year beside an occasion's name is the document's: 2021年的那场专访, the 2021 interview.
_OF_YEAR = re.compile(
    r"(?P<zh>\d{4})\s?年(?:年?[底终末])?的?(?:那[场次])?(?:联合)?(?:专访|采访|访谈|记者会|发布会|演讲|讲话)"
    r"|\b(?P<en>\d{4}) (?:year-end )?(?:interview|press|news|speech)",
    re.IGNORECASE,
)
#: Documents are dated a little before or after what they look back on.
_MONTHS_APART = 1
#: What an entry's score gains by each thing that agrees, and loses by each that does not.
_GAIN, _LOSS = 0.15, 0.5
#: Title, event and date of a document.
_Stated = tuple[str | None, str | None, str | None]


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a question says of the occasion it means; empty where it says nothing.

    :param kinds: keys of ``_KINDS``.
    :param months: counted from year 0.
    :param years: of the occasion itself.
    """

    kinds: frozenset[str] = frozenset()
    months: frozenset[int] = frozenset()
    years: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.kinds or self.months or self.years)


def read_occasion(text: str) -> Occasion:
    """Read what a question says of its occasion; two kinds name none."""
    kinds = _kinds_of(text)
    years = frozenset(int(found["zh"] or found["en"]) for found in _OF_YEAR.finditer(text))
    months = {month for number in find_numbers(text) if (month := _month_of(number.value))}
    for found in _YEAR_END.finditer(text):
        stated = found["zh"] or found["en"] or next(map(str, years), "")
        months |= {int(stated) * 12 + 12} if stated else set()
    return Occasion(kinds if len(kinds) == 1 else frozenset(), frozenset(months), years)


def weigh_occasion(
    occasion: Occasion, scores: Mapping[int, float], entries: EntryMap
) -> dict[int, float]:
    """Raise entries of documents of the occasion, and lower those of others.

    :param occasion: what the question says.
    :param scores: by entry.
    :param entries: holds the entries' passages.
    :returns: new scores by entry.
    """
    if not occasion:
        return dict(scores)
    stated: dict[int, set[_Stated]] = defaultdict(set)
    weighed = [id_ for id_, entry in entries.entry_of.items() if scores.get(entry, 0.0) > 0]
    counterparts = entries.read_counterparts(weighed)
    for id_, passage in entries.read_passages(weighed).items():
        own = stated[entries.entry_of[id_]]
        own.add(_state(passage))
        for side in counterparts.get(id_, ()):
            own.update(map(_state, side.passages))
    # Most entries are of a few documents.
    different = {frozenset(each) for each in stated.values()}
    factors = {each: _factor(occasion, each) for each in different}
    return {
        entry: score * factors[frozenset(stated[entry])] if entry in stated else score
        for entry, score in scores.items()
    }


def _state(passage: Passage) -> _Stated:
    return passage.title, passage.event, passage.date


def _factor(occasion: Occasion, stated: Iterable[_Stated]) -> float:
    kinds = {
        kind for title, event, _ in stated for kind in _kinds_of(f"{title or ''} {event or ''}")
    }
    dates = {date for _, _, date in stated if date}
    months = {month for date in dates if (month := _month_of(date))}
    factor = 1.0
    if occasion.kinds and kinds:
        factor *= 1 + _GAIN if occasion.kinds & kinds else 1 - _LOSS
    if occasion.months and months:
        near = any(abs(a - b) <= _MONTHS_APART for a in occasion.months for b in months)
        factor *= 1 + _GAIN if near else 1 - _LOSS
    elif occasion.years and dates:
        same = any(date.startswith(str(year)) for year in occasion.years for date in dates)
        factor *= 1 + _GAIN if same else 1 - _LOSS
    return factor


def _kinds_of(text: str) -> frozenset[str]:
    return frozenset(kind for kind, pattern in _KINDS.items() if pattern.search(text))


def _month_of(date: str) -> int:
    """Count the months of an ISO date from year 0; 0 where it has no month or no year."""
    found = re.match(r"(\d{4})-(\d{2})", date)
    return int(found[1]) * 12 + int(found[2]) if found else 0
