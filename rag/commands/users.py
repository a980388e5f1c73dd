"""Commands that say who may sign in: user add, remove, list, password, token."""

from __future__ import annotations

import getpass
import sys
from argparse import Namespace
from pathlib import Path

from rag.commands.opening import read_settings
from rag.commands.output import say
from rag.errors import RagError
from rag.users import (
    MIN_PASSWORD_CHARS,
    USERS_FILE,
    add_token,
    add_user,
    change_password,
    read_users,
    remove_tokens,
    remove_user,
)


def run_user(options: Namespace) -> int:
    """Add, remove or list users, or change what they sign in with."""
    path = _file_of(options)
    if options.action == "list":
        _list(path)
    elif options.action == "add":
        add_user(path, options.name, _ask_password())
        say(f"{options.name} may sign in now. The file is {path}")
    elif options.action == "password":
        change_password(path, options.name, _ask_password())
        say(f"{options.name} has a new password and is signed out everywhere.")
    elif options.action == "remove":
        remove_user(path, options.name)
        say(f"{options.name} may no longer sign in.")
    elif options.remove:
        say(f"{options.name}: {remove_tokens(path, options.name)} token(s) removed.")
    else:
        token = add_token(path, options.name)
        say(f"A token of {options.name}, shown this once; send it as 'Authorization: Bearer ...'")
        print(token)
    return 0


def _file_of(options: Namespace) -> Path:
    if options.auth is not None:
        return Path(options.auth)
    store = options.store or read_settings().store
    return Path(store) / USERS_FILE


def _list(path: Path) -> None:
    if not path.exists():
        say(f"There is no auth file {path}; the first user is added with: duizhao user add NAME")
        return
    users = read_users(path)
    if not users.hashes and not users.tokens:
        say(f"There are no users in {path}; add the first one with: duizhao user add NAME")
    for name in sorted({*users.hashes, *users.tokens.values()}):
        tokens = users.count_tokens(name)
        print(f"{name}\t{tokens} tokens" if tokens != 1 else f"{name}\t1 token")


def _ask_password() -> str:
    """Ask for a new password, twice and unseen; from a pipe, take its first line."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass(f"Password (at least {MIN_PASSWORD_CHARS} characters): ")
    if getpass.getpass("The same again: ") != first:
        raise RagError("The two passwords differ; nothing was changed.")
    return first
