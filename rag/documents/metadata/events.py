"""A document's title -> the occasion that it names: a forum, a press conference, an interview."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rag.text.language import count_han, to_simplified

_MAX_EVENT_CHARS = 90
_SPEECH = (
    "(?:书面|视频|主旨|开幕|闭幕|重要|主题|致辞|即席|专题|的|发表|作|做){0,4}"
    "(?:讲话|致辞|发言|演讲|演说|讲演|祝酒辞|答谢辞|声明|讲稿)"
)
_OCCASION = (
    "论坛|峰会|会议|大会|年会|全会|例会|对话会|对话|仪式|典礼|开幕式|闭幕式|晚宴|招待会|午餐会|博览会|研讨会"
    "|座谈会|见面会|报告会|圆桌会|辩论|活动|集会|宴会|酒会|茶话会|讲坛|讲座|纪念日|交易会|推介会|理事会"
    "|运动会|音乐会|展览会|进博会|服贸会|广交会"
)
#: 在第三届海岸论坛开幕式上的致辞; in 在国际上的影响 nothing is spoken.
_SPOKEN_AT = re.compile(
    f"在(?P<event>[^在，。；！？]{{3,60}}?(?:{_OCCASION}|会))(?:期间|上){_SPEECH}"
)
_NUMBERED = re.compile(
    "(?P<event>(?:\\d{4}年?)?第[一二三四五六七八九十百零〇\\d]{1,5}(?:届|次|轮)[^，。：；！？“”\\s]{1,30}?"
    f"(?:{_OCCASION})(?:开幕式|闭幕式|高级别会议|全体会议|一般性辩论)?)"
)
_PRESS = re.compile(
    "(?P<event>(?:(?:外交部|国防部|商务部|国务院新闻办公室|国务院新闻办|国新办|市政府|省政府|两会|总理)?"
    "(?:例行|中外|联合|专题|网上|现场){0,2}(?:记者会|记者招待会|新闻发布会|媒体吹风会|吹风会|新闻通气会|媒体通气会))"
    "|回答(?:中外)?记者提问|答(?:中外|本报|本刊)?记者问)"
)
#: What makes an occasion in running text one of its own: 第三届…, 2024年…, the Third ...
_NAMED = re.compile(
    r"第[^天日个，]{1,5}[届次轮]|\d{4}年|\b(?:\d+(?:st|nd|rd|th)|[A-Z][a-z]+(?:st|nd|rd|th)) "
)
#: Titles of what is written about a speech.
_ABOUT = re.compile("学习|贯彻|解读|评论|热议|反响|感言|读后")
_DATE_BEFORE = re.compile(r"^(?:\d{4}年)?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:在)?")

_OCCASION_EN = (
    "Forum|Conference|Summit|Sessions?|Meeting|Ceremony|Dinner|Dialogue|Assembly|Symposium|Debate"
    "|Reception|Congress|Convention|Luncheon|Seminar|Expo|Exposition|Fair|Workshop|Roundtable"
    "|Anniversary|Gala|Banquet|Hearing|Commencement|Inauguration|Colloquium|Webinar"
)
_SPOKEN_AT_EN = re.compile(
    r"(?i:\b(?:remarks|speech|address|keynote|statement|toast|lecture|speaks|message)\b)[^;:]{0,120}?"
    r"\b(?i:at|to|before) (?i:the )?(?P<event>[A-Z0-9][^,.:;]{2,80})"
)
_HAS_OCCASION = re.compile(rf"(?i)\b(?:{_OCCASION_EN})\b")
_ENDS_EVENT = re.compile(
    r"(?i)(?<!\s)\s+(?:[-–—|]|on (?=[A-Z0-9])|in \d{4}|held\b|by\b|via\b|during\b).*$"
)
_ORDINAL = (
    r"(?:\d{1,3}(?:st|nd|rd|th)|First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth"
    r"|Eleventh|Twelfth|\d{4})"
)
_NUMBERED_EN = re.compile(
    rf"\b(?P<event>{_ORDINAL} (?:(?:[A-Z][\w'’&-]*|\d{{4}}|of|the|and|on|for|in) ){{0,9}}"
    rf"(?:Conference Call|{_OCCASION_EN})"
    rf"(?: (?:of|on|for) (?:the )?[A-Z][\w'’&-]*(?: [A-Z][\w'’&-]*){{0,5}} ?)?)\b"
)
_PRESS_EN = re.compile(
    r"\b(?P<event>(?:(?:Foreign Ministry|Regular|Joint|Daily|Weekly|Special|Annual|Virtual) )*"
    r"(?:Press|News|Media) (?:Conference|Briefing))\b",
    re.IGNORECASE,
)


def find_event(titles: Iterable[str], lead: Iterable[str]) -> str | None:
    """Find the occasion a document is of.

    :param titles: its titles and first headings in one language.
    :param lead: its first paragraphs of running text; only a speech's occasion is read off them.
    :returns: the occasion as it is named; None where none is.
    """
    named = (_find(title) for title in titles)
    found = next((event for event in named if event), None)
    if found is None:
        told = (_spoken_at(text[:300]) for text in lead)
        found = next((event for event in told if event and _NAMED.search(event)), None)
    return found


def _find(title: str) -> str | None:
    return _spoken_at(title) or _first(title, (_NUMBERED, _PRESS), (_NUMBERED_EN, _PRESS_EN))


def _spoken_at(text: str) -> str | None:
    if count_han(text):
        if _ABOUT.search(to_simplified(text)):
            return None
        event = _first(text, (_SPOKEN_AT,), ())
        return event and (_DATE_BEFORE.sub("", event) or None)
    event = _first(text, (), (_SPOKEN_AT_EN,))
    if event is None:
        return None
    event = _ENDS_EVENT.sub("", event).strip()
    is_named = " " in event and _HAS_OCCASION.search(event)
    return event if is_named else None


def _first(
    text: str, chinese: tuple[re.Pattern[str], ...], english: tuple[re.Pattern[str], ...]
) -> str | None:
    simple = to_simplified(text)
    if len(simple) != len(text):
        simple = text
    for form in chinese if count_han(text) else english:
        match = form.search(simple)
        if match is not None:
            event = text[match.start("event") : match.end("event")].strip()
            if len(event) <= _MAX_EVENT_CHARS:
                return event
    return None
