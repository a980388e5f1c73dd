"""Kept conversations -> the list at the left of the chat."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

from rag.conversations import MAX_TITLE, ConversationInfo, Notice
from rag.schema import Language
from ui import strings as s
from ui.render.buttons import action_button
from ui.render.markup import Attribute, Markup, join, tag
from ui.render.thread import render_notice

#: From so many on, titles can be searched.
_MANY = 8


def render_talks_head(language: Language) -> Markup:
    """Show the list's head: new conversation, close, search; and the question before deleting."""
    close = action_button(
        "×",
        "talks",
        class_="dz-talks-close",
        aria_label=s.TALKS_CLOSE(language),
        title=s.TALKS_CLOSE(language),
    )
    new = action_button(s.CLEAR(language), "new-talk", class_="dz-new-talk")
    search = tag(
        "input",
        type="search",
        class_="dz-talks-search",
        placeholder=s.TALKS_SEARCH(language),
        aria_label=s.TALKS_SEARCH(language),
        autocomplete="off",
        hidden=True,
    )
    return tag(
        "div",
        tag("header", tag("h2", s.TALKS(language), tabindex="-1"), close),
        new,
        search,
        tag("div", class_="dz-talks-notice", aria_live="polite"),
        _render_dialog(language),
        class_="dz-talks-head",
    )


def _render_dialog(language: Language) -> Markup:
    buttons = [
        action_button(s.TALK_KEEP(language), "keep-talk", class_="dz-quiet"),
        action_button(s.TALK_DELETE(language), "confirm-delete-talk", class_="dz-danger"),
    ]
    return tag(
        "dialog",
        tag("h2", s.TALK_DELETE_TITLE(language), id="dz-delete-talk-title"),
        tag("p", tag("bdi", class_="dz-delete-name")),
        tag("p", s.TALK_DELETE_TEXT(language), class_="dz-hint"),
        tag("div", *buttons, class_="dz-dialog-actions"),
        class_="dz-delete-talk",
        aria_labelledby="dz-delete-talk-title",
    )


def render_talks(
    infos: Sequence[ConversationInfo],
    now: datetime,
    language: Language,
    *,
    query: str = "",
    limit: int,
) -> Markup:
    """Show conversations, grouped by the day on which they were last continued.

    :param infos: newest first.
    :param now: in the user's time zone, which days are told by.
    :param language: the page's language.
    :param query: what titles were searched for.
    :param limit: how many were asked for.
    :returns: the list.
    """
    if not infos:
        return tag(
            "p", (s.TALKS_NONE_FOUND if query else s.TALKS_EMPTY)(language), class_="dz-hint"
        )
    times = _tell_alike_apart(infos, now)
    groups = groupby(infos, key=lambda info: name_day(info.updated, now))
    parts = [
        join(
            [
                tag("h3", s.TALK_DAYS[day](language)),
                tag(
                    "ul", *(_render_talk(info, times.get(info.id, ""), language) for info in group)
                ),
            ]
        )
        for day, group in groups
    ]
    more = s.TALKS_MORE(language, count=limit) if len(infos) >= limit else None
    return tag(
        "nav",
        *parts,
        tag("p", more, class_="dz-hint") if more else None,
        aria_label=s.TALKS(language),
        class_="dz-talks-list",
        data_many=bool(query) or len(infos) >= _MANY,
    )


def render_missing_talk(id_: str, notice: Notice, language: Language) -> Markup:
    """Say why a conversation is not shown; the browser finds by its id which one."""
    return tag("div", render_notice(notice, language), class_="dz-missing", data_missing=id_)


def name_day(updated: str, now: datetime) -> str:
    """Tell which group of days a time belongs to, by a key of ``TALK_DAYS``.

    :param updated: ISO 8601 with its zone.
    :param now: in the user's zone.
    :returns: the group's key.
    """
    then: date = datetime.fromisoformat(updated).astimezone(now.tzinfo).date()
    today = now.date()
    if then >= today:
        return "today"
    if then == today - timedelta(days=1):
        return "yesterday"
    if then >= today - timedelta(days=7):
        return "week"
    return "month" if then >= today - timedelta(days=30) else "older"


def _tell_alike_apart(infos: Sequence[ConversationInfo], now: datetime) -> dict[str, str]:
    """Say when those were last continued that are called alike: a conversation may be forked.

    :param infos: all that are listed.
    :param now: in the user's zone.
    :returns: times by id, as precise as needed; none for a title that stands once.
    """
    titles = Counter(info.title for info in infos)
    alike = [info for info in infos if titles[info.title] > 1]
    shown = Counter((info.title, _name_time(info, now)) for info in alike)
    return {
        info.id: _name_time(info, now, to_the_second=shown[info.title, _name_time(info, now)] > 1)
        for info in alike
    }


def _name_time(info: ConversationInfo, now: datetime, *, to_the_second: bool = False) -> str:
    then = datetime.fromisoformat(info.updated).astimezone(now.tzinfo)
    day = "" if name_day(info.updated, now) in ("today", "yesterday") else f"{then:%Y-%m-%d} "
    return f"{day}{then:%H:%M:%S}" if to_the_second else f"{day}{then:%H:%M}"


def _render_talk(info: ConversationInfo, updated: str, language: Language) -> Markup:
    title = info.title or s.TALK_UNTITLED(language)
    link = tag(
        "a",
        # In front: the end of a long title is cut off.
        join([tag("time", updated, class_="dz-talk-time"), " "]) if updated else None,
        tag("bdi", title),
        href=f"?conversation={info.id}",
        class_="dz-talk-link",
        title=f"{updated} {title}".lstrip(),
        data_action="open-talk",
        data_conversation=info.id,
    )
    box = tag(
        "input",
        type="text",
        value=info.title,
        maxlength=MAX_TITLE,
        aria_label=s.TALK_TITLE(language),
        autocomplete="off",
    )
    return tag(
        "li",
        tag(
            "div", link, _render_menu(f"{title} {updated}".rstrip(), language), class_="dz-talk-row"
        ),
        tag("form", box, class_="dz-rename", hidden=True),
        class_="dz-talk",
        data_conversation=info.id,
        data_title=title,
    )


def _render_menu(title: str, language: Language) -> Markup:
    label = s.TALK_MENU(language, title=title)
    summary = tag("summary", tag("span", "⋯", aria_hidden="true"), aria_label=label, title=label)
    actions = [
        _menu_item(s.TALK_RENAME(language), "rename-talk"),
        _menu_item(s.TALK_EXPORT_MD(language), "export-talk", data_format="md"),
        _menu_item(s.TALK_EXPORT_DOCX(language), "export-talk", data_format="docx"),
        _menu_item(s.TALK_EXPORT_FEEDBACK(language), "export-talk", data_format="jsonl"),
        action_button(s.TALK_DELETE(language), "delete-talk", class_="dz-delete"),
    ]
    return tag("details", summary, tag("div", *actions), class_="dz-talk-menu")


def _menu_item(label: str, action: str, **attributes: Attribute) -> Markup:
    return action_button(label, action, class_=None, **attributes)


def render_file(name: str, kind: str, content: str) -> Markup:
    """Hand a file to the browser, which offers it as a download.

    :param name: of the file.
    :param kind: its MIME type.
    :param content: what it holds, in Base64.
    :returns: an element that is not shown; no two are alike, or the browser would not notice.
    """
    return tag(
        "div",
        data_name=name,
        data_kind=kind,
        data_content=content,
        data_at=time.monotonic_ns(),
        hidden=True,
    )
