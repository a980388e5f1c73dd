"""Text -> the numbers it states, normalised so that both languages and all spellings meet.

120多万, 1.2 million and 1,200,000 share the key ``1200000``; 百分之五 and 5 percent ``5%``;
2021年12月30日 and December 30, 2021 ``2021-12-30``. Han numerals are read only where they can be
nothing else: 一些, 统一, 十分 and 四川 hold no number, nor does a bare 一 or "one".
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from rag.text import numerals
from rag.text.number_patterns import (
    DIGITS,
    FRACTION,
    HAN_AMOUNT,
    HAN_NUMERAL,
    MIXED,
    MONEY,
    NOT_IN_CODE,
    PER_CENT,
    PHRASE,
    SCALE,
    UNIT_LETTERS,
)

NumberKind = Literal[
    "number", "percent", "fraction", "ordinal", "year", "decade", "month", "date", "time"
]


#: Texts whose numbers are remembered: a question's are looked for by each step that reads it, and
#: those of what it finds by several. Longer texts are read anew, so that memory stays small.
_REMEMBERED_TEXTS, _MAX_REMEMBERED_CHARS = 512, 2_000


@dataclass(frozen=True, slots=True)
class Number:
    """A number as stated in a text.

    :param start: offset of its first character.
    :param end: offset after its last character.
    :param value: normalised: plain decimal digits (``1200000``, ``22.5``), ``1/3``,
        ``2021-12-30``, ``2021-12``, ``12-30``, ``--12`` for December, ``1980s``, ``10:30``.
    :param approximate: whether the text says about, nearly, more than and the like.
    """

    start: int
    end: int
    value: str
    kind: NumberKind = "number"
    approximate: bool = False

    @property
    def key(self) -> str:
        """What equal numbers share: the value, with ``%`` for a percentage."""
        return f"{self.value}%" if self.kind == "percent" else self.value

    @property
    def keys(self) -> tuple[str, ...]:
        """The key, followed by the parts of a date by which it may be asked for."""
        if self.kind != "date":
            return (self.key,)
        year, month, day = _date_parts(self.value)
        parts = [self.value, f"{year}-{month}" if year and day else "", year]
        parts += [f"{month}-{day}" if year and day else "", f"--{month}"]
        return tuple(part for part in parts if part)


def find_numbers(text: str) -> tuple[Number, ...]:
    """Find the numbers of a text in either language, in order, without overlaps."""
    return (read_numbers if len(text) > _MAX_REMEMBERED_CHARS else _remember_numbers)(text)


def read_numbers(text: str) -> tuple[Number, ...]:
    """Find the numbers of a text as ``find_numbers``, whether they are remembered or not."""
    plain = text.translate(_PLAIN)
    found: list[Number] = []
    position = 0
    while trigger := _TRIGGER.search(plain, position):
        number, position = _read_at(plain, trigger)
        found += number
    return tuple(found)


_remember_numbers = functools.lru_cache(maxsize=_REMEMBERED_TEXTS)(read_numbers)


def number_keys(text: str) -> list[str]:
    """List the keys of a text's numbers, with repetition and with the parts of dates."""
    return [key for number in find_numbers(text) for key in number.keys]


# Same length, so that offsets hold; lower case, since matching without case is three times slower.
_PLAIN = str.maketrans(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ０１２３４５６７８９％．：／－萬億兩倆點餘個幾來",
    "abcdefghijklmnopqrstuvwxyz0123456789%.:/-万亿两俩点余个几来",
)


def _read_at(text: str, trigger: re.Match[str]) -> tuple[list[Number], int]:
    """Read what starts at a trigger by the first rule that fits; where to go on comes with it."""
    start = trigger.start()
    for pattern, read in _RULES[trigger.lastgroup or ""]:
        match = pattern.match(text, start)
        numbers = list(read(match)) if match else []
        if numbers:
            return numbers, numbers[-1].end
    return [], trigger.end()


_ABOUT = re.compile(
    r"(?:[约近超逾上]|超过|不到|不足|至少|多达|几乎|"
    r"\b(?:about|around|nearly|over|almost|approximately|some|roughly|(?:more|less|fewer) than|"
    r"at least|up to|under|exceeding)\s+(?:[$€£¥]|us\$|rmb\s?)?)$"
)
_MORE = re.compile(r"[多余]|\+|\s?(?:左右|以上|上下)|\s+or\s+(?:so|more)\b")

_MONTH_NAMES = (
    "january february march april may june july august september october november december"
).split()
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, start=1)}
_MONTHS |= {name[:3]: number for name, number in _MONTHS.items()} | {"sept": 9}
_MONTH = r"(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_FULL_MONTH = "|".join(name for name in _MONTH_NAMES if name not in {"march", "may"})
_DAY = r"(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?(?![0-9a-z:%]|[.,][0-9])"
_YEAR = r"(?P<year>1[0-9]{3}|20[0-9]{2})(?![0-9a-z%]|[.,][0-9])"
_HAN_YEAR = r"[12][0-9]{3}|[一二][零〇一二三四五六七八九]{3}"
_SMALL = r"[0-9]{1,2}|[一二三四五六七八九十]{1,3}"


