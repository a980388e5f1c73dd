"""Settings -> the key for a model's server; and texts -> the same without any key."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from rag.settings import AnswerSettings

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_MAX_KEY_BYTES = 4_096
#: What looks like a key, though it is none of ours.
_KEY = re.compile(
    r"\b(?:sk|key|pk|gsk|xai)[-_][\w*.-]{4,}|\bBearer\s+\S+|\bAIza[\w-]{10,}", re.IGNORECASE
)
#: Shorter secrets are words that messages need, such as the "none" that local servers take.
_MIN_SECRET_CHARS = 6
HIDDEN = "[key]"


class KeyFileError(ValueError):
    """A key file cannot be read, or others can read it; the message never holds what it holds."""


def read_key(settings: AnswerSettings) -> str | None:
    """Read the key that the settings give.

    :param settings: with a key, or with a file that holds one.
    :returns: the key without white space around it; None where the provider's own variable is to
        be used.
    :raises KeyFileError: if the file cannot be used.
    """
    if settings.api_key is not None:
        return settings.api_key.get_secret_value().strip() or None
    if settings.api_key_file is not None:
        return _read_key_file(settings.api_key_file.expanduser())
    return None


def _read_key_file(path: Path) -> str:
    try:
        with path.open("rb") as file:
            # Of the open file: what is checked is what is read.
            found = os.fstat(file.fileno())
            _check_file(path, found)
            text = file.read(_MAX_KEY_BYTES + 1).decode("ascii").strip()
    except OSError as error:
        raise KeyFileError(f"{path}: {error.strerror}.") from error
    except UnicodeDecodeError:
        # Not chained: that error carries the file's bytes.
        raise KeyFileError(f"{path} holds something other than a key.") from None
    if not text or len(text.split()) != 1 or len(text) > _MAX_KEY_BYTES:
        raise KeyFileError(f"{path} must hold one key and nothing else.")
    return text


def _check_file(path: Path, found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise KeyFileError(f"{path} is not a file.")
    # Windows keeps permissions elsewhere; its modes say nothing of other users.
    if os.name == "posix" and found.st_mode & _OTHERS:
        mode = stat.S_IMODE(found.st_mode)
        raise KeyFileError(f"{path} has mode {mode:o}, so others may use it; run: chmod 600 {path}")


def hide_keys(text: str, secrets: Iterable[str] = ()) -> str:
    """Take every key out of a text.

    :param text: what a vendor said.
    :param secrets: the keys in use.
    :returns: the text with ``[key]`` in their place, and in place of what looks like one.
    """
    for secret in secrets:
        if len(secret) >= _MIN_SECRET_CHARS:
            text = text.replace(secret, HIDDEN)
    return _KEY.sub(HIDDEN, text)


def hide_address(address: str) -> str:
    """Take user, password and query out of an address, which may hold keys."""
    if "//" not in address:
        return address
    parts = urlsplit(address)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, parts.path, "", ""))
