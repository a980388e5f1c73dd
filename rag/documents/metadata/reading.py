"""Paragraphs at a document's head -> what the text itself states of itself.

Cautious on purpose: a date counts in a dateline, a title, a caption, a line about the publication,
or where a news agency puts it at the beginning of a report; dates, names and places told of in
running text are none of the document's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from rag.documents.metadata.dates import find_date, read_date
from rag.documents.metadata.events import find_event
from rag.documents.metadata.interviews import Interview, read_interview
from rag.documents.metadata.issues import read_issue
from rag.documents.metadata.sources import find_source, is_outlet_line, stated_source
from rag.documents.shapes import (
    is_enumerated,
    is_finished,
    is_introducing,
    is_open,
    is_salutation,
)
from rag.metadata import BOTH, DocumentMetadata
from rag.schema import Kind, Language, Paragraph
from rag.text.language import count_han, count_latin_words, to_simplified

#: Version of these rules: documents read by earlier ones are looked at again at the next ingest.
METADATA_READER = 3
#: How many paragraphs from the beginning may state what the document is.
_HEAD_PARAGRAPHS = 8
#: In one language: where titles stand, and how many paragraphs are the lead.
_TITLE_PARAGRAPHS, _LEAD_PARAGRAPHS = 4, 2
_AGENCY = re.compile(
    r"^\W{0,3}[\u4e00-\u9fff]{0,14}(?:社|报|報|网|網)[\u4e00-\u9fff]{2,10}(?P<zh>.{6,14})[电電讯訊]"
    r"|^[A-Z][A-Za-z ,]{2,40}[,\s]\s*(?P<en>[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4})\s*+"
    r"(?:\([^()]{2,30}\))?\s*+[-–—]"
)
#: Short lines about the publication: 2024-03-05 10:20 来源：…, 发布时间：…, Date: …
_DATED_LINE = re.compile(
    r"^\W*(?:\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?\s*(?:\d{1,2}:\d{2}|来源|來源|[|｜])"
    r"|(?:发布|發布|發佈|采访|採訪|访谈|訪談|发表|發表|刊发|时间|時間|日期)(?:时间|時間|日期)?\s*[:：]"
    r"|(?i:date|published|posted|updated|interview date)(?: on)?\s*:)"
)
_MAX_DATED_CHARS = 80
#: The same behind other fields: 来源：…  作者：…  发布时间：2025-07-23
_PUBLISHED = re.compile(
    "(?:发布|發布|發佈|刊发|刊發|发表|發表)(?:时间|時間|日期)?\\s*[:：]\\s*(?=\\d{4})"
)
#: Where a title stands, a body that speaks or was spoken to: the head of its paper, no title.
_BODY = re.compile(
    r"(?:(?:The |the )?[A-Z][\w'’&-]*|of|the|and|on|for)"
    r"(?:,? (?:[A-Z][\w'’&-]*|of|the|and|on|for)){0,8}"
)
_BODY_WORD = re.compile(
    r"(?i)\b(?:parliament|senate|congress|house of|committee|council|commission|ministry|department"
    r"|government)\b"
)
_BODY_ZH = re.compile(
    "[^，。：；！？关就在的]{2,20}(?:人民政府|委员会|人民代表大会|政治协商会议|办公厅|办公室)"
)
#: A line of the head that is no title though it stands above the text.
_BYLINE = re.compile(r"(?i)by |作者|记者|記者|本报|本報|[(\[\uff08*•-]|\W*\d")
_MAX_TITLE_CHARS, _MIN_TITLE_WORDS = 90, 3
#: 2024年3月5日 东湾新闻网
_DATE_AND_OUTLET = re.compile(r"^\d{4}\s?[-/.年].{0,16}?(?:日|\d)\s+(?P<rest>\S.{1,20})$")
_TITLES: tuple[Kind, ...] = ("title", "heading")
_RUNNING: tuple[Kind, ...] = ("paragraph", "dateline", "notice", "caption")


def read_metadata(
    paragraphs: Sequence[Paragraph],
    tail: str = "",
    fields: Mapping[str, str] | None = None,
    *,
    text: str = "",
) -> DocumentMetadata:
    """Read off a document what it states of itself.

    :param paragraphs: those of its beginning, in reading order.
    :param tail: the end of its text.
    :param fields: what its format states beside the text: ``publisher``, ``source``, ...
    :param text: what the paragraphs' spans count in.
    :returns: what is stated; a value stated in both languages holds both, `` / `` between.
    """
    head = paragraphs[:_HEAD_PARAGRAPHS]
    titles = (n for n, p in enumerate(head) if p.kind in _TITLES and _may_be_title(p, head))
    place = next(titles, None)
    title = _plain_title(head) if place is None else _read_title(head[place:], text)
    dates = (find_date(stating) for stating in _stating(head, tail))
    stated = next(filter(None, dates), None) or _issue_year(head)
    order = list(dict.fromkeys(p.language for p in head))
    read = [_read_language(paragraphs, head, language, tail) for language in order]
    source = _join([source for source, _ in read]) or stated_source(fields or {})
    return DocumentMetadata(
        title,
        stated,
        source,
        _join([interview.event for _, interview in read]),
        _join([interview.interviewer for _, interview in read]),
        _join([interview.interviewee for _, interview in read]),
    )


def _read_language(
    paragraphs: Sequence[Paragraph], head: Sequence[Paragraph], language: Language, tail: str
) -> tuple[str | None, Interview]:
    own = [p for p in head if p.language == language]
    first = [p for p in own[:_TITLE_PARAGRAPHS] if p.kind in _TITLES]
    titles = [p.text for p in first if not is_outlet_line(p.text)]
    # （2025年3月5日在临海市第三届人民代表大会上）: where it was spoken.
    spoken = [p.text for p in own[:_TITLE_PARAGRAPHS] if p.kind == "dateline"]
    spoken = [text for text in spoken if text[0] in "（("]
    turns = [p for p in paragraphs if p.language == language and p.speaker]
    lines = [line for p in own if p.speaker is None or _is_field(p) for line in _lines(p.text)]
    running = [p.text for p in own if p.kind in _RUNNING and p.speaker is None]
    lead = running[:_LEAD_PARAGRAPHS]
    interview = read_interview(titles, lead, fields=lines, turns=turns)
    event = interview.event or find_event([*titles, *spoken], lead)
    source = find_source(lines, lead, tail if len({p.language for p in head}) == 1 else "")
    return source, Interview(interview.interviewer, interview.interviewee, event)


def _is_field(paragraph: Paragraph) -> bool:
    """Tell whether a turn is none, but a line of the head such as 受访者：林岚."""
    return paragraph.speaker is not None and len(paragraph.text) <= _MAX_DATED_CHARS


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _join(values: Sequence[str | None]) -> str | None:
    """Put the wordings of the two languages side by side."""
    return BOTH.join(dict.fromkeys(value for value in values if value)) or None


def _may_be_title(paragraph: Paragraph, head: Sequence[Paragraph]) -> bool:
    """Tell whether it is the title: the first of them, or a heading below a publisher's name."""
    place = head.index(paragraph)
    if is_outlet_line(paragraph.text) or _is_letterhead(head[place:]):
        return False
    if paragraph.kind == "title":
        return True
    return any(
        p.kind == "title" and (is_outlet_line(p.text) or _is_letterhead(head[n:]))
        for n, p in enumerate(head[:place])
    )


