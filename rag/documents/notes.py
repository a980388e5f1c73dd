"""Lines that stand beside the text: dates, photo credits, directions to another page.

Chinese words are compared in Simplified characters.
"""

from __future__ import annotations

import functools
import re

from rag.text.language import HAN, to_simplified

#: Lines of which is remembered whether they are notes, since each step asks again.
_REMEMBERED_LINES = 2_048
#: Notes are short; a long paragraph that merely mentions one of these is none.
_MAX_NOTICE_CHARS = 80
_MAX_CAPTION_CHARS = 400
_MAX_CREDIT_CHARS = 40
_MAX_CREDITED_CHARS = 250

_NUMERAL = "[\\d〇零一二三四五六七八九十]"
_MONTH = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    "|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?"
)
_DAY = "\\d{1,2}(?:st|nd|rd|th)?"
_DATE = (
    f"(?:{_NUMERAL}{{4}}\\s?年\\s?{_NUMERAL}{{1,2}}\\s?月(?:\\s?{_NUMERAL}{{1,3}}\\s?[日号])?"
    f"|{_MONTH} {_DAY},? \\d{{4}}|{_DAY} {_MONTH},? \\d{{4}}|{_MONTH},? \\d{{4}}"
    "|\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2})"
)
_WEEKDAY = "(?:星期|周|礼拜)[一二三四五六日天]|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_TIME = "\\d{1,2}[:：时]\\d{2}(?:[:：分]\\d{2})?分?(?: ?[ap]\\.?m\\.?)?"
_DATE_FIELD = "(?:日期|时间|发布时间|date|published|updated|posted)[:：]?\\s*(?:on )?"
_DATE_LINE = re.compile(
    f"(?i)[（(\\[]?(?:{_DATE_FIELD})?(?:{_WEEKDAY})?[,，]?\\s*{_DATE}[,，]?\\s*"
    f"[（(]?(?:{_WEEKDAY})?[)）]?\\s*(?:{_TIME})?[）)\\]]?[.。]?"
)
_PLACE_DATE = re.compile(
    f"(?i)[(]?[A-Z][\\w ]{{1,30}}, {_DATE}[)]?[.。]?|[{HAN}]{{2,12}}[，, 　]{{0,2}}{_DATE}"
    f"|{_DATE}[于於][{HAN}]{{2,8}}"
    f"|[（(]{_DATE}[，, 　]{{0,2}}[{HAN}]{{2,12}}[）)]"
    f"|[（(]{_DATE}[，, 　]{{0,2}}[在于於][^。；（）()]{{2,60}}[）)]"
)
_DATE_END = re.compile(f"(?i)[,，\\s]{_DATE}[）)]?$")
_REPORTER = "(?:(?:本报|本刊|本台|本网|新华社)(?:讯)?(?:首席|特约)?(?:记者|通讯员)|记者|通讯员)"
_NAMES = f"[{HAN}·]{{2,4}}(?<!摄)(?:[ 　、]+[{HAN}·]{{2,4}}(?<!摄)){{0,4}}"
_BESIDE = f"(?:[ 　]*(?:实习生|通讯员|记者)[ 　]*{_NAMES})?"
_BYLINE = re.compile(
    "(?:来源|作者|记者(?: ?Reporter)?|稿源|文)[:：/／]\\s*[^，。？！,?!]{2,30}"
    f"|[（(]?本报(?:讯)?记者[ 　]*{_NAMES}{_BESIDE}[）)]?"
    f"|(?:[□○◎■●]\\s*)?(?:{_REPORTER}[ 　]+{_NAMES}[ 　]*){{1,3}}"
    "(?:文/图|图/文|报道|整理)?|[(]?(?i:source|by|author)(?::| )\\s*[A-Z].{0,60}"
)
#: 《南岛周报》 2023年5月14日 记者　林晓彤: who published it, when, who wrote it.
_PUBLISHED = re.compile(
    f"(?i)(?:(?:《[^》]{{2,20}}》|[{HAN}]{{2,12}}[报社网刊台])[ 　]*)?{_DATE}[ 　]*"
    f"(?:{_REPORTER}|文|作者)[:： 　]*{_NAMES}"
)
#: 来源：青石日报  作者：王小明  发布时间：2025-07-23 08:15
_FIELD = "(?:来源|作者|记者|编辑|责编|稿源|文|发布时间|发布日期|时间|日期)[:：]"
_FIELDS = re.compile(
    f"{_FIELD}[^，。？！,?!]{{2,30}}?(?:[ 　|｜]+{_FIELD}[^，。？！,?!]{{2,24}}?){{1,3}}"
)
_TO_PAGE = "(?:下|上|接|转|紧接)[^，。]{0,4}第?[一二三四五六七八九十\\d]{1,3}\\s?版.{0,12}"
_STAFF = "(?:责任编辑|责编|编辑[:：]|校对[:：]).{0,30}"
_RIGHTS = "(?:转载|版权|未经).{0,60}|.{0,30}版权所有.{0,30}"
_NOTICE_EN = (
    "continued (?:on|from) (?:the )?(?:next |previous )?page.{0,20}|to be continued|the end|end"
    "|turn to page.{0,10}|see page.{0,10}|all rights reserved.{0,40}|copyright .{0,60}"
    "|editors?: .{0,40}"
)
_NOTICE = re.compile(
    f"[（(【\\[]?(?:{_TO_PAGE}|本文完|全文完|完|终|未完待续|待续|{_STAFF}|{_RIGHTS}"
    f"|(?i:{_NOTICE_EN}))[）)】\\]]?[.。]?"
)
_CREDIT_ZH = (
    f"(?:^|[\\s（(/／。，,|])(?:(?:《[^》]{{1,20}}》|[{HAN}]{{0,12}})"
    f"(?:记者|通讯员|摄影师|特约)[ 　]*)?"
    f"[{HAN}·、 　]{{1,14}}[ 　]?摄[）)]?。?$"
    "|(?:摄影|供图|图片来源|资料图片?)[:：/／]?[^，。]{0,20}[）)]?。?$"
)
_CREDIT_EN = (
    "\\bphoto(?:graph)?s? ?(?:by|:|/|courtesy|credit)[^.]{0,60}[.)\\]]{0,2}$"
    "|[(\\[](?:xinhua|photo|file photo|afp|reuters|ap)(?:[/ ][^()]{0,40})?[)\\]]$"
    "|\\bfile photo\\b[^.]{0,40}[.)]?$"
)
_CREDIT = re.compile(f"{_CREDIT_ZH}|(?i:{_CREDIT_EN})")
_POINTER = re.compile(
    "^(?:图为|图\\s?[一二三四五六七八九十\\d]{1,2}[:： ]|图[:：])"
    "|[（(](?:下|上|左|右|见|附|资料|如)(?:[一二三四中]|侧|方)?图片?[）)][。.]?$"
    "|(?i:^(?:photo|picture|figure \\d{1,2}|caption)[:.] "
    "|\\((?:above|below|left|right|pictured|see photo)\\)\\.?$)"
)
_TRANSCRIPT = re.compile(
    "(?:全文|实录|原文|摘要|摘录|摘编|内容|问答|答问|对话|谈话|讲话|致辞|演讲|发言|采访|专访|访谈|译文"
    "|文字稿|整理|情况)[^，。：]{0,8}如下[：:。]?$"
    "|(?i:\\b(?:following|below|here|this) is\\b.{0,80}"
    "\\b(?:transcript|text|record|excerpts?|translation|summary)\\b"
    "|\\b(?:transcript|full text|excerpts?)\\b.{0,120}\\b(?:follows?|below)\\b)"
)


