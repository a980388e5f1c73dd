"""Text -> the countries and regions that it names, in either language, in full or in short.

Chinese official texts name countries by one character where two meet: 中印边界, 访美, 印方.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

_TABLE = Path(__file__).with_name("places.txt")
_CITIES = Path(__file__).with_name("cities.txt")
#: What stands at one side of a country's character where that stands for the country.
_BEFORE, _BEHIND = "对访驻涉援赴来反亲", "方"


def find_places(text: str) -> frozenset[str]:
    """Find the countries and regions that a text names.

    :param text: in either language.
    :returns: their Chinese names: 印度 for 中印 and for "Indian".
    """
    keys = _keys()
    found = {keys[match.group()] for match in _full_names().finditer(text)}
    # Behind what full names leave: 印度尼西亚 is not 印度, nor 中印度 a pair.
    left = _full_names().sub(" ", text)
    for match in _short_forms().finditer(left):
        found.update(keys[char] for char in match.group() if char in keys)
    return frozenset(found)


def index_words(place: str) -> Mapping[str, tuple[str, ...]]:
    """Give a place's full names by language, Chinese ones whole, English ones one word each."""
    row = _rows()[place]
    english = (*row.english, *row.capitals)
    return {"zh": row.chinese, "en": tuple(name for name in english if " " not in name)}


def all_places() -> tuple[str, ...]:
    """Give the Chinese names by which this module knows places."""
    return tuple(_rows())


def full_names(place: str) -> Mapping[str, tuple[str, ...]]:
    """Give a place's full names by language, without the capitals that stand for it in English."""
    row = _rows()[place]
    return {"zh": row.chinese, "en": row.english}


def chinese_names() -> Mapping[str, str]:
    """Give all full Chinese names, each with the character that stands for it, "" if none does."""
    return {name: row.short for row in _rows().values() for name in row.chinese}


def countries_by_capital() -> Mapping[str, str]:
    """Give the countries whose governments capitals stand for, in English, one word each.

    :returns: Russia for Moscow, India for Delhi, Zealand for Wellington.
    """
    return {
        capital.split()[-1]: row.english[0].split()[-1]
        for row in _rows().values()
        for capital in row.capitals
    }


@functools.cache
def cities() -> frozenset[str]:
    """Give Chinese names of provinces and large cities, in China and elsewhere."""
    lines = _CITIES.read_text("utf-8").splitlines()
    return frozenset(name for line in lines if not line.startswith("#") for name in line.split())


class _Row(NamedTuple):
    chinese: tuple[str, ...]
    short: str
    english: tuple[str, ...]
    capitals: tuple[str, ...]


@functools.cache
def _rows() -> dict[str, _Row]:
    lines = _TABLE.read_text("utf-8").splitlines()
    rows = (line.split("|") for line in lines if not line.startswith("#"))
    return {
        chinese.split()[0]: _Row(tuple(chinese.split()), short, _spaced(english), _spaced(capitals))
        for chinese, short, english, capitals in rows
    }


def _spaced(names: str) -> tuple[str, ...]:
    return tuple(name.replace("_", " ") for name in names.split())


@functools.cache
def _keys() -> dict[str, str]:
    return {
        name: key
        for key, row in _rows().items()
        for name in (*row.chinese, *row.english, *row.capitals, *row.short)
    }


@functools.cache
def _full_names() -> re.Pattern[str]:
    names = sorted((name for name in _keys() if len(name) > 1), key=len, reverse=True)
    chinese = "|".join(name for name in names if not name.isascii() and name[0] > "\u2e80")
    latin = "|".join(re.escape(name) for name in names if name[0] < "\u2e80")
    return re.compile(rf"(?:{chinese})|(?<![A-Za-z])(?:{latin})(?![A-Za-z])")


@functools.cache
def _short_forms() -> re.Pattern[str]:
    shorts = "".join(char for char in _keys() if len(char) == 1)
    # 中印, 中美俄, 印方, 访美; 中 alone is mostly "in" or "middle".
    countries = shorts.replace("中", "")
    return re.compile(
        rf"中[{countries}]{{1,2}}|[{countries}]中(?=[关双两合贸边友交建经])|[{shorts}][{_BEHIND}]"
        rf"|[{_BEFORE}][{countries}](?=[国政关贸军合投援的，。、]|$)"
        rf"|[{countries}]{{2}}(?=[关两双和冲战边国三])"
    )
