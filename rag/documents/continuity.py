"""Two parts of text -> whether the second goes on with the sentence of the first.

Only a first part that lacks its sentence end is considered. What then decides is how certain the
break is: a comma, a small letter, a particle or a word of the document across the break prove it; a
paragraph that merely lacks its full stop must not swallow the next.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rag.documents.edges import score_break
from rag.documents.shapes import (
    has_uneven_clauses,
    is_binding,
    is_bound,
    is_finished,
    is_heading,
    is_introducing,
    is_open,
    is_opening,
    is_quoting,
    is_running_text,
)
from rag.documents.stretch import HYPHEN_END, Stretch
from rag.language import HAN, count_latin_words
from rag.schema import Language

_HAN_PAIR = re.compile(f"[{HAN}]{{2}}")
# Log odds. Measured on news text of another source (WMT, FLORES): the score alone joins 62 % of
# sentences cut at random at 1, and 2 % of unfinished ones with the next. Half of the rest is
# undecided, near 0, where the document's own habit decides.
_ODDS = 0.8
_ODDS_FOR_SHORT_TEXT = 5.0
_ODDS_FOR_UNEVEN_CLAUSES = 2.0
_ODDS_FOR_TITLES = 4.0
_PAIR_SEEN = 3.0
_TEXT_BETWEEN = 2.0
_PARAGRAPH_OPENING = 3.0
#: What a certain break adds to the document's habit, and what an English capital takes off.
_CERTAIN = 4.0
_CAPITAL = -1.5
_MAX_LISTED_WORDS = 3
_MAX_ADDRESS_WORDS = 8
_MAX_HABIT = 3.5
#: Breaks that the habit of a document must be read off before it counts in full.
_HABIT_SMOOTHING = 2


@dataclass(frozen=True, slots=True)
class BreakSigns:
    """How a document breaks and ends its paragraphs.

    :param seen: counts how often some characters stand together in the document.
    :param habit: log odds, by language, that a paragraph without its sentence end is cut rather
        than carelessly ended; 0 where nothing tells.
    """

    seen: Callable[[str], int]
    habit: Mapping[Language, float]

    @classmethod
    def read(cls, texts: Sequence[tuple[str, Language]], seen: Callable[[str], int]) -> BreakSigns:
        """Read the signs off a document's texts, in order, each with its language."""
        scores: dict[Language, list[float]] = {"zh": [], "en": []}
        last: dict[Language, str] = {}
        for text, language in texts:
            before = last.get(language)
            if before is not None and _may_be_cut(before, text, language):
                scores[language].append(_judge_break(before, text, language, seen))
            last[language] = text
        return cls(seen, {language: _average(found) for language, found in scores.items()})


def _average(scores: Sequence[float]) -> float:
    mean = sum(scores) / (len(scores) + _HABIT_SMOOTHING)
    return max(-_MAX_HABIT, min(mean * 2, _MAX_HABIT))


def _may_be_cut(before: str, after: str, language: Language) -> bool:
    if is_finished(before) or is_introducing(before) or is_heading(after, language):
        return False
    return is_running_text(before, language)


def _judge_break(before: str, after: str, language: Language, seen: Callable[[str], int]) -> float:
    if is_certain(before, after, language):
        return _CERTAIN
    if language == "en":
        return _CAPITAL
    return min(_score_chinese(before, after, seen), _CERTAIN)


def _score_chinese(before: str, after: str, seen: Callable[[str], int]) -> float:
    score = score_break(before, after)
    pair = before[-1:] + after[:1]
    if _HAN_PAIR.fullmatch(pair) and seen(pair) > 1:
        score += _PAIR_SEEN
    return score - _PARAGRAPH_OPENING * is_opening(after)


def is_certain(before: str, after: str, language: Language) -> bool:
    """Tell whether the break certainly stands in mid-sentence."""
    if is_finished(before) or is_introducing(before):
        return False
    if language == "en":
        return _is_certain_english(before, after)
    if is_heading(before, "zh") and is_heading(after, "zh"):
        return False
    if is_open(before, "zh") or is_bound(after, "zh") or is_quoting(before):
        return True
    return is_binding(before) and not is_heading(before, "zh")


def _is_certain_english(before: str, after: str) -> bool:
    if HYPHEN_END.search(before):
        return True
    if is_bound(after, "en"):
        # Short lines in small letters are a list.
        listed = is_bound(before, "en") and count_latin_words(before[-80:]) <= _MAX_LISTED_WORDS
        return not listed or is_open(before, "en")
    if before.endswith((",", "，")):
        # A line of address, or the first line of a letter, ends in a comma too.
        words = count_latin_words(before[-120:])
        return words > _MAX_ADDRESS_WORDS and is_open(before, "en")
    return is_open(before, "en")


def goes_on(
    before: Stretch,
    after: Stretch,
    language: Language,
    *,
    signs: BreakSigns,
    known_text: bool,
    apart: bool,
) -> bool:
    """Tell whether ``after`` goes on with the paragraph of ``before``.

    :param before: the latest part of a paragraph.
    :param after: the next stretch of the same language.
    :param language: the language of both.
    :param signs: how the document breaks its paragraphs.
    :param known_text: whether ``before`` is known to be running text: spoken, or joined already.
    :param apart: whether other text stands between the two.
    :returns: whether they are one paragraph.
    """
    if is_finished(before.text) or is_introducing(before.text):
        return False
    if is_certain(before.text, after.text, language):
        return True
    if after.opens_paragraph:
        return False
    running = known_text or is_running_text(before.text, language)
    odds = signs.habit[language] + _TEXT_BETWEEN * apart
    if language == "en":
        headings = is_heading(before.text, "en") or is_heading(after.text, "en")
        return running and not headings and odds > _ODDS
    score = _score_chinese(before.text, after.text, signs.seen)
    if is_heading(after.text, "zh") and not running:
        # A title on two lines; headings that follow one another are never this close.
        return not after.gap and score > _ODDS_FOR_TITLES
    return odds + score > _needed_odds(before.text, after.text, running=running)


def _needed_odds(before: str, after: str, *, running: bool) -> float:
    if running:
        return _ODDS_FOR_SHORT_TEXT if is_heading(after, "zh") else _ODDS
    return _ODDS_FOR_UNEVEN_CLAUSES if has_uneven_clauses(before) else _ODDS_FOR_SHORT_TEXT
