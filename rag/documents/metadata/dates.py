"""Text -> dates in ISO 8601, in the forms that Chinese and English texts state them in."""

from __future__ import annotations

import re
from datetime import date

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
_DIGITS = {"〇": 0, "○": 0, "零": 0, **{char: n for n, char in enumerate("一二三四五六七八九", 1)}}
_EARLIEST_YEAR, _LATEST_YEAR = 1800, 2100
#: What a date by itself may be; a year alone too.
_WHOLE = re.compile(r"\s*(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?\s*+年?\s*")


def find_date(text: str) -> str | None:
    """Find the first date a text states: ``2021-12-30``, or ``2021-12`` where no day is given."""
    matches = [match for form in (_CHINESE, *_ENGLISH, _ISO) if (match := form.search(text))]
    for match in sorted(matches, key=lambda found: (found.start(), -found.end())):
        stated = _to_iso(match.groupdict())
        if stated:
            return stated
    return None


def read_date(text: str) -> str | None:
    """Read a text that is a date and nothing else: ISO 8601, or as texts state it; else None."""
    whole = _WHOLE.fullmatch(text)
    if whole is not None:
        return _to_iso(whole.groupdict())
    matches = (form.fullmatch(text.strip()) for form in (_CHINESE, *_ENGLISH, _ISO))
    return next((_to_iso(match.groupdict()) for match in matches if match), None)


def _to_iso(parts: dict[str, str | None]) -> str | None:
    year, day = _to_number(parts["year"] or ""), _to_number(parts.get("day") or "")
    name = parts.get("month_name")
    month = _MONTHS.index(name[:3].lower()) + 1 if name else _to_number(parts.get("month") or "")
    if not _EARLIEST_YEAR <= year <= _LATEST_YEAR:
        return None
    if not month and not parts.get("month"):
        return f"{year:04}"
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
