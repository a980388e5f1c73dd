"""The page's frame: header, pages, connection."""

from __future__ import annotations

from ui.strings.text import Text

PAGE_TITLE = Text("对照 Duizhao", "Duizhao 对照")
TAGLINE = Text(
    "问中英文资料，答案句句有出处", "Ask in Chinese or English; every claim beside its source"
)
NAVIGATION = Text("页面", "Pages")
VIEW_CHAT = Text("问答", "Ask")
VIEW_LIBRARY = Text("资料库", "Library")
PAGE_LANGUAGE = Text("页面语言", "Page language")
SKIP_TO_QUESTION = Text("跳到提问框", "Skip to the question box")
CONNECTION_LOST = Text(
    "与对照程序的连接断开了。请确认程序仍在运行，然后刷新页面。",
    "The connection to Duizhao was lost. Check that it is still running, then reload the page.",
)
