"""A regular expression -> texts on which a careless one takes time beyond all proportion.

Backtracking repeats what a repeat took. So each repeat of a pattern is fed a long run of what it
takes, behind what has to stand before it, and ended by what nothing takes.
"""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

SIZE = 20_000
#: Ends that make a match fail at the last moment.
_ENDS = ("", "\x00", "a")
#: Repeats of up to so many cost nothing.
_FEW = 20
#: What stands before a repeat is cut here: the repeat is to be long.
_LONGEST = 200
#: Texts of this length tell which patterns deserve longer ones.
_TRIAL = 2_000
_SUSPICIOUS_SECONDS = 0.0015

Node = tuple[Any, Any]


class TooSlowError(Exception):
    """An operation took longer than it may."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """End what takes more processor time; other programs on the machine do not count."""

    def stop(*_: object) -> None:
        raise TooSlowError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def attacks_on(pattern: re.Pattern[Any], size: int = SIZE) -> list[Any]:
    """Make the texts; bytes for a pattern on bytes."""
    parsed = list(re._parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG))  # type: ignore[attr-defined]
    runs = dict.fromkeys((before[:_LONGEST], unit) for before, unit in _runs(parsed, "") if unit)
    texts = [before + unit * (size // len(unit)) for before, unit in runs]
    texts += [(before + unit) * (size // len(before + unit)) for before, unit in runs]
    if whole := _sample(parsed):
        texts.append(whole * (size // len(whole)))
    made = [text + end for text in dict.fromkeys(texts) for end in _ENDS]
    if isinstance(pattern.pattern, bytes):
        return [text.encode("latin-1", "replace") for text in made]
    return list(made)


def seconds_on(pattern: re.Pattern[Any], method: str, text: Any, limit: float) -> float:
    """Measure one use of a pattern; the limit where it takes longer."""
    started = time.process_time()
    try:
        with at_most(limit):
            if method in ("match", "fullmatch"):
                getattr(pattern, method)(text)
            else:  # search, sub, split and findall all go through a text in this way
                for _ in pattern.finditer(text):
                    pass
    except TooSlowError:
        return limit
    return time.process_time() - started


def find_slow(
    pattern: re.Pattern[Any], methods: Iterable[str], *, size: int = SIZE, limit: float = 0.3
) -> tuple[str, Any] | None:
    """Find an attack that takes a use of a pattern longer than the limit.

    :param pattern: the pattern.
    :param methods: how the program uses it.
    :param size: characters of an attack.
    :param limit: seconds of processor time.
    :returns: method and text; None where there is none.
    """
    small = min(size, _TRIAL)
    ways = sorted({m if m in ("match", "fullmatch") else "search" for m in methods})
    long_attacks: list[Any] = []
    for number, text in enumerate(attacks_on(pattern, small)):
        for method in ways:
            # What grows no faster than its text takes a fraction of this.
            if seconds_on(pattern, method, text, limit) < _SUSPICIOUS_SECONDS:
                continue
            long_attacks = long_attacks or attacks_on(pattern, size)
            if seconds_on(pattern, method, long_attacks[number], limit) >= limit:
                return method, long_attacks[number]
    return None


def _runs(nodes: list[Node], before: str) -> Iterator[tuple[str, str]]:
    """Find every long repeat: a sample of what stands before it, and samples of what it takes."""
    for op, value in nodes:
        name = str(op)
        for inner, prefix in _inside(name, value, before):
            yield from _runs(list(inner), prefix)
        if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            _, most, body = value
            if int(most) > _FEW:
                for unit in _samples(list(body)):
                    yield before, unit
        before += _sample([(op, value)])


def _inside(name: str, value: Any, before: str) -> list[tuple[Any, str]]:
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return [(value[2], before)]
    if name == "SUBPATTERN":
        return [(value[3], before)]
    if name == "ATOMIC_GROUP":
        return [(value, before)]
    if name == "BRANCH":
        return [(branch, before) for branch in value[1]]
    if name in ("ASSERT", "ASSERT_NOT"):
        return [(value[1], before)]
    return []


def _samples(nodes: list[Node]) -> list[str]:
    """Give several texts that nodes take: characters that several classes share matter most."""
    first = _sample(nodes)
    found = [first]
    if len(nodes) == 1:
        op, value = nodes[0]
        if str(op) == "IN":
            found += [char for char in " a1-.,中\n\t一" if _takes(value, char)]
        if str(op) in ("ANY", "NOT_LITERAL"):
            found += [" ", "a", "中"]
        if str(op) == "BRANCH":
            found += [_sample(list(branch)) for branch in value[1]]
    return found


def _takes(items: list[Node], char: str) -> bool:
    negated = any(str(op) == "NEGATE" for op, _ in items)
    return any(_item_takes(str(op), value, char) for op, value in items) != negated


def _item_takes(name: str, value: Any, char: str) -> bool:
    if name == "LITERAL":
        return ord(char) == value
    if name == "RANGE":
        return bool(value[0] <= ord(char) <= value[1])
    if name == "CATEGORY":
        category = str(value).removeprefix("CATEGORY_")
        kind = category.removeprefix("NOT_")[0].lower()
        return bool(re.fullmatch(f"\\{kind}", char)) != category.startswith("NOT_")
    return False


def _sample(nodes: list[Node]) -> str:
    return "".join(_sample_one(str(op), value) for op, value in nodes)


def _sample_one(name: str, value: Any) -> str:  # noqa: PLR0911 - one line a kind
    if name == "LITERAL":
        return chr(value)
    if name == "NOT_LITERAL":
        return "a" if value != ord("a") else "b"
    if name == "ANY":
        return "a"
    if name == "IN":
        return _sample_class(value)
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return _sample(list(value[2])) * min(int(value[0]), 50)
    if name == "SUBPATTERN":
        return _sample(list(value[3]))
    if name == "ATOMIC_GROUP":
        return _sample(list(value))
    if name == "BRANCH":
        return _sample(list(value[1][0]))
    return ""


def _sample_class(items: list[Node]) -> str:
    for char in "a1 中-.,\n":
        if _takes(items, char):
            return char
    for op, value in items:
        if str(op) in ("LITERAL", "RANGE"):
            return chr(value if str(op) == "LITERAL" else value[0])
    return "~"
