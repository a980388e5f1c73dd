"""The sentences that a rendering is looked for in, with what is known of their words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.concordance.enclosures import Enclosures, find_whole
from rag.concordance.words import Word
from rag.protocols import Lexicon
from rag.schema import Span
from rag.translation.words import cut_words, word_cost

#: First and last word of a stretch, both included.
Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Target:
    """Where a rendering is looked for.

    :param rivals: how well the rest of the source explains each word, by what it translates to.
    :param back: the same, by what the word itself translates to.
    :param explained: whichever is more.
    :param known: whether the lexicon knows each word.
    :param sizes: what share of the term each of its parts is; they add up to 1.
    :param pieces: for each Han character the first and last one of the word that it stands in.
    """

    text: str
    words: Sequence[Word]
    enclosures: Enclosures
    rivals: Sequence[float]
    back: Sequence[float]
    explained: Sequence[float]
    known: Sequence[bool]
    sizes: Sequence[float]
    pieces: Sequence[Stretch]

    @property
    def parts(self) -> int:
        """How many parts the term has."""
        return len(self.sizes)

    def span(self, stretch: Stretch) -> Span:
        """Give the offsets of a stretch."""
        return self.words[stretch[0]].start, self.words[stretch[1]].end

    def whole_span(self, stretch: Stretch) -> Span | None:
        """Give the offsets of a stretch with its marks; None where it may be no rendering."""
        return find_whole(self.text, self.span(stretch), self.enclosures)


def cut_target(words: Sequence[Word], lexicon: Lexicon | None) -> list[Stretch]:
    """Cut the Han characters of a sentence into words.

    :param words: those of the sentence.
    :param lexicon: what it knows is a word; without one each character is one.
    :returns: for each of the words, the first and the last one of the word that it stands in.
    """
    pieces = [(place, place) for place in range(len(words))]
    if lexicon is None:
        return pieces

    def cost(word: str) -> float | None:
        return word_cost(word) if lexicon.translate(word, "zh") else None

    for first, last in _find_runs(words):
        place = first
        for piece in cut_words("".join(word.key for word in words[first : last + 1]), cost):
            end = place + len(piece)
            pieces[place:end] = [(place, end - 1)] * len(piece)
            place = end
    return pieces


def _find_runs(words: Sequence[Word]) -> Iterator[Stretch]:
    """Yield the rows of Han characters with nothing between them."""
    first = 0
    for place, word in enumerate(words):
        following = words[place + 1] if place + 1 < len(words) else None
        if following and word.is_han and following.is_han and word.end == following.start:
            continue
        if word.is_han:
            yield first, place
        first = place + 1
