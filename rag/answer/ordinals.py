"""A question about one of several that are numbered -> whether evidence tells of another of them.

"How many stations has Line 3?" beside "Line 2 will have 24 stations": the words are nearly the
same, and the figure is wrong.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from rag.answer.reading import Sentence
from rag.text.language import HAN, to_simplified

#: What is numbered, by one name in both languages.
_KINDS: Mapping[str, str] = {
    name: line.split()[0]
    for line in (
        "line 号线|phase 期|session 届 edition|building 号楼 block|terminal 号航站楼|pier 号码头|"
        "berth 号泊位|unit 号机组 台机组|reactor 号反应堆|boiler 号锅炉|well 号井|ship 号船 vessel|"
        "gate 号门|quarter 季度|stage 阶段|batch 批|round 轮|article 条|station 站|"
        "floor 层 storey|half 半场 半年|race 场|volume 卷|season 季"
    ).split("|")
    for name in line.split()
}
#: Items of a list: evidence counts them as it likes, and "first" is often the earliest.
_ITEMS = frozenset(
    "个 页 章 点 条 件 项 方面 步 样 种 句 名 位 天 年 月 thing point reason item step way "
    "question example part place year day week month person country one".split()
)
_DIGITS = "一二三四五六七八九"
_NUMBER = rf"(?:[{_DIGITS}十]{{1,3}}|\d{{1,3}})"
_NOUNS_ZH = "|".join(sorted((name for name in _KINDS if not name.isascii()), key=len, reverse=True))
_NUMBERED_ZH = "号(?:线|楼|航站楼|码头|泊位|机组|反应堆|锅炉|井|船|门)"
_UNMARKED = f"{_NUMBERED_ZH}|期|届|季度"
#: 3、4号线, 三号线和四号线, Lines 3 and 4.
_MORE_ZH = rf"(?P<more>(?:{_NUMBER}\s?[、，,和及与或至到]\s?){{1,5}})?"
_MORE_EN = r"(?P<more>(?:(?:,? and|,? or|,| to| through)\s\d{1,3}){1,5})?"
_CHINESE = re.compile(
    # 第二次会议 is one of several meetings, not of all that was done several times.
    rf"第\s?(?P<n>{_NUMBER})\s?(?:次(?=[{HAN}]))?(?P<kind>{_NOUNS_ZH}|[{HAN}])(?![评准判])"
    # Without 第 most nouns are counted: 三个季度, 分三期.
    rf"|(?<![\d.{_DIGITS}十百千万零点年分共前近这那每后两头首续]){_MORE_ZH}(?P<n2>{_NUMBER})\s?"
    rf"(?P<kind2>{_UNMARKED})(?![间待望限刊货末满票叠])"
    rf"|(?P<kind3>[{HAN}]{{2}})(?P<n3>{_NUMBER})号(?!{_NUMBERED_ZH[1:]})"
)
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
_CARDINALS = "one two three four five six seven eight nine ten".split()
_ROMAN = "I II III IV V VI VII VIII IX X".split()
#: Words before a figure that do not number anything.
_UNNUMBERED = frozenset(
    "january february march april may june july august september october november december jan feb "
    "mar apr jun jul aug sep sept oct nov dec about over some only nearly page note figure table "
    "on in at by of to from with for and or the a an was were is are had has have between until "
    "after before since under around almost exactly top age aged chapter".split()
)
_NOUNS_EN = "|".join(name for name in _KINDS if name.isascii())
_ENGLISH = re.compile(
    rf"\b(?P<n>(?i:{'|'.join(_ORDINALS)})|\d{{1,3}}(?:st|nd|rd|th))\s+"
    rf"(?:(?:Antarctic|Arctic|National|Annual|annual|national|plenary)\s+)?(?P<kind>[A-Za-z]{{3,}})\b"
    rf"|\b(?P<kind2>(?i:(?:{_NOUNS_EN})s?)|[A-Z][a-z]{{2,}})\s+(?:No\.\s?)?"
    rf"(?P<n2>{'|'.join(_ROMAN[::-1])}|\d{{1,3}}|(?i:{'|'.join(_CARDINALS)})){_MORE_EN}"
    rf"\b(?![-\u2010\u2011\u2013.,:]?\d|\s*(?:%|per\b|people\b|million\b|billion\b|years?\b|days?\b))"
    rf"|\bNo\.\s?(?P<n3>\d{{1,3}})\s+(?P<kind3>[A-Za-z]{{3,}})\b"
)
_QUARTER = re.compile(r"\bQ(?P<n>[1-4])\b")
_RANGE = re.compile(r"[至到]| to | through ")
_REMEMBERED = 2_000

#: Kind, number, and where the mention begins.
_Mention = tuple[str, int, int]


def find_same_numbered(question: str, sentences: Sequence[Sentence]) -> list[bool | None]:
    """Tell which sentences tell of the numbered things that the question does, and which of others.

    :param question: its text.
    :param sentences: of the evidence. A sentence tells of what it names, else of what its paragraph
        named last, else of what stands above, further down or in the other language.
    :returns: for each True where it tells of one asked about, and so for each kind that is, False
        where of others of the same kind alone, and None where of none.
    """
    asked: dict[str, set[int]] = {}
    for kind, number, _ in find_numbered(question):
        asked.setdefault(kind, set()).add(number)
    return [_agrees(asked, sentence) if asked else None for sentence in sentences]


def _agrees(asked: Mapping[str, Collection[int]], sentence: Sentence) -> bool | None:
    found: list[bool | None] = []
    for kind, numbers in asked.items():
        told = next(filter(None, (_of_kind(kind, each) for each in _nearer(sentence))), None)
        found.append(None if told is None else not told.isdisjoint(numbers))
    return False if False in found else None if None in found else True


def _of_kind(kind: str, mentions: Collection[_Mention]) -> set[int]:
    return {number for name, number, _ in mentions if name == kind}


def _nearer(sentence: Sentence) -> Iterator[Sequence[_Mention]]:
    """Yield the mentions in a sentence and around it, nearer ones first."""
    passage, (start, end) = sentence.passage, sentence.span
    text = passage.paragraph.text
    own = find_numbered(text)
    yield [each for each in own if start <= each[2] < end]
    yield from ([each] for each in reversed(own) if each[2] < start)
    yield find_numbered(passage.context)
    other = sentence.counterpart
    for each in other.passages if other is not None else ():
        yield find_numbered(each.paragraph.text)
    yield own
    yield find_numbered(passage.title or "")


def find_numbered(text: str) -> Sequence[_Mention]:
    """Find the numbered things that a text names.

    :param text: in either language.
    :returns: in order the kind, the number and where it stands: ``("line", 3, 2)`` for 地铁三号线;
        kinds that both languages have are named in English.
    """
    return _find(text)


@functools.lru_cache(maxsize=_REMEMBERED)
def _find(text: str) -> tuple[_Mention, ...]:
    found: list[_Mention] = []
    for pattern in (_CHINESE, _ENGLISH):
        for match in pattern.finditer(to_simplified(text) if pattern is _CHINESE else text):
            groups = match.groupdict()
            number = _value(groups["n"] or groups["n2"] or groups["n3"])
            kind = _kind(groups["kind"] or groups["kind2"] or groups["kind3"])
            if number == 1 and groups["n"] and kind not in _KINDS.values():
                continue  # The first is often the earliest, whatever comes next.
            if kind:
                numbers = [number, *_listed(number, groups["more"] or "")]
                found += [(kind, each, match.start()) for each in numbers]
    found += [("quarter", int(match["n"]), match.start()) for match in _QUARTER.finditer(text)]
    return tuple(sorted(found, key=lambda each: each[2]))


def _listed(number: int, others: str) -> Collection[int]:
    """Give the numbers that share one noun with another: 3 of 3、4号线, 4 and 5 of Lines 3 to 5."""
    numbers = {_value(each) for each in re.findall(_NUMBER, others)}
    if numbers and _RANGE.search(others):
        numbers.update(range(min(*numbers, number), max(*numbers, number) + 1))
    return sorted(numbers - {number})


def _kind(word: str) -> str:
    """Name the kind of a numbered thing; nothing for items of a list and for dates."""
    folded = word.lower()
    known = _KINDS.get(folded) or _KINDS.get(folded.removesuffix("s"))
    return "" if folded in _ITEMS | _UNNUMBERED else known or folded


def _value(number: str) -> int:
    if digits := re.match(r"\d+", number):
        return int(digits.group())
    if number in _ROMAN:
        return _ROMAN.index(number) + 1
    for words in (_ORDINALS, _CARDINALS):
        if number.lower() in words:
            return words.index(number.lower()) + 1
    tens, ten, units = number.rpartition("十")
    if not ten:
        return int("".join(str(_DIGITS.index(char) + 1) for char in units))
    first = _DIGITS.index(tens) + 1 if tens in _DIGITS and tens else 1
    return 10 * first + (_DIGITS.index(units) + 1 if units else 0)
