r"""Text of a subtitle file (SRT, WebVTT) -> its cues, without tags, positions and numbers.

Of the libraries for these formats pysubs2 loses WebVTT's speakers and leaves its entities,
webvtt-py leaves entities and ``{\an8}``, and srt reads no WebVTT.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest

_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,3}))?"
_TIMES = re.compile(rf"\s*{_TIME}\s*--?>\s*{_TIME}")
#: A line that is meant to give times, readable or not.
_ARROW = re.compile(r"\s*\S{1,20}\s*--?>\s*\S{1,20}(?:\s|$)")
_VOICE = re.compile(r"<v(?:\.[\w.-]+)?\s++([^<>]+)>")
_READING = re.compile(r"(?is)<rt\b(?:(?!<rt\b).)*?</rt>")
_TAG = re.compile(
    r"(?i)</?(?:c|i|b|u|s|v|em|strong|font|span|lang|ruby|rt|rp)(?:[.\s][^<>]*)?>|<[\d:.]+>"
    r"|\{\\[^{}]*\}"
)
_BREAK = re.compile(r"(?i)<br\s*/?>|\\[Nn]|\n")
#: Marks of another speaker: ``>> Welcome.``, and dashes where a cue has two of them.
_TURN_MARK = re.compile(r"\s*(?:>>+|&gt;&gt;)\s*")
_DASH = re.compile(r"\s*[-–—‐](?![-–—])\s*")
#: A dash by itself, in a file whose cues have dashes in pairs: no minus before a figure.
_LONE_DASH = re.compile(r"\s*[-–—‐](?![-–—\d])\s*")
#: A line that the next cue goes on with, and a line that goes on with the cue before it.
_UNENDED = re.compile(r"[,，、;；:：…—-]$|\.\.\.$")
_GOING_ON = re.compile(r"[a-z]|…|\.\.\.")
_DIGITS = re.compile(r"\s*\d+\s*")
#: From this share of cues that begin with the line before, all such lines are scrolling.
_SCROLLING_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a cue.

    :param speaker: as the format's own mark names them; None where it does not.
    :param begins_turn: whether it is marked as another speaker's.
    """

    text: str
    speaker: str | None = None
    begins_turn: bool = False


@dataclass(frozen=True, slots=True)
class Cue:
    """What is shown at one time, in seconds."""

    start: float
    end: float
    lines: tuple[Line, ...]


def read_cues(text: str) -> list[Cue]:
    """Read the cues of a subtitle file, in order of time.

    Numbers, names of cues, notes and styles are left out, as are lines that scroll: live captions
    show each line again under the next. Cues of one time are one.

    :param text: the file's text.
    :returns: cues with at least one line.
    """
    is_webvtt = text.lstrip("\ufeff").startswith("WEBVTT")
    found = sorted(_parse(text, is_webvtt=is_webvtt), key=lambda cue: cue.start)
    cues: list[Cue] = []
    for cue in found:
        if cues and (cue.start, cue.end) == (cues[-1].start, cues[-1].end):
            cues[-1] = replace(cue, lines=cues[-1].lines + cue.lines)
        else:
            cues.append(cue)
    return _begin_after_dialogue(_drop_scrolling(cues))


def count_unread_times(text: str) -> int:
    """Count the cues of a subtitle file whose times cannot be read, or end before they begin."""
    count = 0
    for line in text.splitlines():
        match = _TIMES.match(line)
        count += _ends_early(match) if match else _ARROW.match(line) is not None
    return count


def _ends_early(match: re.Match[str]) -> bool:
    return _seconds(match.groups()[:4]) > _seconds(match.groups()[4:])


