"""The lines a document begins with -> its head: title, date and place, who takes part.

Heads are short lines without a sentence end, often with no blank line between them. They are no
sign of a width, and none goes on with the one above because it is of like length. A head is told
by a line below its first that only heads have: a date, a periodical's issue, a list of those
present. Without one, short lines may be a poem.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.documents.label_words import Strength, rate_label
from rag.documents.labels import LabelBook
from rag.documents.metadata.dates import find_date
from rag.documents.metadata.issues import read_issue
from rag.documents.shapes import is_finished, is_introducing, is_table_row
from rag.documents.stretch import Stretch
from rag.schema import Kind
from rag.text.language import HAN, count_latin_words, to_simplified

_MAX_LINES, _MAX_LINE_CHARS, _MAX_LIST_CHARS, _MAX_DATED_CHARS = 10, 160, 800, 90
#: What is to be read of a field at most; its name is short.
_MAX_NAME_CHARS = 40
_ABBREVIATED = re.compile(
    r"\b(?:[ap]\.m|Inc|Ltd|Co|Corp|No|Nos|Vol|Jr|Sr|Dr|Mr|Mrs|Ms|St|Prof|Hon|Gen|[A-Z])\."
)
_SENTENCE = re.compile("[。！？；](?=.)|[.!?][”’\"')]*\\s+[“‘\"'(]?[A-Z]")
#: A title may ask or exclaim, or be quoted.
_LIVELY_END = re.compile("[?!？！][”’\"'」』》）)]*$")
_COMMA_END = re.compile("[,，、;；]$")
#: A sentence begins so and may name a day; a line of a head does not.
_TELLING = re.compile(
    "(?:On|In|Since|Until|After|Before|From|At|As|When|It|We|I|The) |[在自从從于於当當到直]"
)
_COLON = re.compile("[:：]")
_LISTS_ZH = (
    "(?:出席|参会|与会|参加|列席|到会|发布)(?:人员|人|者|嘉宾|领导|单位|代表)?"
    "|发布会?嘉宾|主讲嘉宾|公司代表|管理层|分析师"
)
_LISTS_EN = (
    r"(?:(?:company|corporate|conference call|call|other) )?"
    r"(?:participants?|attendees|representatives|executives)|(?:members |also )?present"
    r"|in attendance|attending|analysts?|panell?ists?|speakers|witnesses"
)
_LIST = re.compile(f"(?:{_LISTS_ZH})|(?i:{_LISTS_EN})")
_PLACE_OR_TIME = re.compile(
    "(?:采访|访谈|专访|会议|发布会?|录制|举行|活动|刊发|发表)?(?:的)?(?:时间|日期|地点|场所)"
    r"|(?i:(?:date|time|place|venue|location)(?: and (?:time|place|date))?"
    r"(?: of (?:the )?[a-z]{4,12})?|(?:[a-z]{4,12} )?(?:date|venue|location))"
)
#: They are labels of turns as well: what stands behind must be a name alone.
_PERSON = re.compile(
    "采访人|采访者|访问者|受访人|受访者|受访嘉宾|被采访人|被采访者|访谈对象|采访对象"
    "|嘉宾|主持人|主持|主讲人|翻译|整理"
    r"|(?i:interviewer|interviewee|interviewed by|guests?|moderators?|hosts?|speaker|interpreter)"
)


def mark_head(lines: Sequence[Stretch], book: LabelBook) -> list[Stretch]:
    """Mark the lines of a document's head, where it certainly has one.

    :param lines: the document's lines, in order.
    :param book: the labels that begin turns.
    :returns: the same lines; those of the first block are marked ``block`` where one of them shows
        that it is a head, those below, over blank lines, ``below``.
    """
    count = _count_lines(lines, book)
    first = next((n for n in range(1, count) if lines[n].gap), count)
    is_sure = first > 1 and any(is_sign(line.text, book) for line in lines[1:first])
    if not is_sure and not any(is_sign(line.text, book) for line in lines[1:count]):
        return list(lines)
    return [
        replace(line, head="block" if is_sure and number < first else "below")
        if number < count
        else line
        for number, line in enumerate(lines)
    ]


def _count_lines(lines: Sequence[Stretch], book: LabelBook) -> int:
    """Count the lines that can be a head, up to a blank line or a turn."""
    count = 0
    for number, line in enumerate(lines[: _MAX_LINES + 1]):
        if line.gap or (number and book.match(line.text) and not is_field(line.text, book)):
            count = number
        if number == _MAX_LINES or not _can_be_head(line, number, book):
            return count
    return count


def _can_be_head(line: Stretch, number: int, book: LabelBook) -> bool:
    text = line.text
    if line.bullet or line.footnote or line.page_break:
        return False
    if is_field(text, book):
        return number > 0
    if len(text) > _MAX_LINE_CHARS or book.match(text) or is_table_row(text):
        return False
    plain = _ABBREVIATED.sub("", text)
    if is_introducing(text) or _COMMA_END.search(text) or _SENTENCE.search(plain):
        return False
    return not is_finished(plain) or (number == 0 and _LIVELY_END.search(text) is not None)


def is_sign(text: str, book: LabelBook) -> bool:
    """Tell whether a line is one that only heads have; none goes on with the line above."""
    return is_dated(text) or is_field(text, book)


def is_dated(text: str) -> bool:
    """Tell whether a line of a head states when the text was spoken or published."""
    if len(text) > _MAX_DATED_CHARS or text[:1].islower() or _TELLING.match(text):
        return False
    return find_date(text) is not None or read_issue(text) is not None


def is_field(text: str, book: LabelBook) -> bool:
    """Tell whether a line of a head is a field of a transcript: 出席：…, Participants: ….

    :param text: the line.
    :param book: the labels that begin turns; who speaks later can be named in the head.
    :returns: whether it names something and gives its value, with nothing that reads as speech.
    """
    colon = _COLON.search(text[:_MAX_NAME_CHARS])
    name = to_simplified(text[: colon.start()]).strip() if colon else ""
    value = text[colon.end() :].strip() if colon else ""
    if not value:
        return False
    plain = _ABBREVIATED.sub("", value)
    if len(value) > _MAX_LIST_CHARS or _SENTENCE.search(plain):
        return False
    if _is_list(text):
        return True
    if is_finished(plain) or len(value) > _MAX_LINE_CHARS:
        return False
    if _PLACE_OR_TIME.fullmatch(name):
        return True
    return _PERSON.fullmatch(name) is not None and _is_name(value, book)


def _is_list(text: str) -> bool:
    """Tell whether a line begins as a list of those present, which states who holds what office."""
    name, colon, _ = _COLON.sub(":", text[:_MAX_NAME_CHARS], count=1).partition(":")
    return bool(colon) and _LIST.fullmatch(to_simplified(name).strip()) is not None


def _is_name(value: str, book: LabelBook) -> bool:
    """Tell whether a value names somebody: one who speaks, or plainly a person in English."""
    if book.match(f"{value}: ") is not None:
        return True
    is_english = re.search(f"[{HAN}]", value) is None
    return is_english and 2 <= count_latin_words(value) <= 4 and rate_label(value) is Strength.NAME


def frame_head(
    stretch: Stretch, frame: Kind | None, book: LabelBook, *, begun: bool, spoken: bool
) -> Kind | None:
    """Tell the kind of a block of a head.

    :param stretch: the block.
    :param frame: its kind as its own words tell it.
    :param book: the labels that begin turns.
    :param begun: whether its language has a title already.
    :param spoken: whether the document has turns: what its fields state is then of the talk, and
        elsewhere it may be what the document tells.
    :returns: the kind; None for what is no part of the frame.
    """
    text = stretch.text
    if frame in ("dateline", "notice", "caption") or stretch.level:
        return frame
    if spoken and is_field(text, book):
        return None if _is_list(text) else "dateline"
    if begun and is_dated(text) and (stretch.head == "block" or frame == "heading"):
        return "dateline"
    if frame is not None or stretch.head != "block" or is_field(text, book):
        return frame
    return "heading" if begun else "title"