def _date_parts(value: str) -> tuple[str, str, str]:
    year, month, day = "", "", ""
    pieces = value.split("-")
    if len(pieces[0]) == 4:
        year, month, day = (*pieces, "", "")[:3]
    else:
        month, day = pieces
    return year, month, day


def _format(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _read_small(text: str) -> int | None:
    if text.isdigit():
        return int(text)
    month = _MONTHS.get(text.lower())
    if month is not None:
        return month
    value = numerals.read_han(text)
    return None if value is None else int(value)


def _read_date(match: re.Match[str]) -> Iterator[Number]:
    groups = match.groupdict()
    year_text = groups.get("year")
    month = _read_small(groups["month"])
    day = _read_small(groups["day"]) if groups.get("day") else None
    if month is None or not 1 <= month <= 12 or (day is not None and not 1 <= day <= 31):
        return
    tail = f"{month:02}" if day is None else f"{month:02}-{day:02}"
    if year_text:
        yield Number(match.start(), match.end(), f"{numerals.read_year(year_text)}-{tail}", "date")
    elif day is not None:
        yield Number(match.start(), match.end(), tail, "date")
    else:
        yield Number(match.start(), match.end(), f"--{tail}", "month")


def _read_year(match: re.Match[str]) -> Iterator[Number]:
    year = numerals.read_year(match["year"])
    yield Number(match.start("year"), match.end("year"), str(year), "year")


def _read_decade(match: re.Match[str]) -> Iterator[Number]:
    if match["year"]:
        value = f"{match['year']}s"
    else:
        century, decade = _read_small(match["century"]), _read_small(match["decade"])
        if century is None or decade is None or decade % 10:
            return
        value = f"{(century - 1) * 100 + decade}s"
    yield Number(match.start(), match.end(), value, "decade")


def _read_time(match: re.Match[str]) -> Iterator[Number]:
    yield Number(match.start(), match.end(), f"{int(match['hour'])}:{match['minute']}", "time")


def _read_fraction(match: re.Match[str]) -> Iterator[Number]:
    above, below = _amount(match["above"]), _amount(match["below"])
    if above is None or below is None or not below:
        return
    about = _is_approximate(match)
    start, end = match.span()
    if below == 100:
        yield Number(start, end, _format(above), "percent", about)
    elif above < below:
        yield Number(start, end, f"{_format(above)}/{_format(below)}", "fraction", about)


def _read_english_fraction(match: re.Match[str]) -> Iterator[Number]:
    word = match["above"].lower()
    above = numerals.read_english(word) or 1  # "a" and "one"
    below = numerals.FRACTION_WORDS[match["below"].lower()]
    if above < below:
        yield Number(match.start(), match.end(), f"{above}/{below}", "fraction")


def _read_percent(match: re.Match[str]) -> Iterator[Number]:
    value = _amount(match["value"])
    if value is not None:
        about = _is_approximate(match)
        yield Number(match.start(), match.end(), _format(value), "percent", about)


def _read_ordinal(match: re.Match[str]) -> Iterator[Number]:
    value = _amount(match["value"])
    if value is not None:
        yield Number(match.start(), match.end(), _format(value), "ordinal")


def _read_amount(match: re.Match[str]) -> Iterator[Number]:
    value = numerals.read_mixed(match["value"])
    if value is None:
        return
    start, end = match.span()
    about = _is_approximate(match) or bool(re.search("[多余来]", match["value"]))
    plain = match["value"].isdigit() and len(match["value"]) == 4
    kind: NumberKind = "year" if plain and 1500 <= value <= 2099 and not about else "number"
    if match["ordinal"]:
        kind = "ordinal"
    yield Number(start, end, _format(value), kind, about)


def _read_han(match: re.Match[str]) -> Iterator[Number]:
    value = numerals.read_han(match["value"])
    if value is None:
        return
    about = _is_approximate(match) or bool(match["mid"])
    yield Number(
        *match.span(), _format(value * numerals.unit(match["unit"] or "")), "number", about
    )


def _read_words(match: re.Match[str]) -> Iterator[Number]:
    about = _is_approximate(match)
    for start, end, value, is_ordinal in numerals.read_english_phrase(match["value"]):
        offset = match.start("value")
        kind: NumberKind = "ordinal" if is_ordinal else "number"
        yield Number(offset + start, offset + end, _format(value), kind, about)


def _amount(text: str) -> Decimal | None:
    """Read digits, Han numerals or English words, whichever they are."""
    if text[0].isdigit():
        return numerals.read_mixed(text)
    if text[0].isascii():
        return numerals.read_english(text)
    if text in numerals.BARE_UNITS:
        return Decimal(numerals.unit(text))
    return numerals.read_han(text)


def _is_approximate(match: re.Match[str]) -> bool:
    """Tell whether the words around say about, nearly, more than."""
    text, start = match.string, match.start()
    return bool(_MORE.match(text, match.end()) or _ABOUT.search(text[max(0, start - 24) : start]))


_Reader = Callable[[re.Match[str]], Iterator[Number]]
_Rule = tuple[re.Pattern[str], _Reader]


def _rule(pattern: str, read: _Reader) -> _Rule:
    return re.compile(pattern), read


#: What may start a number, by the rules that read it. Words come without their ends: a prefix is
#: enough to look closer.
_TRIGGER = re.compile(
    r"(?P<digit>[0-9]+)|(?P<han>第|[零〇一二两俩三四五六七八九十百千万]+)|"
    rf"\b(?P<word>an?(?=\s(?:{SCALE}|third|quarter|fifth|tenth)\b)"
    rf"|{numerals.join_words([*numerals.ENGLISH_WORDS, *_MONTHS])})"
)

_HAN_DATES = (
    _rule(
        rf"(?:(?P<year>{_HAN_YEAR})\s?年\s?)?(?<![0-9.第])(?P<month>{_SMALL})\s?月\s?"
        rf"(?P<day>(?:{_SMALL}))\s?[日号]",
        _read_date,
    ),
    _rule(rf"(?P<year>{_HAN_YEAR})\s?年\s?(?P<month>{_SMALL})\s?月", _read_date),
    _rule(rf"(?<![0-9.第个])(?P<month>{_SMALL})\s?月(?![球亮])", _read_date),
    _rule(
        rf"(?P<century>{_SMALL})\s?世纪\s?(?P<decade>[0-9]0|[一二三四五六七八九]十)\s?年代(?P<year>)",
        _read_decade,
    ),
    _rule(rf"(?<![0-9a-z])(?P<year>{_HAN_YEAR})(?=\s?年(?!代))", _read_year),
)
_DIGIT_RULES = (
    *_HAN_DATES,
    _rule(
        r"(?<![0-9a-z./-])(?P<year>1[0-9]{3}|20[0-9]{2})(?P<sign>[-/.])(?P<month>[01]?[0-9])"
        r"(?P=sign)(?P<day>[0-3]?[0-9])(?![0-9a-z]|[-/.][0-9])",
        _read_date,
    ),
    _rule(rf"(?<![0-9.,]){_DAY}\s+(?:of\s+)?{_MONTH}(?:\s*,\s*|\s+){_YEAR}", _read_date),
    _rule(rf"(?<![0-9.,]){_DAY}\s+(?:of\s+)?{_MONTH}(?![a-z])", _read_date),
    _rule(r"(?<![0-9a-z,.])(?P<year>(?:1[0-9]|20)[0-9]0)['’]?s\b", _read_decade),
    _rule(r"(?<![0-9:.])(?P<hour>[0-2]?[0-9]):(?P<minute>[0-5][0-9])(?![0-9:])", _read_time),
    _rule(r"(?<![0-9./a-z-])(?P<above>[1-9])/(?P<below>[2-9]|10)(?![0-9/a-z])", _read_fraction),
    _rule(rf"{NOT_IN_CODE}(?P<value>{DIGITS})\s?(?:%|-?{PER_CENT}|pct\b|个?百分点)", _read_percent),
    _rule(rf"{MONEY}(?P<ordinal>)", _read_amount),
    _rule(
        rf"(?:{NOT_IN_CODE}|(?<=mid-)|(?<=pre-)|(?<=post-))(?P<value>{MIXED})"
        rf"(?:(?P<ordinal>(?:st|nd|rd|th)\b)|{UNIT_LETTERS})",
        _read_amount,
    ),
)
_HAN_RULES = (
    *_HAN_DATES,
    _rule(
        rf"(?P<below>{HAN_NUMERAL}|[百千万])分之(?P<above>{DIGITS}|百|{HAN_NUMERAL})",
        _read_fraction,
    ),
    _rule(rf"(?P<value>{HAN_NUMERAL})个?百分点", _read_percent),
    _rule(rf"第\s?(?P<value>{DIGITS}|{HAN_NUMERAL})", _read_ordinal),
    _rule(HAN_AMOUNT, _read_han),
)
_WORD_RULES = (
    _rule(rf"{_MONTH}\s+{_DAY}(?:\s*,\s*|\s+){_YEAR}", _read_date),
    _rule(rf"{_MONTH}(?:\s+of|,)?\s+{_YEAR}", _read_date),
    _rule(rf"{_MONTH}\s+{_DAY}", _read_date),
    _rule(
        rf"(?P<month>{_FULL_MONTH}|(?:(?<=in )|(?<=since )|(?<=until )|(?<=last ))ma(?:rch|y))\b",
        _read_date,
    ),
    _rule(
        r"(?P<above>an?(?=\s(?:third|quarter|fifth|tenth)\sof)|one|two|three|four|five|seven|nine)"
        rf"[\s-](?P<below>{FRACTION})\b",
        _read_english_fraction,
    ),
    _rule(rf"(?P<value>{PHRASE})\s+{PER_CENT}", _read_percent),
    _rule(rf"(?P<value>{PHRASE})\b", _read_words),
)
# Of the rules for a trigger, the first that fits reads.
_RULES: dict[str, tuple[_Rule, ...]] = {
    "digit": _DIGIT_RULES,
    "han": _HAN_RULES,
    "word": _WORD_RULES,
}
