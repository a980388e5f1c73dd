"""Lines -> whether their writer broke them by width, and where such a break stands.

A text wrapped at 40, 72 or 80 columns ends its lines wherever the next word did not fit, so a line
there ends no paragraph even behind a full stop. The width is measured, per language, on the lines
that have another right below them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from rag.documents.runs import tell_language
from rag.documents.stretch import WIDE, Stretch
from rag.schema import Language

#: Narrower columns than this are no text, wider lines were not wrapped by hand or by program.
_MIN_COLUMNS = 16
_MAX_COLUMNS = 132
#: Share of the inner lines that must be full for the text to count as wrapped.
_MIN_FULL_SHARE = 0.6
_MIN_FULL_LINES = 2
#: Chinese marks may not begin a line, so a full line may stop a character or two short.
_CHINESE_SLACK = 3
_FIRST_WORD = re.compile(r"[\w'\u2019.,%$-]+", re.ASCII)
_MAX_WORD_CHARS = 40

Widths = Mapping[Language, int]


def measure_widths(lines: Sequence[Stretch]) -> Widths:
    """Measure the width in columns that each language's lines are wrapped at.

    :returns: nothing for a language whose lines are not wrapped.
    """
    inner: dict[Language, list[tuple[int, int]]] = defaultdict(list)
    for line, following in pairwise(lines):
        if following.gap or following.level or following.bullet or line.level:
            continue
        if len(line.text) > _MAX_COLUMNS:
            continue
        language = tell_language(line.text)
        if language is not None:
            inner[language].append((_columns(line), _needed(line, following)))
    widths: dict[Language, int] = {}
    for language, pairs in inner.items():
        width = max(columns for columns, _ in pairs if columns <= _MAX_COLUMNS) if pairs else 0
        full = sum(needed > width for _, needed in pairs)
        if width >= _MIN_COLUMNS and full >= max(_MIN_FULL_LINES, len(pairs) * _MIN_FULL_SHARE):
            widths[language] = width
    return widths


def is_full(line: Stretch, following: Stretch, widths: Widths) -> bool:
    """Tell whether a line ended because the next word did not fit."""
    if not widths or len(line.text) > _MAX_COLUMNS:
        return False
    language = tell_language(line.text)
    width = widths.get(language) if language else max(widths.values())
    return width is not None and _needed(line, following) > width


def _columns(line: Stretch) -> int:
    return line.indent + len(line.text) + len(WIDE.findall(line.text))


def _needed(line: Stretch, following: Stretch) -> int:
    """Count the columns the line would have taken with the next word on it."""
    columns = _columns(line)
    if WIDE.match(following.text):
        return columns + 2 + (_CHINESE_SLACK if WIDE.match(line.text[-1]) else 0)
    word = _FIRST_WORD.match(following.text, 0, _MAX_WORD_CHARS)
    space = 0 if WIDE.match(line.text[-1]) else 1
    return columns + space + (len(word.group()) if word else 1)
