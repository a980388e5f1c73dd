"""Title, lead and turns of a document -> who asks in it and who answers.

A wrong name is worse than none: names come from fixed forms of words (林岚接受海岸社采访,
"interview with Coast News"), or from turns where one person answers all questions.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.documents.metadata.names import (
    find_outlet,
    find_person,
    name_of_label,
    outlet_of_label,
)
from rag.schema import Paragraph
from rag.text.language import HAN, count_han, to_simplified

_MANNER = "(?:联合|独家|书面|视频|电话|专题|集体|网络|现场|的|记者|就)*"
_TALK = "(?:采访|专访|访谈|访问)"
_GIVES_ZH = re.compile(
    f"(?P<person>[^，。；！？接]{{2,40}}?)(?:就[^。；！？]{{2,60}}?|[，,]?\\d{{0,2}}日?(?:在)?)?接受(?:了)?"
    f"(?P<outlet>[^，。；！？]{{2,40}}?)(?P<manner>{_MANNER}{_TALK})"
)
_TAKES_ZH = re.compile(
    f"^(?P<outlet>[{HAN}A-Z《》、]{{0,24}}?)(?:记者[{HAN}]{{0,4}})?(?:独家|对话)?"
    f"(?:专访|——访|─访|－访)(?P<person>[^，。；！？：:\\s“”]{{2,24}})"
)
_VISITS_ZH = re.compile("[—─－-]{1,2}(?:专)?访(?P<person>[^，。；！？：:\\s“”]{2,24})$")
_FIELD_ZH = re.compile(
    "^(?P<part>采访者|采访人|访问者|受访者|受访人|受访嘉宾|被采访者|被采访人|被访者|被访人|访谈对象"
    f"|采访对象|嘉宾)\\s*[:：]\\s*(?P<name>[{HAN}·•A-Za-z .]{{2,24}})$"
)
#: Who wrote an interview, if nothing else says who led it: By Tom Reed | The Harbour Post.
_BYLINE_EN = re.compile(r"^By (?P<name>[A-Z][\w'’.-]*(?: [A-Z][\w'’.-]*){1,3})\s*(?=[|,]|$)")
_BYLINE_ZH = re.compile(
    "(?:^|[\\s|｜日])(?:本报|本刊)?(?:记者|采访)(?: ?[A-Z][a-z]+)?[ 　:：]+"
    f"(?P<name>[{HAN}·•]{{2,14}})"
    r"(?=\s*$|\s+[A-Za-z][A-Za-z .'’-]*$)"
)
#: In the middle of a name, a full stop ends no sentence.
_TITLE_STOP = re.compile(r"(?<=\bDr|\bMr|\bMs|\bSt)\.|(?<=\bMrs)\.|(?<=\bProf)\.")
_ASKING_FIELDS = frozenset("采访者 采访人 访问者 interviewer".split()) | {"interviewed by"}
_FIELD_EN = re.compile(
    r"^(?i:(?P<part>interviewer|interviewee|interviewed by|guest))\s*+:?(?:(?<=\s)|\s)\s*+"
    r"(?P<name>[A-Z][^,;:()]{2,60})$"
)

_KIND_EN = r"(?:[\w-]+ ){0,3}?interview"
_GIVES_EN = re.compile(
    rf"(?P<person>[A-Z][^.;:]{{2,120}}?) (?i:gives|gave|grants|granted)(?: an?)? {_KIND_EN} "
    r"(?i:to|with) (?P<outlet>[^.;:]{2,120})",
    re.IGNORECASE,
)
_GIVES_ALONE_EN = re.compile(
    rf"^(?P<person>[^.;:]{{2,100}}?) (?:gives|gave|grants|granted)(?: an?)? {_KIND_EN}\b",
    re.IGNORECASE,
)
_PREFIX_EN = re.compile(
    r"(?i)^(?:transcript|exclusive|full text|text|watch|video|q&a)\s*[:|–—-]\s*"
)
_GIVEN_EN = re.compile(
    rf"{_KIND_EN} given by (?P<person>[^.;:]{{2,120}}?) to (?P<outlet>[^.;:]{{2,120}})",
    re.IGNORECASE,
)
_OWN_EN = re.compile(
    rf"^(?P<one>[^.;:]{{2,100}}?)(?:'s?|’s?) {_KIND_EN} with (?P<other>[^.;:]{{2,100}})",
    re.IGNORECASE,
)
_WITH_EN = re.compile(
    rf"^(?:(?:transcript|full text|text|excerpts?)(?: of| from)? )?(?:the |an? )?{_KIND_EN} with "
    r"(?P<other>[^.;:]{2,100})",
    re.IGNORECASE,
)
_TAKEN_EN = re.compile(
    r"^(?P<person>[^.;:]{2,100}?)(?:,)? (?:is |was )?interviewed by (?P<outlet>[^.;:]{2,100})",
    re.IGNORECASE,
)
_TAKES_EN = re.compile(r"^(?P<outlet>[^.;:]{2,60}?) interviews (?P<person>[^.;:]{2,100})")
_SAID_EN = re.compile(
    rf"^[^.;:]{{0,60}}?\bin (?:an? |the )?{_KIND_EN} with (?P<outlet>[^.;:,]{{2,80}}?)"
    r"(?: on \w+(?: \d{1,2})?)?, (?P<person>[A-Z][^.;:]{2,80}?) (?:said|told|noted|stressed|spoke)",
    re.IGNORECASE,
)
_ENDS_EN = re.compile(
    r"(?i)\s*(?:,| on (?!the record)| about | in | at | for | during | regarding | ahead | after "
    r"| before | following | over | published | conducted | held | amid |\s[-–—|]\s| this | last )"
)
#: A lead with the interview below it.
_ANNOUNCES = re.compile(
    "全文|实录|實錄|如下|摘要|访谈录|訪談錄|(?i:transcript|full text|excerpts?|edited for)"
)
#: A name and what it is a name of.
_MAX_FIELD_CHARS = 200


@dataclass(frozen=True, slots=True)
class Interview:
    """Who asks, who answers, and what the interview is called."""

    interviewer: str | None = None
    interviewee: str | None = None
    event: str | None = None


def read_interview(
    titles: Sequence[str],
    lead: Sequence[str],
    *,
    fields: Sequence[str],
    turns: Sequence[Paragraph],
) -> Interview:
    """Read who asks and who answers in a document, in one language.

    :param titles: its titles and first headings.
    :param lead: its first paragraphs of running text.
    :param fields: short lines at its head, of which some may name a field: 受访者：林岚.
    :param turns: paragraphs with a speaker.
    :returns: what is sure; None for the rest.
    """
    speakers = list(dict.fromkeys(turn.speaker for turn in turns if turn.speaker))
    found = Interview()
    for line in fields:
        found = _fill(found, _read_field(line, speakers))
    # News reports quote what was said in interviews; they are none themselves.
    announced = [text for text in lead if turns or _ANNOUNCES.search(text)]
    for text in (*titles, *announced):
        read = _read_chinese(text, speakers) if count_han(text) else _read_english(text, speakers)
        found = _fill(found, read)
    found = _fill(found, _read_turns(turns))
    if turns and found.interviewer is None:
        found = replace(found, interviewer=next(filter(None, map(_read_byline, fields)), None))
    return found


def _read_byline(line: str) -> str | None:
    """Read who wrote an interview: By Tom Reed | The Harbour Post, 记者　林晓彤."""
    if len(line) > _MAX_FIELD_CHARS:
        return None
    simple = to_simplified(line)
    match = _BYLINE_EN.search(line) or (
        _BYLINE_ZH.search(simple) if len(simple) == len(line) else None
    )
    return find_person(line[match.start("name") : match.end("name")], ()) if match else None


def _fill(found: Interview, other: Interview) -> Interview:
    """Take what is missing from another reading, unless the two tell of different persons."""
    if found.interviewee and other.interviewee and found.interviewee != other.interviewee:
        return found
    return replace(
        found,
        interviewer=found.interviewer or other.interviewer,
        interviewee=found.interviewee or other.interviewee,
        event=found.event or other.event,
    )


def _read_chinese(text: str, speakers: Sequence[str]) -> Interview:
    simple = to_simplified(text[:300])
    if len(simple) != len(text[:300]):
        simple = text[:300]

    def part(match: re.Match[str], name: str) -> str:
        return text[match.start(name) : match.end(name)]

    match = _GIVES_ZH.search(simple)
    if match is not None:
        person = find_person(part(match, "person"), speakers)
        outlet = find_outlet(part(match, "outlet"))
        if person is None and outlet is None:
            return Interview()
        manner = part(match, "manner").removeprefix("记者").removeprefix("的")
        return Interview(outlet, person, f"{part(match, 'outlet')}{manner}" if outlet else manner)
    match = _TAKES_ZH.search(simple) or _VISITS_ZH.search(simple)
    if match is None:
        return Interview()
    person = find_person(part(match, "person"), speakers)
    named = part(match, "outlet") if "outlet" in match.groupdict() else ""
    return (
        Interview(find_outlet(named) if named else None, person, "专访") if person else Interview()
    )


def _read_field(line: str, speakers: Sequence[str]) -> Interview:
    """Read a line of the head: 受访者：林岚, Interviewer: Jane Doe."""
    if len(line) > _MAX_FIELD_CHARS:
        return Interview()
    simple = to_simplified(line)
    match = _FIELD_ZH.match(simple) or _FIELD_EN.match(line)
    if match is None or len(simple) != len(line):
        return Interview()
    asks = match["part"].lower() in _ASKING_FIELDS
    name = line[match.start("name") : match.end("name")].strip()
    found = find_person(name, speakers) or (find_outlet(name) if asks else None)
    return Interview(interviewer=found) if asks else Interview(interviewee=found)


def _read_english(text: str, speakers: Sequence[str]) -> Interview:
    text = _TITLE_STOP.sub("", _PREFIX_EN.sub("", text[:400]))
    for form in (_GIVES_EN, _GIVEN_EN, _TAKEN_EN, _TAKES_EN, _SAID_EN):
        match = form.search(text)
        if match is not None:
            said = match["person"].strip()
            person = find_person(_cut(said) if form is _TAKES_EN else said, speakers)
            return _interview(find_outlet(_cut(match["outlet"])), person)
    match = _OWN_EN.search(text)
    if match is not None:
        one, other = match["one"], _cut(match["other"])
        outlet = find_outlet(one)
        if outlet is not None:
            return _interview(outlet, find_person(other, speakers))
        return _interview(find_outlet(other), find_person(one, speakers))
    match = _WITH_EN.search(text)
    if match is None:
        alone = _GIVES_ALONE_EN.search(text)
        person = find_person(alone["person"].strip(), speakers) if alone else None
        return _interview(None, person)
    other = _cut(match["other"])
    return _interview(find_outlet(other), find_person(other, speakers))


def _interview(interviewer: str | None, interviewee: str | None) -> Interview:
    other = interviewer or interviewee
    return Interview(interviewer, interviewee, f"Interview with {other}" if other else None)


def _cut(words: str) -> str:
    """Leave what the words name: what follows tells of when, where and what about."""
    return _ENDS_EN.split(f"{words} ", maxsplit=1)[0].strip()


def _read_turns(turns: Sequence[Paragraph]) -> Interview:
    """Read turns: the one person who answers, and the one outlet or person that asks."""
    asking = dict.fromkeys(p.speaker for p in turns if p.kind == "question" and p.speaker)
    answering = dict.fromkeys(p.speaker for p in turns if p.kind == "answer" and p.speaker)
    answering = {label: None for label in answering if label not in asking}
    if not asking or len(answering) != 1:
        return Interview()
    interviewee = name_of_label(next(iter(answering)))
    if len(asking) > 1:
        return Interview(interviewee=interviewee)
    label = next(iter(asking))
    return Interview(outlet_of_label(label) or name_of_label(label), interviewee)
