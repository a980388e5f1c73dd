"""An exchange <-> the JSON it is kept as; what is read is equal to what was written.

A passage stands in an answer several times (found, cited, as a counterpart): it is written once and
named by its place.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from rag.conversations.values import Exchange
from rag.schema import Passage

#: Of what is written; a reader knows all up to its own. Values that were added later have their
#: defaults where an earlier format lacks them.
ENCODING_FORMAT = 1
#: The key that stands for a passage; no field has such a name.
_PASSAGE = "$passage"


class EncodingError(ValueError):
    """What is kept of an exchange cannot be read."""


def encode_exchange(exchange: Exchange) -> str:
    """Write an exchange as JSON, in ASCII: a question may hold halves of characters."""
    passages: dict[Passage, int] = {}
    body = _Encoder(passages).encode(exchange)
    listed = [{f.name: _plain(getattr(each, f.name)) for f in fields(each)} for each in passages]
    return json.dumps({"format": ENCODING_FORMAT, "passages": listed, "exchange": body})


def decode_exchange(text: str) -> Exchange:
    """Read an exchange.

    :param text: as ``encode_exchange`` wrote it.
    :returns: an exchange equal to the one written.
    :raises EncodingError: if it is damaged, or of a later format.
    """
    try:
        kept = json.loads(text)
        _check_format(kept["format"])
        passages = [_reader(Passage).validate_python(each) for each in kept["passages"]]
        exchange: Exchange = _reader(Exchange).validate_python(_restore(kept["exchange"], passages))
    except EncodingError:
        raise
    except ValidationError as error:
        first = error.errors()[0]
        raise EncodingError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise EncodingError(str(error)) from error
    return exchange


def _check_format(found: int) -> None:
    if found > ENCODING_FORMAT:
        raise EncodingError(f"format {found}, and formats up to {ENCODING_FORMAT} are known")


class _Encoder:
    """Values -> what JSON has; passages are gathered on the way."""

    def __init__(self, passages: dict[Passage, int]) -> None:
        self._passages = passages

    def encode(self, value: Any) -> Any:
        if isinstance(value, Passage):
            return {_PASSAGE: self._passages.setdefault(value, len(self._passages))}
        if is_dataclass(value):
            return {each.name: self.encode(getattr(value, each.name)) for each in fields(value)}
        if isinstance(value, tuple | list):
            return [self.encode(each) for each in value]
        if isinstance(value, Mapping):
            return {key: self.encode(each) for key, each in value.items()}
        return value


def _plain(value: Any) -> Any:
    return _Encoder({}).encode(value)


def _restore(value: Any, passages: list[Any]) -> Any:
    if isinstance(value, dict):
        if _PASSAGE in value:
            return passages[value[_PASSAGE]]
        return {key: _restore(each, passages) for key, each in value.items()}
    if isinstance(value, list):
        return [_restore(each, passages) for each in value]
    return value


@cache
def _reader(kind: type) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
