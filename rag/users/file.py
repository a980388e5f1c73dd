"""A file of users -> who may sign in, and by which tokens programs may ask."""

from __future__ import annotations

import hashlib
import logging
import re
import threading
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from rag.errors import RagError
from rag.users.passwords import parse_hash, verify_password

_LOGGER = logging.getLogger(__name__)

#: In the library's folder.
USERS_FILE = "users"
TOKEN_SCHEME = "token"  # noqa: S105 - the word that marks a line, no secret
_TOKEN_HASH = re.compile(r"[0-9a-f]{64}")
_MAX_NAME_CHARS = 64


class AuthFileError(RagError):
    """A file of users cannot be used."""


@dataclass(frozen=True, slots=True, repr=False)
class Users:
    """Users who may sign in.

    :param hashes: hashed password by user name.
    :param tokens: user name by hashed token.
    """

    hashes: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    def check(self, user: str, password: str) -> bool:
        """Tell whether the password is the user's; takes as long for unknown users."""
        known = self.hashes.get(normalize_name(user))
        someone = known or next(iter(self.hashes.values()), None)
        if someone is None:
            # Nobody may sign in, which is no secret.
            return False
        return verify_password(password, someone) and known is not None

    def user_of_token(self, token: str) -> str | None:
        """Name the user whom a token belongs to."""
        return self.tokens.get(hash_token(token))

    def count_tokens(self, user: str) -> int:
        """Count a user's tokens."""
        return sum(owner == user for owner in self.tokens.values())


def hash_token(token: str) -> str:
    """Hash a token: 256 random bits need no salt, nor a slow hash."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def normalize_name(name: str) -> str:
    """Bring a user's name into the form in which it is kept."""
    return unicodedata.normalize("NFC", name).strip()


def check_name(name: str) -> str:
    """Check a new user's name.

    :param name: as it was given.
    :returns: the form in which it is kept.
    :raises AuthFileError: it cannot be a user's name.
    """
    kept = normalize_name(name)
    if not kept or len(kept) > _MAX_NAME_CHARS:
        raise AuthFileError(
            f"A user's name has 1 to {_MAX_NAME_CHARS} characters; found {len(kept)}."
        )
    if kept.startswith("#") or ":" in kept or not kept.isprintable():
        raise AuthFileError(
            f"{kept!r} cannot be a user's name: it must not begin with '#', nor hold a colon or "
            "control characters."
        )
    return kept


def read_users(path: Path) -> Users:
    """Read a file of users.

    :param path: the file, UTF-8.
    :returns: its users; none where it holds none.
    :raises AuthFileError: the file cannot be read, or a line is malformed.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as exc:
        raise AuthFileError(f"Cannot read the auth file {path}: {exc}.") from exc
    return parse_users(text, str(path))


def parse_users(text: str, where: str) -> Users:
    """Read lines ``user:scrypt$...`` and ``user:token$...``; ``#`` starts a comment.

    :param text: the lines.
    :param where: the file, for messages.
    :returns: the users.
    :raises AuthFileError: a line is malformed.
    """
    users = Users()
    for number, line in enumerate(text.split("\n"), start=1):
        if is_entry(line):
            _read_line(line.strip(), users, f"{where}, line {number}")
    return users


def is_entry(line: str) -> bool:
    """Tell a line that says something from a comment and from an empty one."""
    return bool(line.strip()) and not line.lstrip().startswith("#")


def name_in(line: str) -> str:
    """Read the user's name of a line; empty for a comment."""
    return normalize_name(line.partition(":")[0]) if is_entry(line) else ""


def is_token(line: str) -> bool:
    """Tell a token's line from a password's."""
    return is_entry(line) and line.partition(":")[2].startswith(f"{TOKEN_SCHEME}$")


def _read_line(line: str, users: Users, where: str) -> None:
    user, hashed = name_in(line), line.partition(":")[2]
    if not user:
        raise AuthFileError(f"{where}: no user name before the colon.")
    scheme, _, digest = hashed.partition("$")
    if scheme == TOKEN_SCHEME and _TOKEN_HASH.fullmatch(digest):
        users.tokens[digest] = user
        return
    try:
        parse_hash(hashed)
    except ValueError as exc:
        raise AuthFileError(
            f"{where}: expected 'user:scrypt$N$r$p$salt$hash', as 'duizhao user add' writes it; "
            "passwords are never kept as plain text."
        ) from exc
    users.hashes[user] = hashed


class UserFile:
    """A file of users that is read again whenever it has changed; safe in several threads.

    While the file is malformed, what it said before holds: one slip of an editor signs nobody out.
    While it is missing, nobody may sign in.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._seen = self._look()
        self._users = read_users(path)
        if not self._users.hashes:
            raise AuthFileError(
                f"The auth file {path} names no user; add one with: duizhao user add NAME"
            )

    def current(self) -> Users:
        """Give the users as they are now."""
        with self._lock:
            seen = self._look()
            if seen != self._seen:
                self._seen = seen
                self._users = self._read_again(self._users)
            return self._users

    def _look(self) -> tuple[int, int, int] | None:
        try:
            stat = self._path.stat()
        except OSError:
            return None
        return stat.st_mtime_ns, stat.st_size, stat.st_ino

    def _read_again(self, before: Users) -> Users:
        if self._seen is None:
            _LOGGER.warning("the auth file %s is gone: nobody can sign in", self._path)
            return Users()
        try:
            return read_users(self._path)
        except AuthFileError as error:
            _LOGGER.warning("%s The users it named before still hold.", error)
            return before