def _is_letterhead(rest: Sequence[Paragraph]) -> bool:
    """Tell whether the first paragraph names a body, and a title follows right below."""
    for paragraph in rest[1:_TITLE_PARAGRAPHS]:
        if paragraph.kind not in _TITLES or paragraph.language != rest[0].language:
            return False
        if not _names_body(rest[0].text):
            return False
        if not _names_body(paragraph.text):
            return not is_enumerated(paragraph.text)
    return False


def _names_body(text: str) -> bool:
    if len(text) > _MAX_TITLE_CHARS:
        return False
    if count_han(text):
        return _BODY_ZH.fullmatch(to_simplified(text)) is not None
    return _BODY.fullmatch(text) is not None and bool(_BODY_WORD.search(text))


def _read_title(rest: Sequence[Paragraph], text: str) -> str:
    """Give the title that paragraphs begin with, and its translation on the same line."""
    title, other = rest[0], rest[1] if len(rest) > 1 else None
    if other is None or other.kind not in _TITLES or other.language == title.language:
        return title.text
    between = text[title.spans[-1][1] : other.spans[0][0]]
    is_one_line = bool(text) and "\n" not in between and "\r" not in between
    return f"{title.text}{BOTH}{other.text}" if is_one_line else title.text


def _plain_title(head: Sequence[Paragraph]) -> str | None:
    """Give the short line without a sentence end that running text begins below."""
    own = [p for p in head if p.language == head[0].language and p.kind == "paragraph"]
    if len(own) <= 1 or own[0] is not head[0] or own[0].speaker is not None:
        return None
    text = own[0].text
    words = count_han(text) or count_latin_words(text)
    is_short = len(text) <= _MAX_TITLE_CHARS and "\n" not in text and words >= _MIN_TITLE_WORDS
    if not is_short or is_finished(text) or not is_finished(own[1].text):
        return None
    is_other = is_open(text, own[0].language) or is_introducing(text) or is_salutation(text)
    return None if is_other or _BYLINE.match(text) or len(own[1].text) <= len(text) else text


def _issue_year(head: Sequence[Paragraph]) -> str | None:
    """Give the year of the periodical's issue that a dateline names: Spring 2025."""
    issues = (read_issue(p.text) for p in head if p.kind == "dateline")
    return next((issue.year for issue in issues if issue and issue.year), None)


def _stating(head: Sequence[Paragraph], tail: str) -> Iterator[str]:
    """Yield the texts that may state the document's date, the most telling kind first."""
    for kind in ("dateline", "title", "caption"):
        yield from (p.text for p in head if p.kind == kind)
    for paragraph in head:
        match = _AGENCY.match(paragraph.text)
        if match:
            yield match.group("zh") or match.group("en")
    for paragraph in head:
        for line in _lines(paragraph.text):
            beside = _DATE_AND_OUTLET.match(line)
            is_dated = _DATED_LINE.match(line) or (beside and is_outlet_line(beside["rest"]))
            if len(line) > _MAX_DATED_CHARS:
                continue
            if is_dated:
                yield line
            elif published := _PUBLISHED.search(line):
                yield line[published.start() :]
    # Notices and letters end in who signed them, and when.
    signed = _lines(tail)[-1:]
    yield from (line for line in signed if read_date(line.strip("（）()。. ")))
