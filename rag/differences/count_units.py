"""What follows a number -> what it counts: hours, days, yuan, or things of any kind.

Only what has one word in both languages has a unit of its own; what is converted (里, 亩, acres)
or no count at all (percent) has none.
"""

from __future__ import annotations

import re
from typing import NamedTuple

#: What measure words count in Chinese, and any noun in English.
THING = "thing"
TIME = "time"
YEAR = "year"
CLOCK = "clock"


class _Unit(NamedTuple):
    name: str
    zh: str
    en: str


_UNITS = (
    _Unit("second", "秒", "seconds?"),
    _Unit("minute", "分钟", "min(?:ute)?s?"),
    _Unit("hour", "个?(?:小时|钟头)", "h(?:ou)?rs?"),
    _Unit("day", "天|个?工作日|日(?![元本])", "days?"),
    _Unit("night", "个?[晚夜]", "nights?"),
    _Unit("week", "周(?![年岁])|个?(?:星期|礼拜)", "weeks?"),
    _Unit("month", "个月", "months?"),
    _Unit(YEAR, "周?[年岁](?![级代度初]|[0-9一二三四五六七八九十]+月)", "y(?:ea)?rs?"),
    _Unit("century", "个?世纪", "centur(?:y|ies)"),
    _Unit(TIME, "[次遍回趟](?![会方])", "times"),
    _Unit("fold", "倍", "times|-?fold"),
    _Unit("money", "[美欧日港]?元(?!月|素|旦)|块钱|英镑", "yuan|dollars?|euros?|pounds?|yen|rmb"),
    _Unit(CLOCK, "[点时]", r"o.clock|[ap]\.?m"),
    _Unit("point", "分(?![钟之别离为成])", "points?"),
    _Unit("centimetre", "厘米|公分", "centimet(?:er|re)s?|cm"),
    _Unit("metre", "米", "met(?:er|re)s?|m"),
    _Unit("kilometre", "公里|千米", "kilomet(?:er|re)s?|kms?"),
    _Unit("kilogram", "公斤|千克", "kilo(?:gram)?s?|kgs?"),
    _Unit("mile", "英里", "miles?"),
    _Unit("foot", "英尺", "feet|foot|ft"),
    _Unit("inch", "英寸", "inch(?:es)?"),
    _Unit("ton", "吨", "tons?|tonnes?"),
)
_MEASURE_WORDS = (
    "个位名人国项条种件份家层批架艘辆台座场轮类篇章步张句段户者方口只支匹棵株颗朵栋幢间所门册"
    "首幅枚根块粒滴杯瓶碗盒箱包袋队群排列省市县区镇村城校厂岛港站处起例宗笔桩款艇桌"
)
#: 八个字 are other words in English, 七人制 and 二次方 terms, and 两个半 is no two.
_THING_ZH = rf"(?!个[字词]|人制|项[分式])(?:[{_MEASURE_WORDS}](?![多半])|[本头把套](?=\S))"
_ADJECTIVE = (
    "(?:more |full |long |whole |consecutive |straight |calendar |working |business |good )?"
)
#: "Yale and two others" are three.
_NONE_EN = (
    "per ?cent|percentage|degrees?|yards?|acres?|nautical|mu|li|jin|hectares?|lit(?:er|re)s?|"
    "grams?|ounces?|mm|square|cubic|quarters?|others?|decades?|dozen|score|GMT|UTC|BCE?|AD|CE"
)
#: No noun, so that it may be anything: "down to six", "killed eight".
_NO_NOUN = (
    "of|to|by|in|on|at|for|from|and|or|but|with|were|was|are|is|be|had|has|have|came|left|went|died|"
    "as|after|before|when|while|who|that|which|a|an|the|this|per|each|because|if|than"
)

_ZH = [(unit.name, re.compile(unit.zh)) for unit in _UNITS]
_EN = [(unit.name, re.compile(rf"(?i)[\s-]?{_ADJECTIVE}(?:{unit.en})\b")) for unit in _UNITS]
_ZH_THING = re.compile(_THING_ZH)
_EN_NONE = re.compile(rf"(?i)[\s-]?{_ADJECTIVE}(?:{_NONE_EN})\b|\s?[%°‰℃]")
_EN_BARE = re.compile(rf"(?i)\s*(?:$|[^\w\s-]|(?:{_NO_NOUN})\b)")


def units_after_zh(text: str) -> frozenset[str]:
    """Name what a number counts by the Simplified text behind it; nothing where that is unsure."""
    found = {name for name, form in _ZH if form.match(text)}
    if TIME in found or (not found and _ZH_THING.match(text)):
        found.add(THING)  # 两次降息 are "two rate cuts"
    return frozenset(found)


def units_after_en(text: str) -> frozenset[str]:
    """Name what a number counts by the English text behind it; a bare one may count anything."""
    if _EN_NONE.match(text):
        return frozenset()
    found = {name for name, form in _EN if form.match(text)}
    if not found:
        found.add(THING)
        if _EN_BARE.match(text):
            found |= {YEAR, TIME}  # "as young as five"
    return frozenset(found)
