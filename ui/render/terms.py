"""Places of a term -> the terms page: key word in context in both languages, by rendering."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.concordance import Place, Rendering, RenderingGroup
from rag.origin import list_elsewhere
from rag.schema import Language, Passage, Span
from ui import strings as s
from ui.render.buttons import action_button
from ui.render.content import fill, mark_language
from ui.render.evidence import title_of
from ui.render.links import link_to_paragraph
from ui.render.markup import Child, Markup, join, tag
from ui.render.sides import render_elsewhere

#: What is shown of a sentence on each side of the key word.
_CONTEXT_CHARS: dict[Language, int] = {"zh": 26, "en": 54}
#: Places of one rendering on the page; a file has them all.
MAX_PLACES = 50


def render_terms_page(term: str, language: Language) -> Markup:
    """Show where a term is typed, and keep room for what is found.

    :param term: what stands in the box to begin with.
    :param language: the page's language.
    :returns: the page, without results.
    """
    label = s.TERM_LABEL(language)
    box = tag(
        "input",
        type="search",
        id="dz-term",
        class_="dz-field",
        value=term,
        placeholder=s.TERM_PLACEHOLDER(language),
        autocomplete="off",
        enterkeyhint="search",
        maxlength=200,
    )
    form = tag(
        "form",
        tag("label", label, for_="dz-term", class_="dz-sr"),
        box,
        tag("button", s.TERM_FIND(language), type="submit", class_="dz-primary"),
        class_="dz-term-form",
        role="search",
        data_searching=s.TERM_SEARCHING.in_language(language),
    )
    results = tag(
        "section", id="dz-term-results", aria_label=s.TERM_RESULTS(language), aria_live="polite"
    )
    return tag(
        "div",
        tag("h1", s.TERMS_TITLE(language), tabindex="-1"),
        tag("p", s.TERMS_TEXT(language), class_="dz-hint"),
        form,
        results,
        class_="dz-terms",
    )


def render_terms(term: str, groups: Sequence[RenderingGroup], language: Language) -> Markup:
    """Show every place of a term, grouped by its rendering.

    :param term: as typed.
    :param groups: most frequent rendering first.
    :param language: the page's language.
    :returns: what was found, or that nothing was.
    """
    if not groups:
        nowhere = fill(s.TERM_NOWHERE.in_language(language), term=mark_language(term))
        return tag("p", nowhere, class_="dz-empty")
    total = sum(len(group.places) for group in groups)
    known = sum(bool(group.rendering) for group in groups)
    download = action_button(
        s.TERM_DOWNLOAD(language),
        "download-terms",
        class_="dz-plain",
        data_term=term,
        data_failed=s.TERM_DOWNLOAD_FAILED(language),
    )
    places = s.TERM_PLACES.choose(language, total)
    counts: list[Child] = [fill(places, term=mark_language(term), count=str(total))]
    if known:
        counts.append(s.TERM_RENDERINGS(language, count=known))
    summary = tag("p", *(tag("span", each) for each in counts), class_="dz-term-summary dz-facts")
    head = tag("div", summary, download, class_="dz-term-head")
    return join([head, *(_render_group(group, language) for group in groups)])


def _render_group(group: RenderingGroup, language: Language) -> Markup:
    hint = None
    if group.rendering:
        first = next(place.rendering for place in group.places if place.rendering)
        name = tag("span", group.rendering, lang=first.passages[0].paragraph.language)
    elif group.places[0].rendering is not None:
        name = tag("span", s.TERM_UNCLEAR(language), class_="dz-no-rendering")
        hint = tag("p", s.TERM_UNCLEAR_HINT(language), class_="dz-hint")
    else:
        name = tag("span", s.TERM_ALONE(language), class_="dz-no-rendering")
    count = len(group.places)
    more = None
    if count > MAX_PLACES:
        text = s.TERM_MORE(language, count=MAX_PLACES, total=count)
        more = tag("p", text, class_="dz-hint")
    amount = tag("span", s.TERM_PLACE_COUNT(language, count=count), class_="dz-hint")
    places = [_render_place(place, language) for place in group.places[:MAX_PLACES]]
    heading = tag("h2", name, " ", amount)
    return tag("section", heading, hint, tag("ol", *places), more, class_="dz-rendering")


def _render_place(place: Place, language: Language) -> Markup:
    own = place.passage.paragraph.language
    other = _render_other(place.rendering) if place.rendering else None
    return tag(
        "li",
        _render_context(place.sentence, place.span, own),
        other,
        _render_source(place.passage, place.sentence, language, place.rendering),
        _render_other_source(place, language),
        class_="dz-place",
    )


def _render_other(rendering: Rendering) -> Markup:
    language = rendering.passages[0].paragraph.language
    return _render_context(rendering.text, rendering.span, language, is_other=True)


def _render_other_source(place: Place, language: Language) -> Markup | None:
    """Say where the rendering stands, if in another document than the term."""
    if place.rendering is None:
        return None
    there = place.rendering.passages
    return render_elsewhere(list_elsewhere(place.passage, there, place.rendering.text), language)


def _render_context(
    text: str, span: Span | None, language: Language, *, is_other: bool = False
) -> Markup:
    """Show a stretch between what stands before and after it; the text alone without a stretch."""
    class_ = "dz-context dz-other-context" if is_other else "dz-context"
    room = _CONTEXT_CHARS[language]
    if span is None:
        shown = text[: 3 * room] + ("…" if len(text) > 3 * room else "")
        return tag("p", shown, class_=f"{class_} dz-no-key", lang=language)
    start, end = span
    before = ("…" if start > room else "") + _on_one_line(text[max(0, start - room) : start])
    after = _on_one_line(text[end : end + room]) + ("…" if len(text) - end > room else "")
    parts = [
        tag("span", before, class_="dz-before"),
        tag("mark", text[start:end]),
        tag("span", after, class_="dz-after"),
    ]
    return tag("p", *parts, class_=class_, lang=language)


def _on_one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _render_source(
    passage: Passage, sentence: str, language: Language, rendering: Rendering | None
) -> Markup:
    paragraph = passage.paragraph
    label = fill(
        s.OTHER_PARAGRAPH_LINK.in_language(language),
        title=mark_language(title_of(passage)),
        number=str(paragraph.number),
    )
    # A counterpart of several paragraphs is not one stretch of any of them.
    other = rendering.text if rendering and len(rendering.passages) == 1 else ""
    link = link_to_paragraph(
        paragraph.document,
        paragraph.number,
        label,
        data_quote=sentence.strip(),
        data_counterpart=other or None,
    )
    facts = [mark_language(each) for each in (paragraph.speaker, passage.date) if each]
    return tag("p", tag("span", link), *facts, class_="dz-meta dz-facts")
