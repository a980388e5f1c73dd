"""A question -> what kind of answer it wants, from its wording."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from rag.schema import Question
from rag.text.numbers import Number, find_numbers

AnswerType = Literal["number", "date", "person", "reason", "list", "comparison", "other"]

_DATES = frozenset({"year", "decade", "month", "date", "time"})
_NUMERAL_ZH = {char: value for value, char in enumerate("一二三四五六七八九十", start=1)} | {
    "两": 2
}
_NUMERAL_EN = {
    word: value
    for value, word in enumerate(
        "two three four five six seven eight nine ten".split(),
        start=2,
    )
}
_MEASURE = "个条种项点方面类份次大件样部家位国者支名座组句场届步层对"
_COUNT = re.compile(
    rf"[哪那这]\s?(?P<zh>[两三四五六七八九十]|\d{{1,2}})(?:大|[{_MEASURE}])"
    rf"|(?P<zh2>[三四五六七八九十])(?:大|[{_MEASURE}])"
    r"(?:[“\"「]|[^。？?]{0,24}(?:分别|哪些|什么|是哪|具体))"
    rf"|\b(?P<en>{'|'.join(_NUMERAL_EN)}|\d{{1,2}})\b",
    re.IGNORECASE,
)
_LIST = re.compile(
    r"哪些|哪几|哪[两三四五六七八九十\d]|分别|各是|列举|列出|有什么[^？?]{0,6}(?:措施|成果|内容|建议|主张)|"
    r"几个方面|几方面|做了(?:些|哪)|怎么做的|"
    r"\b(?:list|which (?:\w+ ){0,2}(?:two|three|four|five|six|seven|eight|nine|ten|are|were|"
    r"countries|areas|fields|sectors|measures|steps|industries|subjects|interests|battles)|"
    r"what (?:(?:were|are) (?:the|some)|kinds?|types?|sorts?|(?:\w+ ){0,2}(?:measures|steps|areas|"
    r"lessons|goals|principles|points|priorities|advantages|reasons|examples|kinds))|"
    r"(?:which|what) (?:\w+ )?(?!\w*(?:[sui]s|news)\b)\w+s (?:did|do|does|has|have|had|will|would|"
    r"can|could)|name (?:the|all|some)|what all|on (?:which|what) \w+s\b|at which \w+s\b|"
    r"in (?:which|what) (?:\w+ )?\w+s\b|against (?:which|what) \w+s\b|(?:both|all) of)\b",
    re.IGNORECASE,
)
#: Asks for the things themselves, though it says 几: 哪几样, as against 几样.
_ITEMS = re.compile(r"哪几(?!倍|成|版)")
_ASKS = re.compile(
    r"什么|哪|怎|为何|谁|何时|几|多少|吗|是否|"
    r"\b(?:what|which|who|whom|whose|how|why|when|where|is|are|was|were|do|does|did|will|can|has|"
    r"have|had|would|should|could)\b",
    re.IGNORECASE,
)
_COMPARISON = re.compile(
    r"相比|比较|对比|不同|异同|区别|差别|差异|一致|变化|前后|两次|还是.{1,20}[？?]|分别(?:怎么|如何|怎样)|"
    r"\b(?:compar\w*|differ\w*|versus|vs|changed?|still|same (?:way|thing|terms)|consistent\w*|"
    r"both times|contrast\w*|and how did (?:he|she|it|they)|more than .{1,30} or|"
    r"was it .{1,60}\bor\b)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"多少|多[长高深宽远重久快厚大](?!数|多|家|的)|几(?=["
    + _MEASURE
    + r"天年月日时分倍成版亿万千百岁遍轮批只人公里国])|第几|百分之|占比|"
    r"\b(?:how (?:many|much|often|long|large|big|far|old|high|tall|fast|deep|wide)|"
    r"what (?:percentage|percent|number|share|proportion|amount|size|population|figure|value|"
    r"rate|total)|give the numbers?|what (?:is|was|were) the (?:\w+ ){0,3}"
    r"(?:number|amount|cost|price|rate|value|size|length|population))\b",
    re.IGNORECASE,
)
#: Says when without a date: Wednesday afternoons, 每天清晨.
_WHEN = re.compile(
    r"星期|礼拜|周[一二三四五六日末]|每[天日周月年季]|清晨|早[上晨]|[上中下]午|傍晚|晚[上间]|夜[里晚间]|"
    r"[\d一二三四五六七八九十](?:世纪|[0十]年代)|距今|公元|凌晨|[春夏秋冬][天季]|年[初底终]|月底|"
    r"(?:春|清明|端午|中秋|国庆|元宵)节|元旦|"
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|weekends?|weekdays?|mornings?|noon|midday|"
    r"afternoons?|evenings?|nights?|midnight|dawn|dusk|spring|summer|autumn|winter|daily|weekly|"
    r"every (?:day|week|month|year)|o['’]clock|\d+(?:st|nd|rd|th)[ -]centur(?:y|ies)|"
    r"\d+ ?B\.?[CP])\b",
    re.IGNORECASE,
)
#: A number that counts something else is no answer to these.
_MONEY = re.compile(
    r"多少钱|"
    r"\bhow much (?:money\b|(?:did|does|do|will|would|has|have|had|is|was|were)\b[^?]{0,80}"
    r"\b(?:cost|costs|paid|pay|pays|spent|spend|spends|worth|invest|invested)\b)",
    re.IGNORECASE,
)
#: What is bare of a measure, 花了31亿, may be a sum.
_LARGE = re.compile("[万亿]$")
_COUNTED = re.compile(r"\s?\w")
_CURRENCY_BEFORE = re.compile(r"(?:[$€£¥￥]|\b(?:RMB|CNY|USD|EUR|GBP|JPY))\s?$")
_CURRENCY_BEHIND = re.compile(
    r"\s?[多余]?(?:[百千万亿]*(?:[美欧日港澳韩加]?元|块钱|人民币|英镑|卢布|法郎)|"
    r"(?:(?:\w+ ){0,2}(?:yuan|RMB|dollars?|euros?|pounds?|yen|roubles?|rubles?|francs?|cents?)\b))",
    re.IGNORECASE,
)
#: Only these are answered by 第三 or the third; elsewhere it numbers a point of a list.
_ORDINAL = re.compile(
    r"第几|排名|名次|\b(?:which (?:place|position|rank)|what (?:place|position|rank)|rank\w*)\b",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"哪一?年|哪一?天|哪几天|何时|什么时候|什么时间|几月|几号|哪个?月|日期|年份|"
    r"(?:^|[,;:]\s*|\b(?:and|or|since|until|by|exactly)\s+)when\s+(?:did|was|were|is|are|will|do|does|"
    r"has|have|had|would|can|should)\b"
    r"|\b(?:what (?:date|year|day|month|time|century|decade)|which (?:year|day|month|century|"
    r"decade)|on (?:what|which) day)\b",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"谁|何人|哪位|哪一位|什么人|叫什么名字|哪家|哪一家|哪国|哪个(?:国家|机构|组织|媒体|单位|部门|城市|公司)|"
    r"\b(?:who|whom|whose|which (?:\w+ ){0,2}(?:person|country|agency|outlet|company|"
    r"organi[sz]ation|team|city|state|man|woman|body|group|president|king|minister))\b",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"为什么|为何|为啥|何以|凭什么|原因|理由|缘故|怎么会|目的是|"
    r"\b(?:why|what (?:caused?|prompted|led|made|drove|motivated|brought|is .{1,40} for)|reasons?|"
    r"how come|for what purpose)\b",
    re.IGNORECASE,
)
#: The question is about a question: who put it, or what it said.
_ABOUT_QUESTION = re.compile(
    r"提问|发问|问的|问到|哪家媒体|哪家报|记者.{0,6}(?:问|提到|来自|说)|哪一?位记者|"
    r"\b(?:asked|put (?:a|the) question|raised?|brought up|reporter|journalist|correspondent)\b",
    re.IGNORECASE,
)
#: Who it was whose question is asked for.
_ASKER = (
    re.compile(
        "(?P<who>[^\\s，,。？?]{2,20}?)的?(?:记者)?"
        "(?:(?<![请学疑想])问[了的过]?是?(?:什么|哪些)(?:问题|事)?|提问?出?[了的过]?(?:什么|哪些|哪[几两三]?个)问题)"
        "(?=[，。？?]|$)"
    ),
    re.compile("(?P<who>[^\\s，,。？?]{2,20}?)(?:记者)?的(?:提问|问题)是什么"),
    re.compile(
        r"\bwhat (?:questions? )?did (?:the )?(?P<who>[^?,.]{2,60}?) (?:ask|put)"
        r"(?= ?(?:[?.]|$)| (?:about|at|in|during)\b)",
        re.IGNORECASE,
    ),
    re.compile(
        r"\bwhat (?:was|were) the questions? (?:of|from|by) (?:the )?(?P<who>[^?,.]{2,60})",
        re.IGNORECASE,
    ),
)
#: The question is about the document: its date, its occasion, its pictures.
_ABOUT_DOCUMENT = re.compile(
    r"专访|采访|发布|发表|刊登|摄|拍照|照片|图片|标题|题目|日期|"
    r"\b(?:interview(?:ed)?|published|dated|carry|title|headline|photo\w*|picture|caption|held)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Wants:
    """What a question wants.

    :param type: the kind of answer.
    :param count: how many items it asks for, where it says so.
    :param about_question: it asks who put a question, or what that question said.
    :param about_document: it may ask about the document itself, its date or occasion.
    :param money: the number it asks for is a sum of money.
    :param ordinal: it asks for a place in an order.
    :param asker: whose question it asks for, as it calls him.
    """

    type: AnswerType
    count: int | None = None
    about_question: bool = False
    about_document: bool = False
    money: bool = False
    ordinal: bool = False
    asker: str = ""


def read_wants(question: Question) -> Wants:
    """Read what a question wants; where it only names a thing ("And suits?"), what the last did."""
    text = question.text if _ASKS.search(question.text) else question.search_text
    asker = next((match["who"] for each in _ASKER if (match := each.search(text))), "")
    return Wants(
        _read_type(text),
        count=_read_count(text),
        about_question=bool(asker) or _ABOUT_QUESTION.search(text) is not None,
        about_document=_ABOUT_DOCUMENT.search(text) is not None,
        money=_MONEY.search(text) is not None,
        ordinal=_ORDINAL.search(text) is not None,
        asker=asker,
    )


def _read_type(text: str) -> AnswerType:
    checks: tuple[tuple[re.Pattern[str], AnswerType], ...] = (
        (_COMPARISON, "comparison"),
        (_REASON, "reason"),
        (_DATE, "date"),
        (_ITEMS, "list"),
        (_NUMBER, "number"),
        (_LIST, "list"),
        (_PERSON, "person"),
    )
    for pattern, kind in checks:
        if pattern.search(text):
            return kind
    count = _read_count(text)
    return "list" if count is not None and count > 1 else "other"


def _read_count(text: str) -> int | None:
    for match in _COUNT.finditer(text):
        word = (match["zh"] or match["zh2"] or match["en"] or "").lower()
        value = _NUMERAL_ZH.get(word) or _NUMERAL_EN.get(word)
        if value is None and word.isdigit():
            value = int(word)
        if value is not None and 1 < value <= 12:
            return value
    return None


def tells_when(text: str, known: Collection[str]) -> bool:
    """Tell whether a text states a date or a time.

    :param text: in either language.
    :param known: keys of the numbers that do not count, as the question states them itself.
    :returns: true for a weekday, a time of day or a season, too.
    """
    dates = (number for number in find_numbers(text) if number.kind in _DATES)
    return _WHEN.search(text) is not None or any(date.key not in known for date in dates)


def fits_type(text: str, wants: Wants, known: Collection[str]) -> bool:
    """Tell whether a sentence could be the answer by its type.

    :param text: the sentence.
    :param wants: what the question wants; only numbers and dates are looked for.
    :param known: keys of the numbers the question itself states.
    :returns: true for every type but a number or a date, which the sentence must add.
    """
    if wants.type not in ("number", "date"):
        return True
    new = (number for number in find_numbers(text) if number.key not in known)
    return any(
        (number.kind in _DATES) == (wants.type == "date")
        and (wants.ordinal or number.kind != "ordinal")
        and (wants.type == "date" or not wants.money or _is_money(text, number))
        for number in new
    )


def _is_money(text: str, number: Number) -> bool:
    before, behind = text[: number.start], text[number.end :]
    return bool(
        _CURRENCY_BEFORE.search(before)
        or _CURRENCY_BEHIND.match(behind)
        or (_LARGE.search(text[number.start : number.end]) and not _COUNTED.match(behind))
    )
