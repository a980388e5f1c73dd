"""A text with quotations -> each of them, with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.text.language import count_han, count_latin_words

#: Opening mark -> closing mark. Marks of the same kind inside a quotation nest.
_MARKS = {"“": "”", "「": "」", "『": "』", "«": "»", "＂": "＂", '"': '"', "‘": "’", "﹁": "﹂"}
_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?![^\S\n]*\n)[^\n]*)*")
_BLOCK = re.compile(r"^[ \t]*>[ \t]?", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that a text quotes.

    :param text: without the marks around it.
    :param line: on which it begins, from 1.
    """

    text: str
    line: int

    @property
    def size(self) -> int:
        """Its Han characters and its words."""
        return count_han(self.text) + count_latin_words(self.text)


def find_quotations(text: str) -> list[Quotation]:
    """Find what stands in quotation marks or in block quotes (lines that begin with ``>``).

    A quotation within another belongs to it. One that is not closed ends with its paragraph, as
    where every paragraph of a long quotation opens with a mark and only the last one closes.

    :param text: plain text or Markdown.
    :returns: in order.
    """
    found: list[Quotation] = []
    line, counted = 1, 0
    for match in _PARAGRAPH.finditer(text):
        line += text.count("\n", counted, match.start())
        counted = match.start()
        found += _find_in_paragraph(match.group(), line)
    return found


def _find_in_paragraph(paragraph: str, line: int) -> Iterator[Quotation]:
    lines = paragraph.split("\n")
    begin = 0
    while begin < len(lines):
        is_block = bool(_BLOCK.match(lines[begin]))
        end = begin
        while end < len(lines) and bool(_BLOCK.match(lines[end])) == is_block:
            end += 1
        part = "\n".join(lines[begin:end])
        if is_block:
            yield Quotation(_BLOCK.sub("", part).strip(), line + begin)
        else:
            yield from _find_marked(part, line + begin)
        begin = end


def _find_marked(text: str, line: int) -> Iterator[Quotation]:
    at = counted = 0
    while at < len(text):
        if text[at] not in _MARKS or (text[at] == "‘" and not _opens(text, at)):
            at += 1
            continue
        end = _find_end(text, at)
        quoted = text[at + 1 : end].strip()
        line += text.count("\n", counted, at)
        counted = at
        if quoted:
            yield Quotation(quoted, line)
        at = end + 1


def _opens(text: str, at: int) -> bool:
    """Tell a single quotation mark that opens from an apostrophe that leans the wrong way."""
    return at == 0 or not text[at - 1].isalnum() or text[at - 1] > "\u2e80"


def _find_end(text: str, at: int) -> int:
    opening, closing = text[at], _MARKS[text[at]]
    depth = 0
    for place in range(at + 1, len(text)):
        if text[place] == closing and not (closing == "’" and _is_apostrophe(text, place)):
            if not depth:
                return place
            depth -= 1
        elif text[place] == opening:
            depth += 1
    return len(text)


def _is_apostrophe(text: str, at: int) -> bool:
    return text[at + 1 : at + 2].isalpha() and text[at + 1] < "\u2e80"
