"""An answer's text -> paragraphs and lists, its marks as buttons, originals told as such.

The text stays what it is: only line ends and white space before marks are taken as layout.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from rag.schema import Answer, Citation, Language
from rag.text.language import detect_language
from ui import strings as s
from ui.render.buttons import action_button
from ui.render.evidence import name_status, title_of
from ui.render.markup import Markup, join, tag

_MARK = re.compile(r"\[(\d{1,3})\]")
#: Marks with the character before and the punctuation after: no line may begin with either.
_MARKS = re.compile(
    r"(?P<before>\S?)(?P<marks>(?:\[\d{1,3}\])+)(?P<after>[.,;:!?)。，；：！？”’）]*)"
)
_SPACE_BEFORE_MARK = re.compile(r"(?<![ \u00a0])[ \u00a0]+(?=\[\d{1,3}\])")
_BULLET = re.compile(r"[-*•·]\s+")
#: An item that says itself which it is: "1.", "2)", "（三）", "四、", "第五，", "Sixth,".
_ORDINAL = re.compile(
    r"\d{1,2}[.)、．）]\s?|[（(][\d一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}[、是，]"
    r"|第[一二三四五六七八九十]{1,3}|(?:first|second|third|(?:four|fif|six|seven|eigh|nin|ten)th)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Piece:
    """Text up to and including its marks.

    :param foreign: the language it is quoted in, where that is not the answer's.
    :param is_told: whether that is said behind it.
    """

    text: str
    marks: re.Match[str] | None
    foreign: Language | None = None
    is_told: bool = False


def render_answer_text(answer: Answer, number: int, language: Language) -> list[Markup]:
    """Show an answer's text.

    :param answer: with its citations; the items of a quoted list stand one a line.
    :param number: the exchange's position in its conversation, from 0.
    :param language: the page's language.
    :returns: paragraphs and lists.
    """
    citations = {citation.marker: citation for citation in answer.citations}
    lines = _lines(answer.text)
    names = {each.marker: name_status(each, answer, language) for each in answer.citations}
    painter = _Painter(citations, number, language, names)
    cut = [_tell(_cut(line), citations, answer.language) for line in lines]
    if not any(piece.marks and not piece.foreign for pieces in cut for piece in pieces):
        # Nothing is told apart where all is in the other language, which a note says.
        cut = [[_Piece(p.text, p.marks, p.foreign) for p in pieces] for pieces in cut]
    kinds = _find_items(lines, is_quoted=answer.model == "extractive" and not answer.refused)
    shown: list[Markup] = []
    for kind, group in groupby(zip(kinds, cut, strict=True), key=lambda each: each[0]):
        bodies = [painter.paint(pieces) for _, pieces in group]
        if kind is None:
            shown += [tag("p", body) for body in bodies]
        else:
            shown.append(tag("ul", *(tag("li", body) for body in bodies), class_=kind))
    return shown


def _find_items(lines: Sequence[str], *, is_quoted: bool) -> list[str | None]:
    """Tell which lines are items of a list, by their class; None for a paragraph.

    Quotes that stand one a line are items; where some of them count themselves, those alone.
    """
    counted = [_ORDINAL.match(line) is not None for line in lines]
    if sum(counted) > 1:
        return ["dz-items dz-numbered" if each else None for each in counted]
    are_items = is_quoted and len(lines) > 1
    return ["dz-items" if are_items or _BULLET.match(line) else None for line in lines]


def render_partial(text: str, number: int, language: Language) -> list[Markup]:
    """Show what there is of an answer that is being written, or was stopped."""
    painter = _Painter({}, number, language, {})
    return [tag("p", painter.paint(_cut(line))) for line in _lines(text)]


def _lines(text: str) -> list[str]:
    stripped = (line.strip() for line in text.splitlines())
    return [line for line in stripped if line]


def _cut(line: str) -> list[_Piece]:
    tidy = _SPACE_BEFORE_MARK.sub("", line)
    pieces, end = [], 0
    for match in _MARKS.finditer(tidy):
        pieces.append(_Piece(tidy[end : match.start()], match))
        end = match.end()
    return [*pieces, _Piece(tidy[end:], None)] if tidy[end:] else pieces


def _tell(
    pieces: Sequence[_Piece], citations: Mapping[int, Citation], own: Language
) -> list[_Piece]:
    """Find the sentences quoted in the other language; the last of several in a row tells it."""
    foreign = [_find_foreign(piece, citations, own) for piece in pieces]
    return [
        _Piece(piece.text, piece.marks, this, is_told=this is not None and this != following)
        for piece, this, following in zip(pieces, foreign, [*foreign[1:], None], strict=True)
    ]


def _find_foreign(
    piece: _Piece, citations: Mapping[int, Citation], own: Language
) -> Language | None:
    if piece.marks is None:
        return None
    written = detect_language(piece.text + piece.marks["before"])
    cited = {
        citations[int(marker)].passage.paragraph.language
        for marker in _MARK.findall(piece.marks["marks"])
        if int(marker) in citations
    }
    return written if written != own and written in cited else None


class _Painter:
    """Renders lines of one answer."""

    def __init__(
        self,
        citations: Mapping[int, Citation],
        number: int,
        language: Language,
        names: Mapping[int, str],
    ) -> None:
        self._citations = citations
        self._names = names
        self._number = number
        self._language = language

    def paint(self, pieces: Sequence[_Piece]) -> Markup:
        """Render a line."""
        return join(self._paint_all(pieces))

    def _paint_all(self, pieces: Sequence[_Piece]) -> Iterator[Markup]:
        for place, piece in enumerate(pieces):
            text = _BULLET.sub("", piece.text, count=1) if _is_bullet(place, piece) else piece.text
            body = join([text, self._paint_marks(piece.marks)])
            if piece.foreign is None:
                yield body
                continue
            note = s.ORIGINALS[piece.foreign](self._language)
            told = tag("span", note, class_="dz-original", lang=self._language)
            yield join([tag("span", body, lang=piece.foreign), told if piece.is_told else None])

    def _paint_marks(self, match: re.Match[str] | None) -> Markup | None:
        if match is None:
            return None
        marks = [self._paint_mark(int(marker)) for marker in _MARK.findall(match["marks"])]
        return tag("span", match["before"], *marks, match["after"], class_="dz-held")

    def _paint_mark(self, marker: int) -> Markup:
        citation = self._citations.get(marker)
        if citation is None:
            return tag("sup", str(marker), class_="dz-pending")
        title = title_of(citation.passage)
        label = s.MARK_LABEL(self._language, marker=citation.marker, title=title)
        button = action_button(
            str(citation.marker),
            "mark",
            class_=f"dz-mark dz-is-{citation.status}",
            data_exchange=self._number,
            data_marker=citation.marker,
            data_quote=citation.quote,
            data_language=citation.passage.paragraph.language,
            data_title=title,
            data_title_language=detect_language(title),
            aria_label=f"{label} ({self._names[marker]})",
        )
        return tag("sup", button)


def _is_bullet(place: int, piece: _Piece) -> bool:
    return place == 0 and _BULLET.match(piece.text) is not None
