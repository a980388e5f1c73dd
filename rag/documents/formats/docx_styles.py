"""A Word file's styles -> what each makes of a paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.documents.formats.xml import children, descendants

if TYPE_CHECKING:
    from rag.documents.formats.xml import Element

_HEADING = re.compile(r"(?:heading|标题|標題)\s*([1-9])", re.IGNORECASE)
_TITLE = re.compile(r"title|标题|標題", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|table of (?:figures|authorities)|目录|目錄)\b.*", re.IGNORECASE)
#: Levels from 9 on are Word's for body text.
_BODY_LEVEL = 9
#: Styles are based on others; a file may say that they go in a circle.
_MAX_BASES = 20


@dataclass(frozen=True, slots=True)
class DocxStyle:
    """What a style makes of a paragraph.

    :param level: heading level from 1; 0 for none.
    :param is_title: whether it is the document's title.
    :param is_contents: whether it is a line of a table of contents, which repeats the headings.
    """

    level: int = 0
    is_title: bool = False
    is_contents: bool = False


@dataclass(frozen=True, slots=True)
class _Raw:
    name: str
    base: str
    outline: str


def read_styles(root: Element) -> dict[str, DocxStyle]:
    """Read what the styles make of paragraphs, by their ids.

    :param root: of the part that defines them.
    :returns: those that make anything of them.
    """
    raw = {_value_of(each, "styleId"): _read_raw(each) for each in children(root, "style")}
    styles = {name: _resolve(name, raw) for name in raw}
    return {name: style for name, style in styles.items() if style != DocxStyle()}


def level_of(outline: str) -> int:
    """Turn an outline level as Word writes it, from 0, into a heading's; 0 for body text."""
    return int(outline) + 1 if outline.isdigit() and int(outline) < _BODY_LEVEL else 0


def _read_raw(style: Element) -> _Raw:
    found = {}
    for field in ("name", "basedOn"):
        element = next(children(style, field), None)
        found[field] = _value_of(element, "val") if element is not None else ""
    outline = next(descendants(style, "outlineLvl"), None)
    level = _value_of(outline, "val") if outline is not None else ""
    return _Raw(found["name"], found["basedOn"], level)


def _value_of(element: Element, name: str) -> str:
    """Give an attribute, whatever its namespace: Word has two versions of it."""
    return next((str(v) for k, v in element.attrib.items() if k.rpartition("}")[2] == name), "")


def _resolve(name: str, raw: dict[str, _Raw]) -> DocxStyle:
    for _ in range(_MAX_BASES):
        style = raw.get(name)
        if style is None:
            break
        if _TITLE.fullmatch(style.name):
            return DocxStyle(level=1, is_title=True)
        if _CONTENTS.fullmatch(style.name):
            return DocxStyle(is_contents=True)
        heading = _HEADING.fullmatch(style.name)
        level = int(heading.group(1)) if heading else level_of(style.outline)
        if level:
            return DocxStyle(level=level)
        name = style.base
    return DocxStyle()
