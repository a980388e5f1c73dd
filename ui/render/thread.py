"""Exchanges -> the conversation: questions, answers with marks, what is wrong, what can be done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rag.origin import list_elsewhere
from rag.schema import REPLIES, Answer, Citation, Language
from ui import strings as s
from ui.choices import Choices
from ui.conversation import Conversation, Exchange, Feedback, Notice
from ui.render.answer_text import render_answer_text, render_partial
from ui.render.buttons import action_button
from ui.render.content import mark_language
from ui.render.evidence import describe_passage, title_of
from ui.render.feedback import render_comment, render_thumbs
from ui.render.filters import render_filtered_refusal
from ui.render.made_by import render_made_by
from ui.render.markup import Markup, join, tag

Ratings = Mapping[str, Feedback]


@dataclass(frozen=True, slots=True)
class _Shown:
    """A conversation as it is to be shown.

    :param ratings: what the user thinks of its answers, by the exchanges' ids.
    """

    conversation: Conversation
    language: Language
    ratings: Ratings = field(default_factory=dict)


def render_past(
    conversation: Conversation, language: Language, ratings: Ratings | None = None
) -> Markup:
    """Show every exchange but the newest.

    :param conversation: with its exchanges.
    :param language: the page's language.
    :param ratings: what the user thinks of its answers, by the exchanges' ids.
    :returns: one article an exchange.
    """
    shown = _Shown(conversation, language, ratings or {})
    exchanges = conversation.exchanges[:-1]
    return join([_render_turn(shown, each, number) for number, each in enumerate(exchanges)])


def render_current(
    conversation: Conversation,
    language: Language,
    ratings: Ratings | None = None,
    trouble: Notice | None = None,
) -> Markup:
    """Show the newest exchange; nothing where nothing has been asked.

    :param conversation: with its exchanges.
    :param language: the page's language.
    :param ratings: what the user thinks of its answers, by the exchanges' ids.
    :param trouble: what to say below it, such as that it is not kept.
    :returns: an article.
    """
    if conversation.last is None:
        return Markup("")
    shown = _Shown(conversation, language, ratings or {})
    turn = _render_turn(shown, conversation.last, len(conversation.exchanges) - 1, newest=True)
    told = tag("div", render_notice(trouble, language), class_="dz-trouble") if trouble else None
    return join([turn, told])


def render_welcome(examples: Sequence[str], document_count: int, language: Language) -> Markup:
    """Show the empty conversation: what this is, and questions to start with."""
    if document_count == 0:
        add = action_button(
            s.ADD_DOCUMENTS(language),
            "view",
            class_="dz-primary",
            data_view="library",
        )
        body = [tag("p", s.WELCOME_EMPTY(language)), add]
    else:
        count = s.WELCOME_COUNT(language, count=document_count)
        body = [
            tag("p", s.WELCOME_TEXT(language)),
            tag("p", count),
            _render_examples(examples, language),
        ]
    return tag("section", tag("h1", s.WELCOME_TITLE(language)), *body, class_="dz-welcome")


def _render_examples(examples: Sequence[str], language: Language) -> Markup:
    chips = [
        tag(
            "li",
            action_button(
                text,
                "ask",
                class_="dz-chip",
                data_question=text,
            ),
        )
        for text in examples
    ]
    if not chips:
        return Markup("")
    heading = tag("h2", s.EXAMPLES(language))
    return join([heading, tag("ul", *chips, class_="dz-chips")])


def format_copy(exchange: Exchange, language: Language) -> str:
    """Write an answer with its sources as plain text, for pasting elsewhere."""
    if exchange.answer is None:
        return exchange.partial
    lines = [exchange.answer.text]
    for citation in exchange.answer.citations:
        facts = describe_passage(citation.passage, language, citation.counterpart)
        where = f"{title_of(citation.passage)}, {facts}"
        doubt = "" if citation.verified else f" ({s.STATUSES[citation.status](language)})"
        lines.append(f"[{citation.marker}] {where}: “{citation.quote}”{doubt}")
        if citation.counterpart_quote:
            place = _describe_elsewhere(citation, language)
            lines.append(f"    {place}“{citation.counterpart_quote}”")
    head, *sources = lines
    return "\n".join([head, "", *sources]) if sources else head


def _describe_elsewhere(citation: Citation, language: Language) -> str:
    """Name the counterpart's own place where it stands in another document than the quote."""
    there = citation.counterpart.passages if citation.counterpart else ()
    elsewhere = list_elsewhere(citation.passage, there, citation.counterpart_quote)
    if not elsewhere:
        return ""
    place = f"{title_of(elsewhere[0])}, {describe_passage(elsewhere[0], language)}"
    return f"{s.FROM_DOCUMENT(language)} {place}: "


def _render_turn(shown: _Shown, exchange: Exchange, number: int, *, newest: bool = False) -> Markup:
    language, conversation = shown.language, shown.conversation
    return tag(
        "article",
        _render_question(exchange, language),
        tag("div", *_render_reply(exchange, number, language), class_="dz-reply"),
        _render_foot(shown, exchange, number, newest=newest),
        class_=f"dz-turn dz-is-{exchange.status}",
        data_exchange=number,
        data_status=exchange.status,
        data_conversation=(conversation.id or None) if newest else None,
        data_title=conversation.title if newest else None,
    )


