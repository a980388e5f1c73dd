"""A claim's figures and the evidence's -> whether they count the same thing.

4.2 billion dollars is not 4.2 billion crowns, nor 312 miles 312 kilometres. Units that are not
listed here are words like any others and left to the comparison of words.
"""

from __future__ import annotations

import re

from rag.text.language import fold
from rag.text.numbers import find_numbers

#: Currencies and measures by kind; each unit with its spellings in both languages, folded.
_SPELLINGS: dict[str, str] = {
    "usd": r"us\s?dollars?|u\.s\. dollars?|usd|美元|美金|dollars?",
    "cny": r"yuan|rmb|cny|renminbi|人民币|(?<![美欧日港韩澳加新台])元(?!首|旦|素|老|帅)",
    "hkd": r"hong kong dollars?|hkd|港元|港币",
    "eur": r"euros?|eur|欧元",
    "gbp": r"pounds sterling|gbp|英镑|sterling",
    "jpy": r"yen|jpy|日元",
    "rub": r"roubles?|rubles?|卢布",
    "inr": r"rupees?|卢比",
    "km": r"kilomet(?:re|er)s?|kms?|公里|千米",
    "m": r"(?<![a-z])met(?:re|er)s?|(?<=\d)\s?m(?![a-z²2])|(?<![千毫厘纳微分平立])米(?!饭|兰|粉)",
    "mile": r"miles?|英里",
    "nmi": r"nautical miles?|海里",
    "ft": r"feet|foot|英尺",
    "cm": r"centimet(?:re|er)s?|cm|厘米",
    "mm": r"millimet(?:re|er)s?|mm|毫米",
    "t": r"(?:metric )?tons?|tonnes?|吨",
    "kg": r"kilograms?|kilos?|kg|公斤|千克",
    "g": r"(?<![a-z])grams?|(?<!千)克(?!朗|里|服|隆|制)",
    "km2": r"square kilomet(?:re|er)s?|km²|平方公里|平方千米",
    "m2": r"square met(?:re|er)s?|m²|平方米|平米",
    "ha": r"hectares?|公顷",
    "mu": r"mu(?![a-z])|亩",
    "mw": r"megawatts?|mw|兆瓦",
    "gw": r"gigawatts?|gw|吉瓦",
    "kw": r"(?<!万)千瓦(?!时)|kilowatts?(?!-? ?h)|kw(?!h)",
    "kwh": r"kilowatt-? ?hours?|kwh|千瓦时|度电",
    "year": r"years?|(?<!周)年",
    "month": r"months?|个月",
    "week": r"weeks?|周(?!年|边|围|期)|星期",
    "day": r"days?|天",
    "hour": r"hours?|小时",
    "minute": r"minutes?|分钟",
}
#: Square before plain, hours of power before power: the first that fits names the unit.
_ORDER = sorted(_SPELLINGS, key=lambda unit: (unit not in {"km2", "m2", "kwh", "hkd", "nmi"}, unit))
_BEHIND = {
    unit: re.compile(rf"[\s\-多余]{{0,3}}(?:{_SPELLINGS[unit]})(?![a-z])") for unit in _ORDER
}
_ANYWHERE = {unit: re.compile(rf"(?<![a-z])(?:{_SPELLINGS[unit]})(?![a-z])") for unit in _ORDER}
_BEFORE = {
    "hkd": re.compile(r"hk\$\s?$"),
    "usd": re.compile(r"(?<!hk)(?<![as])(?:us)?\$\s?$"),
    "eur": re.compile(r"€\s?$"),
    "gbp": re.compile(r"£\s?$"),
    "cny": re.compile(r"[¥\uffe5]\s?$|(?:rmb|cny)\s?$"),
}
#: These say how long something lasts in many words that are no units: 周年, decade, annual.
_OF_TIME = frozenset({"year", "month", "week", "day", "hour", "minute"})


def units_differ(claim: str, evidence: str) -> bool:
    """Tell whether a figure of a claim has another unit in the evidence.

    :param claim: one sentence.
    :param evidence: all that the claim may rest on, in both languages.
    :returns: whether a unit of the claim stands with none of the same figures and either another
        unit does, or the evidence does not mention it at all.
    """
    folded = fold(evidence)
    there: dict[str, set[str]] = {}
    for key, unit in read_units(evidence):
        there.setdefault(key, set()).add(unit)
    for key, unit in read_units(claim):
        found = there.get(key, set()) - {""}
        if not unit or unit in found:
            continue
        if found or (unit not in _OF_TIME and not _is_mentioned(unit, folded)):
            return True
    return False


def _is_mentioned(unit: str, folded: str) -> bool:
    before = _BEFORE.get(unit)
    symbols = {"usd": "$", "eur": "€", "gbp": "£", "cny": "¥", "hkd": "hk$"}
    return _ANYWHERE[unit].search(folded) is not None or (
        before is not None and symbols[unit] in folded
    )


def read_units(text: str) -> list[tuple[str, str]]:
    """List each figure's key with its unit, empty where none is known."""
    folded = fold(text)
    if len(folded) != len(text):  # offsets are those of the text
        folded = text.lower()
    return [
        (number.key, _unit_at(folded, number.start, number.end))
        for number in find_numbers(text)
        if number.kind in {"number", "year"}
    ]


def _unit_at(folded: str, start: int, end: int) -> str:
    for unit, pattern in _BEFORE.items():
        if pattern.search(folded[max(0, start - 5) : start]):
            return unit
    return next((unit for unit in _ORDER if _BEHIND[unit].match(folded, end)), "")
