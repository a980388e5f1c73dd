"""A pair -> the countries and regions that only one of its sides names.

Only these: they have one name a language, while persons become "he" and titles, and whether a
word is a name at all is unsure. China is left out: it is "we" and "our country".
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rag.differences.values import Difference, PairTexts
from rag.language import HAN, to_simplified

_PLACES = Path(__file__).with_name("places.txt")
_ENDING = "(?:e?s|e?an)?(?:['’]s)?"
#: The rest of an organisation's name, which English gives by its letters: 日本广播协会 (NHK).
_ORGANISATION = f"[{HAN}]{{0,14}}\\s?[（(][A-Za-z]"
#: 印度教 and 印度洋 are not India.
_NOT_A_COUNTRY = "教洋尼河语語文"
#: Groups and pronouns that may stand for any country of the sentence.
_ANY_EN = re.compile(
    r"(?i)\b(?:(?:two|both|three|our|all) (?:sides|countries|nations|peoples|parties)|bilateral|"
    r"ASEAN|BRICS|EU|African Union|AU|NATO|G7|G20|region(?:al)?)\b"
)
_ANY_ZH = re.compile(r"[两双三各][国方邊边地]|彼此|该国|該國|对方|對方|当地|當地|本国|地区|地區")


@dataclass(frozen=True, slots=True)
class _Place:
    """A country or region; what stands for it counts as its name on the other side."""

    en: re.Pattern[str]
    #: The same with anything behind it: AsiaWorld.
    en_traces: re.Pattern[str]
    zh: str
    zh_forms: tuple[str, ...]


def find_name_differences(texts: PairTexts, near: PairTexts) -> Iterator[Difference]:
    """Yield the countries and regions that one side names in full and the other in no way.

    :param texts: the pair.
    :param near: the pair with the paragraphs beside it, where a name may stand instead.
    :yields: each name once, where it stands first.
    """
    zh, en = to_simplified(texts.zh), texts.en
    zh_near, en_near = to_simplified(near.zh), near.en
    is_open_zh, is_open_en = _ANY_ZH.search(zh) is None, _ANY_EN.search(en) is None
    for place in _places():
        in_en, in_zh = place.en.search(en), _find(place.zh, zh)
        is_in_en = place.en_traces.search(en_near) is not None
        if in_en and place.zh not in zh:
            if is_open_zh and not any(form in zh_near for form in place.zh_forms):
                yield texts.difference("name", en=in_en.span())
        elif in_zh >= 0 and is_open_en and not is_in_en:
            yield texts.difference("name", zh=(in_zh, in_zh + len(place.zh)))


def _find(name: str, text: str) -> int:
    match = re.search(f"{name}(?![{_NOT_A_COUNTRY}])(?!{_ORGANISATION})", text)
    return match.start() if match else -1


@functools.cache
def _places() -> tuple[_Place, ...]:
    lines = _PLACES.read_text("utf-8").splitlines()
    return tuple(_read(line) for line in lines if line and not line.startswith("#"))


def _read(line: str) -> _Place:
    names, zh, others = line.split("|")
    # With a capital: turkey is also a bird, and polish a verb.
    forms = "|".join(name.capitalize() for name in names.split())
    return _Place(
        re.compile(rf"\b(?:{forms}){_ENDING}\b"),
        re.compile(rf"\b(?:{forms})"),
        zh,
        (zh, *others.split()),
    )
