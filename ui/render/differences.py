"""What two sides do not say alike -> a plain explanation, marks in the text and a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rag.differences import Difference, Stretch
from rag.schema import Language
from ui import strings as s
from ui.finding import utf16_offsets
from ui.reading import Reading
from ui.render.buttons import action_button
from ui.render.content import fill, mark_language
from ui.render.markup import Markup, join, tag
from ui.render.reader import portion_of

#: Longer quotes are cut in an explanation: the text itself stands beside it.
_MAX_QUOTE_CHARS = 80
#: Of a list of thousands nobody reads more; all are marked in the text.
MAX_LISTED = 500


class DifferenceMark(NamedTuple):
    """A stretch of a paragraph to mark, as the browser needs it.

    :param document: of the paragraph.
    :param number: of the paragraph.
    :param start: offset in UTF-16 units.
    :param end: likewise, exclusive.
    :param kind: what differs.
    :param text: the explanation.
    """

    document: str
    number: int
    start: int
    end: int
    kind: str
    text: str


def list_marks(
    differences: Sequence[Difference], reading: Reading, language: Language
) -> list[DifferenceMark]:
    """List the stretches to mark in a document's text."""
    marks: list[DifferenceMark] = []
    for difference in differences:
        for here, there in _both_ways(difference):
            paragraph = here.paragraph
            if not here.quote or (paragraph.document, paragraph.number) not in reading.places:
                continue
            ((start, end),) = utf16_offsets(paragraph.text, [here.span])
            template, values = _explain(difference, here, there, reading=reading, language=language)
            text = template.format(**values)
            marks.append(
                DifferenceMark(
                    paragraph.document, paragraph.number, start, end, difference.kind, text
                )
            )
    return marks


def render_differences(
    differences: Sequence[Difference], reading: Reading, language: Language
) -> Markup:
    """List the differences of a document, each with a way to its place."""
    title = tag("h2", s.DIFFERENCES_COUNT(language, count=len(differences)))
    if not differences:
        none = s.DIFFERENCES_NONE if reading.is_paired else s.DIFFERENCES_UNPAIRED
        return tag("p", none(language), class_="dz-hint")
    items = [_render_item(each, reading, language) for each in differences[:MAX_LISTED]]
    hint = tag("p", s.DIFFERENCES_HINT(language), class_="dz-hint")
    more = None
    if len(differences) > MAX_LISTED:
        more = tag("p", s.READER_FOUND_MANY(language, count=MAX_LISTED), class_="dz-hint")
    return join([title, hint, tag("ol", *items), more])


def name_differences(
    differences: Sequence[Difference], reading: Reading, language: Language
) -> str:
    """Say in a word or two how many there are, for the button; or that nothing was compared."""
    if differences:
        return s.DIFFERENCES_COUNT(language, count=len(differences))
    return (s.DIFFERENCES_ZERO if reading.is_paired else s.DIFFERENCES_NOTHING)(language)


def _render_item(difference: Difference, reading: Reading, language: Language) -> Markup:
    here, there = _choose_view(difference, reading)
    kind = tag("b", s.DIFFERENCE_KINDS[difference.kind](language), class_="dz-badge")
    template, values = _explain(difference, here, there, reading=reading, language=language)
    told = {
        name: value if name == "side" else mark_language(value) for name, value in values.items()
    }
    text = fill(template, **told)
    own = here if here.paragraph.document == reading.info.name else there
    place = (own if own.paragraph.document == reading.info.name else here).paragraph
    quote = None
    if difference.kind in {"sentence", "negation"}:
        quote = tag("q", _cut(here.quote), lang=here.paragraph.language, class_="dz-differing")
    label = s.PARAGRAPH_NUMBER(language, number=place.number)
    go = action_button(
        label,
        "jump",
        data_document=place.document,
        data_number=place.number,
        data_portion=portion_of(reading.places.get((place.document, place.number), 0)),
        aria_label=s.DIFFERENCE_GO(language, number=place.number),
    )
    return tag("li", kind, tag("span", text), quote, go, class_=f"dz-differs-{difference.kind}")


def _both_ways(difference: Difference) -> list[tuple[Stretch, Stretch]]:
    return [(difference.first, difference.second), (difference.second, difference.first)]


def _choose_view(difference: Difference, reading: Reading) -> tuple[Stretch, Stretch]:
    """Choose the side to tell it from: the document's own, but one that has something to show."""

    def rank(view: tuple[Stretch, Stretch]) -> tuple[bool, bool]:
        is_own = view[0].paragraph.document == reading.info.name
        shows = bool(view[0].quote) or difference.kind == "letters"
        return not shows, not is_own

    return min(_both_ways(difference), key=rank)


def _explain(
    difference: Difference,
    here: Stretch,
    there: Stretch,
    *,
    reading: Reading,
    language: Language,
) -> tuple[str, dict[str, str]]:
    """Choose the words for a difference: a string with blanks, and what goes into them."""
    texts = s.DIFFER_BOTH if here.quote and there.quote else s.DIFFER_HERE
    is_zh = here.paragraph.language == "zh"
    values = {
        "here": _cut(here.quote),
        "there": _cut(there.quote),
        "zh": _cut((here if is_zh else there).quote),
        "en": _cut((there if is_zh else here).quote),
        "side": s.LANGUAGES[here.paragraph.language](language),
        "where": s.OTHER_PARAGRAPH_LINK(
            language,
            title=reading.title_of(there.paragraph.document),
            number=there.paragraph.number,
        ),
    }
    if not here.quote:
        return s.DIFFER_THERE.in_language(language), values
    return texts[difference.kind].in_language(language), values


def _cut(quote: str) -> str:
    text = " ".join(quote.split())
    return text if len(text) <= _MAX_QUOTE_CHARS else f"{text[:_MAX_QUOTE_CHARS]}…"
