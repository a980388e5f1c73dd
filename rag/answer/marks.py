"""An answer with citation marks in any common form -> its sentences and the numbers each cites.

Read: ``[1]``, ``[1][2]``, ``[1, 2]``, ``[1-3]``, ``【1】``, ``〔1〕``, ``［１］``, ``[passage 1]``,
``[^1]``. Every repeat in the patterns is bounded, so that hostile text costs linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rag.text.language import split_sentences

_OPEN, _CLOSE = r"[\[\u3010\u3014\uff3b]", r"[\]\u3011\u3015\uff3d]"
_WORD = r"(?:\^|(?:passages?|sources?|citations?|段落|资料|来源|文段|段|第)\s{0,2})?"
_SEPARATOR = r"\s{0,2}[,\uff0c\u3001;\uff1b&~\uff5e\u2013\u2014-]\s{0,2}"
#: Up to three digits: ``[2021]`` is a year, not a mark.
_MARK = re.compile(
    rf"{_OPEN}\s{{0,2}}{_WORD}(\d{{1,3}}(?:{_SEPARATOR}\d{{1,3}}){{0,19}})(?:\s{{0,2}}段)?\s{{0,2}}"
    rf"{_CLOSE}",
    re.IGNORECASE,
)
_PART = re.compile(r"(\d{1,3})(?:\s{0,2}[~\uff5e\u2013\u2014-]\s{0,2}(\d{1,3}))?")
#: ``[1-900]`` is no citation of 900 passages.
_MAX_RANGE = 20
#: What a model is told to put after a sentence saying that the passages do not answer.
NOT_THERE = 0


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of an answer without its marks.

    :param text: as written, without white space at either end.
    :param numbers: the passages it cites, in order, without repeats.
    :param separator: the white space that stood before it in the answer.
    """

    text: str
    numbers: tuple[int, ...]
    separator: str = ""


def split_claims(text: str) -> list[Claim]:
    """Cut an answer into sentences, each with the numbers it cites.

    A mark belongs to the sentence it stands in or directly behind; at the start of a line to the
    sentence that follows.
    """
    bare, marks = _lift_marks(text)
    spans = _sentences(bare)
    numbers: list[list[int]] = [[] for _ in spans]
    for position, cited in marks:
        index = _owner(spans, bare, position)
        if index is not None:
            numbers[index].extend(number for number in cited if number not in numbers[index])
    claims, end = [], 0
    for (start, stop), cited in zip(spans, numbers, strict=True):
        claims.append(Claim(bare[start:stop], tuple(cited), bare[end:start]))
        end = stop
    return claims


def join_claims(claims: Iterable[Claim]) -> str:
    """Write sentences with their marks in the one form ``[1][2]``."""
    pieces = [claim.separator + mark(claim.text, *claim.numbers) for claim in claims]
    return "".join(pieces).strip()


def mark(sentence: str, *numbers: int) -> str:
    """Put marks behind a sentence: ``Yes. [1][2]``, and without a space where it is Chinese."""
    if not numbers:
        return sentence
    space = " " if sentence[-1:].isascii() else ""
    return sentence + space + "".join(f"[{number}]" for number in numbers)


def keep_known(claims: Sequence[Claim], known: Iterable[int]) -> tuple[list[Claim], int]:
    """Remove marks of passages that were not given.

    :param claims: the sentences of an answer.
    :param known: the numbers that were given.
    :returns: the sentences, and how many marks were removed.
    """
    allowed = frozenset(known) | {NOT_THERE}
    kept = [
        Claim(claim.text, tuple(n for n in claim.numbers if n in allowed), claim.separator)
        for claim in claims
    ]
    before = sum(len(claim.numbers) for claim in claims)
    return kept, before - sum(len(claim.numbers) for claim in kept)


def neutralise_marks(text: str) -> str:
    """Write what looks like a mark in a quoted text with round brackets: ``[3]`` -> ``(3)``."""
    return _MARK.sub(lambda match: f"({match.group(1)})", text)


def _lift_marks(text: str) -> tuple[str, list[tuple[int, list[int]]]]:
    pieces: list[str] = []
    marks: list[tuple[int, list[int]]] = []
    length = end = 0
    for match in _MARK.finditer(text):
        piece = text[end : match.start()].rstrip(" \t")
        pieces.append(piece)
        length += len(piece)
        marks.append((length, _expand(match.group(1))))
        end = match.end()
    pieces.append(text[end:])
    return "".join(pieces), marks


def _expand(inner: str) -> list[int]:
    numbers: list[int] = []
    for first, last in _PART.findall(inner):
        low, high = int(first), int(last or first)
        if not low <= high <= low + _MAX_RANGE:
            numbers += [low, high]
        else:
            numbers += range(low, high + 1)
    return list(dict.fromkeys(numbers))


def _sentences(text: str) -> list[tuple[int, int]]:
    spans, offset = [], 0
    for line in text.splitlines(keepends=True):
        spans += [(offset + start, offset + end) for start, end in split_sentences(line)]
        offset += len(line)
    # Full stops left over between two marks are no sentence.
    return [span for span in spans if any(char.isalnum() for char in text[slice(*span)])]


def _owner(spans: Sequence[tuple[int, int]], text: str, position: int) -> int | None:
    if not spans:
        return None
    line_start = text.rfind("\n", 0, position) + 1
    before = [i for i, (start, _) in enumerate(spans) if start < position]
    if before and spans[before[-1]][0] >= line_start:
        return before[-1]
    if before and not text[line_start:position].strip() and not _text_follows(text, position):
        return before[-1]
    return min(len(before), len(spans) - 1)


def _text_follows(text: str, position: int) -> bool:
    end = text.find("\n", position)
    return any(char.isalnum() for char in text[position : end if end >= 0 else len(text)])
