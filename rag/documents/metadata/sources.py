"""A document's head and last lines -> who published it, where the text says so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from rag.documents.metadata.dates import find_date
from rag.documents.metadata.issues import read_issue
from rag.documents.metadata.names import find_outlet, is_sure_outlet
from rag.text.language import HAN, count_han, to_simplified

#: Longer lines tell something; those that state a source are short.
_MAX_LINE_CHARS = 160
_MAX_SOURCE_CHARS = 40
_MAX_AGENCY_CHARS = 8
#: 来源：新华社, but not 图片来源 or 数据来源, which are of what stands in the text.
_LABELLED_ZH = re.compile(
    r"(?:^|[\s　|｜（(\[【])(?:文章|稿件|新闻|信息|消息|内容|本文)?(?:来源|稿源|出处)\s*[:：]\s*"
    r"(?P<name>[^\s　|｜（()）\]】，。；;,]+(?: [A-Z][\w.]*)*)"
)
_LABELLED_EN = re.compile(
    r"^[\[(]?\s*(?i:source|published by|publisher)\s*:\s*(?P<name>[^|\t\])(;]+?)"
    r"(?=\s{2,}|\s*[|\t\])(;]|\s*$)"
)
_NO_SOURCE = re.compile(
    r"(?i)^(?:网络|互联网|原创|未知|不详|综合|本站|本网|作者|见|https?|www|internet|unknown|own|"
    r"author|see\b|various|staff|based on|calculated)|[:：]"
)
#: 海岸社临海12月30日电: the name ends in what outlets end in, and a place and a day follow.
_AGENCY_ZH = re.compile(
    f"^[\\W]{{0,4}}(?:据)?(?P<name>[{HAN}]{{1,10}}?(?:通讯社|社|日报|晚报|时报|报|电视台|新闻网|网))"
    f"(?P<place>[{HAN}、/]{{2,14}}?)\\s?(?:(?:\\d{{4}}年)?\\d{{1,2}}月)?\\d{{1,2}}日(?:专)?(?:电|讯|消息)"
)
_REPORTED_ZH = re.compile(
    f"^[\\W]{{0,4}}据(?P<name>[{HAN}]{{1,12}}?(?:通讯社|社|日报|晚报|时报|报|电视台|新闻网|网))"
    "(?:\\d{1,2}月)?(?:\\d{1,2}日)?(?:消息|报道)"
)
#: A website's name behind the title: 新码头五月开放-东湾网
_BEHIND_TITLE = re.compile(r"\s?[-—–_|｜]{1,2}\s?(?P<name>[^-—–_|｜]{2,24})$")
_OWN = re.compile("^(?:本|我|该|外)")
#: LINHAI, March 5 (Coast News) --: a place in capitals or with a date, and the agency in brackets.
_AGENCY_EN = re.compile(
    r"^\W{0,3}(?:[A-Z]{3,}[A-Z ./'-]*(?:, [\w .,/'-]{1,40})?|[A-Z][\w '-]{2,30}, [\w .,/'-]{3,40}?)"
    r"\s*"
    r"\((?P<name>[A-Z][\w .&'’-]{1,30})\)\s*(?:--?|[–—])"
)
#: By Tom Reed | The Harbour Post | 12 March 2025: the parts of a line about the publication.
_PARTS = re.compile(r"\s*[|｜]\s*|\s{2,}|\u3000")
_WRITER = re.compile(f"(?i)by [A-Z].*|(?:记者|作者|文)[ \u3000:：]*[{HAN}·]{{2,4}}$")
_WRITER_END = re.compile(f"(?<=\\s)(?:记者|記者|作者|文)[ \u3000:：]*[{HAN}·]{{2,4}}$")
_MAX_PARTED_CHARS = 80
_FIELDS = ("source", "publisher")
#: Lines at the very end that may hold it: （来源：海岸日报）, and who edited it below.
_LAST_LINES = 3


def find_source(head: Iterable[str], lead: Sequence[str], tail: str) -> str | None:
    """Find who published a document.

    :param head: its first lines, without what is said in turns.
    :param lead: its first paragraphs of running text.
    :param tail: its end.
    :returns: the name as stated, one for each language that states it; None where none does.
    """
    lines = list(head)
    last = [line.strip() for line in tail.splitlines() if line.strip()][-_LAST_LINES:]
    found = [
        *(name for line in lines if (name := _labelled(line))),
        *(name for line in lead if (name := _agency(line))),
        *(name for line in lead[:1] if (name := _reported(line))),
        *(issue.name for line in lines if (issue := read_issue(line))),
        *(name for line in _beside_dates(lines) if (name := _outlet_alone(line))),
        *(name for line in last if (name := _labelled(line))),
        *(name for line in lines[:2] if (name := _behind_title(line))),
    ]
    return found[0] if found else None


def stated_source(fields: Mapping[str, str]) -> str | None:
    """Find who published a document in what its format states beside the text."""
    values = (" ".join(fields.get(name, "").split()) for name in _FIELDS)
    return next((value for value in values if value and not _NO_SOURCE.search(value)), None)


def _labelled(line: str) -> str | None:
    if len(line) > _MAX_LINE_CHARS:
        return None
    simple = _simplified(line)
    match = _LABELLED_ZH.search(simple) or _LABELLED_EN.search(simple)
    if match is None:
        return None
    name = line[match.start("name") : match.end("name")].strip(" 　《》.,")
    name = name if not find_date(name) else ""
    return name if name and len(name) <= _MAX_SOURCE_CHARS and not _NO_SOURCE.search(name) else None


def _agency(text: str) -> str | None:
    simple = _simplified(text[:_MAX_LINE_CHARS])
    match = _AGENCY_ZH.match(simple)
    if match is not None and not _OWN.match(match["name"]):
        return text[match.start("name") : match.end("name")]
    match = _AGENCY_EN.match(simple)
    return match["name"] if match else None


def _reported(text: str) -> str | None:
    match = _REPORTED_ZH.match(_simplified(text[:_MAX_LINE_CHARS]))
    name = text[match.start("name") : match.end("name")] if match else ""
    return find_outlet(name) if 2 < len(name) <= _MAX_AGENCY_CHARS else None


def _behind_title(line: str) -> str | None:
    match = _BEHIND_TITLE.search(line) if len(line) <= _MAX_LINE_CHARS else None
    return find_outlet(match["name"]) if match else None


def _beside_dates(lines: list[str]) -> Iterable[str]:
    """Yield the lines that hold a date or stand next to one: what is there frames the text."""
    dated = [len(line) <= _limit(line) and find_date(line) is not None for line in lines]
    for number, line in enumerate(lines):
        if any(dated[max(0, number - 1) : number + 2]):
            yield line


def _limit(line: str) -> int:
    return _MAX_PARTED_CHARS if "|" in line or "｜" in line else _MAX_SOURCE_CHARS


def _outlet_alone(line: str) -> str | None:
    """Give the outlet that is all a line names, beside a date and a time."""
    if len(line) > _limit(line):
        return None
    rest = re.sub(
        r"\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?|\d{1,2}:\d{2}(?::\d{2})?", "", line
    )
    rest = rest.strip(" \t　|｜·—-")
    parts = [part for part in _PARTS.split(_WRITER_END.sub("", rest)) if part.strip()]
    if parts != [rest]:
        named = [part for part in parts if not _WRITER.fullmatch(_simplified(part))]
        named = [part for part in named if not find_date(part)]
        outlet = find_outlet(named[0]) if len(named) == 1 else None
        # As it stands, with its article, or without the marks of a title.
        return outlet and (outlet if count_han(outlet) else named[0].strip())
    if not rest or (not count_han(rest) and rest == line.strip() and "Agency" not in rest):
        return None
    return find_outlet(rest)


def is_outlet_line(text: str) -> bool:
    """Tell whether a line names an outlet and nothing else: the head of a page, not its title."""
    return len(text) <= _MAX_SOURCE_CHARS and is_sure_outlet(text.strip())


def _simplified(text: str) -> str:
    simple = to_simplified(text)
    return simple if len(simple) == len(text) else text
