"""What can be chosen -> the settings page."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.schema import Language
from ui import strings as s
from ui.choices import MAX_TOP_K, Choices
from ui.render.buttons import action_button
from ui.render.content import fill, mark_language
from ui.render.frame import HTML_LANGUAGE
from ui.render.markup import Child, Markup, join, tag

if TYPE_CHECKING:
    from rag.answer.chat_models.trial import ModelTrial
    from rag.library_parts.choices import ModelChoice

_EXTRACTIVE = "extractive"
#: Numbers of passages to choose from.
_TOP_KS = (4, 8, 12, 20, 30, MAX_TOP_K)


@dataclass(frozen=True, slots=True)
class Pick:
    """A value of a filter that can be chosen.

    :param value: as the search takes it.
    :param text: as it is shown.
    :param note: what tells it from others.
    """

    value: str
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Picks:
    """Values of one filter that are shown.

    :param field: of the filters.
    :param shown: chosen ones first.
    :param total: of those there are.
    :param chosen: the values chosen, shown or not.
    """

    field: str
    shown: Sequence[Pick]
    total: int
    chosen: Collection[str]


@dataclass(frozen=True, slots=True)
class Offer:
    """Everything that the settings page offers.

    :param models: those that may be chosen, the library's own first.
    :param top_k: passages considered where nobody chooses.
    :param picks: values of the filters.
    """

    models: Sequence[ModelChoice]
    top_k: int
    picks: Sequence[Picks]


def render_settings(offer: Offer, choices: Choices, language: Language) -> Markup:
    """Show the settings page.

    :param offer: what can be chosen.
    :param choices: what is chosen.
    :param language: the page's language.
    :returns: the page; what only the browser knows (page language, theme) it marks itself.
    """
    return tag(
        "form",
        tag("h1", s.SETTINGS_TITLE(language), tabindex="-1"),
        tag("p", s.SETTINGS_TEXT(language), class_="dz-hint"),
        _render_models(offer.models, choices, language),
        _render_top_k(offer.top_k, choices, language),
        _render_filters(offer, choices, language),
        _render_display(language),
        class_="dz-settings",
        novalidate=True,
        data_page_language=language,
        data_trying=s.MODEL_TRYING(language),
    )


def _section(title: str, *children: Child) -> Markup:
    return tag("section", tag("h2", title), *children)


def _radios(name: str, legend: str, choices: Sequence[tuple[str, Child]], chosen: str) -> Markup:
    labels = [
        tag(
            "label",
            tag("input", type="radio", name=name, value=value, checked=value == chosen),
            tag("span", text),
        )
        for value, text in choices
    ]
    return tag(
        "fieldset",
        tag("legend", legend),
        tag("div", *labels, class_="dz-radios"),
        data_name=name,
    )


# ---- the model ----


def _render_models(models: Sequence[ModelChoice], choices: Choices, language: Language) -> Markup:
    chosen = choices.model or models[0].name
    cards = [
        _render_model(model, language, chosen=model.name == chosen, standard=number == 0)
        for number, model in enumerate(models)
    ]
    alone = tag("p", _mark_name(s.MODEL_ONLY_ONE.in_language(language)), class_="dz-hint")
    return tag(
        "section",
        tag("h2", s.SETTINGS_MODEL(language), id="dz-settings-model"),
        tag(
            "div",
            *cards,
            class_="dz-models",
            role="radiogroup",
            aria_labelledby="dz-settings-model",
        ),
        alone if len(models) == 1 else None,
    )


def _mark_name(text: str) -> Markup:
    """Mark the name of a setting as what it is: no word of either language."""
    before, name, after = text.partition("DUIZHAO_PAGE__MODELS")
    return join([before, tag("code", name, lang="en"), after])


def _render_model(
    model: ModelChoice, language: Language, *, chosen: bool, standard: bool
) -> Markup:
    name = _render_name(model, language)
    badge = tag("span", s.SETTINGS_MODEL_DEFAULT(language), class_="dz-badge") if standard else None
    head = tag("span", name, " ", badge, class_="dz-model-name")
    # The standard one is sent as none: it stays the standard where the operator changes it.
    radio = tag(
        "input", type="radio", name="model", value="" if standard else model.name, checked=chosen
    )
    about = tag("span", _describe_model(model, language), class_="dz-hint")
    label = tag("label", radio, tag("span", head, about))
    return tag("div", label, _render_try(model, language), class_="dz-model")


def _render_name(model: ModelChoice, language: Language) -> Child:
    if model.name == _EXTRACTIVE:
        return s.MODEL_EXTRACTIVE(language)
    return tag("span", model.name, lang="en")


def _describe_model(model: ModelChoice, language: Language) -> Markup | str:
    if model.name == _EXTRACTIVE:
        return s.MODEL_EXTRACTIVE_ABOUT(language)
    if not model.place:
        return s.MODEL_IN_PROCESS_ABOUT(language)
    text = s.MODEL_AWAY_ABOUT if model.leaves else s.MODEL_HERE_ABOUT
    return fill(text.in_language(language), place=tag("span", model.place, lang="en"))


def _render_try(model: ModelChoice, language: Language) -> Markup | None:
    if model.name == _EXTRACTIVE:
        return None
    button = action_button(
        s.MODEL_TRY(language),
        "try-model",
        data_model=model.name,
        aria_label=s.MODEL_TRY_NAMED(language, name=model.name),
    )
    return tag("div", button, tag("p", class_="dz-trial", role="status"), class_="dz-model-try")


def render_trial(trial: ModelTrial, language: Language) -> Markup:
    """Say what came of trying a model.

    :param trial: what came of it.
    :param language: the page's language.
    :returns: a line.
    """
    if trial.problem is not None:
        return tag("span", trial.problem[language], class_="dz-wrong")
    text = s.MODEL_REPLIED if trial.replied else s.MODEL_SILENT
    said = text(language, seconds=f"{trial.seconds:.1f}")
    return tag("span", said, class_="dz-right" if trial.replied else "dz-wrong")


# ---- the passages ----


def _render_top_k(standard: int, choices: Choices, language: Language) -> Markup:
    numbers = sorted({*_TOP_KS, choices.top_k} - {0, standard})
    options = [tag("option", s.TOP_K_DEFAULT(language, count=standard), value="0")]
    options += [
        tag("option", str(number), value=str(number), selected=number == choices.top_k)
        for number in numbers
    ]
    return tag(
        "section",
        tag("h2", tag("label", s.SETTINGS_TOP_K(language), for_="dz-top-k")),
        tag(
            "select",
            *options,
            id="dz-top-k",
            name="top_k",
            class_="dz-field",
            aria_describedby="dz-top-k-hint",
        ),
        tag("p", s.SETTINGS_TOP_K_HINT(language), id="dz-top-k-hint", class_="dz-hint"),
    )


# ---- the filters ----


def _render_filters(offer: Offer, choices: Choices, language: Language) -> Markup:
    filters = choices.filters
    languages: list[tuple[str, Child]] = [("", s.FILTER_LANGUAGE_BOTH(language))]
    languages += [(code, text(language)) for code, text in s.FILTER_LANGUAGES.items()]
    clear = action_button(
        s.CLEAR_FILTERS(language),
        "clear-filters",
        class_="dz-plain dz-clear-filters",
        hidden=not choices.filtered,
    )
    dates = tag(
        "div",
        _render_date("since", s.FILTER_SINCE(language), filters.since, language),
        _render_date("until", s.FILTER_UNTIL(language), filters.until, language),
        class_="dz-dates",
    )
    return _section(
        s.SETTINGS_FILTERS(language),
        tag("p", s.SETTINGS_FILTERS_TEXT(language), class_="dz-hint"),
        *[_render_picker(picks, language) for picks in offer.picks],
        dates,
        tag("p", s.FILTER_DATE_HINT(language), id="dz-dates-hint", class_="dz-hint"),
        _radios("language", s.FILTER_LANGUAGE(language), languages, filters.language or ""),
        clear,
    )


def _render_date(name: str, label: str, value: str | None, language: Language) -> Markup:
    field_id = f"dz-filter-{name}"
    box = tag(
        "input",
        type="text",
        id=field_id,
        name=name,
        class_="dz-field",
        value=value or "",
        maxlength=40,
        autocomplete="off",
        inputmode="numeric",
        aria_describedby=f"{field_id}-error dz-dates-hint",
    )
    error = tag(
        "p",
        id=f"{field_id}-error",
        class_="dz-wrong",
        role="status",
        data_wrong=s.FILTER_DATE_WRONG(language),
        data_crossed=s.FILTER_DATES_CROSSED(language),
    )
    return tag("div", tag("label", label, for_=field_id), box, error)


def _render_picker(picks: Picks, language: Language) -> Markup:
    legend = s.FILTERS[picks.field](language)
    if not picks.total and not picks.chosen:
        empty = tag("p", s.PICK_EMPTY[picks.field](language), class_="dz-hint")
        return tag("fieldset", tag("legend", legend), empty)
    find_id = f"dz-pick-{picks.field}"
    label = s.PICK_FIND[picks.field](language)
    find = [
        tag("label", label, for_=find_id, class_="dz-sr"),
        tag(
            "input",
            type="search",
            id=find_id,
            class_="dz-field dz-pick-find",
            placeholder=label,
            autocomplete="off",
            data_field=picks.field,
        ),
    ]
    return tag(
        "fieldset",
        tag("legend", legend),
        *(find if picks.total > len(picks.shown) or len(picks.shown) > _SHORT else []),
        tag("div", render_picks(picks, language), class_="dz-picks", data_field=picks.field),
    )


#: A list of that many is seen at a glance.
_SHORT = 6


def render_picks(picks: Picks, language: Language) -> Markup:
    """Show values of a filter to choose from.

    :param picks: the values.
    :param language: the page's language.
    :returns: boxes to tick, and how many there are besides.
    """
    items = [
        tag(
            "li",
            tag(
                "label",
                tag(
                    "input",
                    type="checkbox",
                    name=picks.field,
                    value=pick.value,
                    checked=pick.value in picks.chosen,
                ),
                tag("span", mark_language(pick.text), _render_note(pick)),
            ),
        )
        for pick in picks.shown
    ]
    if not items:
        return tag("p", s.PICK_NONE(language), class_="dz-hint", role="status")
    listed = tag("ul", *items)
    if len(items) >= picks.total:
        return listed
    shown = s.PICK_SHOWN(language, shown=len(items), count=picks.total)
    return join([listed, tag("p", shown, class_="dz-hint", role="status")])


def _render_note(pick: Pick) -> Markup | None:
    if not pick.note:
        return None
    return join([" ", mark_language(pick.note, class_="dz-hint")])


# ---- the page ----


def _render_display(language: Language) -> Markup:
    languages: list[tuple[str, Child]] = [
        ("", s.LANGUAGE_AS_BROWSER(language)),
        ("zh", tag("span", "中文", lang=HTML_LANGUAGE["zh"])),
        ("en", tag("span", "English", lang=HTML_LANGUAGE["en"])),
    ]
    themes: list[tuple[str, Child]] = [
        ("" if name == "system" else name, text(language)) for name, text in s.THEMES.items()
    ]
    return _section(
        s.SETTINGS_DISPLAY(language),
        _radios("page-language", s.PAGE_LANGUAGE(language), languages, ""),
        _radios("theme", s.THEME(language), themes, ""),
    )