def _render_question(exchange: Exchange, language: Language) -> Markup:
    """Show a question; what the box for editing it says goes along."""
    edit = action_button(
        s.EDIT_QUESTION(language),
        "edit-question",
        class_="dz-link dz-edit-question",
        data_send=s.EDIT_SEND(language),
        data_undo=s.EDIT_UNDO(language),
        data_hint=s.EDIT_DROPS(language),
    )
    return tag(
        "div",
        tag("span", s.YOU_ASKED(language), class_="dz-sr"),
        mark_language(exchange.question, "p"),
        None if exchange.status == "writing" else edit,
        class_="dz-question",
    )


def _render_reply(exchange: Exchange, number: int, language: Language) -> list[Markup]:
    if exchange.status == "failed" and exchange.notice is not None:
        return [render_notice(exchange.notice, language)]
    if exchange.answer is not None:
        return [_render_answer(exchange.answer, exchange.choices, number, language)]
    if exchange.status == "stopped":
        stopped = tag("p", s.STOPPED(language), class_="dz-status")
        return [*render_partial(exchange.partial, number, language), stopped]
    if exchange.partial:
        return render_partial(exchange.partial, number, language)
    found = len(exchange.hits)
    status = s.WRITING(language, count=found) if found else s.SEARCHING(language)
    return [tag("p", status, class_="dz-status dz-busy", role="status")]


def render_notice(notice: Notice, language: Language) -> Markup:
    """Show what went wrong, with the program's own words folded away."""
    detail = None
    if notice.detail:
        summary = tag("summary", s.DETAILS(language))
        detail = tag("details", summary, tag("p", notice.detail, lang="en"))
    return tag("div", tag("p", notice.text), detail, class_="dz-notice", role="alert")


def render_done(text: str) -> Markup:
    """Say that something was done as it was meant to be."""
    return tag("p", text, class_="dz-done", role="status")


def _render_answer(answer: Answer, choices: Choices, number: int, language: Language) -> Markup:
    paragraphs = render_answer_text(answer, number, language)
    notes = [tag("li", note) for note in answer.notes]
    listed = tag("ul", *notes, class_="dz-notes", aria_label=s.NOTES(language)) if notes else None
    understood = _render_understood(answer, language)
    if not answer.refused or answer.reason in REPLIES:
        body = tag("div", *paragraphs, listed, class_="dz-answer", lang=answer.language)
        return join([understood, body])
    # What speaks of the nearest passages does so where there are any.
    told = answer.reason if answer.hits or answer.reason == "empty_library" else None
    reason = s.REFUSED_REASONS.get(told or "")
    refusal = tag(
        "div",
        tag("h2", s.REFUSED_TITLE(language)),
        tag("div", *paragraphs, lang=answer.language),
        tag("p", reason(language), class_="dz-reason") if reason else None,
        render_filtered_refusal(answer, choices.filters, language) if choices.filtered else None,
        listed,
        class_="dz-refusal",
    )
    return join([understood, refusal])


def _render_understood(answer: Answer, language: Language) -> Markup | None:
    """Tell what was searched for, where the question left it to the questions before."""
    searched = answer.question.search_text
    if searched.split() == answer.question.text.split():
        return None
    text = tag("span", searched, lang=answer.language)
    return tag("p", s.UNDERSTOOD(language), text, class_="dz-understood")


def _render_foot(shown: _Shown, exchange: Exchange, number: int, *, newest: bool) -> Markup | None:
    if exchange.status == "writing":
        return None
    language = shown.language
    feedback = shown.ratings.get(exchange.id)
    # What is not kept has nothing that feedback could be kept with.
    is_rated = exchange.answer is not None and number < shown.conversation.kept
    actions = [
        _render_sources_button(exchange, number, language),
        _render_copy_button(exchange, language),
        action_button(s.RETRY(language), "retry") if newest else None,
        render_thumbs(feedback, language) if is_rated else None,
        tag("span", class_="dz-rated", role="status") if is_rated else None,
    ]
    row = tag("div", *actions, class_="dz-actions")
    answer = exchange.answer
    made_by = render_made_by(answer, exchange.choices, language) if answer else None
    return tag(
        "footer",
        row,
        made_by,
        render_comment(feedback, language) if is_rated else None,
        class_="dz-turn-foot",
        data_answer=exchange.id or None,
    )


def _render_sources_button(exchange: Exchange, number: int, language: Language) -> Markup | None:
    answer = exchange.answer
    if answer is None or not (answer.citations or answer.hits):
        return None
    count = len(answer.citations)
    label = s.SHOW_SOURCES(language, count=count) if count else s.SHOW_NEAREST(language)
    return action_button(label, "show", data_exchange=number)


def _render_copy_button(exchange: Exchange, language: Language) -> Markup | None:
    text = format_copy(exchange, language)
    if not text:
        return None
    return action_button(
        s.COPY(language),
        "copy",
        data_copy=text,
        data_done=s.COPIED(language),
        data_failed=s.COPY_FAILED(language),
        title=s.COPY_HINT(language),
    )
