"""What the page does when something happens on it; one module a part of the page."""

from __future__ import annotations

from ui.handlers.base import Reply, Wanted
from ui.handlers.conversations import TalksView
from ui.handlers.documents import LibraryView
from ui.handlers.keeping import ChatView, Visit
from ui.handlers.page import PageHandlers, PageView, parse_language

__all__ = [
    "ChatView",
    "LibraryView",
    "PageHandlers",
    "PageView",
    "Reply",
    "TalksView",
    "Visit",
    "Wanted",
    "parse_language",
]
