"""A library's users: a file of names, hashed passwords and hashed tokens."""

from __future__ import annotations

from rag.users.editing import (
    add_token,
    add_user,
    change_password,
    remove_tokens,
    remove_user,
)
from rag.users.file import USERS_FILE, AuthFileError, UserFile, Users, parse_users, read_users
from rag.users.passwords import MIN_PASSWORD_CHARS, check_password, hash_password

__all__ = [
    "MIN_PASSWORD_CHARS",
    "USERS_FILE",
    "AuthFileError",
    "UserFile",
    "Users",
    "add_token",
    "add_user",
    "change_password",
    "check_password",
    "hash_password",
    "parse_users",
    "read_users",
    "remove_tokens",
    "remove_user",
]
