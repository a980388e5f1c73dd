"""A question and a sentence -> whether the sentence counts or measures what the question asks for.

"How many volunteers?" is answered by "3,500 volunteers", and not by "31 water stations". Near
evidence is full of figures of other things.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from rag.answer.coverage import QueryTerm, QueryTerms, match_term, term_set
from rag.answer.units import read_units
from rag.schema import Language
from rag.text.language import HAN
from rag.text.numbers import Number, find_numbers
from rag.text.terms import query_terms

_TIME = frozenset({"year", "month", "week", "day", "hour", "minute"})
_LENGTH = frozenset({"km", "m", "mile", "nmi", "ft", "cm", "mm"})
_MONEY = frozenset({"usd", "cny", "hkd", "eur", "gbp", "jpy", "rub", "inr", "money"})
_PAY = r"\b(?:costs?|paid|pays?|spent|spends?|worth|invest(?:ed)?|price|earn(?:ed|s)?)\b"
#: 过去几年 and 这几天 ask for nothing.
_HOW_MANY = "(?:多少|(?<![这那近前后去头最])几)"
#: What each way of asking is answered in, the first that fits. "How long" asks for time and length.
_BY_WORDING: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = tuple(
    (re.compile(wording), units)
    for wording, units in (
        (f"{_HOW_MANY}个?小时", frozenset({"hour"})),
        (f"{_HOW_MANY}分钟", frozenset({"minute"})),
        (f"{_HOW_MANY}个月", frozenset({"month"})),
        (f"{_HOW_MANY}天", frozenset({"day"})),
        (f"{_HOW_MANY}年(?![轻级])", frozenset({"year"})),
        ("多大(?:年纪|岁数)|(?:多少|几)岁|(?i:how old)", frozenset({"age"})),
        ("多久|多长时间|(?i:how much time)", _TIME),
        ("多长|(?i:how long)", _TIME | _LENGTH),
        ("多远|多[高深宽厚]|多少(?:公里|千米|米)|(?i:how (?:far|tall|high|deep|wide))", _LENGTH),
        ("多重|多少(?:吨|公斤|千克|克)|(?i:how heavy)", frozenset({"t", "kg", "g"})),
        ("面积|多少(?:平方|公顷|亩)", frozenset({"km2", "m2", "ha", "mu"})),
        ("百分之[几多]|百分比|比例|(?i:percent)", frozenset({"%"})),
        ("多少钱|多少[百千万亿]*[美欧日港]?元|造价|票价|价格", _MONEY),
        (
            r"(?i:how much (?:money\b|(?:is|are|was|were) an?\b|"
            rf"(?:is|are|was|were|did|does|do)\b.{{0,80}}{_PAY}))",
            _MONEY,
        ),
    )
)
_COUNTED_ZH = re.compile(f"(?:多少|(?<![第这那近前后去头最])几)(?P<what>[{HAN}]{{1,6}})")
_COUNTED_EN = re.compile(
    r"\bhow many (?:of (?:the|its|their) )?(?P<what>[a-z][a-z' -]{0,60})", re.IGNORECASE
)
#: What the question says of it: How many volunteers | helped; 多少房屋 | 被毁.
_SAID_ZH = re.compile("[的了是过在被]")
_SAID_EN = re.compile(
    r"\b(?:did|do|does|is|are|was|were|has|have|had|will|would|can|could|should|in|on|at|from|per)\b",
    re.IGNORECASE,
)
_MEASURES = frozenset(
    "个名位只把所家次种份座条辆架户项支剂张件本部艘台间场届颗头匹栋幢盏处回遍趟版句段篇倍级站岁"
)
#: These count nearly anything.
_ANY_MEASURE = frozenset("个种项")
_COUNTS_PEOPLE = frozenset("名位")
_PEOPLE_ZH = frozenset("人名位口")
_PEOPLE_EN = re.compile(r"\b(?:people|persons?|men|women|lives|passengers|residents)\b", re.I)
_CLAUSE = re.compile(r"[，。；;？?！!：:]|(?<=[a-z\"”]),\s")
_AGE = re.compile(r".{0,3}(?:岁|歲|years? old|\baged?\b)")
_MONEY_WORD = re.compile(
    r"[$€£¥￥]|[元块]|\b(?:yuan|dollars?|euros?|pounds?|crowns?|yen|francs?|cents?)\b", re.I
)
#: Terms of what is counted that are looked for, and how surely they are to stand there.
_MOST_TERMS, _SURE = 3, 0.3
#: How far behind a figure what it counts stands, and its unit, in characters.
_NEAR, _UNIT = 40, 14


@dataclass(frozen=True, slots=True)
class Counted:
    """What a question asks the number of.

    :param units: of what is measured, one of which is to stand behind the figure.
    :param terms: of what is counted; one is to stand behind the figure, or in its clause.
    :param measure: the character that counts it in Chinese.
    :param people: it is people, whom many words count.
    """

    units: frozenset[str] = frozenset()
    terms: tuple[QueryTerm, ...] = ()
    measure: str = ""
    people: bool = False


def read_counted(text: str, query: QueryTerms) -> Counted | None:
    """Read what a question asks the number of.

    :param text: the question.
    :param query: its terms, with their translations.
    :returns: None where it asks for no number, or does not say of what: 死亡人数是多少.
    """
    for pattern, units in _BY_WORDING:
        if pattern.search(text):
            return Counted(units)
    if query.language == "zh":
        found = _COUNTED_ZH.search(text)
        return _read_zh(found["what"], query) if found else None
    found = _COUNTED_EN.search(text)
    return _read_en(_SAID_EN.split(found["what"])[0], query) if found else None


def _read_zh(what: str, query: QueryTerms) -> Counted | None:
    measure = what[0] if what[0] in _MEASURES else ""
    noun = _SAID_ZH.split(what.removeprefix(measure))[0][:4]
    if noun.startswith("人") or measure in _COUNTS_PEOPLE:
        return Counted(people=True, measure=measure)
    terms = _find_terms([term for term in query_terms(noun, "zh") if len(term) > 1], query)
    return Counted(terms=terms, measure=measure) if terms or measure else None


def _read_en(noun: str, query: QueryTerms) -> Counted | None:
    people = _PEOPLE_EN.search(noun) is not None
    terms = _find_terms(query_terms(noun, "en"), query)
    return Counted(terms=terms, people=people) if terms or people else None


def _find_terms(wanted: list[str], query: QueryTerms) -> tuple[QueryTerm, ...]:
    return tuple(term for term in query.terms if term.term in wanted[:_MOST_TERMS])


def counts_it(text: str, counted: Counted, language: Language, query: QueryTerms) -> bool:
    """Tell whether a sentence states a figure of what is counted.

    :param text: the sentence.
    :param counted: what the question asks the number of.
    :param language: the sentence's.
    :param query: the question's terms; numbers that it states itself do not count.
    :returns: whether such a figure stands where it counts that.
    """
    if counted.units:
        return _measures(text, counted.units, query.numbers)
    foreign = language != query.language
    for clause in _CLAUSE.split(text):
        numbers = find_numbers(clause)
        # 2022年只有15.8万，2023年29.3万: of what, stands in the reporter's question.
        is_of_year = any(each.kind == "year" and each.key in query.numbers for each in numbers)
        for number in numbers:
            if number.kind != "number" or number.key in query.numbers:
                continue
            if is_of_year and not clause[number.end :].strip(" .\n\u3000"):
                return True
            if _counts(clause, number, counted, foreign=foreign):
                return True
    return False


def _measures(text: str, units: frozenset[str], known: Collection[str]) -> bool:
    if any(unit in units for key, unit in read_units(text) if key not in known):
        return True
    new = (number for number in find_numbers(text) if number.key not in known)
    return any(_has_unit(text, number, units) for number in new)


def _has_unit(text: str, number: Number, units: frozenset[str]) -> bool:
    """Tell whether a figure is a share, an age or a sum in a currency that has no sign here."""
    if number.kind != "number":
        return "%" in units and number.kind == "percent"
    behind = text[number.end : number.end + _UNIT]
    if "age" in units:
        return _AGE.match(behind) is not None
    beside = text[max(0, number.start - 2) : number.start] + behind
    return "money" in units and _MONEY_WORD.search(beside) is not None


def _counts(clause: str, number: Number, counted: Counted, *, foreign: bool) -> bool:
    behind = clause[number.end :].lstrip("多余餘几幾")
    if counted.people and (behind[:1] in _PEOPLE_ZH or _PEOPLE_EN.search(behind[:_UNIT])):
        return True
    measure = counted.measure
    if (
        measure
        and behind.startswith(measure)
        and (measure not in _ANY_MEASURE or not counted.terms)
    ):
        return True
    if _holds(counted.terms, clause[number.start :][:_NEAR], foreign=foreign):
        return True
    # 新建学校12所, 招收本科生4850人: what is counted may stand before.
    is_counted = not behind or behind[0] in _MEASURES | _PEOPLE_ZH
    return is_counted and _holds(counted.terms, clause, foreign=foreign)


def _holds(terms: Collection[QueryTerm], text: str, *, foreign: bool) -> bool:
    held = term_set(text) if terms else frozenset()
    return any(match_term(term, held, foreign=foreign) >= _SURE for term in terms)
