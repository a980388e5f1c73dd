"""Numerals -> values: Han characters, digits with units, English number words."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

_HAN_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")}
_HAN_DIGITS |= {"〇": 0, "两": 2, "俩": 2}
_HAN_UNITS = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}

#: Units that stand alone before 分之: 百分之五.
BARE_UNITS = frozenset("百千万")

_SMALL_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS_WORDS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SCALES = {
    "hundred": 100,
    "thousand": 1_000,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
}
_SHORT_SCALES = {"k": 10**3, "m": 10**6, "mn": 10**6, "b": 10**9, "bn": 10**9}
_SHORT_SCALES |= {"t": 10**12, "tn": 10**12, "trn": 10**12}
_ORDINALS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
).split()

_CARDINALS = {word: value for value, word in enumerate(_SMALL_WORDS)}
_CARDINALS |= {word: value * 10 for value, word in enumerate(_TENS_WORDS, start=2)}
_ORDINAL_VALUES = {word: value for value, word in enumerate(_ORDINALS) if value}
_ORDINAL_VALUES |= {word[:-1] + "ieth": _CARDINALS[word] for word in _TENS_WORDS}
_ORDINAL_VALUES |= {word + "th": value for word, value in _SCALES.items()}

#: Every word a spelt-out number is made of.
ENGLISH_WORDS: frozenset[str] = frozenset({*_CARDINALS, *_SCALES, *_ORDINAL_VALUES})

#: Denominators as English spells them.
FRACTION_WORDS: dict[str, int] = {"quarter": 4, "quarters": 4}
FRACTION_WORDS |= {word: value for word, value in _ORDINAL_VALUES.items() if 3 <= value <= 10}
FRACTION_WORDS |= {word + "s": value for word, value in list(FRACTION_WORDS.items())[2:]}

_MIXED = re.compile(r"([0-9]+(?:[,\u00a0\u202f\u2009 ][0-9]{3})*(?:\.[0-9]+)?)([^0-9]*)")
_WORD = re.compile(r"[A-Za-z]+")


def join_words(words: Collection[str], depth: int = 3) -> str:
    """Make a pattern that the words start with: a tree of their first letters, quick to rule out.

    :param words: plain words, in any order.
    :param depth: letters of each word that are looked at.
    :returns: a pattern without groups; empty for no words.
    """
    heads = sorted({word[:1] for word in words if word})
    if depth == 0 or not heads:
        return ""
    branches = [
        head + join_words([word[1:] for word in words if word[:1] == head], depth - 1)
        for head in heads
    ]
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


def read_year(text: str) -> int:
    """Read four digits, Western or Han."""
    return int("".join(str(_HAN_DIGITS.get(char, char)) for char in text))


def unit(text: str) -> int:
    """Multiply the Han units of a string; 1 for an empty one."""
    product = 1
    for char in text:
        product *= _HAN_UNITS.get(char, 1)
    return product


def read_han(text: str) -> Decimal | None:
    """Read a Han numeral; None where it is not one number (三四, 千万, 十四五)."""
    whole, _, decimals = text.partition("点")
    value = _read_han_whole(whole)
    if value is None or not decimals:
        return None if value is None else Decimal(value)
    digits = "".join(str(_HAN_DIGITS[char]) for char in decimals)
    return Decimal(f"{value}.{digits}")


def _read_han_whole(text: str) -> int | None:
    if not any(char in _HAN_UNITS for char in text):
        return _read_han_digits(text)
    for name in "亿万":
        if name in text:
            above, _, below = text.rpartition(name)
            high = _read_han_whole(above) if above else None
            low = _read_han_below(below, _HAN_UNITS[name])
            return None if high is None or low is None else high * _HAN_UNITS[name] + low
    return _read_under_10000(text)


def _read_han_digits(text: str) -> int | None:
    """Read digit by digit; two or three digits in a row (三四个, 九一八) are no such number."""
    if len(text) > 1 and not (len(text) > 2 and set(text) & {"零", "〇"}):
        return None
    return int("".join(str(_HAN_DIGITS[char]) for char in text))


def _read_han_below(text: str, limit: int) -> int | None:
    if not text:
        return 0
    if len(text) == 1 and text in _HAN_DIGITS:  # 三万五 is 35,000
        return _HAN_DIGITS[text] * limit // 10
    value = _read_han_whole(text.removeprefix("零"))
    return value if value is not None and value < limit else None


def _read_under_10000(text: str) -> int | None:
    total, pending, limit = 0, -1, 10_000
    for position, char in enumerate(text):
        if char in _HAN_UNITS:
            size = _HAN_UNITS[char]
            if pending < 0 and (char != "十" or position):
                return None
            if size >= limit or pending == 0:
                return None
            total, limit, pending = total + max(pending, 1) * size, size, -1
        elif pending > 0:
            return None
        else:
            pending = _HAN_DIGITS[char]
    if pending > 0 and limit > 10 and text[-2] not in "零〇":  # 三百五 is 350
        pending *= limit // 10
    return total + max(pending, 0)


def read_mixed(text: str) -> Decimal | None:
    """Read digits with units of either language: 22.5亿, 1亿4千万, 1.2 million, 5k."""
    total = Decimal(0)
    for digits, units in _MIXED.findall(text):
        value = Decimal(re.sub("[^0-9.]", "", digits))
        for word in _WORD.findall(units.lower()):
            value *= _SCALES.get(word) or _SHORT_SCALES.get(word, 1)
        total += value * unit(units)
    return total


def read_english(text: str) -> Decimal | None:
    """Read one number spelt in English; None where the words are not one number."""
    readings = read_english_phrase(text)
    return readings[0][2] if len(readings) == 1 else None


def read_english_phrase(text: str) -> list[tuple[int, int, Decimal, bool]]:
    """Read the numbers that a row of English number words spells.

    :param text: number words joined by spaces, hyphens or "and".
    :returns: start, end, value and whether it is an ordinal, for each number; a lone "one" and a
        scale without a number are left out.
    """
    runs: list[list[re.Match[str]]] = []
    for match in _WORD.finditer(text):
        if runs and _continues(runs[-1][-1].group().lower(), match.group().lower()):
            runs[-1].append(match)
        else:
            runs.append([match])
    return [number for run in runs for number in _emit(run)]


def _continues(last: str, word: str) -> bool:
    if last in _ORDINAL_VALUES:
        return False
    if word == "and" or last == "and":
        return True
    if word.removesuffix("th") in _SCALES:
        return (
            last in {"a", "an"} or _rank(last) < _rank(word.removesuffix("th")) or last in _SCALES
        )
    if last in _SCALES:
        return True
    small = _CARDINALS.get(word, _ORDINAL_VALUES.get(word, 0))
    return last in _TENS_WORDS and 0 < small < 10


def _rank(word: str) -> int:
    return _SCALES.get(word, 0)


@dataclass(frozen=True, slots=True)
class _Group:
    """Part of a spelt-out number: what is counted, and the sizes that it is counted in.

    :param start: offset of its first character.
    :param end: offset after its last character.
    :param count: what stands before the sizes: 205, of two hundred and five thousand.
    :param sizes: the scales said after it, in order; none for 5, [1000] for five thousand.
    """

    start: int
    end: int
    count: int
    sizes: tuple[int, ...] = ()

    @property
    def value(self) -> int:
        return self.count * math.prod(self.sizes)

    @property
    def limit(self) -> int:
        """What a group after it must be smaller than, to be part of the same number."""
        return self.sizes[-1] if self.sizes else 1


def _emit(run: list[re.Match[str]]) -> Iterator[tuple[int, int, Decimal, bool]]:
    words = [match.group().lower() for match in run]
    if not words or words in (["one"], ["a"], ["an"]) or words[0].removesuffix("th") in _SCALES:
        return
    numbers: list[list[_Group]] = []
    for group in _join_hundreds(_group_words(run)):
        # Three million five hundred thousand is one number, three million and five million two.
        if numbers and group.value < numbers[-1][-1].limit:
            numbers[-1].append(group)
        else:
            numbers.append([group])
    for groups in numbers:
        is_ordinal = groups is numbers[-1] and words[-1] in _ORDINAL_VALUES
        value = Decimal(sum(group.value for group in groups))
        yield groups[0].start, groups[-1].end, value, is_ordinal


def _group_words(run: list[re.Match[str]]) -> list[_Group]:
    groups: list[_Group] = []
    for match in run:
        word = match.group().lower()
        scale = _SCALES.get(word.removesuffix("th"))
        last = groups[-1] if groups else None
        if last and scale:
            groups[-1] = replace(last, end=match.end(), sizes=(*last.sizes, scale))
        elif word != "and":
            count = _CARDINALS.get(word, _ORDINAL_VALUES.get(word, 1))  # "a" is one
            if last and not last.sizes:  # twenty-five
                groups[-1] = replace(last, end=match.end(), count=last.count + count)
            else:
                groups.append(_Group(match.start(), match.end(), count))
    return groups


def _join_hundreds(groups: list[_Group]) -> list[_Group]:
    """Let hundreds be counted with what follows: two hundred and five thousand is 205 thousands."""
    joined: list[_Group] = []
    for group in groups:
        last = joined[-1] if joined else None
        if last and last.sizes == (100,) and group.sizes[:1] != (100,):
            joined[-1] = _Group(last.start, group.end, last.value + group.count, group.sizes)
        else:
            joined.append(group)
    return joined
