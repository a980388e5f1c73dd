"""A text's front matter -> what it states of the text: ``title: …`` lines between two rules.

Markdown files of wikis, notebooks and websites begin so. It is no part of what they tell.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_RULE = re.compile(r"---[ \t]*")
_END = re.compile(r"(?:---|\.\.\.)[ \t]*")
#: ``key: value`` or ``key:``; no sentence begins so without a space before its colon.
_FIELD = re.compile(r"([^\W\d_][\w-]{0,30})[ \t]*[:：](?:[ \t]+(.{0,500})|(?<=：)(.{0,500}))?")
#: What goes on with a field, a comment, an empty line.
_REST = re.compile(r"(?:[ \t]+|- |#).*|-?")
_COMMENT = re.compile(r"(?<=[\"'])\s+#.*$")
_MAX_LINES = 80
#: The words that files use for the fields of a document, in the order of how telling they are.
_NAMES = {
    "title": ("title", "标题", "標題", "题目"),
    "date": ("date", "日期", "发布日期", "發布日期", "published"),
    "author": ("author", "作者"),
    "source": ("source", "来源", "來源"),
    "publisher": ("publisher", "出版者"),
}


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands before a text.

    :param end: offset of the text's own first line; 0 without front matter.
    :param values: ``title``, ``date``, ``author``, ``source``, ``publisher``, as far as stated.
    """

    end: int = 0
    values: Mapping[str, str] = field(default_factory=dict)


def read_front_matter(text: str) -> FrontMatter:
    """Read the front matter of a text."""
    start = len(text) - len(text.lstrip("\ufeff"))
    if not text.startswith("---", start):
        return FrontMatter()
    found: dict[str, str] = {}
    offset = start
    for number, raw in enumerate(_first_lines(text, start)):
        offset += len(raw)
        line = raw.rstrip("\r\n")
        if not number:
            if _RULE.fullmatch(line) is None:
                break
            continue
        if _END.fullmatch(line):
            return FrontMatter(offset, _name(found)) if found else FrontMatter()
        match = _FIELD.fullmatch(line)
        if match:
            found.setdefault(match[1].lower(), _read_value(match[2] or match[3] or ""))
        elif _REST.fullmatch(line) is None:
            break
    return FrontMatter()


def _first_lines(text: str, start: int) -> list[str]:
    end = start
    for _ in range(_MAX_LINES):
        end = text.find("\n", end) + 1
        if not end:
            return text[start:].splitlines(keepends=True)
    return text[start:end].splitlines(keepends=True)


def _read_value(written: str) -> str:
    """Read a plain or quoted value; lists and blocks of lines are none that a field could hold."""
    value = _COMMENT.sub("", written.strip())
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1].strip()
    return "" if value[:1] in ("[", "{", "|", ">", "&", "*", "#") else value


def _name(found: Mapping[str, str]) -> dict[str, str]:
    named = {
        name: next((found[key] for key in keys if found.get(key)), "")
        for name, keys in _NAMES.items()
    }
    return {name: value for name, value in named.items() if value}
