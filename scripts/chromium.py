"""Debian's Chromium, with a window or without: whichever there is."""

from __future__ import annotations

from pathlib import Path

_PLACES = (Path("/usr/bin/chromium"), Path("/usr/bin/chromium-headless-shell"))


def find_chromium() -> str:
    """Give the path of the browser; the first one looked for where there is none."""
    return str(next((path for path in _PLACES if path.exists()), _PLACES[0]))
