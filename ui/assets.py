"""The page's icon, and its style sheets and scripts, each as one text."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).parent
ICON = _FOLDER / "icon.svg"
#: In the order in which they hold.
_STYLES = (
    "page.css",
    "chat.css",
    "evidence.css",
    "narrow.css",
    "library.css",
    "reader.css",
    "terms.css",
    "settings.css",
    "conversations.css",
)
#: In the order in which they run.
_SCRIPTS = (
    "page.js",
    "documents.js",
    "reader.js",
    "reader_search.js",
    "terms.js",
    "settings.js",
    "conversations.js",
    "renaming.js",
    "signin.js",
    "focus.js",
    "start.js",
)


def read_style() -> str:
    """Read the page's style sheets as one."""
    return "\n".join((_FOLDER / "styles" / name).read_text(encoding="utf-8") for name in _STYLES)


def read_script() -> str:
    """Read the page's scripts as one."""
    return "\n".join((_FOLDER / "scripts" / name).read_text(encoding="utf-8") for name in _SCRIPTS)
