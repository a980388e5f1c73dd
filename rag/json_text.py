"""JSON that may have come from anywhere -> its value, or one kind of error."""

from __future__ import annotations

import json
from typing import Any


def parse_json(text: str | bytes) -> Any:
    """Parse JSON.

    :param text: the JSON; bytes in UTF-8, -16 or -32.
    :returns: its value.
    :raises json.JSONDecodeError: it is none, or is nested or has figures beyond what Python reads.
    :raises UnicodeDecodeError: bytes are in no such encoding.
    """
    try:
        return json.loads(text)
    except RecursionError:
        raise json.JSONDecodeError("nested too deeply", "", 0) from None
    except (json.JSONDecodeError, UnicodeDecodeError):
        raise
    except ValueError:
        # Python turns no more than 4,300 digits into a whole number.
        raise json.JSONDecodeError("a number of too many digits", "", 0) from None
