"""A claim and a hit -> the letters of the hit that support the claim, if any do.

A claim stands when its figures and dates occur in the evidence, its names do, and enough of its
words do, in the claim's language or, through the translation table, in the other one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.answer.coverage import QueryTerms, cover, read_query, term_set
from rag.answer.naming import names_occur
from rag.answer.polarity import contradicts
from rag.answer.reading import flatten
from rag.answer.units import units_differ
from rag.protocols import Encode, Lexicon
from rag.schema import Counterpart, Hit, Passage, Question, Span
from rag.text.language import split_sentences
from rag.text.numbers import Number, find_numbers, number_keys
from rag.text.speech import label_end

#: Share of a claim's words that its support must hold: a fair paraphrase keeps most of them.
_MIN_COVERED = 0.6
#: With fewer of the same words the meaning must be close by the embedder too.
_MIN_COVERED_IF_SIMILAR = 0.3
_MIN_SIMILAR = 0.5
#: A sentence that says nearly as much as two is the quote.
_NEARLY = 0.12
#: Translation tables know fewer of the words than a text in the same language repeats.
_MIN_COVERED_ABROAD = 0.3

#: A passage and what it says in the other language.
_Side = tuple[Passage, Counterpart | None]


@dataclass(frozen=True, slots=True)
class Support:
    """The best support of a claim within one hit.

    :param passage: where it stands.
    :param counterpart: what that passage says in the other language.
    :param span: offsets in the passage's text.
    :param covered: share of the claim's words it holds, 0 to 1.
    :param holds: whether figures, names and words all suffice.
    """

    passage: Passage
    counterpart: Counterpart | None
    span: Span
    covered: float
    holds: bool

    @property
    def quote(self) -> str:
        """The exact letters."""
        return self.passage.paragraph.text[slice(*self.span)]


@dataclass(frozen=True, slots=True)
class ClaimReader:
    """What finding support needs besides claim and hit.

    :param encode: the embedder.
    :param lexicon: translation table.
    """

    encode: Encode
    lexicon: Lexicon | None = None

    def find_support(self, claim: str, hit: Hit, question: Question) -> Support:
        """Find where a hit supports a claim best, and whether that is enough.

        :param claim: one sentence without marks.
        :param hit: the entry of evidence to look in.
        :param question: gives the language, and names that the claim repeats from it.
        :returns: the best place, which may not hold.
        """
        query = read_query(Question(claim, question.language, standalone=claim), self.lexicon)
        own, foreign = _sides(hit, question)
        best = self._best_side(claim, query, own or foreign)
        if best.holds and self._agrees(claim, best, hit, question):
            return best
        return Support(best.passage, best.counterpart, best.span, best.covered, holds=False)

    def _agrees(self, claim: str, support: Support, hit: Hit, question: Question) -> bool:
        """Whether figures, units and names are those of the hit, and nothing is turned round."""
        evidence = "\n".join(_all_text(hit))
        # The names of one language are not those of the other.
        is_foreign = not _sides(hit, question)[0]
        return (
            has_numbers(claim, hit)
            and not units_differ(claim, evidence)
            and (is_foreign or names_occur(claim, f"{evidence}\n{question.search_text}"))
            and not self._turns_round(claim, support, question)
        )

    def _turns_round(self, claim: str, support: Support, question: Question) -> bool:
        language = support.passage.paragraph.language
        quote = flatten(support.quote)
        return contradicts(claim, quote, question.language, language, self.lexicon)

    def _best_side(self, claim: str, query: QueryTerms, sides: Sequence[_Side]) -> Support:
        found = [self._best_window(claim, query, side) for side in sides]
        return max(found, key=lambda support: (support.holds, support.covered))

    def _best_window(self, claim: str, query: QueryTerms, side: _Side) -> Support:
        passage, counterpart = side
        text = passage.paragraph.text
        foreign = passage.paragraph.language != query.language
        weights = [term.weight for term in query.terms]
        numbers = set(number_keys(claim))
        windows = list(_windows(passage))
        covered = [
            cover(query, weights, term_set(flatten(text[slice(*span)])), foreign=foreign)
            for span in windows
        ]
        ranked = [
            # A figure in the quote itself is worth more than one elsewhere in the paragraph; a
            # longer quote must earn its length.
            share
            + 0.2 * _share(numbers, text[slice(*span)])
            - 0.1 * (span[1] - span[0]) / max(1, len(text))
            for share, span in zip(covered, windows, strict=True)
        ]
        index = ranked.index(max(ranked))
        enough = _MIN_COVERED_ABROAD if foreign else _MIN_COVERED
        good = [
            place
            for place, rank in enumerate(ranked)
            if rank >= ranked[index] - _NEARLY and covered[place] >= enough
        ]
        index = min([index, *good], key=lambda place: windows[place][1] - windows[place][0])
        span, share = windows[index], covered[index]
        holds = self._is_enough(claim, text[slice(*span)], share, foreign=foreign)
        return Support(passage, counterpart, span, share, holds)

    def _is_enough(self, claim: str, quote: str, covered: float, *, foreign: bool) -> bool:
        if covered >= (_MIN_COVERED_ABROAD if foreign else _MIN_COVERED):
            return True
        if covered < _MIN_COVERED_IF_SIMILAR and not foreign:
            return False
        vectors = self.encode([claim, flatten(quote)])
        return float(vectors[0] @ vectors[1]) >= _MIN_SIMILAR


def has_numbers(claim: str, hit: Hit) -> bool:
    """Tell whether every figure and date of a claim stands in a hit, in either language."""
    stated = {number.key for number in find_numbers(claim) if not _is_loose(number, claim)}
    if not stated:
        return True
    return stated.issubset(number_keys("\n".join(_all_text(hit))))


def _is_loose(number: Number, text: str) -> bool:
    """Whether a number is a word like others: 第一线 is the forefront, 双方 both or the two."""
    spelt = not any(char.isdecimal() for char in text[number.start : number.end])
    return spelt and number.value in {"1", "2"}


def _all_text(hit: Hit) -> Iterator[str]:
    passages = (hit.passage, *(hit.counterpart.passages if hit.counterpart else ()))
    for passage in passages:
        yield passage.paragraph.text
        yield from filter(None, (passage.context, passage.title, passage.date))
        yield from filter(None, (passage.paragraph.speaker, passage.paragraph.document))


def _sides(hit: Hit, question: Question) -> tuple[list[_Side], list[_Side]]:
    """Split a hit into its passages in the asker's language and the others."""
    sides: list[_Side] = [(hit.passage, hit.counterpart)]
    if hit.counterpart is not None:
        original = Counterpart((hit.passage,), hit.counterpart.score)
        sides += [(passage, original) for passage in hit.counterpart.passages]
    own = [side for side in sides if side[0].paragraph.language == question.language]
    return own, [side for side in sides if side not in own]


def _windows(passage: Passage) -> Iterator[Span]:
    start, text = label_end(passage.paragraph), passage.paragraph.text
    spans = [(start + a, start + b) for a, b in split_sentences(text[start:])]
    for first in range(len(spans)):
        for last in range(first, min(first + 2, len(spans))):
            yield spans[first][0], spans[last][1]
    if not spans:
        yield 0, len(text)


def _share(numbers: set[str], text: str) -> float:
    return len(numbers.intersection(number_keys(text))) / len(numbers) if numbers else 0.0
