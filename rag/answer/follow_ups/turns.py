"""A turn of a conversation -> whether it asks for nothing new: thanks, another language, the reply.

"In Chinese, please" names no subject: searched for, it finds what is said of Chinese.
"""

from __future__ import annotations

import re

from rag.answer.follow_ups.more import asks_for_more
from rag.text.language import HAN
from rag.wanted import asks_for_wording
from rag.wordings import read_term

_WORD = re.compile(r"[a-z]+(?:['’][a-z]+)?")
_HAN_RUN = re.compile(rf"[{HAN}]+")
_THANKS_EN = frozenset(
    "thanks thank thx cheers ok okay hi hello hey great good nice cool perfect please yes no bye "
    "goodbye sure fine understood alright".split()
)
#: These say nothing beside them, and little alone.
_BESIDE_THANKS_EN = frozenset(
    "you so much very a lot many there morning afternoon evening and then for that the help all "
    "well done got it".split()
)
_THANKS_ZH = re.compile(
    r"谢谢|多谢|感谢|谢|你好|您好|好的|好吧|好|嗨|哈喽|再见|拜拜|明白|知道|收到|了解|是的|对的|对|"
    r"不用|不是|不|嗯|行|可以|没问题|辛苦|早上|早安|下午|晚上|晚安|早|请|没事|不客气|"
    r"了|啊|呀|哦|吧|啦|的|您|你|很|非常|太|我|大家|们"
)
#: What a request for another language or for the original wording is said with.
_REQUEST_EN = frozenset(
    "please give me show can could would you i we the that this it its what is was what's whats "
    "in into to for of and say said tell translate translated translation translations answer "
    "answered reply original originals version versions text how do does same again now sentence "
    "sentences passage passages wording quote quotes chinese english be which as a with also "
    "about but repeat have see need want like let let's well then ok okay so thanks thank back "
    "statement statements instead paragraph put read only just full language other".split()
)
_REQUEST_ZH = re.compile(
    r"什么|怎么|如何|怎样|一下|给我|原文|原话|原句|版本|回答|答案|翻译|译文|译|成|为|中文|英文|汉语|英语|"
    r"普通话|这|那|它|句|段|个|话|的|是|呢|吗|请|用|把|将|以|说|讲|写|叫|上面|刚才|以上|前面|内容|再|也|"
    r"还|可以|能|不能|要|想|看|显示|提供|有|没|吧|谢|你|您|我|版|全|文|答|一|遍|次|又|对应|改|换|出来|出|"
    r"来|里|中|另|外|语言|种|结果|资料|该|应|当|标准|官方"
)
_ORIGINAL = re.compile(r"原文|原话|原句|\boriginals?\b", re.IGNORECASE)
_REPLY_ZH = re.compile(
    r"(?:怎么|如何|怎样|是怎么)(?:回答|答复|回应|回复|答)|(?:回答|答复|答案|回应|回复)(?:是|又是)?什么"
    r"|(?:回答|答复|回应|答)了?什么"
)
_REPLY_EN = re.compile(
    r"\b(?:how|what) (?:did|was|were|is|does) (?:[\w'’]+ ){1,3}?(?:reply|replies|replied|answer|"
    r"answered|respond|response|responded)\b",
    re.IGNORECASE,
)
#: More than this says what the reply is about, so that the question stands alone.
_MAX_REPLY_HAN, _MAX_REPLY_WORDS = 12, 8


def is_courtesy(text: str) -> bool:
    """Tell whether a turn thanks, greets or agrees, and asks for nothing."""
    if "?" in text or "？" in text:
        return False
    words, han = _WORD.findall(text.lower()), _HAN_RUN.findall(text)
    if not words and not han:
        return False
    polite = words == ["i", "see"] or (
        {*words} <= _THANKS_EN | _BESIDE_THANKS_EN
        and (not words or not _THANKS_EN.isdisjoint(words))
    )
    return polite and not any(_THANKS_ZH.sub("", run) for run in han)


def is_wording_request(text: str) -> bool:
    """Tell whether a turn asks for the last answer in another language, and for nothing else."""
    if not asks_for_wording(text) and not _ORIGINAL.search(text):
        return False
    term = read_term(text, "en")
    if term is not None and not _ORIGINAL.fullmatch(term.text):
        return False
    if not {*_WORD.findall(text.lower())} <= _REQUEST_EN:
        return False
    return not _HAN_RUN.search(_REQUEST_ZH.sub("", text))


def asks_for_reply(text: str) -> bool:
    """Tell whether a turn asks what the reply was, without saying to what."""
    if len(_WORD.findall(text.lower())) > _MAX_REPLY_WORDS:
        return False
    if sum(map(len, _HAN_RUN.findall(text))) > _MAX_REPLY_HAN:
        return False
    return _REPLY_ZH.search(text) is not None or _REPLY_EN.search(text) is not None


def asks_nothing_new(text: str) -> bool:
    """Tell whether a turn has no subject of its own: thanks, another language, more of the same."""
    return is_courtesy(text) or is_wording_request(text) or asks_for_more(text)
