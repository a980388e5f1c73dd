"""Lines of parallel text -> made-up scopes whose right alignment is known, to fit weights on.

Real documents differ from clean parallel text in that paragraphs are missing on one side, cut at
other places, or not translated at all; interviews have turns and polite formulas. All of that is
put in here at random.
"""

from __future__ import annotations

import gzip
import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rag.schema import Kind, Language, Paragraph

Line = tuple[str, str]
GoldBead = tuple[tuple[int, ...], tuple[int, ...]]

_FORMULAS: tuple[Line, ...] = (
    ("谢谢主持人。", "Thank you, moderator."),
    ("谢谢你的提问。", "Thank you for your question."),
    ("谢谢。", "Thank you."),
    ("下一个问题。", "Next question, please."),
    ("你好！", "Hello!"),
    ("请讲。", "Please go ahead."),
    ("发布会到此结束，谢谢大家。", "That concludes the briefing. Thank you all."),
)
#: A line that stands inside one of so many before it is a sentence of that paragraph, given again.
_REPEAT_WINDOW = 40
#: Lines of two parts of a source, for some of them to be near each other's meaning.
_STRANGE_LINES = 60
#: Kinds and labels are told by form, which is lost on one side now and then.
_LOST_FORM = 0.04


@dataclass(frozen=True, slots=True)
class Scope:
    """Two sides and the pairs that are right.

    :param gold: indexes into ``zh`` and ``en``, in order.
    """

    zh: tuple[Paragraph, ...]
    en: tuple[Paragraph, ...]
    gold: tuple[GoldBead, ...]


@dataclass(frozen=True, slots=True)
class ScopeStyle:
    """How a scope departs from clean parallel text; probabilities 0 to 1."""

    lines: int
    max_joined: int
    split: float
    dropped: float
    formulas: float
    interview: bool
    excerpt: bool


@dataclass(frozen=True, slots=True)
class _Unit:
    """Lines that belong together: one paragraph in the original."""

    lines: tuple[Line, ...]
    kind: Kind
    speaker: int | None
    begins: bool


def read_lines(path: Path) -> list[Line]:
    """Read parallel lines in file order, without sentences that repeat a part of a paragraph."""
    kept: list[Line] = []
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        for row in stream:
            zh, _, en = row.rstrip("\n").partition("\t")
            if (
                zh
                and en
                and not any(zh in before or before in zh for before, _ in kept[-_REPEAT_WINDOW:])
            ):
                kept.append((zh, en))
    return kept


def draw_style(rng: random.Random, *, sentences: bool) -> ScopeStyle:
    """Draw how a scope is to look."""
    if sentences:
        return ScopeStyle(
            lines=rng.randint(2, 14),
            max_joined=rng.choice((1, 1, 2, 3)),
            split=0.8,
            dropped=rng.choice((0.0, 0.0, 0.1)),
            formulas=0.0,
            interview=False,
            excerpt=False,
        )
    return ScopeStyle(
        lines=rng.choice((3, 8, 20, 40, 60, 90)),
        max_joined=rng.choice((1, 1, 3, 6)),
        split=rng.choice((0.0, 0.05, 0.2)),
        dropped=rng.choice((0.0, 0.03, 0.15, 0.4)),
        formulas=rng.choice((0.0, 0.0, 0.15)),
        interview=rng.random() < 0.5,
        excerpt=rng.random() < 0.2,
    )


