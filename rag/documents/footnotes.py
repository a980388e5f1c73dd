"""Lines -> which of them are footnotes: they begin with a mark that the text carries too."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.documents.stretch import Stretch

_MARK = r"\[\d{1,3}\]|［\d{1,3}］|〔\d{1,3}〕|[①-⑳⓪]|[¹²³⁴-⁹⁰]{1,3}|[†‡]"
_BEGINNING = re.compile(rf"({_MARK})\s*\S")
#: A mark in the text stands right behind a word or a mark of punctuation.
_INNER = re.compile(rf"(?<=\S)({_MARK})")


def mark_footnotes(lines: Sequence[Stretch]) -> list[Stretch]:
    """Mark the lines that begin footnotes.

    :param lines: the document's lines, in order.
    :returns: as many lines.
    """
    beginnings = [_BEGINNING.match(line.text) for line in lines]
    if not any(beginnings):
        return list(lines)
    called = {match.group(1) for line in lines for match in _INNER.finditer(line.text)}
    marked: list[Stretch] = []
    for line, beginning in zip(lines, beginnings, strict=True):
        # A note that nothing leads to may stand among others.
        among = bool(marked) and marked[-1].footnote
        is_note = beginning is not None and (among or beginning.group(1) in called)
        marked.append(replace(line, footnote=True) if is_note else line)
    return marked
