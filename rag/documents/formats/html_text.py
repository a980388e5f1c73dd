"""Events of an HTML tree -> the blocks of its text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rag.documents.formats.blocks import (
    collapse_space,
    join_blocks,
    lay_out_table,
    mark_heading,
    tidy_block,
)
from rag.documents.formats.html_tree import Event

_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p "
    "pre search section summary table tbody td tfoot th thead tr ul".split()
)
_HEADING = re.compile("h[1-6]")
_CELLS = frozenset({"td", "th"})
#: Elements that may turn out to be a list of links.
_LINK_LISTS = frozenset("ul ol dl div section table td p menu".split())
#: Of a list, a running text, and anything else: how many links, and what share of the characters.
_LIST_BOUNDS, _TEXT_BOUNDS, _OTHER_BOUNDS = (2, 0.9), (4, 0.75), (3, 0.75)
_LISTS = frozenset({"ul", "ol", "menu"})
_TEXTS = frozenset({"p", "td"})
#: Buttons that pages show beside the date, and the words by which their frames can be told.
_PAGE_TOOLS = re.compile(
    r"(?:[【\[(（]\s*+|(?<!\s)\s++)?(?:字[体號号]|字體)[:：]?\s*+[【\[]?\s*+大\s*+[|｜]?\s*+中\s*+[|｜]?\s*+"
    r"小\s*+[】\])）]*"
    r"(?:\s*[【\[(（]?(?:打印|关闭|列印|關閉|收藏|分享)(?:本页|本頁|窗口|視窗)?[】\])）]?)*"
)
_FURNITURE = re.compile(
    r"(?:您的|您现在的|您現在的|当前|當前|现在|所在)位置\s*[:：]|首[页頁]\s*[>＞»/]|分享[到至]\s*[:：]"
    r"|.{0,60}(?:ICP[备備]|公网安备|网站标识码|版权所有[:：©]|Copyright\s*[©(])"
    r"|You are here\s*[:>»]|Home\s*[>»/]|Share (?:this|on)\s*(?:[:|]|$)|Skip to (?:main )?content"
)
_MAX_FURNITURE_CHARS = 200
#: What a mark of a note or the way back from one looks like: [1], ①, *, ↩.
_NOTE_MARK = re.compile(r"[\s\d\[\]()（）〔〕*†‡§↑↩⬆^①-⑳\u2070-\u2079¹²³\ufe0e\ufe0f注]{1,8}")


@dataclass(slots=True)
class _Frame:
    """A place that blocks are written to: the page, or a cell of a table."""

    blocks: list[str] = field(default_factory=list)
    lines: list[list[str]] = field(default_factory=lambda: [[]])
    level: int = 0
    bullet: bool = False


@dataclass(frozen=True, slots=True)
class _Mark:
    """How far the text was written when an element opened."""

    blocks: int
    chars: int
    link_chars: int
    links: int


class HtmlWriter:
    """Writes the blocks of a page, event by event.

    :param prune: whether lists of links, buttons and frames of pages are left out.
    """

    def __init__(self, *, prune: bool) -> None:
        self._prune = prune
        self._frames = [_Frame()]
        self._tables: list[list[list[str]]] = []
        self._marks: list[_Mark] = []
        self._pre = 0
        self._chars = self._link_chars = self._links = 0
        #: Of each open link: where its text began, and whether it leads to a place in the page.
        self._open_links: list[tuple[int, int, int, bool]] = []

    def write(self, events: Iterable[Event]) -> str:
        """Write all events and give the text."""
        for kind, value, attributes in events:
            if kind == "text":
                self._add_text(value)
            elif kind == "open":
                self._open(value, attributes)
            else:
                self._close(value)
        self._end_block()
        return join_blocks(self._frames[0].blocks)

    def _open(self, tag: str, attributes: Mapping[str, str | None]) -> None:
        if tag == "a":
            self._open_link(attributes)
        elif tag == "br":
            self._frames[-1].lines.append([])
        elif tag in _BLOCKS:
            self._end_block()
            self._open_block(tag)

    def _open_block(self, tag: str) -> None:
        if tag == "table":
            self._tables.append([])
        elif tag == "tr" and self._tables:
            self._tables[-1].append([])
        elif tag in _CELLS and self._tables:
            self._frames.append(_Frame())
        elif tag == "pre":
            self._pre += 1
        elif tag == "li":
            self._frames[-1].bullet = True
        elif _HEADING.fullmatch(tag):
            self._frames[-1].level = int(tag[1])
        if tag in _LINK_LISTS:
            blocks = len(self._frames[-1].blocks)
            self._marks.append(_Mark(blocks, self._chars, self._link_chars, self._links))

    def _close(self, tag: str) -> None:
        if tag == "a":
            self._close_link()
            return
        if tag not in _BLOCKS:
            return
        self._end_block()
        if tag == "table" and self._tables:
            self._frames[-1].blocks.extend(lay_out_table(self._tables.pop()))
        if tag in _LINK_LISTS:
            self._prune_links(tag, self._marks.pop())
        if tag in _CELLS and self._tables:
            self._close_cell()
        elif tag == "pre":
            self._pre -= 1
        elif tag == "li":
            self._frames[-1].bullet = False
        elif _HEADING.fullmatch(tag):
            self._frames[-1].level = 0

    def _close_cell(self) -> None:
        cell = join_blocks(self._frames.pop().blocks)
        rows = self._tables[-1]
        if not rows:
            rows.append([])
        rows[-1].append(cell)

    def _prune_links(self, tag: str, mark: _Mark) -> None:
        """Leave out what the element wrote where nearly all of it is links."""
        bounds = _TEXT_BOUNDS if tag in _TEXTS else _OTHER_BOUNDS
        min_links, min_share = _LIST_BOUNDS if tag in _LISTS else bounds
        if not self._prune or self._links - mark.links < min_links:
            return
        # The links are still counted for the element around: a heading above them goes too.
        if self._link_chars - mark.link_chars >= min_share * (self._chars - mark.chars):
            del self._frames[-1].blocks[mark.blocks :]

    def _open_link(self, attributes: Mapping[str, str | None]) -> None:
        frame = self._frames[-1]
        target = attributes.get("href") or ""
        place = (len(frame.blocks), len(frame.lines), len(frame.lines[-1]), "#" in target)
        self._open_links.append(place)
        self._links += bool(target)

    def _close_link(self) -> None:
        if not self._open_links:
            return
        blocks, lines, pieces, is_inner = self._open_links.pop()
        frame = self._frames[-1]
        same_line = (len(frame.blocks), len(frame.lines)) == (blocks, lines)
        if is_inner and same_line and _NOTE_MARK.fullmatch("".join(frame.lines[-1][pieces:])):
            del frame.lines[-1][pieces:]

    def _add_text(self, text: str) -> None:
        frame = self._frames[-1]
        size = len(text.strip())
        self._chars += size
        self._link_chars += size if self._open_links else 0
        if self._pre:
            first, *others = text.split("\n")
            frame.lines[-1].append(first)
            frame.lines.extend([line] for line in others)
        else:
            frame.lines[-1].append(text)

    def _end_block(self) -> None:
        frame = self._frames[-1]
        joined = ("".join(line) for line in frame.lines)
        lines = joined if self._pre else map(collapse_space, joined)
        text = tidy_block("\n".join(lines))
        frame.lines = [[]]
        if self._prune:
            text = _leave_out_furniture(text)
        if not text.strip():
            return
        if frame.level:
            text = mark_heading(text, frame.level)
        elif frame.bullet:
            text, frame.bullet = f"- {text}", False
        frame.blocks.append(text)


def _leave_out_furniture(text: str) -> str:
    if len(text) > _MAX_FURNITURE_CHARS:
        return text
    text = _PAGE_TOOLS.sub("", text).rstrip()
    return "" if _FURNITURE.match(text) else text