_DATELINES = (_DATE_LINE, _PLACE_DATE, _BYLINE, _PUBLISHED, _FIELDS)


def is_dateline(text: str) -> bool:
    """Tell whether a text is no more than a date, a place and date, or where it came from."""
    if len(text) > _MAX_NOTICE_CHARS:
        return False
    plain = to_simplified(text)
    return any(form.fullmatch(plain) for form in _DATELINES)


def ends_in_date(text: str) -> bool:
    """Tell whether a line ends in the date it belongs to: Speech by Lin Lan, March 5, 2024."""
    return _DATE_END.search(to_simplified(text[-_MAX_NOTICE_CHARS:])) is not None


def is_notice(text: str) -> bool:
    """Tell whether a text directs the reader elsewhere or ends the document."""
    return len(text) <= _MAX_NOTICE_CHARS and _NOTICE.fullmatch(to_simplified(text)) is not None


def is_credit(text: str) -> bool:
    """Tell whether a text ends in a photographer's credit."""
    if len(text) > _MAX_CAPTION_CHARS:
        return False
    plain = to_simplified(text)
    return may_hold_credit(plain) and _CREDIT.search(plain) is not None


def may_hold_credit(plain: str) -> bool:
    """Tell whether a text in Simplified holds what every credit does; the search takes longer."""
    return any(sign in plain for sign in "摄图)]") or "photo" in plain.lower()


def is_bare_credit(text: str) -> bool:
    """Tell whether a text is a photographer's credit and nothing else."""
    return len(text) <= _MAX_CREDIT_CHARS and is_credit(text) and "。" not in text[:-1]


def is_caption_text(text: str) -> bool:
    """Tell whether a text, right above a credit, can be what the credit belongs to."""
    return len(text) <= _MAX_CREDITED_CHARS and not is_dateline(text) and not is_notice(text)


def is_caption(text: str) -> bool:
    """Tell whether a text describes a picture."""
    if len(text) > _MAX_CAPTION_CHARS:
        return False
    return is_credit(text) or _POINTER.search(to_simplified(text)) is not None


def is_transcript_notice(text: str) -> bool:
    """Tell whether a text announces the transcript that follows."""
    return len(text) <= _MAX_CAPTION_CHARS and _TRANSCRIPT.search(to_simplified(text)) is not None


def is_note(text: str) -> bool:
    """Tell whether a text stands beside the running text rather than in it."""
    return len(text) <= _MAX_CAPTION_CHARS and _is_short_note(text)


@functools.lru_cache(maxsize=_REMEMBERED_LINES)
def _is_short_note(text: str) -> bool:
    return is_dateline(text) or is_notice(text) or is_caption(text)
