"""Two parts of text -> whether the second goes on with the sentence of the first.

Only a first part that lacks its sentence end is considered. What then decides is how certain the
break is: a comma, a small letter, a particle or a word of the document across the break prove it; a
paragraph that merely lacks its full stop must not swallow the next.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

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
from rag.schema import Language
from rag.text.language import HAN, count_latin_words

_HAN_PAIR = re.compile(f"[{HAN}]{{2}}")
# Log odds that a break stands in mid-sentence. Measured on news text of another source (WMT,
# FLORES): the Chinese score is about its own log odds; 37 % of breaks lie between 0 and 1, where
# it tells nothing and the document's own habit decides.
_MAX_SCORE = 5.0
_CERTAIN = 6.0
_PAIR_SEEN = 2.0
_FIGURE = re.compile("\\d[\\d年月日万萬亿億千百个個%％]")
_FIGURE_CUT = 3.0
_TEXT_BETWEEN = 2.0
_PARAGRAPH_OPENING = 3.0
#: An English word in capitals begins nine in ten sentences and one in ten parts of one.
_CAPITAL = -2.3
#: Headings look like headings nearly always, parts of paragraphs in every third case.
_SHORT_TEXT = -2.5
_SHORT_UNEVEN_TEXT = -0.5
_SHORT_TEXT_AFTER = -1.0
#: Shorter than a heading.
_MAX_SCRAP_CHARS = 2
#: Small words that begin sentences and hardly ever follow another small word with a capital.
_SENTENCE_OPENING = re.compile(
    r"(?:The|An?|In|On|At|It|This|That|These|Those|There|He|She|We|They|You|But|And|For|As|If|When"
    r"|While|What|Why|How|Who|First|Second|Third|Finally|However|Meanwhile|Our|His|Her|Their|Its|No"
    r"|Not|With|After|Before|Since|So|To|From|By|Some|Many|Most|Every|Each|All|One|Two|Three)\b"
)
_MAX_LISTED_WORDS = 3
_MAX_ADDRESS_WORDS = 8
#: A document's habit is found in some rounds, from what is usual: documents are rarely cut.
_ROUNDS = 8
_USUAL_CUTS, _USUAL_ENDS = 0.5, 1.5
#: So many finished paragraphs make careless ends half as likely.
_FEW_ENDS = 3
_SHARE_OF_OTHER = 0.5
_MAX_HABIT = 5.0
_ALTERNATING_SHARE = 0.7


@dataclass(frozen=True, slots=True)
class Part:
    """A block as the habit of its document is read off it.

    :param fresh: whether it certainly begins a paragraph: a label, a marked heading, a list item.
    :param spoken: whether a label shows that it is running text.
    """

    text: str
    language: Language
    fresh: bool = False
    spoken: bool = False


@dataclass(frozen=True, slots=True)
class Habit:
    """Log odds that what lacks its sentence end is cut rather than ended so.

    :param running: for running text: cut, or carelessly ended.
    :param alone: for short text: cut, or a heading.
    """

    running: float
    alone: float

    def of(self, *, running: bool) -> float:
        """Give the log odds for one kind of text."""
        return self.running if running else self.alone


@dataclass(frozen=True, slots=True)
class BreakSigns:
    """How a document breaks and ends its paragraphs.

    :param seen: counts how often some characters stand together in the document.
    :param habits: what is usual in it, by language.
    :param alternating: whether its languages take turns paragraph by paragraph, so that the other
        language's text between two paragraphs tells nothing.
    """

    seen: Callable[[str], int]
    habits: Mapping[Language, Habit]
    alternating: bool = False

    @classmethod
    def read(cls, parts: Sequence[Part], seen: Callable[[str], int]) -> BreakSigns:
        """Read the signs off a document's parts, in order."""
        tallies: dict[Language, _Tally] = {"zh": _Tally(), "en": _Tally()}
        last: dict[Language, Part] = {}
        for part in parts:
            before = last.get(part.language)
            if before is not None:
                tallies[part.language].add(before, part, seen)
            last[part.language] = part
        for part in last.values():
            tallies[part.language].end(part)
        zh, en = tallies["zh"], tallies["en"]
        # What cuts the text of one language cuts the other's too.
        cuts = {"zh": en.find_habit()[1], "en": zh.find_habit()[1]}
        habits = {
            language: tally.find_habit(_USUAL_CUTS + cuts[language] * _SHARE_OF_OTHER)[0]
            for language, tally in tallies.items()
        }
        turns = sum(before.language != after.language for before, after in pairwise(parts))
        return cls(seen, habits, turns > (len(parts) - 1) * _ALTERNATING_SHARE)


@dataclass(frozen=True, slots=True)
class _Break:
    """The log odds of one break, where its first part is known as text and where it is not."""

    running: float
    alone: float
    is_running: bool


