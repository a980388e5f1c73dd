"""Names of countries and regions in Chinese, which has no capitals to tell them by."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.text.places import chinese_names

#: What a follow-up question may put in a country's place without being one.
_REGIONS = """
中方 日方 俄方 欧方 朝鲜半岛 北美 中东 中亚 东南亚 南亚 东北亚 联合国 北约 台湾地区 东海 钓鱼岛
西方 海湾国家
"""
_COUNTRIES = chinese_names()
#: The longest name that fits, so that 印度尼西亚 is not 印度.
PLACE = re.compile("|".join(sorted([*_COUNTRIES, *_REGIONS.split()], key=len, reverse=True)))

#: Characters that stand for a country only beside another's; 新 and 拉 are common words.
_ONLY_IN_PAIRS = {"新西兰": "新", "拉美": "拉", "朝鲜半岛": "朝"}
#: The character that stands for a country or region beside another's: 中印关系.
_SHORT = {
    **{name: short for name, short in _COUNTRIES.items() if short},
    **{f"{short}方": short for short in _COUNTRIES.values() if short and f"{short}方" in _REGIONS},
    **_ONLY_IN_PAIRS,
}
_FULL = {short: name for name, short in reversed(_SHORT.items())}
_SHORTS = "".join(_FULL)
#: Two such characters make a pair of countries before these: 中欧班列 is a train.
_PAIR = re.compile(
    rf"(?P<one>[{_SHORTS}])(?P<other>[{_SHORTS}])"
    r"(?=关系|之间|两国|双方|双边|贸易|经贸|合作|边界|边境|友好|对话|冲突|争端|矛盾|分歧|战略|元首|两军|"
    r"交往|往来|竞争|建交|外交|元首|会谈|会晤|[?？。！\s]|$)"
)


@dataclass(frozen=True, slots=True)
class PlacePair:
    """Two places by one character each, and where they stand."""

    start: int
    end: int
    one: str
    other: str


def find_last_pair(text: str) -> PlacePair | None:
    """Find the last pair of places that a text names by two characters, such as 中印关系."""
    last = None
    for match in _PAIR.finditer(text):
        if match["one"] != match["other"]:
            last = PlacePair(match.start(), match.end(), match["one"], match["other"])
    return last


def replace_in_pair(pair: PlacePair, new: str) -> str | None:
    """Write a pair with another place, or another pair, in its place.

    :param pair: the pair.
    :param new: a place's name, or a pair.
    :returns: 中日 for 中印 and 日本, 中国和东盟 where a place has no such character. China stays,
        of a pair without it the first place. None where ``new`` is no place, or in the pair.
    """
    whole = _PAIR.fullmatch(new)
    if whole is not None and whole["one"] != whole["other"]:
        return new
    if PLACE.fullmatch(new) is None:
        return None
    short = _SHORT.get(new)
    if short in (pair.one, pair.other):
        return None
    kept, at_end = (pair.other, False) if pair.other == "中" else (pair.one, True)
    if short is None:
        return f"{_FULL[kept]}和{new}"
    return kept + short if at_end else short + kept
