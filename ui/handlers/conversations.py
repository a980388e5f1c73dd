"""Kept conversations: listed, opened, renamed, deleted, exported; feedback on answers."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import NamedTuple

from rag.conversations import ConversationInfo, Feedback, Rating
from rag.errors import UnknownConversationError
from rag.schema import Language
from ui import render
from ui import strings as s
from ui.conversation import Conversation, Notice
from ui.handlers.base import attempting
from ui.handlers.keeping import NO_CHANGE, ChatView, KeepingHandlers, Visit
from ui.handlers.wanted import read_text

#: So many are listed; nobody looks through more.
_LISTED = 200
_MAX_QUERY_CHARS = 200
#: Zones are at most 14 hours from UTC.
_MAX_OFFSET_MINUTES = 14 * 60
_KINDS = {
    "md": "text/markdown;charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "jsonl": "application/jsonl;charset=utf-8",
}
#: What file names of some system cannot hold, and what shells and browsers make something of.
_NO_FILE_NAME = re.compile(r"""[\x00-\x1f\x7f<>:"/\\|?*'`$%#&{}~.\s]+""")
_MAX_NAME_CHARS = 60


class TalksView(NamedTuple):
    """The chat, and the list of conversations after it."""

    chat: ChatView
    talks: str


class ConversationHandlers(KeepingHandlers):
    """The event functions of the list at the left; each takes what the browser sends."""

    def list_talks(self, visit: Visit, sent: Mapping[str, object]) -> str:
        """Show the user's conversations.

        :param visit: whose.
        :param sent: ``query`` for titles, ``offset``: minutes that UTC is ahead of the user's time.
        :returns: the list.
        """
        language = visit.language
        query = read_text(sent, "query")[:_MAX_QUERY_CHARS]
        infos: list[ConversationInfo] = []
        with attempting(language) as attempt:
            infos = self._library.list_conversations(visit.user, query=query, limit=_LISTED)
        told = _tell(attempt.notice, language)
        if told is not None:
            return render.render_notice(told, language)
        now = datetime.now(_read_zone(sent))
        return render.render_talks(infos, now, language, query=query, limit=_LISTED)

    def open_talk(self, conversation: Conversation, visit: Visit, id_: str) -> ChatView:
        """Show a conversation of the user's; what is being written in this one is kept."""
        if id_ and id_ == conversation.id:
            return self._show(conversation, visit)
        self._interrupt(conversation, visit)
        opened = Conversation()
        notice = None
        with attempting(visit.language) as attempt:
            try:
                opened = self._library.read_conversation(visit.user, id_)
            except UnknownConversationError:
                notice = Notice(s.TALK_GONE(visit.language))
        notice = notice or _tell(attempt.notice, visit.language)
        self._running.show_instead(visit.session, opened)
        view = self._show(opened, visit)
        if notice is None:
            return view
        told = render.render_missing_talk(id_, notice, visit.language)
        return view._replace(current=told + view.current)

    def rename_talk(self, visit: Visit, sent: Mapping[str, object]) -> str:
        """Give a conversation another title, and list them anew."""
        with attempting(visit.language) as attempt:
            self._library.rename_conversation(
                visit.user, read_text(sent, "conversation"), read_text(sent, "title")
            )
        return self._list_with(attempt.notice, visit, sent)

    def delete_talk(
        self, conversation: Conversation, visit: Visit, sent: Mapping[str, object]
    ) -> TalksView:
        """Delete a conversation, and list the others; where it is shown, a new one begins."""
        id_ = read_text(sent, "conversation")
        is_shown = bool(id_) and id_ == conversation.id
        if is_shown:
            self._running.interrupt(visit.session)
        with attempting(visit.language) as attempt:
            self._library.delete_conversation(visit.user, id_)
        talks = self._list_with(attempt.notice, visit, sent)
        if not is_shown or attempt.notice is not None:
            return TalksView(NO_CHANGE, talks)
        self._running.show_instead(visit.session, Conversation())
        return TalksView(self._show(Conversation(), visit), talks)

    def _list_with(self, notice: Notice | None, visit: Visit, sent: Mapping[str, object]) -> str:
        """List conversations, with what went wrong above them."""
        talks = self.list_talks(visit, sent)
        told = _tell(notice, visit.language)
        return talks if told is None else render.render_notice(told, visit.language) + talks

    def export_talk(self, visit: Visit, sent: Mapping[str, object]) -> str:
        """Hand a conversation to the browser as a file.

        :param visit: whose.
        :param sent: ``conversation``, and ``format``: ``md``, ``docx``, or ``jsonl`` for the
            feedback on its answers.
        :returns: the file, or why there is none.
        """
        id_, form = read_text(sent, "conversation"), read_text(sent, "format")
        language = visit.language
        data = b""
        title = ""
        with attempting(language) as attempt:
            title = self._library.read_conversation(visit.user, id_).title
            data = self._export(visit, id_, form)
        told = _tell(attempt.notice, language)
        if told is None and not data:
            told = Notice(s.TALK_NO_FEEDBACK(language))
        if told is not None:
            return render.render_notice(told, language)
        name = _NO_FILE_NAME.sub("-", title).strip("-")[:_MAX_NAME_CHARS] or "duizhao"
        kind = form if form in _KINDS else "md"
        content = base64.b64encode(data).decode("ascii")
        return render.render_file(f"{name}.{kind}", _KINDS[kind], content)

    def _export(self, visit: Visit, id_: str, form: str) -> bytes:
        if form == "jsonl":
            lines = self._library.feedback_questions(visit.user, id_)
            text = "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines)
            return text.encode("utf-8", "replace")
        return self._library.export_conversation(
            visit.user, id_, "docx" if form == "docx" else "md", visit.language
        )

    def rate(self, visit: Visit, sent: Mapping[str, object]) -> str:
        """Keep what the user thinks of an answer.

        :param visit: whose.
        :param sent: ``conversation``, ``exchange``, ``rating`` (``up``, ``down``, else it is taken
            back) and ``comment``.
        :returns: what became of it, for the browser.
        """
        language, exchange = visit.language, read_text(sent, "exchange")
        ratings: dict[str, Rating] = {"up": "up", "down": "down"}
        rating = ratings.get(read_text(sent, "rating"))
        feedback = Feedback(rating, read_text(sent, "comment")) if rating else None
        with attempting(language) as attempt:
            self._library.rate_answer(
                visit.user, read_text(sent, "conversation"), exchange, feedback
            )
        if attempt.notice is not None:
            return render.render_rated(exchange, s.RATE_FAILED(language), failed=True)
        done = s.RATE_SAVED if feedback else s.RATE_TAKEN_BACK
        return render.render_rated(exchange, done(language))


def _tell(notice: Notice | None, language: Language) -> Notice | None:
    """Say that it is the conversations that cannot be used."""
    if notice is None:
        return None
    return Notice(s.TALKS_FAILED(language), notice.detail or notice.text)


def _read_zone(sent: Mapping[str, object]) -> timezone:
    """Read the user's time zone as JavaScript gives it."""
    offset = sent.get("offset")
    if isinstance(offset, int | float) and abs(offset) <= _MAX_OFFSET_MINUTES:
        return timezone(timedelta(minutes=-offset))
    return UTC
