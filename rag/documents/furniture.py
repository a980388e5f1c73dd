"""Lines -> the same without the running titles and page numbers of the pages they stood on.

A running title comes again and again where pages meet: at a form feed, beside a page number, with
a number that counts up, or in the middle of a sentence. A line that only looks like one stays: a
running title in the text is a blemish, a sentence lost is an error.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Literal

from rag.documents.continuity import is_certain
from rag.documents.label_words import Strength, rate_label
from rag.documents.shapes import is_finished, is_heading, is_introducing
from rag.documents.stretch import Stretch
from rag.text.language import count_han, detect_language

_MAX_CHARS = 80
_MAX_HAN = 40
_MIN_TIMES = 2
#: Without a page's end in sight, only what comes again this often is a running title.
_MIN_TIMES_ALONE = 3
#: Share of its places that must show it; names stand alone in dialogues too.
_MIN_SHARE, _MIN_NAME_SHARE = 1 / 3, 0.6
#: A title above a running title, and lines of one that has several.
_ROUNDS = 3
_FIGURES = re.compile(r"\d+")
_SPACES = re.compile(r"\s+")
_APART = re.compile(
    r"^\d{1,4}(?:\s{2,}|\s*[|｜·•　—–]\s*)\D"
    r"|(?:[^\d\s]|(?<=\d)\s|^\s)(?:\s{2,}+|　|\s*+[|｜·•—–]\s*+)\d{1,4}$"
)
_PAGE = re.compile(
    r"(?i)第\s*\d{1,4}\s*[页頁]|\bpage\s+\d{1,4}\b|\bp\.\s?\d{1,4}\b|(?<!\d)\d+\s*/\s*\d"
)
_NUMBERED = re.compile(
    r"^(\d{1,4})(?:\s{2,}|\s*[|｜·•]\s*)\D"
    r"|(?:[^\d\s]|(?<=\d)\s|^\s)(?:\s{2,}+|　|\s*+[|｜·•]\s*+)(\d{1,4})$"
)
_NUMBER = re.compile(r"\d{1,4}")
_MIN_COUNTED = 3


def leave_out_furniture(lines: Sequence[Stretch]) -> list[Stretch]:
    """Leave out running titles and page numbers that stand right at the text.

    :param lines: the document's lines, in order; page breaks are marked.
    :returns: the others; what stood before a line left out now breaks the page before the next.
    """
    kept = _leave_out(lines, _count_pages(lines) | _count_titled_pages(lines))
    for _ in range(_ROUNDS):
        found = {number for places in _recurring(kept) for number in _judge(kept, places)}
        if not found:
            break
        kept = _leave_out(kept, found)
    return kept


def _leave_out(lines: Sequence[Stretch], numbers: Collection[int]) -> list[Stretch]:
    if not numbers:
        return list(lines)
    kept: list[Stretch] = []
    broken = False
    for number, line in enumerate(lines):
        if number in numbers:
            broken = True
            continue
        kept.append(replace(line, gap=True, page_break=True) if broken else line)
        broken = False
    return kept


def _count_pages(lines: Sequence[Stretch]) -> set[int]:
    """Find lines that are nothing but numbers which count up one by one."""
    numbers = [
        (place, int(line.text))
        for place, line in enumerate(lines)
        if _NUMBER.fullmatch(line.text) and not line.bullet
    ]
    apart = all(after - before > 1 for (before, _), (after, _) in pairwise(numbers))
    steps = {after - before for (_, before), (_, after) in pairwise(numbers)}
    if len(numbers) < _MIN_COUNTED or not apart or steps != {1}:
        return set()
    return {place for place, _ in numbers}


def _count_titled_pages(lines: Sequence[Stretch]) -> set[int]:
    """Find titles with a page number apart that counts up, whatever the titles are."""
    found = [
        (place, match)
        for place, line in enumerate(lines)
        if len(line.text) <= _MAX_CHARS
        and (match := _NUMBERED.search(line.text))
        and not is_finished(line.text)
    ]
    numbers = [(place, int(match.group(1) or match.group(2))) for place, match in found]
    steps = {
        (after - before, later - place > 1) for (place, before), (later, after) in pairwise(numbers)
    }
    shown = len(numbers) >= _MIN_COUNTED or any(
        _is_edge(lines, place) or _breaks_sentence(lines, place) for place, _ in numbers
    )
    return {place for place, _ in numbers} if shown and steps == {(1, True)} else set()


def _recurring(lines: Sequence[Stretch]) -> list[list[int]]:
    """Find the short lines that come again, figures aside: where they stand."""
    places: dict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(lines):
        if len(line.text) <= _MAX_CHARS and count_han(line.text) <= _MAX_HAN and not line.bullet:
            places[_SPACES.sub("", _FIGURES.sub("#", line.text)).lower()].append(number)
    return [
        found
        for key, found in places.items()
        if len(found) >= _MIN_TIMES and any(char.isalpha() for char in key)
    ]


def _judge(lines: Sequence[Stretch], places: Sequence[int]) -> list[int]:
    """Tell which of a recurring line's places are a running title's."""
    texts = [lines[place].text for place in places]
    strength = rate_label(texts[0].rstrip(":：").strip())
    if strength == Strength.ROLE or is_introducing(texts[0]):
        return []
    counted = _counts_up(texts)
    if _is_shown(lines, places, strength, counted=counted):
        return [place for place in places if not _is_title(lines, place, numbered=counted)]
    return []


def _is_shown(
    lines: Sequence[Stretch], places: Sequence[int], strength: Strength, *, counted: bool
) -> bool:
    texts = [lines[place].text for place in places]
    later = [place for place in places if place]
    apart = all(after - before > 1 for before, after in pairwise(places))
    if counted and apart and all(_APART.search(text) or _PAGE.search(text) for text in texts):
        return True
    if _differs(texts) and not counted:
        return False
    share = _MIN_NAME_SHARE if strength >= Strength.NAME else _MIN_SHARE
    edges = sum(_ends_page(lines, place) for place in later)
    if edges and edges >= len(later) * max(share, 0.5):
        return True
    breaks = sum(_breaks_sentence(lines, place) for place in later)
    enough = _MIN_TIMES if counted or not places[0] else _MIN_TIMES_ALONE
    return len(places) >= enough and breaks > 0 and breaks >= len(later) * share


def _differs(texts: Iterable[str]) -> bool:
    return len({tuple(_FIGURES.findall(text)) for text in texts}) > 1


def _counts_up(texts: Sequence[str]) -> bool:
    """Tell whether one of the figures in a recurring line counts pages."""
    rows = [[int(figure[-6:]) for figure in _FIGURES.findall(text)] for text in texts]
    return any(
        all(0 < after - before <= _MAX_STEP for before, after in pairwise(column))
        for column in zip(*rows, strict=False)
    )


#: Left and right pages have titles of their own; a page may have none.
_MAX_STEP = 4


def _is_edge(lines: Sequence[Stretch], place: int) -> bool:
    return lines[place].page_break or _follows(lines, place, "page_break")


def _follows(lines: Sequence[Stretch], place: int, sign: Literal["gap", "page_break"]) -> bool:
    """Tell whether a blank line or a page's end stands behind a line."""
    if place + 1 == len(lines):
        return sign == "gap"
    return bool(getattr(lines[place + 1], sign))


