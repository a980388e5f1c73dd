"""A text -> every small number that it may be said to hold, in figures, in words or hidden in them.

Used to tell that a text does *not* say a number, so that whatever might mean one counts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from rag.schema import Language
from rag.text import numerals
from rag.text.language import to_simplified
from rag.text.numbers import find_numbers

HAN_DIGITS = "零〇一二两俩三四五六七八九"
HAN_NUMERALS = f"{HAN_DIGITS}十百千万亿"
HALF = Decimal("0.5")
_FIGURE = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_HAN_RUN = re.compile(f"[{HAN_NUMERALS}]+")
#: 三四个 are two numbers, and so are 十四五.
_HAN_PART = re.compile(f"[{HAN_DIGITS}]?十[{HAN_DIGITS}]|.")
#: Those of dates are said as dates: 六月 is no "six".
_DATED = frozenset({"date", "year", "month", "decade"})

_HALVES = (HALF, *map(Decimal, (6, 15, 30, 50)))


def _values(*values: int) -> tuple[Decimal, ...]:
    return tuple(map(Decimal, values))


_Words = tuple[re.Pattern[str], tuple[Decimal, ...]]
_ZH: tuple[_Words, ...] = (
    (re.compile("[双俩孪两]|一对|彼此"), _values(2)),
    (re.compile("半"), _HALVES),
    (re.compile("打"), _values(12)),
    (re.compile("刻"), _values(15, 45)),
    (re.compile("[几数]十|十[几多余来]|一二十"), _values(*range(10, 21), 30)),
    (re.compile("几(?!乎)|(?<![多少总])数[个名位人年天日次家项百]"), _values(*range(3, 10))),
)
_EN: tuple[_Words, ...] = tuple(
    (re.compile(rf"(?i)\b(?:{words})"), values)
    for words, values in (
        (
            "two|twice|both|doubl|dual|couples?|pairs?|twins?|either|neither|bilateral|halv|second",
            _values(2),
        ),
        ("tripl|thrice|trio|treble|trilateral|hat-trick|third", _values(3)),
        ("quarter|quad", _values(3, 4, 15, 25)),
        ("half|mid|semi", _HALVES),
        ("dozen|score", _values(6, *range(10, 15), 20)),
        ("decade", _values(10)),
        ("fortnight|biweek", _values(2, 14, 15)),
        ("teen", _values(*range(10, 20))),
        ("few|several|handful", _values(*range(3, 10))),
        ("noon|midnight", _values(12)),
    )
)


def find_said(text: str, language: Language) -> frozenset[Decimal]:
    """Find the numbers that a text might be said to hold."""
    undated = _blank_dates(text)
    plain = to_simplified(undated) if language == "zh" else undated
    words = _ZH if language == "zh" else _EN
    said = _find_figures(undated) | _find_spoken(words, plain)
    return frozenset(said | _find_han(plain) if language == "zh" else said)


def _blank_dates(text: str) -> str:
    for number in find_numbers(text):
        if number.kind in _DATED:
            blank = " " * (number.end - number.start)
            text = text[: number.start] + blank + text[number.end :]
    return text


def _find_figures(text: str) -> set[Decimal]:
    read = " ".join(number.value for number in find_numbers(text))
    return {Decimal(figure) for figure in _FIGURE.findall(f"{text} {read}")}


def _find_han(text: str) -> set[Decimal]:
    parts = (
        part
        for run in _HAN_RUN.findall(text)
        for part in ([run] if numerals.read_han(run) is not None else _HAN_PART.findall(run))
    )
    return {value for value in map(numerals.read_han, parts) if value is not None}


def _find_spoken(words: Sequence[_Words], text: str) -> set[Decimal]:
    return {value for form, values in words if form.search(text) for value in values}
