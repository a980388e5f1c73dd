"""Text -> its lines as stretches, with marks and empty lines left out.

Markdown is read in every text, since people paste it into plain files too. Only marks that carry
no words are dropped; the words of links and tables stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rag.documents.footnotes import mark_footnotes
from rag.documents.front_matter import read_front_matter
from rag.documents.furniture import leave_out_furniture
from rag.documents.pinyin import find_pinyin
from rag.documents.stretch import Stretch, leave_out_spans
from rag.schema import Span

#: Marks inside a line; every alternative is bounded, so that a line is read in linear time.
_MARKS = re.compile(
    r"""
    (?P<hidden>[\u00ad\u200b-\u200f\u2060\ufeff])
  | (?P<comment><!--[^<>]{0,500}-->)
  | (?P<tag></?(?:a|b|br|center|div|em|font|i|p|small|span|strong|sub|sup|u)\b[^<>]{0,200}>)
  | (?P<strong>(?<!\d)\*\*+|\*\*+(?!\d))
  | !?\[(?P<link>[^\[\]]{0,500})\]\([^()\s]{0,2000}(?:\s"[^"]{0,200}")?\)
  | (?P<note>\[\^[^\[\]\s]{1,20}\])
  | (?<![A-Za-z0-9*\\])\*(?=[^\s*])(?P<star>[^*]{1,300})(?<=\S)\*(?![A-Za-z0-9*])
  | (?<![\w\\])(?P<rule>__?)(?=[^\s_])(?P<under>[^_]{1,300})(?<=\S)(?P=rule)(?!\w)
  | `(?P<code>[^`]{1,300})`
  | (?P<wave>~~)
  | (?P<escape>\\(?=[\\`*_{}\[\]()\#+!|>~]))
    """,
    re.VERBOSE,
)
_MARK_CHARS = re.compile(r"[*_\[`<~\\\u00ad\u200b-\u200f\u2060\ufeff]")
_WORDS = ("link", "star", "under", "code")
_RULE = re.compile(r"(?:[-*_=~]\s*){3,}|(?:```|~~~).{0,100}|[\s|:+]*-[\s|:+-]*")
_UNDERLINE = re.compile(r"(?:={3,}|-{3,})")
_QUOTE = re.compile(r"(?:>\s?)+")
_HEADING = re.compile(r"(#{1,6})[ \t\u3000]+")
#: What a mark in the text leads to: ``[^1]: the note``.
_NOTE = re.compile(r"\[\^[^\[\]\s]{1,20}\]:[ \t\u3000]*(?=\S)")
#: A row of a Markdown table has a bar at both ends.
_ROW = re.compile(r"\|.*\|", re.DOTALL)
#: A bar with white space on both sides, which still parts the cells without it.
_BAR = re.compile(r"(?<=[ \t\u3000])(?<!\\)\|(?=[ \t\u3000])")
_HEADING_END = re.compile(r"(?<![ \t])[ \t]+#+$")
_BULLET = re.compile(
    r"[-*+\u2022\u25cf\u25cb\u25a0\u25aa\u25e6\u2023\u00b7][ \t\u3000]+(?=\S)|[●○■◆▲△□◇](?=\S)"
)
_PAGE_NUMBER = re.compile(
    r"[-–—―－·•~〜～]{1,3}\s*\d{1,4}\s*[-–—―－·•~〜～]{1,3}"
    r"|[(（\[]?第\s*[\d一二三四五六七八九十百]{1,5}\s*[页頁](?:[\s，,/／]*共\s*\d{1,4}\s*[页頁])?[)）\]]?"
    r"|共\s*\d{1,4}\s*[页頁][\s，,/／]*第\s*\d{1,4}\s*[页頁]|\d{1,4}\s*[页頁]"
    r"|(?i:(?:page|p\.)\s*+\|?\s*+\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?)|\d{1,4}\s+of\s+\d{1,4}"
    r"|\d{1,4}\s*[/／]\s*\d{1,4}|[|｜]\s*\d{1,4}\s*[|｜]?"
)
#: Stands alone between blank lines; right below a line it may be its last word.
_BARE_PAGE_NUMBER = re.compile(r"\d{1,4}")
#: A title underlined with a rule is short; longer text above a rule is a paragraph.
_MAX_UNDERLINED_CHARS = 120
_MAX_OPENING_SHARE = 0.6
_BLANK = " \t\u3000\u00a0\ufeff\u200b\u200e\u200f\u2060\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029"


def read_lines(text: str) -> list[Stretch]:
    """Read the lines that hold words, in order.

    Rules, fences, blank lines and page numbers leave a gap before the next line.
    """
    lines: list[Stretch] = []
    gap, page_break = True, False
    readings = find_pinyin(text)
    begin = read_front_matter(text).end
    for number, (start, raw) in enumerate(_physical_lines(text)):
        if start < begin:
            continue
        content = raw.strip(_BLANK)
        if not content and "\f" in raw:
            page_break = True
        if not content or _RULE.fullmatch(content):
            if lines and not gap and _UNDERLINE.fullmatch(content) and _is_alone(lines[-1]):
                lines[-1] = replace(lines[-1], level=1 if content[0] == "=" else 2)
            gap = True
            continue
        if _is_page_number(content, gap=gap):
            gap = page_break = True
            continue
        line = _read_line(raw, start, number=number, gap=gap)
        if line is not None and readings:
            line = leave_out_spans(line, readings)
        if line is not None:
            lines.append(replace(line, page_break=page_break) if page_break else line)
            gap = page_break = raw.endswith("\f")
    return _mark_openings(mark_footnotes(leave_out_furniture(lines)))


def _physical_lines(text: str) -> Iterator[tuple[int, str]]:
    offset = 0
    for raw in text.splitlines(keepends=True):
        yield offset, raw
        offset += len(raw)


def _mark_openings(lines: Sequence[Stretch]) -> list[Stretch]:
    """Mark the lines that open a paragraph by being indented more than most around them."""
    marked: list[Stretch] = []
    for block in _blocks(lines):
        least = min(line.indent for line in block)
        deeper = sum(line.indent > least for line in block)
        # Where the first line is not indented and most others are, it hangs out instead.
        hangs = block[0].indent == least and deeper > len(block) * _MAX_OPENING_SHARE
        marked.extend(
            replace(
                line,
                opens_paragraph=line.opens_paragraph or (not hangs and line.indent > least),
            )
            for line in block
        )
    return marked


def _blocks(lines: Sequence[Stretch]) -> Iterator[list[Stretch]]:
    block: list[Stretch] = []
    for line in lines:
        if line.gap and block:
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _is_page_number(content: str, *, gap: bool) -> bool:
    if _PAGE_NUMBER.fullmatch(content):
        return True
    return gap and _BARE_PAGE_NUMBER.fullmatch(content) is not None


def _is_alone(line: Stretch) -> bool:
    return line.gap and len(line.text) <= _MAX_UNDERLINED_CHARS and not line.bullet


@dataclass(frozen=True, slots=True)
class _Head:
    """What stands before the words of a line: where they begin, and what it says of them.

    :param row: whether the bar of a table's row.
    """

    offset: int
    indent: int
    level: int
    bullet: bool
    ideographic: bool
    note: bool
    row: bool


def _read_line(raw: str, start: int, *, number: int, gap: bool) -> Stretch | None:
    head = _read_head(raw)
    stop = len(raw.rstrip(_BLANK))
    if head.level:
        closing = _HEADING_END.search(raw, head.offset, stop)
        stop = closing.start() if closing else stop
    first = head.offset
    if head.row:
        first, stop = first + 1, stop - 1
    spans, bold = _leave_out_marks(raw[first:stop], start + first)
    if head.row:
        spans = _trim(list(_leave_out_bars(spans, raw, start)), raw, start)
    text = "".join(raw[first - start : last - start] for first, last in spans)
    if not any(char.isalnum() for char in text):
        return None
    return Stretch(
        text=text,
        spans=spans,
        line=number,
        gap=gap,
        indent=head.indent,
        level=head.level,
        bullet=head.bullet or head.row,
        footnote=head.note,
        opens_paragraph=head.ideographic,
        bold=min(bold, len(text)),
        hard_end=raw.rstrip("\r\n").endswith("  "),
    )


def _read_head(raw: str) -> _Head:
    offset = len(raw) - len(raw.lstrip(_BLANK))
    indent = sum({"\t": 4, "\u3000": 2, " ": 1, "\u00a0": 1}.get(char, 0) for char in raw[:offset])
    quote = _QUOTE.match(raw, offset)
    offset = quote.end() if quote else offset
    heading = _HEADING.match(raw, offset)
    bullet = None if heading else _BULLET.match(raw, offset)
    note = _NOTE.match(raw, offset)
    mark = heading or bullet or note
    return _Head(
        offset=mark.end() if mark else offset,
        indent=indent,
        level=len(heading.group(1)) if heading else 0,
        bullet=bullet is not None,
        ideographic="\u3000" in raw[:offset],
        note=note is not None,
        row=_ROW.fullmatch(raw.rstrip(_BLANK), offset) is not None,
    )


def _leave_out_marks(content: str, start: int) -> tuple[tuple[Span, ...], int]:
    """Find the spans of a line's words, and how many of the first characters are bold."""
    if not _MARK_CHARS.search(content):
        return ((start, start + len(content)),), 0
    spans: list[Span] = []
    bold = 0
    position = 0
    for first, last in _marks(content, 0, len(content)):
        if position < first:
            spans.append((start + position, start + first))
        position = max(position, last)
        if content.startswith("**", first) and first and content.startswith("**"):
            bold = bold or sum(right - left for left, right in spans)
    if position < len(content):
        spans.append((start + position, start + len(content)))
    return _trim(spans, content, start), bold


