"""A line of a head -> the periodical it names, and its issue: 《海岸月刊》2025年第5期."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.text.language import HAN, to_simplified

_MAX_CHARS = 90
_NUMERAL = "[\\d一二三四五六七八九十百]{1,5}"
_ISSUE_ZH = re.compile(
    f"(?:《(?P<quoted>[^《》]{{2,20}})》|(?P<name>[{HAN}]{{2,12}}))"
    f"[，, 　]{{0,2}}(?P<year>\\d{{4}})年?[，, 　]{{0,2}}(?:第{_NUMERAL}卷[，, 　]{{0,2}})?"
    f"(?:第{_NUMERAL}[期号辑]|[春夏秋冬]季?[号刊])"
    f"(?:[，, 　]{{0,2}}[（(]?总第{_NUMERAL}期[）)]?)?"
)
_SEASON = (
    "Spring|Summer|Autumn|Fall|Winter|January|February|March|April|May|June|July|August|September"
    "|October|November|December"
)
_NUMBER_EN = r"(?:No\.?|Number|Issue|Volume|Vol\.?) ?\d{1,5}"
_PART_EN = rf"(?:{_NUMBER_EN}|(?:(?:{_SEASON})(?:[/–-](?:{_SEASON}))? )?\d{{4}}|{_SEASON})"
_ISSUE_EN = re.compile(
    r"(?P<name>[A-Z][\w'’.-]*(?: (?:[A-Z][\w'’.-]*|&|and|of|the|for|in|on|magazine|journal)){0,8})"
    rf"(?P<parts>(?:,? \(?{_PART_EN}\)?){{1,4}})"
)
_HAS_NUMBER = re.compile(_NUMBER_EN)
_YEAR = re.compile(r"\b(?:18|19|20)\d{2}\b")


@dataclass(frozen=True, slots=True)
class Issue:
    """A periodical's name as stated, and the year of its issue, empty where none is stated."""

    name: str
    year: str


def read_issue(line: str) -> Issue | None:
    """Read a line that names an issue of a periodical and nothing else."""
    line = line.strip()
    if len(line) > _MAX_CHARS:
        return None
    simple = to_simplified(line)
    match = _ISSUE_ZH.fullmatch(simple if len(simple) == len(line) else line)
    if match is not None:
        part = "quoted" if match["quoted"] else "name"
        return Issue(line[match.start(part) : match.end(part)], match["year"])
    match = _ISSUE_EN.fullmatch(line)
    if match is None or not _HAS_NUMBER.search(match["parts"]):
        return None
    year = _YEAR.search(_HAS_NUMBER.sub("", match["parts"]))
    return Issue(match["name"], year.group() if year else "")
