"""The pages outside the page: sign-in, and what is refused. They need no script."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from rag.schema import Language
from ui import strings as s
from ui.render.markup import Markup, tag

#: The theme that was chosen on the page; without one, or without scripts, the system's holds.
OUTSIDE_SCRIPT = Markup(
    'const theme = localStorage.getItem("duizhao-theme");\n'
    'if (["light", "dark"].includes(theme)) document.documentElement.classList.add(theme);'
)
_HTML_LANGUAGE: dict[Language, str] = {"zh": "zh-Hans", "en": "en"}


@dataclass(frozen=True, slots=True)
class SignInForm:
    """What the sign-in page shows.

    :param wanted: the address to open after signing in.
    :param user: the name that was typed before.
    :param problem: why that did not work.
    :param note: what else there is to say.
    """

    wanted: str = "/"
    user: str = ""
    problem: str = ""
    note: str = ""


def render_sign_in_page(form: SignInForm, language: Language) -> str:
    """Show the sign-in page."""
    fields = [
        tag("input", type="hidden", name="next", value=form.wanted),
        tag("input", type="hidden", name="language", value=language),
        *_field(s.USER_NAME(language), "user", form, value=form.user, autocomplete="username"),
        *_field(s.PASSWORD(language), "password", form, autocomplete="current-password"),
        tag("button", s.SIGN_IN(language), type="submit", class_="dz-primary"),
    ]
    problem = form.problem and tag("p", form.problem, id="dz-problem", role="alert")
    return _page(
        s.SIGN_IN(language),
        language,
        _language_links(form.wanted, language),
        tag("h1", s.SIGN_IN(language)),
        tag("p", form.note, role="status") if form.note else None,
        None if problem or form.note else tag("p", s.SIGN_IN_TEXT(language), class_="dz-soft"),
        problem or None,
        tag("form", *fields, method="post", action="/sign-in"),
        tag("p", s.SIGN_IN_FORGOTTEN(language), class_="dz-soft"),
    )


def render_detour_page(target: str, language: Language) -> str:
    """Show a page that goes on at once: the next request then comes from this site.

    :param target: an address of this site.
    :param language: the page's language.
    :returns: a whole page.
    """
    text = tag(
        "p",
        s.SIGN_IN_GOES_ON(language),
        " ",
        tag("a", s.SIGN_IN_GO_ON(language), href=target),
        class_="dz-soft",
    )
    refresh = tag("meta", http_equiv="refresh", content=f"0;url={target}")
    return _page(s.SIGN_IN(language), language, text, head=refresh)


def render_refusal_page(reason: str, language: Language) -> str:
    """Show why a request is refused."""
    return _page(
        s.REFUSED(language),
        language,
        tag("h1", s.REFUSED(language)),
        tag("p", reason),
        tag("p", tag("a", s.BACK_TO_PAGE(language), href="/")),
    )


def _field(
    label: str, name: str, form: SignInForm, *, autocomplete: str, value: str = ""
) -> list[Markup]:
    wrong = bool(form.problem)
    # After a failure, or where the name is known, what is missing is the password.
    focused = (name == "password") == bool(form.user)
    return [
        tag("label", label, for_=f"dz-{name}"),
        tag(
            "input",
            id=f"dz-{name}",
            name=name,
            type="password" if name == "password" else "text",
            value=value or None,
            autocomplete=autocomplete,
            autocapitalize="none",
            spellcheck="false",
            required=True,
            maxlength=1000,
            autofocus=focused,
            aria_describedby="dz-problem" if wrong else None,
        ),
    ]


def _language_links(wanted: str, language: Language) -> Markup:
    choices: list[tuple[Language, str]] = [("zh", "中文"), ("en", "English")]
    links = [
        tag(
            "a",
            label,
            href=f"/sign-in?{urlencode({'language': code, 'next': wanted})}",
            lang=_HTML_LANGUAGE[code],
            hreflang=_HTML_LANGUAGE[code],
            aria_current="true" if code == language else None,
        )
        for code, label in choices
    ]
    return tag("nav", *links, class_="dz-languages", aria_label=s.PAGE_LANGUAGE(language))


def _page(title: str, language: Language, *parts: Markup | None, head: Markup | None = None) -> str:
    name = tag(
        "p",
        tag("b", "对照", lang="zh-Hans"),
        tag("span", "Duizhao", lang="en"),
        class_="dz-outside-name",
    )
    html = tag(
        "html",
        tag(
            "head",
            tag("meta", charset="utf-8"),
            tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
            tag("meta", name="color-scheme", content="light dark"),
            head,
            tag("title", f"{title} – {s.PAGE_TITLE(language)}"),
            tag("script", OUTSIDE_SCRIPT),
            tag("link", rel="icon", href="/favicon.ico"),
            tag("link", rel="stylesheet", href="/sign-in.css"),
        ),
        tag("body", tag("main", name, *parts, class_="dz-outside")),
        lang=_HTML_LANGUAGE[language],
    )
    return f"<!doctype html>{html}"