def _ends_page(lines: Sequence[Stretch], place: int) -> bool:
    """Tell whether a line stands at a page's end, and not as the last words of a sentence."""
    line = lines[place]
    if not _is_edge(lines, place) or line.text[:1].islower():
        return False
    alone = line.gap and _follows(lines, place, "gap")
    return alone or (line.page_break and not is_finished(line.text))


def _breaks_sentence(lines: Sequence[Stretch], place: int) -> bool:
    if place + 1 >= len(lines) or not (lines[place].gap or lines[place + 1].gap):
        return False
    before, after = lines[place - 1].text, lines[place + 1].text
    if any(is_finished(text) or is_introducing(text) for text in (before, lines[place].text)):
        return False
    # A heading is not finished either, but it stands alone.
    language = detect_language(before)
    return language is not None and not (
        lines[place - 1].gap
        and is_heading(before, language)
        and not is_certain(before, after, language)
    )


def _is_title(lines: Sequence[Stretch], place: int, *, numbered: bool) -> bool:
    """Tell whether the first line of a document is its title, which comes again on the pages."""
    if place or numbered or _is_edge(lines, 0) or len(lines) < _MIN_TIMES:
        return False
    after = lines[1]
    language = detect_language(after.text)
    return not (after.level or (language is not None and is_heading(after.text, language)))