@dataclass(slots=True)
class _Tally:
    """What is known of the ends and breaks of one language."""

    finished: int = 0
    careless: int = 0
    headings: int = 0
    chains: list[list[_Break]] = field(default_factory=lambda: [[]])

    def add(self, before: Part, after: Part, seen: Callable[[str], int]) -> None:
        """Count what lies between two parts."""
        if after.fresh or is_finished(before.text) or is_introducing(before.text):
            self.end(before)
        else:
            self.chains[-1].append(_read_break(before, after, seen))

    def end(self, part: Part) -> None:
        """Count a part that certainly ends its paragraph."""
        self.chains.append([])
        if is_finished(part.text) or is_introducing(part.text):
            self.finished += 1
        elif part.spoken or is_running_text(part.text, part.language):
            self.careless += 1
        else:
            self.headings += 1

    def find_habit(self, usual_cuts: float = _USUAL_CUTS) -> tuple[Habit, float]:
        """Find the shares of cuts that explain the breaks best, and how many cuts that makes."""
        usual_ends = _USUAL_ENDS * _FEW_ENDS / (_FEW_ENDS + self.finished)
        habit = Habit(0.0, 0.0)
        cuts = careless = headings = 0.0
        for _ in range(_ROUNDS):
            habit = Habit(
                _log_odds(cuts + usual_cuts, careless + self.careless + usual_ends),
                _log_odds(cuts + usual_cuts, headings + self.headings + _USUAL_ENDS),
            )
            cuts = careless = headings = 0.0
            for chain in self.chains:
                share = 0.0
                for found in chain:
                    # What a cut joined to the part before it is running text.
                    running = found.is_running or share > 0.5
                    odds = habit.of(running=running) + (found.running if running else found.alone)
                    share = 1 / (1 + math.exp(-odds))
                    cuts += share
                    careless += (1 - share) * running
                    headings += (1 - share) * (not running)
        return habit, cuts


def _log_odds(cuts: float, ends: float) -> float:
    return max(-_MAX_HABIT, min(math.log(cuts / ends), _MAX_HABIT))


def _read_break(before: Part, after: Part, seen: Callable[[str], int]) -> _Break:
    running = before.spoken or is_running_text(before.text, before.language)
    odds = [
        _weigh(before.text, after.text, before.language, seen=seen, running=known)
        for known in (True, running)
    ]
    return _Break(odds[0], odds[1], running)


def _weigh(
    before: str, after: str, language: Language, *, seen: Callable[[str], int], running: bool
) -> float:
    """Weigh whether a break stands in mid-sentence, before the document's habit counts."""
    if is_certain(before, after, language) or (running and is_bound(after, language)):
        return _CERTAIN
    shape = 0.0
    if not running and len(before) > _MAX_SCRAP_CHARS and is_heading(before, language):
        shape = _SHORT_UNEVEN_TEXT if has_uneven_clauses(before) else _SHORT_TEXT
    if is_heading(after, language):
        shape += _SHORT_TEXT_AFTER
    if language == "en":
        return _CAPITAL + shape
    score = _score_chinese(before, after, seen)
    return max(-_MAX_SCORE, min(score, _MAX_SCORE)) + shape


def _score_chinese(before: str, after: str, seen: Callable[[str], int]) -> float:
    score = score_break(before, after)
    pair = before[-1:] + after[:1]
    if _HAN_PAIR.fullmatch(pair) and seen(pair) > 1:
        score += _PAIR_SEEN
    elif _FIGURE.fullmatch(pair):
        score += _FIGURE_CUT
    return score - _PARAGRAPH_OPENING * is_opening(after)


def is_certain(before: str, after: str, language: Language) -> bool:
    """Tell whether the break certainly stands in mid-sentence."""
    if is_finished(before) or is_introducing(before):
        return False
    if language == "en":
        return _is_certain_english(before, after)
    if is_heading(before, "zh") and is_heading(after, "zh"):
        return False
    if is_open(before, "zh") or is_bound(after, "zh") or is_quoting(before, after):
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
    return is_open(before, "en") and not _SENTENCE_OPENING.match(after)


def goes_on(
    before: str,
    after: Stretch,
    language: Language,
    *,
    signs: BreakSigns,
    known_text: bool,
    apart: bool,
) -> bool:
    """Tell whether ``after`` goes on with the paragraph of ``before``.

    :param before: the latest parts of a paragraph.
    :param after: the next stretch of the same language.
    :param language: the language of both.
    :param signs: how the document breaks its paragraphs.
    :param known_text: whether ``before`` is known to be running text: spoken, or joined already.
    :param apart: whether other text stands between the two.
    :returns: whether they are one paragraph.
    """
    if is_finished(before) or is_introducing(before):
        return False
    if is_certain(before, after.text, language):
        return True
    if known_text and is_bound(after.text, language):
        return True
    if after.opens_paragraph:
        return False
    running = known_text or is_running_text(before, language)
    if language == "en" and not running:
        return False
    odds = _weigh(before, after.text, language, seen=signs.seen, running=running)
    return signs.habits[language].of(running=running) + _TEXT_BETWEEN * apart + odds > 0
