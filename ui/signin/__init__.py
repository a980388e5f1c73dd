"""Sign-in: users, passwords and tokens -> who sends a request."""

from __future__ import annotations

from ui.signin.door import SignIn, known_user

__all__ = ["SignIn", "known_user"]
