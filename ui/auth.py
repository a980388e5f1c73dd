"""A file of user names and hashed passwords -> who may sign in."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from dataclasses import dataclass
from pathlib import Path

from rag.errors import RagError

#: OWASP's advice for scrypt: N = 2^17, r = 8, p = 1; 128 MB and about 0.3 s for one try.
_COST, _BLOCK_SIZE, _PARALLEL = 2**17, 8, 1
_MAX_MEMORY_BYTES = 256 * 1024 * 1024
_SALT_BYTES = 16
_SCHEME = "scrypt"


class AuthFileError(RagError):
    """An auth file cannot be used."""


def hash_password(password: str, *, cost: int = _COST) -> str:
    """Hash a password for a line ``user:hash`` of an auth file.

    :param password: as the user types it.
    :param cost: scrypt's N, a power of two; the time and memory that one try takes.
    :returns: ``scrypt$N$r$p$salt$hash``, salt and hash in Base64; different at every call.
    """
    salt = os.urandom(_SALT_BYTES)
    digest = _derive(password, salt, cost, _BLOCK_SIZE, _PARALLEL)
    fields = [str(cost), str(_BLOCK_SIZE), str(_PARALLEL), _encode(salt), _encode(digest)]
    return "$".join([_SCHEME, *fields])


@dataclass(frozen=True, slots=True, repr=False)
class AuthFile:
    """Users who may sign in.

    :param hashes: hashed password by user name.
    """

    hashes: dict[str, str]

    def check(self, user: str, password: str) -> bool:
        """Tell whether the password is the user's; takes as long for unknown users."""
        known = self.hashes.get(user)
        matches = _verify(password, known or next(iter(self.hashes.values())))
        return matches and known is not None


def read_auth_file(path: Path) -> AuthFile:
    """Read an auth file: one ``user:hash`` a line, ``#`` starts a comment.

    :param path: the file, UTF-8.
    :returns: its users.
    :raises AuthFileError: the file cannot be read, holds nobody, or a line is malformed.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as exc:
        raise AuthFileError(f"Cannot read the auth file {path}: {exc}.") from exc
    hashes: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        if line.strip() and not line.lstrip().startswith("#"):
            user, hashed = _parse_line(line.strip(), f"{path}, line {number}")
            hashes[user] = hashed
    if not hashes:
        raise AuthFileError(f"The auth file {path} names no user; expected lines 'user:hash'.")
    return AuthFile(hashes)


def _parse_line(line: str, where: str) -> tuple[str, str]:
    user, _, hashed = line.partition(":")
    try:
        _parse_hash(hashed)
    except ValueError as exc:
        raise AuthFileError(
            f"{where}: expected 'user:scrypt$N$r$p$salt$hash', as ui.auth.hash_password makes it; "
            "passwords are never kept as plain text."
        ) from exc
    if not user:
        raise AuthFileError(f"{where}: no user name before the colon.")
    return user, hashed


def _parse_hash(hashed: str) -> tuple[int, int, int, bytes, bytes]:
    scheme, cost, block_size, parallel, salt, digest = hashed.split("$")
    if scheme != _SCHEME:
        raise ValueError(f"unknown scheme {scheme}")
    decoded = base64.b64decode(salt, validate=True), base64.b64decode(digest, validate=True)
    return int(cost), int(block_size), int(parallel), *decoded


def _verify(password: str, hashed: str) -> bool:
    cost, block_size, parallel, salt, digest = _parse_hash(hashed)
    return hmac.compare_digest(_derive(password, salt, cost, block_size, parallel), digest)


def _derive(password: str, salt: bytes, cost: int, block_size: int, parallel: int) -> bytes:
    return hashlib.scrypt(
        password.encode(),
        salt=salt,
        n=cost,
        r=block_size,
        p=parallel,
        maxmem=_MAX_MEMORY_BYTES,
    )


def _encode(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
