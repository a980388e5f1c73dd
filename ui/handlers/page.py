"""The page as a whole: event -> new contents of every part."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import gradio as gr

from rag.schema import Language
from ui import render
from ui.conversation import Conversation
from ui.handlers.chat import ChatHandlers
from ui.handlers.conversations import ConversationHandlers
from ui.handlers.documents import DocumentHandlers
from ui.handlers.keeping import Visit
from ui.handlers.metadata import MetadataHandlers
from ui.handlers.reader import ReaderHandlers
from ui.handlers.settings import SettingsHandlers
from ui.handlers.terms import TermHandlers


class PageView(NamedTuple):
    """Every part of the page, in the order in which the layout binds them."""

    language: Language
    header: str
    library_head: str
    past: str
    current: str
    composer: str
    evidence: str
    uploads: str
    removal: str
    documents: str
    talks_head: str
    conversation: Conversation
    filled: str


class PageHandlers(
    ChatHandlers,
    ConversationHandlers,
    DocumentHandlers,
    MetadataHandlers,
    ReaderHandlers,
    TermHandlers,
    SettingsHandlers,
):
    """The page's event functions."""

    def open_page(
        self,
        conversation: Conversation,
        language: Language,
        wanted_tag: str,
        *,
        talk: str = "",
        visit: Visit | None = None,
        filling: int = 0,
    ) -> PageView:
        """Show the whole page in the language asked for; what is being written goes on.

        :param conversation: as it stands.
        :param language: the page's language so far.
        :param wanted_tag: a BCP 47 tag such as ``zh-CN``, as browsers have it.
        :param talk: id of a conversation to be opened; empty for the one that is shown.
        :param visit: whose it is.
        :param filling: which of the browser's requests for the page this is.
        :returns: every part of the page; a conversation that is being written changes by itself.
        """
        wanted = parse_language(wanted_tag, language)
        visit = replace(visit or Visit(wanted), language=wanted)
        documents, notice = self._list_documents(wanted)
        is_other = bool(talk) and talk != conversation.id
        chat = (
            self.open_talk(conversation, visit, talk)
            if is_other
            else self._show(conversation, visit)
        )
        return PageView(
            wanted,
            render.render_header(wanted, user=visit.user),
            render.render_library_head(
                wanted, self._settings.max_upload_bytes, self._settings.max_upload_files
            ),
            chat.past,
            chat.current,
            chat.composer,
            chat.evidence,
            "",
            "",
            render.render_documents(documents, wanted, notice),
            render.render_talks_head(wanted),
            chat.conversation if is_other else gr.skip(),
            render.render_filled(filling),
        )


def parse_language(tag: str, otherwise: Language) -> Language:
    """Read the page's language from a BCP 47 tag; any other language gets English."""
    if not tag:
        return otherwise
    return "zh" if tag.lower().split("-")[0] == "zh" else "en"