def make_scope(lines: Sequence[Line], style: ScopeStyle, rng: random.Random) -> Scope:
    """Make one scope from a stretch of parallel lines."""
    start = rng.randrange(max(1, len(lines) - style.lines))
    units = list(_join_lines(lines[start : start + style.lines], style, rng))
    if style.excerpt:
        first = rng.randrange(len(units))
        inside = range(first, min(len(units), first + max(1, len(units) // rng.randint(2, 6))))
    else:
        inside = range(len(units))
    shorter: Language = rng.choice(("zh", "en"))
    sides: dict[Language, list[Paragraph]] = {"zh": [], "en": []}
    gold: list[GoldBead] = []
    for index, unit in enumerate(units):
        absent = {shorter} if index not in inside else _draw_absent(style, rng)
        added = _add_unit(sides, unit, absent=absent, style=style, rng=rng)
        if not absent:
            gold.append(added)
    if not sides["zh"] or not sides["en"]:
        return make_scope(lines, style, rng)
    return Scope(tuple(sides["zh"]), tuple(sides["en"]), tuple(gold))


def make_strange_scope(lines: Sequence[Line], style: ScopeStyle, rng: random.Random) -> Scope:
    """Make a scope whose sides are on the same matters but translate nothing of each other.

    They come from two parts of a source, which may be two years' reports on the same; or from one
    stretch in which no paragraph stands on both sides.
    """
    longer = replace(style, lines=max(style.lines, _STRANGE_LINES))
    if rng.random() < 0.5:
        return make_scope(lines, replace(longer, dropped=1.0), rng)
    half = len(lines) // 2
    first = make_scope(lines[:half], longer, rng)
    second = make_scope(lines[half:], longer, rng)
    return Scope(first.zh, second.en, ())


def _draw_absent(style: ScopeStyle, rng: random.Random) -> set[Language]:
    if rng.random() >= style.dropped:
        return set()
    return {rng.choice(("zh", "en"))}


def _join_lines(lines: Sequence[Line], style: ScopeStyle, rng: random.Random) -> Iterator[_Unit]:
    position = 0
    asks = True
    while position < len(lines):
        if rng.random() < style.formulas:
            joined: tuple[Line, ...] = (rng.choice(_FORMULAS),)
        else:
            count = rng.randint(1, style.max_joined)
            joined = tuple(lines[position : position + count])
            position += count
        if not style.interview:
            yield _Unit(joined, "paragraph", None, begins=False)
            continue
        begins = rng.random() < 0.35
        asks = (not asks) if begins else asks
        yield _Unit(joined, "question" if asks else "answer", int(asks), begins=begins)


_LANGUAGES: tuple[Language, Language] = ("zh", "en")
_LABELS: dict[Language, tuple[str, str]] = {"zh": ("林岚", "记者"), "en": ("Lin Lan", "Question")}


def _add_unit(
    sides: dict[Language, list[Paragraph]],
    unit: _Unit,
    *,
    absent: set[Language],
    style: ScopeStyle,
    rng: random.Random,
) -> GoldBead:
    cuts = _draw_cuts(len(unit.lines), style, rng)
    placed: dict[Language, tuple[int, ...]] = {"zh": (), "en": ()}
    for column, language in enumerate(_LANGUAGES):
        if language in absent:
            continue
        texts = [line[column] for line in unit.lines]
        separator = "" if language == "zh" else " "
        begins = unit.begins and rng.random() > _LOST_FORM
        kind: Kind = unit.kind if rng.random() > _LOST_FORM else "paragraph"
        for piece, (start, end) in enumerate(cuts[language]):
            text = separator.join(texts[start:end])
            label = None if unit.speaker is None else _LABELS[language][unit.speaker]
            if begins and piece == 0:
                text = f"{label}：{text}" if language == "zh" else f"{label}: {text}"
            number = len(sides[language]) + 1
            sides[language].append(
                Paragraph("made-up", number, language, kind, label, text, ((0, len(text)),))
            )
            placed[language] += (number - 1,)
    return placed["zh"], placed["en"]


def _draw_cuts(
    count: int, style: ScopeStyle, rng: random.Random
) -> dict[Language, list[tuple[int, int]]]:
    """Cut one side, or rarely both at different places, where the original has one paragraph."""
    whole = [(0, count)]
    if count < 2 or rng.random() >= style.split:
        return {"zh": whole, "en": whole}
    if count >= 3 and rng.random() < 0.1:
        first, second = sorted(rng.sample(range(1, count), 2))
        return {"zh": [(0, first), (first, count)], "en": [(0, second), (second, count)]}
    pieces = 3 if count >= 3 and rng.random() < 0.2 else 2
    borders = [0, *sorted(rng.sample(range(1, count), pieces - 1)), count]
    cut = list(itertools.pairwise(borders))
    return {"zh": cut, "en": whole} if rng.random() < 0.5 else {"zh": whole, "en": cut}