def _parse(text: str, *, is_webvtt: bool) -> Iterator[Cue]:
    lines = re.split(r"\r\n|\n|\r", text)
    places = [place for place, line in enumerate(lines) if _TIMES.match(line)]
    if places:  # without one time that can be read, arrows are part of some other text
        places = [
            place for place, line in enumerate(lines) if _TIMES.match(line) or _ARROW.match(line)
        ]
    bodies = [
        _cut_body(lines[place + 1 : after], is_last=after is None, is_webvtt=is_webvtt)
        for place, after in zip_longest(places, places[1:])
    ]
    has_dashes = any(_count_dashes(_split_body(body)) > 1 for body in bodies)
    start = end = 0.0
    for place, body in zip(places, bodies, strict=True):
        match = _TIMES.match(lines[place])
        read = tuple(_read_lines(body, is_webvtt=is_webvtt, has_dashes=has_dashes))
        if match:
            start = _seconds(match.groups()[:4])
            end = max(start, _seconds(match.groups()[4:]))
        else:  # after the cue before it
            start = end
        if read:
            yield Cue(start, end, read)


def _cut_body(lines: Sequence[str], *, is_last: bool, is_webvtt: bool) -> str:
    """Take a cue's own lines from those before the next times: a number or name may follow them."""
    body = list(lines)
    if is_webvtt:
        blank = next((place for place, line in enumerate(body) if not line.strip()), None)
        return "\n".join(body[:blank]) if blank is not None else "\n".join(body)
    if not is_last and body and _DIGITS.fullmatch(body[-1]):
        body.pop()
    return "\n".join(body)


def _split_body(body: str) -> list[str]:
    return [line for line in _BREAK.split(_READING.sub("", body)) if line.strip()]


def _count_dashes(raw: Sequence[str]) -> int:
    return sum(bool(_DASH.match(_TAG.sub("", line))) for line in raw)


def _read_lines(body: str, *, is_webvtt: bool, has_dashes: bool) -> Iterator[Line]:
    raw = _split_body(body)
    are_turns = _count_dashes(raw) > 1
    speaker: str | None = None
    for line in raw:
        voice = _VOICE.search(line)
        if voice:
            speaker = " ".join(html.unescape(voice.group(1)).split())
        text = _TAG.sub("", line)
        mark = _TURN_MARK.match(text) or (_DASH.match(text) if are_turns else None)
        mark = mark or (_LONE_DASH.match(text) if has_dashes else None)
        text = text[mark.end() :] if mark else text
        # Only WebVTT has entities; in SRT an ampersand is a letter.
        text = (html.unescape(text) if is_webvtt else text).replace("\u200e", "").strip()
        if text:
            yield Line(text, speaker, begins_turn=mark is not None)
        if "</v>" in line:
            speaker = None


def _seconds(groups: Sequence[str | None]) -> float:
    hours, minutes, seconds, fraction = (group or "0" for group in groups)
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds) + float(f"0.{fraction}")


def _drop_scrolling(cues: list[Cue]) -> list[Cue]:
    repeating = {
        place
        for place, (before, cue) in enumerate(pairwise(cues), start=1)
        if cue.lines[0].text == before.lines[-1].text
    }
    if len(repeating) < _SCROLLING_SHARE * len(cues) or len(cues) < 3:
        return cues
    kept = [
        replace(cue, lines=cue.lines[1:]) if place in repeating else cue
        for place, cue in enumerate(cues)
    ]
    return [cue for cue in kept if cue.lines]


def _begin_after_dialogue(cues: Sequence[Cue]) -> list[Cue]:
    """Mark that another may speak behind a cue of two speakers: dashes tell no more of it."""
    marked = list(cues[:1])
    for before, cue in pairwise(cues):
        first, last = cue.lines[0], before.lines[-1]
        is_dialogue = sum(line.begins_turn for line in before.lines) > 1
        goes_on = _UNENDED.search(last.text) or _GOING_ON.match(first.text)
        if is_dialogue and not goes_on:
            lines = (replace(first, begins_turn=True), *cue.lines[1:])
            marked.append(replace(cue, lines=lines))
        else:
            marked.append(cue)
    return marked
