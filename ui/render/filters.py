"""Filters -> what they say: above the question box, and below an answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rag.schema import Answer, Hit, Language, SearchFilters
from ui import strings as s
from ui.render.buttons import action_button
from ui.render.content import fill, mark_language
from ui.render.markup import Markup, join, tag

#: More values than that of one kind are shown as their number.
_MAX_NAMED = 3


@dataclass(frozen=True, slots=True)
class FilterPart:
    """One filter as it is shown.

    :param field: of ``SearchFilters``.
    :param value: the one it stands for; empty where it stands for all of the field.
    :param text: what it says.
    :param label: what kind of value it is; empty where the text says so.
    :param gone: whether the library no longer holds it.
    """

    field: str
    value: str
    text: str
    label: str = ""
    gone: bool = False


def list_parts(
    filters: SearchFilters,
    language: Language,
    titles: Mapping[str, str],
    *,
    all_known: bool = False,
) -> list[FilterPart]:
    """List the filters in the order in which they are chosen.

    :param filters: what a search is limited to.
    :param language: the page's language.
    :param titles: of documents by name; others go by their names.
    :param all_known: whether these are all documents there are.
    :returns: one part a value, or one for many.
    """
    parts = [
        *_list_documents(filters.documents, language, titles, all_known=all_known),
        *_list_values("speakers", filters.speakers, language),
        *_list_values("sources", filters.sources, language),
    ]
    if filters.since:
        parts.append(FilterPart("since", "", s.FILTER_CHIP_SINCE(language, date=filters.since)))
    if filters.until:
        parts.append(FilterPart("until", "", s.FILTER_CHIP_UNTIL(language, date=filters.until)))
    if filters.language:
        parts.append(FilterPart("language", "", s.FILTER_CHIP_LANGUAGE[filters.language](language)))
    return parts


def _list_documents(
    names: tuple[str, ...], language: Language, titles: Mapping[str, str], *, all_known: bool
) -> list[FilterPart]:
    parts = _list_values("documents", names, language)
    return [
        replace(
            part,
            text=titles.get(part.value, part.text),
            gone=bool(part.value) and all_known and part.value not in titles,
        )
        for part in parts
    ]


def _list_values(field: str, values: tuple[str, ...], language: Language) -> list[FilterPart]:
    if len(values) > _MAX_NAMED:
        return [FilterPart(field, "", s.FILTER_CHIP_MANY[field](language, count=len(values)))]
    label = s.FILTER_LABELS[field](language)
    return [FilterPart(field, value, value, label) for value in values]


def render_part(part: FilterPart, language: Language) -> Markup:
    """Show what a filter says."""
    shown = mark_language(part.text) if part.label else part.text
    gone = tag("em", s.FILTER_GONE(language)) if part.gone else None
    label = tag("span", part.label, class_="dz-filter-label") if part.label else None
    return join([label, " " if label else "", shown, " " if gone else "", gone])


def render_chips(filters: SearchFilters, titles: Mapping[str, str], language: Language) -> Markup:
    """Show which filters are on, each with a button that removes it; nothing where none is.

    :param filters: what the next question is limited to.
    :param titles: of the library's documents by name.
    :param language: the page's language.
    :returns: the line above the question box.
    """
    parts = list_parts(filters, language, titles, all_known=True)
    if not parts:
        return Markup("")
    chips = [tag("li", _render_chip(part, language)) for part in parts]
    clear = _clear_button(language)
    return tag(
        "div",
        tag("span", s.FILTERS_ON(language), class_="dz-hint"),
        tag("ul", *chips),
        clear,
        class_="dz-chosen",
        role="group",
        aria_label=s.FILTERS_ON_LABEL(language),
    )


def _render_chip(part: FilterPart, language: Language) -> Markup:
    remove = action_button(
        tag("span", "×", aria_hidden="true"),
        "unfilter",
        class_="dz-unchoose",
        data_field=part.field,
        data_value=part.value,
        aria_label=s.FILTER_REMOVE(language, name=part.text),
    )
    class_ = "dz-filter-chip dz-gone" if part.gone else "dz-filter-chip"
    return tag("span", tag("span", render_part(part, language)), remove, class_=class_)


def _clear_button(language: Language) -> Markup:
    return action_button(
        s.CLEAR_CHIPS(language),
        "clear-filters",
        aria_label=s.CLEAR_FILTERS(language),
    )


def titles_among(hits: Sequence[Hit]) -> dict[str, str]:
    """Map the names of the documents that passages are of to their titles, as far as stated."""
    found = {hit.passage.paragraph.document: hit.passage.title for hit in hits}
    return {name: title for name, title in found.items() if title}


def render_filtered_refusal(answer: Answer, filters: SearchFilters, language: Language) -> Markup:
    """Say that a refusal holds for part of the library only, and offer to ask again of all."""
    separator = "；" if language == "zh" else "; "
    titles = titles_among(answer.hits)
    parts = [render_part(part, language) for part in list_parts(filters, language, titles)]
    shown = join([each if not n else join([separator, each]) for n, each in enumerate(parts)])
    again = action_button(
        s.ASK_UNFILTERED(language),
        "ask-unfiltered",
    )
    said = fill(s.FILTERED_REFUSAL.in_language(language), filters=shown)
    return tag("p", said, " ", again, class_="dz-filtered")
