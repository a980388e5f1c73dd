"""Facts and evidence against texts: does this text say it, is this that paragraph."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence

from rag.evaluation.lines import TextLine
from rag.evaluation.questions import EvidenceEntry
from rag.text.language import letters

_QUOTES = str.maketrans(
    {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-"}
)
_SPACE = re.compile(r"\s+")
_CAPITALS = re.compile(r"(?=.*[A-Z])[A-Z0-9]{2,}")
_SHORT_WORD = re.compile(r"[A-Za-z]{1,3}")

#: Letters that must agree in a row before they count as common: shorter runs are common to any
#: two texts on one subject.
_RUN = 8
#: Shorter stretches stand in too many places to say which paragraph they are from.
_MIN_LETTERS = 12
#: Share of the shorter text's letters that must stand in common runs. Misprints, page furniture
#: and differently cut paragraphs leave more; two paragraphs on one subject share less.
_MIN_COMMON = 0.6


def contains_fact(spellings: Iterable[str], text: str) -> bool:
    """Tell whether a text has one of a fact's spellings.

    Case and the shape of quotation marks do not matter. A Latin spelling begins a word and may be
    the stem of it ("accelerat"); up to three letters are a whole word; capitals (WHO) are a whole
    word in capitals. Digits do not count inside a longer number (5 in 15 or in 1.5).
    """
    return any(_contains_spelling(spelling, text) for spelling in spellings)


def _contains_spelling(spelling: str, text: str) -> bool:
    capitals = _CAPITALS.fullmatch(spelling) is not None
    pattern = _pattern(spelling, capitals=capitals)
    return pattern.search(_plain(text, fold_case=not capitals)) is not None


@functools.lru_cache(maxsize=4096)
def _pattern(spelling: str, *, capitals: bool) -> re.Pattern[str]:
    plain = _plain(spelling, fold_case=not capitals)
    before = after = ""
    if re.match(r"[0-9]", plain):
        # Chinese text set with half-width commas has them right before figures: "投票,61%".
        before = r"(?<![0-9])(?<![0-9][.,])"
    elif re.match(r"[A-Za-z]", plain):
        before = r"(?<![A-Za-z0-9])"
    if re.search(r"[0-9]$", plain):
        after = r"(?![0-9]|[.,][0-9])"
    elif capitals or _SHORT_WORD.fullmatch(plain):
        after = r"(?![A-Za-z])"
    return re.compile(before + re.escape(plain) + after)


@functools.lru_cache(maxsize=4096)
def _plain(text: str, *, fold_case: bool) -> str:
    plain = _SPACE.sub(" ", text.translate(_QUOTES))
    return plain.lower() if fold_case else plain


def same_paragraph(one: str, other: str) -> bool:
    """Tell whether two texts are the same paragraph, or one a stretch of the other.

    Only letters and digits count. Paragraphs cut differently, with misprints or with a page number
    in the middle still match.
    """
    return _same_letters(_letters(one), _letters(other))


@functools.lru_cache(maxsize=8192)
def _letters(text: str) -> str:
    return letters(text)


@functools.lru_cache(maxsize=65536)
def _same_letters(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < _MIN_LETTERS:
        return bool(shorter) and shorter == longer
    return shorter in longer or _common_share(shorter, longer) >= _MIN_COMMON


def _common_share(shorter: str, longer: str) -> float:
    """Share of the shorter text's letters that lie in a run of it that the longer one has too."""
    runs = _runs(longer)
    covered = 0
    end = 0
    for start in range(len(shorter) - _RUN + 1):
        if shorter[start : start + _RUN] in runs:
            covered += start + _RUN - max(start, end)
            end = start + _RUN
    return covered / len(shorter)


@functools.lru_cache(maxsize=2048)
def _runs(text: str) -> frozenset[str]:
    return frozenset(text[start : start + _RUN] for start in range(len(text) - _RUN + 1))


def document_stem(name: str) -> str:
    """Reduce a document's name or path to its file name without suffix."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return re.sub(r"\.\w{1,5}$", "", last)


def matches_evidence(line: TextLine, entry: EvidenceEntry) -> bool:
    """Tell whether a passage is the paragraph that a question names as evidence.

    By text where the entry has one, by number otherwise.
    """
    if line.language != entry.lang:
        return False
    if entry.doc and document_stem(line.document) != document_stem(entry.doc):
        return False
    if entry.text:
        return same_paragraph(line.text, entry.text)
    return line.paragraph is not None and line.paragraph == entry.n


def matched_groups(
    line: TextLine, evidence: Sequence[EvidenceEntry], groups: Sequence[Sequence[int]]
) -> frozenset[int]:
    """Find the evidence groups that a passage serves, by their position in ``groups``."""
    hits = {index for index, entry in enumerate(evidence) if matches_evidence(line, entry)}
    return frozenset(at for at, group in enumerate(groups) if hits.intersection(group))
