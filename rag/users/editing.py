"""A file of users -> the same file with a line more, fewer or changed; comments stay."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from rag.users.file import (
    TOKEN_SCHEME,
    AuthFileError,
    check_name,
    hash_token,
    is_token,
    name_in,
    parse_users,
)
from rag.users.passwords import check_password, hash_password

_HEADING = "# Users of Duizhao, as 'duizhao user' writes them: name:hash, passwords and tokens."
_TOKEN_PREFIX = "duizhao_"  # noqa: S105 - a word to know tokens by, no secret
_TOKEN_BYTES = 32
_LOCK_SECONDS = 10.0


def add_user(path: Path, name: str, password: str, *, cost: int | None = None) -> None:
    """Add a user; the file is made where there is none.

    :param path: the file.
    :param name: the new user's name.
    :param password: the password, at least ``MIN_PASSWORD_CHARS`` long.
    :param cost: scrypt's N; by default what OWASP advises.
    :raises AuthFileError: the name is taken, name or password will not do, or the file cannot be
        written.
    """
    user = check_name(name)
    line = _password_line(user, password, cost)
    with _editing(path, missing_ok=True) as lines:
        if user in map(name_in, lines):
            raise AuthFileError(
                f"{path} names a user {user} already; a new password is set with: "
                f"duizhao user password {user}"
            )
        lines.extend([line] if lines else [_HEADING, line])


def change_password(path: Path, name: str, password: str, *, cost: int | None = None) -> None:
    """Give a user a new password, which ends the user's sessions.

    :param path: the file.
    :param name: the user's name.
    :param password: the new password.
    :param cost: scrypt's N; by default what OWASP advises.
    :raises AuthFileError: there is no such user, or the password will not do.
    """
    user = check_name(name)
    line = _password_line(user, password, cost)
    with _editing(path) as lines:
        _require(user, lines, path)
        places = [i for i, each in enumerate(lines) if name_in(each) == user and not is_token(each)]
        if places:
            lines[places[0]] = line
            for place in reversed(places[1:]):
                del lines[place]
        else:
            lines.append(line)


def remove_user(path: Path, name: str) -> None:
    """Remove a user with all tokens, which ends the user's sessions.

    :param path: the file.
    :param name: the user's name.
    :raises AuthFileError: there is no such user.
    """
    user = check_name(name)
    with _editing(path) as lines:
        _require(user, lines, path)
        lines[:] = [line for line in lines if name_in(line) != user]


def add_token(path: Path, name: str) -> str:
    """Make a token with which programs may ask in a user's name.

    :param path: the file.
    :param name: the user's name.
    :returns: the token, which is kept nowhere.
    :raises AuthFileError: there is no such user.
    """
    user = check_name(name)
    token = _TOKEN_PREFIX + secrets.token_urlsafe(_TOKEN_BYTES)
    with _editing(path) as lines:
        _require(user, lines, path)
        lines.append(f"{user}:{TOKEN_SCHEME}${hash_token(token)}")
    return token


def remove_tokens(path: Path, name: str) -> int:
    """Remove all tokens of a user.

    :param path: the file.
    :param name: the user's name.
    :returns: how many there were.
    :raises AuthFileError: there is no such user.
    """
    user = check_name(name)
    with _editing(path) as lines:
        _require(user, lines, path)
        kept = [line for line in lines if not (is_token(line) and name_in(line) == user)]
        count = len(lines) - len(kept)
        lines[:] = kept
    return count


def _password_line(user: str, password: str, cost: int | None) -> str:
    wrong = check_password(password)
    if wrong is not None:
        raise AuthFileError(wrong)
    hashed = hash_password(password) if cost is None else hash_password(password, cost=cost)
    return f"{user}:{hashed}"


def _require(user: str, lines: list[str], path: Path) -> None:
    if user not in map(name_in, lines):
        known = ", ".join(dict.fromkeys(filter(None, map(name_in, lines)))) or "nobody"
        raise AuthFileError(f"{path} names no user {user}; it names {known}.")


@contextmanager
def _editing(path: Path, *, missing_ok: bool = False) -> Iterator[list[str]]:
    """Give the lines to change, and write them when all went well; one writer at a time."""
    try:
        if missing_ok:
            path.parent.mkdir(parents=True, exist_ok=True)
        elif not path.exists():
            raise AuthFileError(
                f"There is no auth file {path}; the first user is added with: duizhao user add NAME"
            )
        with FileLock(f"{path}.lock", timeout=_LOCK_SECONDS, mode=0o600):
            lines = _read_lines(path)
            yield lines
            text = "".join(f"{line}\n" for line in lines)
            parse_users(text, str(path))
            _write(path, text)
    except Timeout as exc:
        raise AuthFileError(f"Another program is changing {path}; try again.") from exc
    except OSError as exc:
        raise AuthFileError(f"Cannot write the auth file {path}: {exc.strerror}.") from exc


def _read_lines(path: Path) -> list[str]:
    if not path.exists():
        return []
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as exc:
        raise AuthFileError(f"Cannot read the auth file {path}: {exc}.") from exc
    # A file that holds anything else is not written over.
    parse_users(text, str(path))
    return text.removesuffix("\n").split("\n") if text.strip() else []


def _write(path: Path, text: str) -> None:
    """Put a new file in the old one's place; nobody but its owner may read it."""
    target = path.resolve()
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)
    except OSError:
        with suppress(OSError):
            Path(name).unlink()
        raise
