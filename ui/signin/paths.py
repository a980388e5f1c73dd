"""Where signing in and out stands: its routes, and those of them that are open to everybody."""

from __future__ import annotations

SIGN_IN_PATH = "/sign-in"
SESSION_PATH = "/sign-in/session"
STYLE_PATH = "/sign-in.css"
SIGN_OUT_PATH = "/sign-out"

#: Without a session. Whoever signs out has one.
OPEN_PATHS = frozenset({SIGN_IN_PATH, SESSION_PATH, STYLE_PATH})
