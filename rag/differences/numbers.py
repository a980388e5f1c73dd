"""A pair -> the numbers and dates that its sides do not share.

Shown is what differs in value. 10.2亿 and "over 1 billion" do not, nor do 100 and 百年 or "a
century"; ordinals, small numbers and years that the other side gives as "last year" are ways of
speaking. Small numbers that count something are compared sentence by sentence (``counts``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation

from rag.differences.counts import find_counterpart
from rag.differences.values import Difference, DifferenceKind, PairTexts
from rag.schema import Span
from rag.text.numbers import Number, find_numbers

_AMOUNTS = frozenset({"number", "percent"})
_DATES = frozenset({"date", "year", "month", "decade"})
_NAMES: tuple[tuple[frozenset[str], DifferenceKind], ...] = (
    (_AMOUNTS, "number"),
    (_DATES, "date"),
)
#: Numbers up to this are words as often as figures: 两国, "the two sides", 十大.
_MAX_SMALL = Decimal(12)
#: What an approximation may be off by, and a figure that is rounded.
_ROUGH, _ROUNDED = Decimal("0.15"), Decimal("0.02")
#: Said in other ways in the other language.
_RELATIVE_YEAR = re.compile(
    r"(?i)[今去明前当當同本翌]年|一年|年[来來底初末中内內]|\b(?:this|last|next|past|same|previous|the|that|"
    r"recent|coming) (?:\w+ )?years?\b|\b(?:then|today|now|since)\b"
)
_RELATIVE_DAY = re.compile(
    r"(?i)[今昨明当當同前]日|[今昨明当當]天|日前|近日|本月|上月|下月|\b(?:today|yesterday|tomorrow|"
    r"(?:this|last|next|that|same) (?:day|month|week)|recent(?:ly)?)\b"
)
#: Round numbers in words, by their value.
_WORDS = (
    (Decimal(100), re.compile(r"(?i)[百佰]|centen|centur|hundred")),
    (Decimal(1000), re.compile(r"(?i)[千仟]|thousand|millen")),
    (Decimal(10000), re.compile(r"(?i)[万萬]|ten thousand|myriad|tens of thousands")),
    (Decimal(10) ** 8, re.compile("[亿億]")),
    (Decimal(50), re.compile(r"(?i)半|half|五十|fifty|fifties")),
    (Decimal(20), re.compile(r"(?i)二十|廿|score|twent")),
    (Decimal(10), re.compile(r"(?i)[十成]|decade|dozen")),
    (Decimal(24), re.compile(r"(?i)clock|[昼晝]夜")),
)
#: Codes and names that look like numbers: COVID-19, 24/7, G20; and what only seems exact: 数十亿.
_CODE_BEFORE = re.compile(r"half\s$|[A-Za-z][-–]?$|[0-9]/$|[“\"‘'《数數几幾点點时時:：万萬]\s?$")
#: Times of day and centuries are counted differently: 19世纪 are the 1800s.
_CODE_AFTER = re.compile(
    r"^(?:/[0-9]|-[A-Za-z]{2}|[”\"’》]|\s?(?:[点點时時分秒号號]|日(?!元)|世[纪紀]|年代|[后後]|"
    r"小[时時]|GMT|UTC|[ap]\.?m))"
)
#: Measures are converted: 3000亩 are 200 hectares. Figures in brackets are conversions as well.
_MEASURE_AFTER = re.compile(
    r"(?i)^[\s-]?[多余餘]?(?:平方|立方|公|英|千)?(?:[里斤亩畝尺寸码碼磅吨噸米顷頃克度℃]|"
    r"(?:square |cubic |metric )?(?:mu|jin|li|hectare|acre|kilo\w*|km|kg|mile|meter|metre|feet|"
    r"foot|inch|pound|ton|yard|degree|hour)(?:e?s)?\b)"
)
_BRACKET_BEFORE = re.compile(r"[（(][^（()）]{0,12}$")
#: The second day of "Oct. 26 to 30".
_DAY_RANGE_BEFORE = re.compile(
    r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?\s[0-9]{1,2}"
    r"\s?(?:to|and|through|until|[-–—])\s?$"
)
_RANGE_CHARS = 24
_MEASURE_CHARS = 20
_CODE_CHARS = 5
#: Small numbers in words stand in names and phrases: 路易十六, every twenty or thirty minutes.
_DIGIT = re.compile("[0-9０-９]")
_MAX_IN_WORDS = Decimal(99)
_PLAIN_FIGURE = re.compile("[0-9]+")
#: The first figure of a range leaves its unit to the second: 4.2-3.9 million.
_RANGE = re.compile(r"\s?(?:[-–—~～至到]|to\b|and\b)\s?[0-9]")
_RANGE_UNITS = frozenset(Decimal(10) ** power for power in (3, 4, 6, 8, 9))
_MONTHS = (
    "January February March April May June July August September October November December"
).split()


def find_number_differences(texts: PairTexts, near: PairTexts) -> Iterator[Difference]:
    """Yield the numbers and dates of either side that the other lacks.

    :param texts: the pair.
    :param near: the pair with the paragraphs beside it, where a number may stand instead.
    :yields: a number of each side where one stands for the other, else one of one side.
    """
    zh_all, en_all = find_numbers(near.zh), find_numbers(near.en)
    zh_alone = [each for each in _find(texts.zh) if not _is_met(each, en_all, near.en)]
    en_alone = [each for each in _find(texts.en) if not _is_met(each, zh_all, near.zh)]
    for kinds, name in _NAMES:
        ours = [_span(each) for each in zh_alone if each.kind in kinds]
        theirs = [_span(each) for each in en_alone if each.kind in kinds]
        if name == "date" and not (ours and theirs):
            ours = [] if _is_relative(texts.en) else ours
            theirs = [] if _is_relative(texts.zh) else theirs
        if len(ours) == len(theirs):  # they stand for each other, in order
            for zh_span, en_span in zip(ours, theirs, strict=True):
                yield texts.difference(name, zh_span, en_span)
            continue
        # A small number may stand for the only one: 十五 for 13.
        is_only = name == "number" and len(ours) + len(theirs) == 1
        for span in ours:
            small = find_counterpart(texts, span, "zh") if is_only else None
            yield texts.difference(name, span, small)
        for span in theirs:
            small = find_counterpart(texts, span, "en") if is_only else None
            yield texts.difference(name, small, span)


def _is_relative(text: str) -> bool:
    """Tell whether a text says when by "last year" or "today" as well."""
    return bool(_RELATIVE_YEAR.search(text) or _RELATIVE_DAY.search(text))


def _span(number: Number) -> Span:
    return number.start, number.end


def _find(text: str) -> list[Number]:
    """Find the numbers that are worth comparing."""
    return [
        number
        for number in find_numbers(text)
        if number.kind in _AMOUNTS | _DATES
        and not _is_small(number)
        and not _is_in_words(number, text)
        and not _is_measure(number, text)
        and not _CODE_BEFORE.search(text[max(0, number.start - _CODE_CHARS) : number.start])
        and not _DAY_RANGE_BEFORE.search(text[max(0, number.start - _RANGE_CHARS) : number.start])
        and not _CODE_AFTER.search(text[number.end : number.end + _CODE_CHARS])
    ]


def _is_small(number: Number) -> bool:
    value = _value(number)
    return number.kind == "number" and value is not None and value <= _MAX_SMALL


def _is_measure(number: Number, text: str) -> bool:
    if number.kind not in _AMOUNTS:
        return False
    after = text[number.end : number.end + _MEASURE_CHARS]
    before = text[max(0, number.start - _MEASURE_CHARS) : number.start]
    return bool(_MEASURE_AFTER.match(after) or _BRACKET_BEFORE.search(before))


def _is_in_words(number: Number, text: str) -> bool:
    """Tell whether a number is a small one in words, or "may" and "march" in lower case."""
    written = text[number.start : number.end]
    if number.kind == "month":
        # A month before a figure is half of a date that could not be read.
        return written.islower() or bool(re.match(r"\s?[0-9]", text[number.end :]))
    if written[-1:] in "kK" or text[number.end : number.end + 1].isdigit():
        return True  # 4K, and 2万4801, which is read as two numbers
    value = _value(number)
    return not _DIGIT.search(written) and value is not None and value <= _MAX_IN_WORDS


def _value(number: Number) -> Decimal | None:
    try:
        return Decimal(number.value)
    except InvalidOperation:
        return None


def _amount(number: Number, other: Number) -> Decimal | None:
    """Read an amount, a fraction in percent where the other number is a percentage."""
    if (number.kind, other.kind) != ("fraction", "percent"):
        return _value(number)
    above, _, below = number.value.partition("/")
    return Decimal(above) / Decimal(below) * 100


def _is_met(number: Number, others: Sequence[Number], text: str) -> bool:
    """Tell whether the other side says a number in any way."""
    # May 2021 is met by May 1, 2021, and met by it; May 1 and May 2 share a month and no more.
    if any(number.key in other.keys or other.key in number.keys for other in others):
        return True
    if number.kind in _DATES:
        return _is_date_met(number, text)
    value = _value(number)
    if _PLAIN_FIGURE.fullmatch(number.value) and re.search(
        rf"(?<![0-9.,]){number.value}(?![0-9]|[.,][0-9]|\s?(?:[十百千万亿萬億]|[mbtrz]\w*illion))",
        text,
    ):
        return True  # the same figure, in what is not read as a number: 36x24mm
    if value is not None and (_in_letters(value, text) or _in_two_figures(value, text)):
        return True
    return (
        value is None
        or any(_are_close(number, other) for other in others)
        or any(_lacks_unit(value, other, text) for other in others)
        or _is_in_round_words(value, others, text)
    )


def _is_in_round_words(value: Decimal, others: Sequence[Number], text: str) -> bool:
    """Tell whether an amount is said by a word like 百年, which is not part of another number."""
    return any(
        not any(other.start <= match.start() < other.end for other in others)
        for round_number, form in _WORDS
        if value % round_number == 0
        for match in form.finditer(text)
    )


def _is_date_met(number: Number, text: str) -> bool:
    """Tell whether a date is said in a shorter or looser way: on the 25th, in July and August."""
    if number.kind == "decade":
        # 90后 are those born in the 1990s, in the 90年代.
        short = number.value[2:4]
        return bool(re.search(rf"世[纪紀]|(?i:centur)|{short}[后後]|年代", text))
    if number.kind == "year":
        return bool(
            re.search(rf"(?<![0-9]){number.value}(?![0-9])|{number.value[2:4]}[后後]", text)
        )
    if number.kind == "month" and number.value.startswith("--"):
        # In English, March and May are read as months only where they can be nothing else.
        month = int(number.value[2:])
        digit = "一二三四五六七八九十"[(month - 1) % 10]
        in_row = (
            rf"(?:{digit}[一二三四五六七八九十、至到和]{{0,3}}|{month}[至到、和-][0-9]{{1,2}})月"
        )
        return _MONTHS[month - 1][:3] in text or bool(re.search(in_row, text))
    if number.kind == "date":
        day = int(number.value.rpartition("-")[2])
        bare = (
            rf"(?<![0-9月]){day}\s?[日号號至到、和-]"
            rf"|(?:and|to|or|,|-|–|the)\s?{day}(?:st|nd|rd|th)?\b(?!,? \d{{4}})"
        )
        if re.search(bare, text) or _in_digits(number.value) in text:
            return True
        month = int(number.value[-5:-3])
        return bool(re.search(rf"(?<![0-9]){month}\s?[·•・‧./]\s?{day}(?![0-9])", text))  # “7·18”
    return False


def _in_digits(date: str) -> str:
    """Write a date as the events named after it are: 五四, 九一八."""
    month, _, day = date[-5:].partition("-")
    return "".join("零一二三四五六七八九"[int(digit)] for digit in f"{int(month)}{int(day)}")


def _in_two_figures(value: Decimal, text: str) -> bool:
    """Tell whether an amount is written with 万 between its figures: 2万4801."""
    found = re.findall("([0-9]{1,4})[万萬]([0-9]{1,4})(?![0-9])", text)
    return any(value == int(high) * 10_000 + int(low) for high, low in found)


def _in_letters(value: Decimal, text: str) -> bool:
    """Tell whether an amount stands right behind a currency's letters: RMB280 million."""
    return any(
        re.search(rf"(?i)[a-z$¥€]{(value / unit).normalize():f}\s?{name}", text)
        for unit, name in ((Decimal(10) ** 6, "million"), (Decimal(10) ** 9, "billion"))
        if value >= unit
    )


def _lacks_unit(value: Decimal, other: Number, text: str) -> bool:
    """Tell whether the other number is the same without the unit that ends its range."""
    bare = _value(other)
    is_in_range = other.end <= len(text) and _RANGE.match(text, other.end)
    return bool(bare) and bool(is_in_range) and value / (bare or 1) in _RANGE_UNITS


def _are_close(number: Number, other: Number) -> bool:
    """Tell whether two amounts may stand for the same; years serve as amounts too."""
    one, two = _amount(number, other), _amount(other, number)
    if one is None or two is None or not one or not two:
        return False
    share = abs(one - two) / max(one, two)
    return share <= (_ROUGH if number.approximate or other.approximate else _ROUNDED)
