"""Paragraphs at a document's head -> the title and date that the text itself states.

Cautious on purpose: a date counts in a dateline, a title, a caption, or where a news agency puts
it at the beginning of a report; dates told of in running text are none of the document's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rag.schema import Paragraph

#: How many paragraphs from the beginning may state the document's title and date.
_HEAD_PARAGRAPHS = 8
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = (
    r"(?P<month_name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_NUMERAL = "[\\d〇○零一二三四五六七八九十]"
_CHINESE = re.compile(
    f"(?P<year>{_NUMERAL}{{4}})\\s?年\\s?(?P<month>{_NUMERAL}{{1,2}})\\s?月"
    f"(?:\\s?(?P<day>{_NUMERAL}{{1,3}})\\s?[日号號])?"
)
_ENGLISH = (
    re.compile(rf"(?i)\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})\b"),
    re.compile(rf"(?i)\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH},?\s+(?P<year>\d{{4}})\b"),
    re.compile(rf"(?i)\b{_MONTH},?\s+(?P<year>\d{{4}})\b"),
)
_ISO = re.compile(r"(?<!\d)(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)")
_AGENCY = re.compile(
    r"^\W{0,3}[\u4e00-\u9fff]{0,14}(?:社|报|報|网|網)[\u4e00-\u9fff]{2,10}(?P<zh>.{6,14})[电電讯訊]"
    r"|^[A-Z][A-Za-z ,]{2,40}[,\s]\s*(?P<en>[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4})\s*"
    r"(?:\([^()]{2,30}\))?\s*[-–—]"
)
_DIGITS = {"〇": 0, "○": 0, "零": 0, **{char: n for n, char in enumerate("一二三四五六七八九", 1)}}
_EARLIEST_YEAR, _LATEST_YEAR = 1800, 2100


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a text states of itself; dates in ISO 8601."""

    title: str | None = None
    date: str | None = None


def read_metadata(paragraphs: Sequence[Paragraph]) -> Metadata:
    """Read title and date off a document's paragraphs, in reading order."""
    head = paragraphs[:_HEAD_PARAGRAPHS]
    title = next((p.text for p in head if p.kind == "title"), None)
    stated = next((found for text in _stating(head) if (found := find_date(text))), None)
    return Metadata(title, stated)


def _stating(head: Sequence[Paragraph]) -> Iterator[str]:
    """Yield the texts that may state the document's date, the most telling kind first."""
    for kind in ("dateline", "title", "caption"):
        yield from (p.text for p in head if p.kind == kind)
    for paragraph in head:
        match = _AGENCY.match(paragraph.text)
        if match:
            yield match.group("zh") or match.group("en")


def find_date(text: str) -> str | None:
    """Find the first date a text states: ``2021-12-30``, or ``2021-12`` where no day is given."""
    matches = [match for form in (_CHINESE, *_ENGLISH, _ISO) if (match := form.search(text))]
    for match in sorted(matches, key=lambda found: (found.start(), -found.end())):
        stated = _to_iso(match.groupdict())
        if stated:
            return stated
    return None


def _to_iso(parts: dict[str, str | None]) -> str | None:
    year, day = _to_number(parts["year"] or ""), _to_number(parts.get("day") or "")
    name = parts.get("month_name")
    month = _MONTHS.index(name[:3].lower()) + 1 if name else _to_number(parts.get("month") or "")
    if not _EARLIEST_YEAR <= year <= _LATEST_YEAR:
        return None
    try:
        stated = date(year, month, day or 1)
    except ValueError:
        return None
    return stated.isoformat() if day else f"{year:04}-{month:02}"


def _to_number(text: str) -> int:
    """Read a year, month or day: 2021, 二〇二一, 十二, 三十一; 0 where there is none."""
    if text.isdigit():
        return int(text)
    if "十" not in text:
        return int("".join(str(_DIGITS[char]) for char in text) or 0)
    tens, _, ones = text.partition("十")
    return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0)
