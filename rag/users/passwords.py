"""A password -> its scrypt hash, and whether another password is the same."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import unicodedata

#: OWASP's advice for scrypt: N = 2^17, r = 8, p = 1; 128 MB and about 0.3 s for one try.
_COST, _BLOCK_SIZE, _PARALLEL = 2**17, 8, 1
_MAX_MEMORY_BYTES = 256 * 1024 * 1024
_SALT_BYTES = 16
_SCHEME = "scrypt"

#: A phrase of ten letters or Han characters cannot be guessed at a few tries an hour.
MIN_PASSWORD_CHARS = 10
#: Longer ones only make work.
MAX_PASSWORD_CHARS = 1000


def check_password(password: str) -> str | None:
    """Say what is wrong with a new password; None where nothing is."""
    if len(password) < MIN_PASSWORD_CHARS:
        return (
            f"The password has {len(password)} characters; at least {MIN_PASSWORD_CHARS} are "
            "needed. Several words in a row are easy to remember."
        )
    if len(password) > MAX_PASSWORD_CHARS:
        return f"The password has more than {MAX_PASSWORD_CHARS} characters."
    if len(set(password)) < 3:
        return "The password repeats one or two characters; choose several different words."
    return None


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


def verify_password(password: str, hashed: str) -> bool:
    """Tell whether a password is the hashed one."""
    cost, block_size, parallel, salt, digest = parse_hash(hashed)
    if len(password) > MAX_PASSWORD_CHARS:
        return False
    return hmac.compare_digest(_derive(password, salt, cost, block_size, parallel), digest)


def parse_hash(hashed: str) -> tuple[int, int, int, bytes, bytes]:
    """Read a hash: cost, block size, parallel, salt, digest.

    :param hashed: as ``hash_password`` makes it.
    :returns: its parts.
    :raises ValueError: it is malformed.
    """
    scheme, cost, block_size, parallel, salt, digest = hashed.split("$")
    if scheme != _SCHEME:
        raise ValueError(f"unknown scheme {scheme}")
    decoded = base64.b64decode(salt, validate=True), base64.b64decode(digest, validate=True)
    return int(cost), int(block_size), int(parallel), *decoded


def _derive(password: str, salt: bytes, cost: int, block_size: int, parallel: int) -> bytes:
    # The same letters typed on another system may be composed otherwise.
    return hashlib.scrypt(
        unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass"),
        salt=salt,
        n=cost,
        r=block_size,
        p=parallel,
        maxmem=_MAX_MEMORY_BYTES,
    )


def _encode(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
