"""The page's fixed parts: header and question box."""

from __future__ import annotations

from rag.schema import Language
from ui import strings as s
from ui.render.buttons import action_button
from ui.render.markup import Markup, tag

HTML_LANGUAGE: dict[Language, str] = {"zh": "zh-Hans", "en": "en"}


def render_header(language: Language, *, user: str = "") -> Markup:
    """Show the name, the pages, the language switch, and who is signed in."""
    name = tag(
        "div",
        tag("b", "对照", lang="zh-Hans", class_="dz-name-zh"),
        tag("span", "Duizhao", lang="en", class_="dz-name-en"),
        tag("span", s.TAGLINE(language), class_="dz-tagline"),
        class_="dz-name",
    )
    views = tag(
        "nav",
        _view_button(s.VIEW_CHAT(language), "chat"),
        _view_button(s.VIEW_LIBRARY(language), "library"),
        _view_button(s.VIEW_TERMS(language), "terms"),
        _view_button(s.VIEW_SETTINGS(language), "settings"),
        class_="dz-views",
        aria_label=s.NAVIGATION(language),
    )
    to_box = s.SKIP_TO_QUESTION(language)
    skip = tag("a", to_box, href="#dz-question", class_="dz-skip", data_action="skip")
    return tag(
        "header",
        skip,
        name,
        views,
        _language_switch(language),
        _sign_out(user, language) if user else None,
        class_="dz-header",
        data_language=language,
        data_html_language=HTML_LANGUAGE[language],
        data_page_title=s.PAGE_TITLE(language),
        data_conversation=s.CONVERSATION(language),
        data_opening=s.READER_LOADING(language),
        data_connection_lost=s.CONNECTION_LOST(language),
        data_user=user or None,
        data_session_ended=s.SESSION_ENDED(language),
        data_sign_in=s.SIGN_IN(language),
        data_too_many=s.TOO_MANY_REQUESTS.in_language(language),
    )


def render_filled(filling: int) -> Markup:
    """Tell the browser, unseen, which of its requests for the page is answered."""
    return tag("span", data_filling=filling)


def _sign_out(user: str, language: Language) -> Markup:
    label = s.SIGN_OUT_NAMED(language, user=user)
    button = tag("button", s.SIGN_OUT(language), type="submit", aria_label=label, title=label)
    name = tag("span", user, class_="dz-user", title=user, aria_hidden="true")
    return tag("form", name, button, method="post", action="/sign-out", class_="dz-sign-out")


def _view_button(label: str, view: str) -> Markup:
    return action_button(label, "view", class_=None, data_view=view)


def _language_switch(language: Language) -> Markup:
    choices: list[tuple[Language, str]] = [("zh", "中文"), ("en", "English")]
    buttons = [
        action_button(
            label,
            "language",
            class_=None,
            lang=HTML_LANGUAGE[code],
            data_language=code,
            aria_pressed="true" if code == language else "false",
        )
        for code, label in choices
    ]
    return tag(
        "div", *buttons, class_="dz-switch", role="group", aria_label=s.PAGE_LANGUAGE(language)
    )


def render_composer(language: Language, *, started: bool) -> Markup:
    """Show the question box.

    :param language: the page's language.
    :param started: whether there is a conversation to clear.
    :returns: the form.
    """
    label = tag("label", s.QUESTION_LABEL(language), for_="dz-question", class_="dz-sr")
    box = tag(
        "textarea",
        id="dz-question",
        rows=1,
        placeholder=s.QUESTION_PLACEHOLDER(language),
        aria_describedby="dz-question-hint",
        autocomplete="off",
        enterkeyhint="send",
    )
    send = tag("button", s.SEND(language), type="submit", class_="dz-primary dz-send")
    stop = action_button(s.STOP(language), "stop", class_="dz-stop")
    hint = tag("span", s.QUESTION_HINT(language), id="dz-question-hint", class_="dz-hint")
    talks = action_button(
        s.TALKS_OPEN(language),
        "talks",
        class_="dz-link dz-open-talks",
        aria_controls="dz-talks",
        aria_expanded="false",
    )
    filters = action_button(
        s.OPEN_FILTERS(language), "view", class_="dz-link dz-open-filters", data_view="settings"
    )
    clear = action_button(s.CLEAR(language), "clear", hidden=not started)
    return tag(
        "form",
        tag("div", label, box, send, stop, class_="dz-box"),
        tag("div", talks, hint, filters, clear, class_="dz-under-box"),
        class_="dz-composer",
    )
