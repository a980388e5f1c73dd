"""A stretch of a document: some of its text with the spans it stands at.

Lines, runs of one language and whole paragraphs are all stretches; cutting and joining them never
touches the document's text.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import Literal

from rag.schema import Span

#: Characters that stand without white space between them: Han, kana, CJK and full-width marks.
WIDE = re.compile(r"[\u2e80-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U000323af]")
#: A word divided, or a compound broken, at the end of a line.
HYPHEN_END = re.compile(r"[^\W_][-\u2010]$")
_WHITE = re.compile(r"\s")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
#: Parts of words at line ends are no words of the document.
_DIVIDED = re.compile(r"[^\W\d_]{1,40}[-\u2010][ \t\r]{0,8}\n[ \t]{0,80}[^\W\d_]{0,40}")
#: They end compounds, and no syllable of another word is spelt like them.
_COMPOUND_ENDS = frozenset(
    "wide based made free centred centered oriented driven friendly owned related sized scale "
    "style speed quality class level year general".split()
)
_LAST_WORD = re.compile(r"(?<![^\W\d_])([^\W\d_]+)[-\u2010]$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_MAX_WORD_CHARS = 40
_OPENING_MARKS = "“‘(["
_CLOSING_MARKS = "”’)],.;:!?"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text between marks and white space, and what its line says of it.

    :param text: the joined spans.
    :param spans: offsets in the document, in order, never empty, never touching one another.
    :param line: number of the physical line it starts on, from 0.
    :param gap: whether a blank line or a rule stands before it.
    :param page_break: whether a page ended before it: a page number or a form feed stood there.
    :param footnote: whether it is a note that a mark in the text leads to.
    :param indent: columns of white space before it.
    :param opens_paragraph: whether its indentation marks the beginning of a paragraph.
    :param level: of a marked heading, 1 to 6; 0 for anything else.
    :param bullet: whether a list mark stood before it, or the bar of a table's row.
    :param bold: how many of its first characters were marked bold.
    :param hard_end: whether its line ends in a Markdown line break.
    :param head: whether its line is of the document's head: of its first block, or below that.
    :param keep_space: whether a space behind it is kept even between Chinese characters.
    """

    text: str
    spans: tuple[Span, ...]
    line: int
    gap: bool = False
    page_break: bool = False
    footnote: bool = False
    indent: int = 0
    opens_paragraph: bool = False
    level: int = 0
    bullet: bool = False
    bold: int = 0
    hard_end: bool = False
    head: Literal["", "block", "below"] = ""
    keep_space: bool = False

    @property
    def start(self) -> int:
        """Offset of its first character in the document."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """Offset behind its last character in the document."""
        return self.spans[-1][1]


def cut_stretch(stretch: Stretch, places: Sequence[Span]) -> list[Stretch | None]:
    """Cut parts out of a stretch, without white space around them.

    :param stretch: what is cut.
    :param places: start and end of each part, in characters of the stretch's own text.
    :returns: as many as places; None where a part holds nothing but white space.
    """
    # Where each span begins in the stretch's text.
    starts = list(accumulate((end - start for start, end in stretch.spans), initial=0))
    return [_cut(stretch, start, end, starts=starts) for start, end in places]


def _cut(stretch: Stretch, start: int, end: int, *, starts: Sequence[int]) -> Stretch | None:
    part = stretch.text[start:end]
    start += len(part) - len(part.lstrip())
    end -= len(part) - len(part.rstrip())
    if start >= end:
        return None
    if start == 0 and end == len(stretch.text):
        return stretch
    return replace(
        stretch,
        text=stretch.text[start:end],
        spans=_cut_spans(stretch.spans, start, end, starts=starts),
        gap=stretch.gap and start == 0,
        page_break=stretch.page_break and start == 0,
        opens_paragraph=stretch.opens_paragraph and start == 0,
        bold=max(0, min(stretch.bold, end) - start),
        hard_end=stretch.hard_end and end == len(stretch.text),
    )


def _cut_spans(
    spans: Sequence[Span], start: int, end: int, *, starts: Sequence[int]
) -> tuple[Span, ...]:
    first, last = bisect_right(starts, start) - 1, bisect_left(starts, end)
    cut = list(spans[first:last])
    cut[-1] = (cut[-1][0], cut[-1][0] + end - starts[last - 1])
    cut[0] = (spans[first][0] + start - starts[first], cut[0][1])
    return tuple(cut)


def leave_out_spans(stretch: Stretch, left_out: Sequence[Span]) -> Stretch:
    """Leave parts of the document out of a stretch, white space between words aside.

    :param stretch: what holds them, or some of them.
    :param left_out: spans of the document, in order; some text of the stretch must remain.
    :returns: the stretch without them.
    """
    first = bisect_right(left_out, (stretch.start, stretch.start))
    last = bisect_left(left_out, (stretch.end, stretch.end))
    cut = [span for span in left_out[max(0, first - 1) : last] if span[1] > stretch.start]
    if not cut:
        return stretch
    spans: list[Span] = []
    text = ""
    position = 0
    for start, end in stretch.spans:
        for piece in _outside(start, end, cut):
            spans.append(piece)
            text += stretch.text[position + piece[0] - start : position + piece[1] - start]
        position += end - start
    return replace(stretch, text=text, spans=tuple(spans), bold=min(stretch.bold, len(text)))


def _outside(start: int, end: int, cut: Sequence[Span]) -> Iterator[Span]:
    for first, last in cut:
        if last <= start or first >= end:
            continue
        if start < first:
            yield start, first
        start = last
    if start < end:
        yield start, end


class Joiner:
    """Joins consecutive parts of one paragraph; how two meet follows from their letters.

    Words keep one white-space character of the document between them, Chinese characters none,
    and a hyphen that only divided a word at the line's end is left out.
    """

    def __init__(self, text: str) -> None:
        self._text = text

    @functools.cached_property
    def _vocabulary(self) -> frozenset[str]:
        whole = _DIVIDED.sub(" ", self._text.lower())
        return frozenset(_WORD.findall(whole))

    def join(self, parts: Sequence[Stretch]) -> Stretch:
        """Join parts given in reading order, at least one; the first says what its line says."""
        if len(parts) == 1:
            return parts[0]
        spans = list(parts[0].spans)
        for before, after in pairwise(parts):
            self._meet(spans, before, after)
            for span in after.spans:
                _append(spans, span)
        joined = "".join(self._text[start:end] for start, end in spans)
        return replace(parts[0], text=joined, spans=tuple(spans), hard_end=parts[-1].hard_end)

    def _meet(self, spans: list[Span], before: Stretch, after: Stretch) -> None:
        """Settle what stands between two parts: drop a hyphen, or add the span of a space."""
        if HYPHEN_END.search(before.text) and after.text[0].isalnum():
            if self._is_divided_word(before.text, after.text):
                start, end = spans.pop()
                _append(spans, (start, end - 1))
            return
        wide = WIDE.match(before.text[-1]) or WIDE.match(after.text[0])
        closed = before.text[-1] in _OPENING_MARKS or after.text[0] in _CLOSING_MARKS
        if (wide or closed) and not before.keep_space:
            return
        space = _WHITE.search(self._text, before.end, after.start)
        if space:
            _append(spans, space.span())

    def _is_divided_word(self, before: str, after: str) -> bool:
        """Tell develop-ment from people-centred, by the words of the document itself."""
        left = _LAST_WORD.search(before[-_MAX_WORD_CHARS:])
        right = _FIRST_WORD.match(after[:_MAX_WORD_CHARS])
        if left is None or right is None or not right.group()[0].islower():
            return False
        head, tail = left.group(1).lower(), right.group().lower()
        if head + tail in self._vocabulary:
            return True
        if f"{head}-{tail}" in self._vocabulary:
            return False
        return tail not in _COMPOUND_ENDS and not {head, tail} <= self._vocabulary


def _append(spans: list[Span], span: Span) -> None:
    if span[0] >= span[1]:
        return
    if spans and spans[-1][1] == span[0]:
        spans[-1] = (spans[-1][0], span[1])
    else:
        spans.append(span)