def _leave_out_bars(spans: Sequence[Span], raw: str, start: int) -> Iterator[Span]:
    """Leave out the bars between a row's cells; two spaces are left, at which cells are told."""
    for first, last in spans:
        position = first
        for bar in _BAR.finditer(raw, first - start, last - start):
            yield position, start + bar.start()
            position = start + bar.end()
        yield position, last


def _marks(content: str, start: int, end: int) -> Iterator[Span]:
    """Yield the ranges to leave out; marks inside the words of a mark are found too."""
    for match in _MARKS.finditer(content, start, end):
        group = next((name for name in _WORDS if match.group(name) is not None), None)
        if group is None:
            yield match.span()
            continue
        yield match.start(), match.start(group)
        yield from _marks(content, match.start(group), match.end(group))
        yield match.end(group), match.end()


def _trim(spans: list[Span], content: str, start: int) -> tuple[Span, ...]:
    """Take white space off both ends that stood inside the marks."""
    while spans:
        first, last = spans[0]
        words = content[first - start : last - start].lstrip(_BLANK)
        if words:
            spans[0] = (last - len(words), last)
            break
        spans.pop(0)
    while spans:
        first, last = spans[-1]
        words = content[first - start : last - start].rstrip(_BLANK)
        if words:
            spans[-1] = (first, first + len(words))
            break
        spans.pop()
    return tuple(spans)
