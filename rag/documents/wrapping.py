"""Lines -> whether their writer broke them by width, and where such a break stands.

A text wrapped at 40, 72 or 80 columns ends its lines wherever the next word did not fit, so a line
there ends no paragraph even behind a full stop. The width is measured, per language, on the lines
that have another right below them; in columns, where a Chinese character takes two, or in
characters, as some programs count.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rag.documents.runs import tell_language
from rag.documents.shapes import is_finished
from rag.documents.stretch import WIDE, Stretch
from rag.schema import Language
from rag.text.language import HAN

#: Narrower columns than this are no text, wider lines were not wrapped by hand or by program.
_MIN_COLUMNS = 16
_MAX_COLUMNS = 132
#: Share of the inner lines that must be full for the text to count as wrapped.
_MIN_FULL_SHARE = 0.6
_MIN_FULL_LINES = 2
#: Short paragraphs have few full lines; then hardly any other line may stop in mid-sentence.
_MIN_CUT_LINES = 3
_MIN_CUT_SHARE = 0.9
#: The lines of a title are often of like length, but few.
_NARROW_COLUMNS = 36
_MIN_NARROW_LINES = 4
#: Sentences rarely end at the edge; lines that mostly do are sentences of like length.
_MAX_FINISHED_SHARE = 0.5
#: Chinese marks may not begin a line, so a full line may stop a character short.
_CHINESE_SLACK = 1
_FIRST_WORD = re.compile(f"[(（“]\\S{{1,40}}|[^\\s{HAN}]{{1,40}}")
#: Marks that some programs let stand out over the edge rather than begin a line.
_HANGING = "，。、；：？！”’）》」』"


@dataclass(frozen=True, slots=True)
class Width:
    """A measured width.

    :param size: how much fits on a line.
    :param wide: how much a Chinese character takes: 2 in columns, 1 in characters.
    """

    size: int
    wide: int


_NARROW_OR_WIDE = re.compile("[“”‘’…—·]")

Widths = Mapping[Language, Width]


def measure_widths(lines: Sequence[Stretch], is_labelled: Callable[[Stretch], bool]) -> Widths:
    """Measure the width that each language's lines are wrapped at, if they are wrapped.

    :param lines: the document's lines, in order.
    :param is_labelled: whether a line begins a turn, so that the one above it ends a paragraph.
    :returns: the widths found, by language.
    """
    inner: dict[Language, list[tuple[Stretch, Stretch]]] = defaultdict(list)
    languages = [None if _is_long(line) else tell_language(line.text) for line in lines]
    for (line, following), (language, after) in zip(
        pairwise(lines), pairwise(languages), strict=True
    ):
        begins = following.gap or following.opens_paragraph or following.level or following.bullet
        # A head's lines end where each is complete.
        begins = begins or line.head == "block"
        if begins or line.level or language is None or language != after:
            continue
        if not is_labelled(following):
            inner[language].append((line, following))
    found = {language: _measure(pairs) for language, pairs in inner.items()}
    return {language: width for language, width in found.items() if width is not None}


def _measure(pairs: Sequence[tuple[Stretch, Stretch]]) -> Width | None:
    best: tuple[float, Width] | None = None
    for wide in (2, 1):
        size = max(_size(line, wide) for line, _ in pairs)
        full = [line for line, following in pairs if _needed(line, following, wide) > size]
        share = len(full) / len(pairs)
        enough = _MIN_FULL_LINES if size * 2 >= _NARROW_COLUMNS * wide else _MIN_NARROW_LINES
        if size < _MIN_COLUMNS or len(full) < enough:
            continue
        long = [line for line, _ in pairs if _size(line, wide) * 2 > size]
        if share < _MIN_FULL_SHARE and not _ends_where_full(long, full):
            continue
        if sum(is_finished(line.text) for line in full) > len(full) * _MAX_FINISHED_SHARE:
            continue
        if best is None or share > best[0]:
            best = (share, Width(size, wide))
    return best[1] if best else None


def _ends_where_full(lines: Sequence[Stretch], full: Sequence[Stretch]) -> bool:
    """Tell whether lines stop in mid-sentence only where they are full; others end paragraphs."""
    unfinished = sum(not is_finished(line.text) for line in lines)
    cut = sum(not is_finished(line.text) for line in full)
    return cut >= _MIN_CUT_LINES and cut >= unfinished * _MIN_CUT_SHARE


def is_full(line: Stretch, following: Stretch, widths: Widths, language: Language | None) -> bool:
    """Tell whether a line ended because the next word did not fit.

    :param line: the line.
    :param following: the line below it.
    :param widths: as measured.
    :param language: of the paragraph that the line is in.
    :returns: False where the text is not wrapped.
    """
    if not widths or _is_long(line):
        return False
    width = widths.get(language) if language else None
    return width is not None and _needed(line, following, width.wide) > width.size


def _is_long(line: Stretch) -> bool:
    return len(line.text) > _MAX_COLUMNS


def _size(line: Stretch, wide: int) -> int:
    text = line.text.rstrip(_HANGING)
    if not WIDE.match(text[-1:]):
        text = line.text
    extra = len(WIDE.findall(text)) if wide > 1 else 0
    return line.indent // (3 - wide) + len(text) + extra


def _needed(line: Stretch, following: Stretch, wide: int) -> int:
    """Measure the line as it would be with the next word on it."""
    size = _size(line, wide)
    if WIDE.match(following.text) or WIDE.match(line.text[-1]):
        # English words too are divided among Chinese ones by many programs.
        hanging = len(line.text) - len(line.text.rstrip(_HANGING))
        # Quotation marks are as wide as Chinese characters in some programs.
        quotes = len(_NARROW_OR_WIDE.findall(line.text)) if wide > 1 else 0
        needed = size + quotes + wide * (1 + _CHINESE_SLACK + hanging)
        return needed if is_finished(line.text) else max(needed, size + 1 + _first(following, wide))
    return size + 1 + _first(following, wide)


def _first(line: Stretch, wide: int) -> int:
    """Measure a line's first word; Chinese characters are words of their own but for brackets."""
    word = _FIRST_WORD.match(line.text)
    if word is None:
        return wide
    return len(word.group()) + len(WIDE.findall(word.group())) * (wide - 1)
