"""Rows of a document -> the reader: two columns, in portions that a browser takes in at a time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import chain

from rag.schema import DocumentInfo, Kind, Language, Paragraph
from ui import strings as s
from ui.conversation import Notice
from ui.reading import Reading, Row
from ui.render.buttons import action_button
from ui.render.content import mark_language
from ui.render.links import link_to_paragraph
from ui.render.markup import Markup, join, tag
from ui.render.metadata import render_edit_button
from ui.render.thread import render_notice

#: Rows sent at a time: some screens.
PORTION_ROWS = 80
#: Roughly what fits on a line of a column of a wide window, and how high a line and a gap are.
_LINE_CHARS: dict[Language, int] = {"zh": 33, "en": 68}
_LINE_PIXELS, _GAP_PIXELS = 28, 26

_HEADINGS: frozenset[Kind] = frozenset({"title", "heading"})


def render_holder() -> Markup:
    """Make the place where the browser puts what it asks for."""
    return tag("div", class_="dz-holder")


def count_portions(reading: Reading) -> int:
    """Count the portions that a document is sent in."""
    return math.ceil(len(reading.rows) / PORTION_ROWS)


def portion_of(row: int) -> int:
    """Tell in which portion a row is."""
    return row // PORTION_ROWS


def render_reader(
    reading: Reading, portion: int, language: Language, notice: Notice | None = None
) -> Markup:
    """Show a document, one portion of its text in place and room kept for the others.

    :param reading: the document.
    :param portion: the one to begin with, from 0.
    :param language: the page's language.
    :param notice: what to say above the text.
    :returns: the whole reader.
    """
    sections = [
        _render_section(reading, number, language, is_filled=number == portion)
        for number in range(count_portions(reading))
    ]
    text = tag(
        "div",
        *sections,
        class_="dz-rows" if reading.is_bilingual else "dz-rows dz-one-language",
        id="dz-reader-text",
        role="region",
        aria_label=s.READER_TEXT(language),
        tabindex="-1",
    )
    remark = s.READER_ONE_LANGUAGE(language)
    return tag(
        "article",
        _render_head(reading.info, language),
        render_notice(notice, language) if notice else None,
        None if reading.is_bilingual else tag("p", remark, class_="dz-hint dz-reader-remark"),
        text,
        class_="dz-reader",
        data_document=reading.info.name,
        data_retry=s.READER_PORTION_FAILED(language),
        aria_label=s.READER(language),
    )


def render_unknown_document(name: str, language: Language) -> Markup:
    """Say that there is no such document, and where to find others."""
    gone = render_notice(Notice(s.READER_GONE(language, name=name)), language)
    label = s.READER_TO_LIBRARY(language)
    to_library = action_button(label, "view", class_="dz-primary", data_view="library")
    return tag("div", gone, to_library, class_="dz-reader dz-reader-gone")


def _render_head(info: DocumentInfo, language: Language) -> Markup:
    title = info.title or info.name
    facts = [
        mark_language(info.name) if info.title else None,
        info.date,
        mark_language(info.source) if info.source else None,
        " + ".join(s.LANGUAGES[code](language) for code in info.languages),
        s.PARAGRAPH_COUNT(language, count=info.paragraph_count),
        s.PAIR_COUNT(language, count=info.pair_count),
    ]
    arrow = tag("span", "←", aria_hidden="true")
    label = tag("span", s.READER_BACK(language), class_="dz-back-label")
    back = action_button(
        join([arrow, label]),
        "leave",
        class_="dz-link dz-leave",
        aria_label=s.READER_BACK(language),
    )
    return join(
        [
            tag(
                "div",
                mark_language(title, "h1", tabindex="-1", class_="dz-reader-title"),
                tag("p", *(tag("span", fact) for fact in facts if fact), class_="dz-meta dz-facts"),
                render_edit_button(info, language),
                class_="dz-reader-head",
            ),
            tag(
                "div",
                back,
                *_render_tools(language),
                _differences(language),
                class_="dz-reader-bar",
            ),
        ]
    )


def _differences(language: Language) -> Markup:
    """Make the place for the differences, a panel below the bar."""
    label = s.DIFFERENCES(language)
    return tag("section", id="dz-differences", aria_label=label, tabindex="0", hidden=True)


def _render_tools(language: Language) -> list[Markup]:
    label = s.READER_FIND(language)
    box = tag(
        "input",
        type="search",
        class_="dz-field dz-find",
        placeholder=label,
        aria_label=label,
        autocomplete="off",
        enterkeyhint="search",
    )
    steps = [
        action_button(
            tag("span", arrow, aria_hidden="true"),
            action,
            class_="dz-step",
            aria_label=name(language),
            title=name(language),
            disabled=True,
        )
        for arrow, action, name in (
            ("↑", "find-previous", s.READER_PREVIOUS),
            ("↓", "find-next", s.READER_NEXT),
        )
    ]
    count = tag("span", class_="dz-find-count dz-hint", role="status")
    differences = action_button(
        s.DIFFERENCES(language),
        "differences",
        class_="dz-plain dz-differences-button",
        aria_expanded="false",
        aria_controls="dz-differences",
        data_comparing=s.DIFFERENCES_LOADING(language),
        data_awaited=s.DIFFERENCES_AWAITED(language),
    )
    find = tag(
        "form",
        box,
        *steps,
        count,
        class_="dz-find-form",
        role="search",
        aria_label=s.READER_TOOLS(language),
        data_found=s.READER_FOUND.in_language(language),
        data_none=s.READER_FOUND_NONE(language),
    )
    return [find, differences]


def _render_section(
    reading: Reading, number: int, language: Language, *, is_filled: bool
) -> Markup:
    rows = reading.rows[number * PORTION_ROWS : (number + 1) * PORTION_ROWS]
    return tag(
        "section",
        render_portion(reading, number, language) if is_filled else None,
        class_="dz-portion",
        data_portion=number,
        data_filled="yes" if is_filled else None,
        data_first=next((each.number for row in rows for each in _own(row, reading)), None),
        data_height=sum(map(_estimate_height, rows)),
    )


def _own(row: Row, reading: Reading) -> list[Paragraph]:
    """Give the paragraphs that are the document's own, not another's that say the same."""
    return [each for each in row.paragraphs if each.document == reading.info.name]


def _estimate_height(row: Row) -> int:
    lines = [
        sum(math.ceil(len(each.text) / _LINE_CHARS[language]) for each in side)
        for language, side in (("zh", row.zh), ("en", row.en))
        if language in _LINE_CHARS
    ]
    return max(lines) * _LINE_PIXELS + _GAP_PIXELS


def render_portion(reading: Reading, number: int, language: Language) -> Markup:
    """Show the rows of one portion.

    :param reading: the document.
    :param number: which portion, from 0; one that does not exist is empty.
    :param language: the page's language.
    :returns: the rows.
    """
    start = number * PORTION_ROWS
    rows = reading.rows[start : start + PORTION_ROWS]
    before = reading.rows[start - 1 : start] if start else ()
    shown = {each.document for row in before for each in row.paragraphs}
    painter = _RowPainter(reading, language, shown)
    return join(painter.paint(row) for row in rows)


class _RowPainter:
    """Renders rows one after the other; names another document where it changes."""

    def __init__(self, reading: Reading, language: Language, shown: set[str]) -> None:
        self._reading = reading
        self._language = language
        self._shown = shown

    def paint(self, row: Row) -> Markup:
        """Render a row."""
        documents = {each.document for each in row.paragraphs}
        sides = [self._paint_side(row, "zh", row.zh), self._paint_side(row, "en", row.en)]
        if row.score is not None:
            self._shown = documents
        return tag("div", *sides, class_="dz-row" if row.score else "dz-row dz-unpaired")

    def _paint_side(self, row: Row, side: Language, paragraphs: Sequence[Paragraph]) -> Markup:
        if not paragraphs:
            none = s.NO_COUNTERPART_HERE(self._language)
            return tag("div", tag("span", none), class_="dz-cell dz-no-cell")
        own = self._reading.info.name
        foreign = [each for each in paragraphs if each.document != own]
        source = None
        if foreign and foreign[0].document not in self._shown:
            source = self._paint_source(foreign[0])
        also = self._paint_elsewhere(row, side)
        parts = [self._paint_paragraph(each) for each in paragraphs]
        return tag("div", source, *parts, also, class_="dz-cell", lang=_TAGS[side])

    def _paint_paragraph(self, paragraph: Paragraph) -> Markup:
        is_own = paragraph.document == self._reading.info.name
        name = "p"
        if paragraph.kind in _HEADINGS:
            name = "h2" if paragraph.kind == "title" else "h3"
        speaker = None
        if (paragraph.document, paragraph.number) in self._reading.new_speakers:
            speaker = tag("span", paragraph.speaker, class_="dz-speaker")
        label = s.PARAGRAPH_LINK(self._language, number=paragraph.number)
        if not is_own:
            title = self._reading.title_of(paragraph.document)
            label = s.OTHER_PARAGRAPH_LINK(self._language, title=title, number=paragraph.number)
        anchor = link_to_paragraph(
            paragraph.document,
            paragraph.number,
            str(paragraph.number),
            class_="dz-anchor" if is_own else "dz-anchor dz-foreign",
            aria_label=label,
            title=label,
            lang=_TAGS[self._language],
        )
        text = tag(name, *_mark_label(paragraph), class_="dz-text")
        return tag(
            "div",
            anchor,
            speaker,
            text,
            class_=f"dz-par dz-kind-{paragraph.kind}",
            data_document=paragraph.document,
            data_number=paragraph.number,
            tabindex="-1" if is_own else None,
        )

    def _paint_source(self, paragraph: Paragraph) -> Markup:
        title = self._reading.title_of(paragraph.document)
        link = link_to_paragraph(paragraph.document, paragraph.number, title)
        page = _TAGS[self._language]
        return tag("p", s.FROM_DOCUMENT(self._language), " ", link, class_="dz-from", lang=page)

    def _paint_elsewhere(self, row: Row, side: Language) -> Markup | None:
        """Link to further counterparts, on their own language's side."""
        others = [each for each in row.elsewhere if each.language == side]
        if not others:
            return None
        links = [
            link_to_paragraph(
                each.document,
                each.number,
                s.OTHER_PARAGRAPH_LINK(
                    self._language, title=self._reading.title_of(each.document), number=each.number
                ),
            )
            for each in others
        ]
        spaced = chain.from_iterable((" ", link) for link in links)
        label, page = s.ALSO_SAID_IN(self._language), _TAGS[self._language]
        return tag("p", label, *spaced, class_="dz-from", lang=page)


_TAGS: dict[Language, str] = {"zh": "zh-Hans", "en": "en"}


def _mark_label(paragraph: Paragraph) -> list[str | Markup]:
    """Set off the speaker's name where it is printed; the letters stay what they are."""
    text, speaker = paragraph.text, paragraph.speaker
    start = len(text) - len(text.lstrip())
    if not speaker or not text.startswith(speaker, start):
        return [text]
    end = start + len(speaker)
    return [text[:start], tag("b", text[start:end]), text[end:]]
