"""Sentences that say the same -> the counts of things in which they differ.

Small numbers are words as often as figures: 两国 is "both", 三 "a few". What one side alone counts
is therefore no difference; another count in its place is one: 七人死亡 and "killed eight".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rag.differences.count_units import CLOCK, THING, TIME, YEAR, units_after_en, units_after_zh
from rag.differences.count_words import HALF, HAN_NUMERALS, find_said
from rag.differences.values import Difference, PairTexts
from rag.schema import Language, Span
from rag.text import numerals
from rag.text.language import to_simplified
from rag.text.numbers import Number, find_numbers

#: One is "a" and 一些 as well; larger ones are compared wherever they stand.
_LEAST, _MOST = Decimal("1.1"), Decimal(99)
#: What an approximation may be off by, and a "dozen".
_ROUGH = Decimal("0.2")
_HALF_DAY_HOURS = 12
_AHEAD_CHARS, _BEHIND_CHARS = 20, 32
_WIDE_DIGITS = str.maketrans("０１２３４５６７８９．", "0123456789.")

_COUNTED_ZH = re.compile(
    rf"(?P<value>[0-9]+(?:\.[0-9]+)?|[{HAN_NUMERALS}]+|半)\s?(?P<about>[多余来大几]?)"
)
_MORE_ZH = re.compile(r"^\s?[多余来大几]?")
#: 第三, 周三, 数十, 3比2, 零点五; 一年六个月 are 18 months, and 他和其他三人 four.
_NO_COUNT_ZH = re.compile(
    rf"(?:[第初周几数每隔半逾《]|星期|礼拜|其[他它余]|[0-9.,:：/比—–-]\s?|[0-9{HAN_NUMERALS}]"
    rf"(?:点|年|个月|周|天|小时)?[又零]?)(?<![0-9{HAN_NUMERALS}]{{4}}年)$"
)
#: No. 5, Article 5, 3-2, F-35, "26 to 30", the Group of Seven.
_NO_COUNT_EN = re.compile(
    r"(?i)(?:#|[a-z]-|[0-9]\s?[/:.–—-]+\s?|\b[0-9]+ (?:to|and|or|through) |\bgroup of |"
    r"\b(?:no|nos|numbers?|articles?|sections?|chapters?|parts?|pages?|lines?|phase|stage|steps?|"
    r"grade|levels?|type|category|route|room|gate|item|table|fig|figure|paras?|paragraphs?|annex|"
    r"rules?|resolution|week|day|year|version|zone|channel|season|episode|volume|war|"
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*)\.? )$"
)
#: A score, a range, and what counts on: "two and a half", "three or four".
_NO_COUNT_BEHIND_EN = re.compile(
    r"(?i)[-–/:]\s?[0-9]|['’]s\b|(?:,? | ?[-–] ?)(?:or|to|and)(?: a)?[\s-](?:[0-9]|"
    r"two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|more|half|quarter)"
)
_MONEY_EN = re.compile(r"(?:[$€£¥]|RMB|USD)\s?$")
_LIST_NUMBER = re.compile(r"[0-9]+[.)、:：]\s")
_LIST_BEFORE = re.compile(r"(?:\A|[\n.;:])\Z")
#: Numbers that are no numerals, by the group that matches.
_WORDS_EN = re.compile(r"(?i)\b(?:(twice)|(thrice)|(half a dozen)|(a dozen)|(half(?: an?|-)))\b")
_WORD_VALUES = (Decimal(2), Decimal(3), Decimal(6), Decimal(12), HALF)
_LAST_OF_TIMES, _HALF_GROUP = 2, 5


@dataclass(frozen=True, slots=True)
class Count:
    """A number of things.

    :param span: where the number stands.
    :param units: what it may count.
    :param approximate: whether it says about, nearly, more than and the like.
    """

    span: Span
    value: Decimal
    units: frozenset[str]
    approximate: bool = False

    @property
    def is_vague(self) -> bool:
        """Whether no noun says what it counts, or it is half of something."""
        return self.value == HALF or {YEAR, THING} <= self.units


def find_count_differences(
    texts: PairTexts, zh: Span, en: Span, *, near: tuple[str, str]
) -> Iterator[Difference]:
    """Yield the counts that stand for each other in two sentences and differ.

    :param texts: the pair.
    :param zh: the Chinese sentence in it.
    :param en: the English sentence that says the same.
    :param near: both with what stands beside them, where a number may have gone.
    :yields: a number of each side; none unless each side lacks what the other says.
    """
    ours = _find_counts(texts.zh[slice(*zh)], "zh")
    theirs = _find_counts(texts.en[slice(*en)], "en") if ours else []
    if not theirs:
        return
    lone = _drop_said(ours, near[1], "en"), _drop_said(theirs, near[0], "zh")
    for one, other in _pair_lone(*lone) or _pair_odd(ours, theirs, [*lone[0], *lone[1]]):
        yield texts.difference("number", _move(one.span, zh[0]), _move(other.span, en[0]))


def find_counterpart(texts: PairTexts, span: Span, language: Language) -> Span | None:
    """Find the one lone count that stands where the other side has a larger number.

    :param texts: the pair.
    :param span: of the larger number, in the text of its language.
    :param language: of the larger number.
    :returns: where it stands; None where there is none of the same unit, or several.
    """
    if language == "zh":
        units = _units_zh(to_simplified(texts.zh), span[1])
        counts = find_lone_counts(texts.en, texts.zh, "en")
    else:
        units = _units_en(texts.en, *span)
        counts = find_lone_counts(texts.zh, texts.en, "zh")
    spans = [count.span for count in counts if count.units & units]
    return spans[0] if len(spans) == 1 else None


def find_lone_counts(text: str, other: str, language: Language) -> list[Count]:
    """Find the counts of a text that the other side does not say in any way.

    :param text: one side.
    :param other: the other side, in the other language.
    :param language: of ``text``.
    :returns: in order.
    """
    counts = _find_counts(text, language)
    return _drop_said(counts, other, "en" if language == "zh" else "zh")


def _find_counts(text: str, language: Language) -> list[Count]:
    return list(_find_zh(text) if language == "zh" else _find_en(text))


def _drop_said(counts: list[Count], other: str, language: Language) -> list[Count]:
    said = find_said(other, language) if counts else frozenset()
    return [count for count in counts if count.value not in said]


_Paired = list[tuple[Count, Count]]


def _pair_lone(zh: Sequence[Count], en: Sequence[Count]) -> _Paired:
    """Pair what each side alone says, unit by unit, where there are as many."""
    found: _Paired = []
    ours, theirs = _distinct(zh), _distinct(en)
    for unit in _list_units(ours):
        left, right = _counting(unit, ours), _counting(unit, theirs)
        if left and len(left) == len(right):
            found += zip(left, right, strict=True)
            ours = [count for count in ours if count not in left]
            theirs = [count for count in theirs if count not in right]
    return [each for each in found if not _may_be_same(*each)]


def _pair_odd(zh: Sequence[Count], en: Sequence[Count], lone: Sequence[Count]) -> _Paired:
    """Pair the one lone count with what stands in its place, where the others of its unit agree.

    两名瑞士人和两名奥地利人 and "two Swiss and four Austrians": the other side says its value too.
    """
    if len(lone) != 1:
        return []
    for unit in _list_units(lone):
        left, right = (
            [count for count in _counting(unit, side) if not count.is_vague] for side in (zh, en)
        )
        odd = [pair for pair in zip(left, right, strict=False) if pair[0].value != pair[1].value]
        is_alike = len(left) == len(right) > len(odd) == 1
        if is_alike and lone[0] in odd[0]:
            return [pair for pair in odd if not _may_be_same(*pair)]
    return []


def _list_units(counts: Sequence[Count]) -> list[str]:
    """List what is counted, things last: a count may be of years or of things."""
    units = {unit for count in counts for unit in count.units}
    return sorted(units, key=lambda name: (name == THING, name))


def _counting(unit: str, counts: Sequence[Count]) -> list[Count]:
    return [count for count in counts if unit in count.units]


def _move(span: Span, by: int) -> Span:
    return span[0] + by, span[1] + by


def _distinct(counts: Sequence[Count]) -> list[Count]:
    """Keep the first of equal counts: 两名 twice in a sentence is one statement."""
    first: dict[tuple[Decimal, frozenset[str]], Count] = {}
    for count in counts:
        first.setdefault((count.value, count.units), count)
    return list(first.values())


def _may_be_same(one: Count, other: Count) -> bool:
    if CLOCK in one.units & other.units:
        hours = (int(each.value) % _HALF_DAY_HOURS for each in (one, other))
        return len(set(hours)) == 1  # 16点 is 4 p.m., and 10.23 a.m. is ten
    share = abs(one.value - other.value) / max(one.value, other.value)
    return share <= _ROUGH and (one.approximate or other.approximate)


def _find_zh(text: str) -> Iterator[Count]:
    plain = to_simplified(text).translate(_WIDE_DIGITS)
    numbers = {number.start: number for number in find_numbers(text)}
    for match in _COUNTED_ZH.finditer(plain):
        start, end = match.span("value")
        number = numbers.get(start)
        value = _read_zh(match["value"])
        if not _is_in_range(value) or (number is not None and number.kind != "number"):
            continue
        units = _units_zh(plain, end)
        if not units or _NO_COUNT_ZH.search(plain[max(0, start - _AHEAD_CHARS) : start]):
            continue
        about = bool(match["about"]) or (number is not None and number.approximate)
        yield Count((start, end), value, units, about)


def _read_zh(numeral: str) -> Decimal:
    if numeral[0].isdigit():
        return Decimal(numeral)
    return HALF if numeral == "半" else numerals.read_han(numeral) or Decimal(0)


def _find_en(text: str) -> Iterator[Count]:
    for number in find_numbers(text):
        if number.kind != "number" or not _is_in_range(Decimal(number.value)):
            continue
        span = number.start, number.end
        units = _units_en(text, *span)
        if units and not _is_no_count(number, text):
            yield Count(span, Decimal(number.value), units, number.approximate)
    for match in _WORDS_EN.finditer(text):
        yield _read_word(match)


def _read_word(match: re.Match[str]) -> Count:
    """Read "twice" and "a dozen"."""
    group = match.lastindex or 1
    units = frozenset({TIME, THING} if group <= _LAST_OF_TIMES else {THING})
    if group == _HALF_GROUP:
        units = _units_en(match.string, *match.span())
    return Count(match.span(), _WORD_VALUES[group - 1], units, "dozen" in match[0].lower())


def _units_zh(text: str, end: int) -> frozenset[str]:
    behind = text[end : end + _BEHIND_CHARS]
    return units_after_zh(_MORE_ZH.sub("", behind))


def _units_en(text: str, start: int, end: int) -> frozenset[str]:
    if _MONEY_EN.search(text[max(0, start - _AHEAD_CHARS) : start]):
        return frozenset({"money"})
    return units_after_en(text[end : end + _BEHIND_CHARS])


def _is_in_range(value: Decimal) -> bool:
    return value == HALF or _LEAST <= value <= _MOST


def _is_no_count(number: Number, text: str) -> bool:
    """Tell numbers of chapters, scores, ranges, lists and names."""
    before = text[max(0, number.start - _AHEAD_CHARS) : number.start]
    behind = text[number.end : number.end + _BEHIND_CHARS]
    if _NO_COUNT_EN.search(before) or _NO_COUNT_BEHIND_EN.match(behind):
        return True
    if _LIST_BEFORE.search(before.rstrip(" ")) and _LIST_NUMBER.match(text, number.start):
        return True
    # Three Gorges
    return text[number.start].isupper() and re.match(r"[\s-][A-Z]", behind) is not None
