"""An answered question -> what the answer was made with: one quiet line, the rest on demand."""

from __future__ import annotations

from rag.schema import Answer, Language
from ui import strings as s
from ui.choices import Choices
from ui.render.content import fill
from ui.render.filters import list_parts, render_part, titles_among
from ui.render.markup import Child, Markup, join, tag

_EXTRACTIVE = "extractive"


def render_made_by(answer: Answer, choices: Choices, language: Language) -> Markup:
    """Tell the model, the time, the tokens, the passages considered and the filters.

    :param answer: as it was given.
    :param choices: how it was asked.
    :param language: the page's language.
    :returns: the line; opened it says more.
    """
    line = [
        tag("span", part)
        for part in (
            _name_model(answer, language),
            _format_seconds(answer, language),
            _count_tokens(answer, language),
            s.CONSIDERED_COUNT(language, count=len(answer.hits)),
            _count_filters(choices, language),
        )
        if part
    ]
    summary = tag("summary", tag("span", s.MADE_BY(language), class_="dz-sr"), *line)
    facts = tag("dl", *_list_facts(answer, choices, language))
    return tag("details", summary, facts, class_="dz-made-by")


def _name_model(answer: Answer, language: Language) -> Markup | str:
    if answer.model == _EXTRACTIVE or _was_not_asked(answer):
        return s.EXTRACTIVE_HINT(language) if answer.refused else s.EXTRACTIVE_MODEL(language)
    return _with_name(s.MODEL, answer.model, language)


def _was_not_asked(answer: Answer) -> bool:
    """Tell whether the library held so little that its chat model was never asked."""
    return answer.refused and answer.tokens is None


def _format_seconds(answer: Answer, language: Language) -> str:
    digits = 2 if answer.seconds < 1 else 1
    return s.SECONDS(language, seconds=f"{answer.seconds:.{digits}f}")


def _count_tokens(answer: Answer, language: Language) -> str:
    if answer.tokens is None:
        return ""
    prompt, completion = f"{answer.tokens.prompt:,}", f"{answer.tokens.completion:,}"
    return s.TOKENS(language, prompt=prompt, completion=completion)


def _count_filters(choices: Choices, language: Language) -> str:
    count = len(list_parts(choices.filters, language, {}))
    return s.FILTER_COUNT(language, count=count) if count else ""


def _list_facts(answer: Answer, choices: Choices, language: Language) -> list[Markup]:
    parts = list_parts(choices.filters, language, titles_among(answer.hits))
    filters = [tag("div", render_part(part, language)) for part in parts]
    facts: list[tuple[s.Text, Child]] = [
        (s.MADE_MODEL, _explain_model(answer, choices, language)),
        (s.MADE_SECONDS, _format_seconds(answer, language)),
        (s.MADE_TOKENS, _explain_tokens(answer, language)),
        (s.MADE_PASSAGES, s.CONSIDERED_COUNT(language, count=len(answer.hits))),
        (s.MADE_FILTERS, join(filters) if filters else s.MADE_NO_FILTERS(language)),
    ]
    return [
        tag("div", tag("dt", label(language)), tag("dd", value)) for label, value in facts if value
    ]


def _explain_model(answer: Answer, choices: Choices, language: Language) -> Markup | str:
    asked = choices.model or answer.model
    if _was_not_asked(answer) and asked != _EXTRACTIVE:
        return _with_name(s.MADE_NOT_ASKED, asked, language)
    if answer.model == _EXTRACTIVE:
        if asked != _EXTRACTIVE:
            return _with_name(s.MADE_INSTEAD, asked, language)
        return s.EXTRACTIVE_HINT(language)
    return tag("span", answer.model, lang="en")


def _with_name(text: s.Text, name: str, language: Language) -> Markup:
    return fill(text.in_language(language), name=tag("span", name, lang="en"))


def _explain_tokens(answer: Answer, language: Language) -> Markup | None:
    tokens = answer.tokens
    if tokens is None:
        return None
    count = s.TOKENS_IN_OUT(
        language, prompt=f"{tokens.prompt:,}", completion=f"{tokens.completion:,}"
    )
    if tokens.encoding == "provider":
        return join([count, " · ", s.TOKENS_REPORTED(language)])
    encoding = tag("span", tokens.encoding, lang="en")
    counted = fill(s.TOKENS_COUNTED_BY.in_language(language), encoding=encoding)
    return join([count, " · ", counted])
