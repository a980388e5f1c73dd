"""Two parts of text -> whether the second goes on with the sentence of the first.

Only a first part that lacks its sentence end is considered. What then decides is how certain the
break is: a comma, a small letter, a particle or a word of the document across the break prove it; a
paragraph that merely lacks its full stop must not swallow the next.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rag.documents.edges import score_break
from rag.documents.shapes import (
    is_binding,
    is_bound,
    is_finished,
    is_heading,
    is_introducing,
    is_open,
    is_opening,
    is_running_text,
)
from rag.documents.stretch import HYPHEN_END, Stretch
from rag.language import HAN, count_latin_words
from rag.schema import Language

_HAN_PAIR = re.compile(f"[{HAN}]{{2}}")
# Log odds. On news text of another source (WMT, FLORES), the score alone joins 85 % of sentences
# cut at random at 1, and 24 % of unfinished ones with the next; the document's own signs and the
# rarity of missing full stops do the rest.
_ODDS = 1.0
_ODDS_FOR_SHORT_TEXT = 6.0
_ODDS_FOR_TITLES = 4.0
_PAIR_SEEN = 3.0
_BROKEN_DOCUMENT = 2.0
_TEXT_BETWEEN = 2.0
_PARAGRAPH_OPENING = 3.0
_CARELESS_DOCUMENT = 4.0
_STRONG_SCORE = 4.0
#: Above this share of unfinished paragraphs the lack of a full stop says nothing.
_CARELESS_SHARE = 0.5
_MIN_PARAGRAPHS_TO_JUDGE = 6


@dataclass(frozen=True, slots=True)
class BreakSigns:
    """How a document breaks and ends its paragraphs.

    :param seen: counts how often some characters stand together in the document.
    :param is_broken: whether at least one paragraph is certainly cut.
    :param is_careless: whether most paragraphs lack their sentence end anyway.
    """

    seen: Callable[[str], int]
    is_broken: bool = False
    is_careless: bool = False

    @classmethod
    def read(cls, texts: Sequence[tuple[str, Language]], seen: Callable[[str], int]) -> BreakSigns:
        """Read the signs off the texts of a document, in order, each with its language."""
        running = [text for text, language in texts if is_running_text(text, language)]
        unfinished = sum(not is_finished(text) and not is_introducing(text) for text in running)
        many = len(running) >= _MIN_PARAGRAPHS_TO_JUDGE
        broken = False
        last: dict[Language, str] = {}
        for text, language in texts:
            before = last.get(language)
            broken = broken or (before is not None and _is_broken(before, text, language))
            last[language] = text
        return cls(seen, broken, many and unfinished > len(running) * _CARELESS_SHARE)


def _is_broken(before: str, after: str, language: Language) -> bool:
    if is_certain(before, after, language):
        return True
    if language == "en" or is_finished(before) or not is_running_text(before, "zh"):
        return False
    return not is_heading(after, "zh") and score_break(before, after) > _STRONG_SCORE


def is_certain(before: str, after: str, language: Language) -> bool:
    """Tell whether the break certainly stands in mid-sentence."""
    if is_finished(before) or is_introducing(before):
        return False
    if language == "en":
        return _is_certain_english(before, after)
    if is_heading(before, "zh") and is_heading(after, "zh"):
        return False
    if is_open(before, "zh") or is_bound(after, "zh"):
        return True
    return is_binding(before) and not is_heading(before, "zh")


def _is_certain_english(before: str, after: str) -> bool:
    if HYPHEN_END.search(before):
        return True
    if is_bound(after, "en"):
        # Short lines in small letters are a list.
        return count_latin_words(before[-80:]) > 3 or is_open(before, "en")
    if before.endswith((",", "\uff0c")):
        return count_latin_words(before[-120:]) > 8 and is_open(before, "en")
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
    running = known_text or is_running_text(before.text, language)
    if language == "en":
        unlike_heading = not is_heading(before.text, "en") and not is_heading(after.text, "en")
        return apart and running and unlike_heading and not signs.is_careless
    odds = _weigh_break(before.text, after.text, signs=signs, apart=apart)
    if is_heading(after.text, "zh"):
        # A title on two lines; headings that follow one another are never this close.
        return not running and not after.gap and odds > _ODDS_FOR_TITLES
    return odds > (_ODDS if running else _ODDS_FOR_SHORT_TEXT)


def _weigh_break(before: str, after: str, *, signs: BreakSigns, apart: bool) -> float:
    """Weigh, in log odds, whether a Chinese sentence goes on over a break."""
    odds = score_break(before, after)
    pair = before[-1:] + after[:1]
    if _HAN_PAIR.fullmatch(pair) and signs.seen(pair) > 1:
        odds += _PAIR_SEEN
    odds += _BROKEN_DOCUMENT * signs.is_broken + _TEXT_BETWEEN * apart
    odds -= _PARAGRAPH_OPENING * is_opening(after) + _CARELESS_DOCUMENT * signs.is_careless
    return odds
