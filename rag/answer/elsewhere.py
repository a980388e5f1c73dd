"""Evidence -> whether it tells of another country, or of another year, than the question.

Near evidence is full of these: what one country gave stands beside what another did, and the report
on one year beside that on the next, in nearly the same words.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from rag.answer.enumeration import ReadAround
from rag.answer.reading import Sentence
from rag.schema import Counterpart, Passage
from rag.text.date_spans import find_date_spans
from rag.text.places import find_places

_YEAR = re.compile(r"\d{4}(?=-|$)")
#: Years that are named by the document's own.
_YEAR_BEFORE = re.compile(r"去年|上年|同比|\b(?:last|previous|past) year\b", re.IGNORECASE)
_YEAR_AFTER = re.compile(
    r"明年|新的一年|来年|\b(?:next|coming|new) year\b|\bthe year ahead\b", re.IGNORECASE
)
#: Paragraphs before one that may name what it goes on about.
_BEFORE = 3
_REMEMBERED = 2_000


def find_there(
    sentences: Sequence[Sentence], places: Collection[str], read_around: ReadAround | None
) -> list[bool]:
    """Tell which sentences are of the places asked about.

    :param sentences: of the evidence; their paragraphs, what stands above these, the documents'
        titles and what the other language says are looked at, and a few paragraphs before: a reply
        goes on without naming again whom it is about.
    :param places: as ``rag.text.places`` names them.
    :param read_around: gives the paragraphs around one.
    :returns: for each whether one of the places is named; always, where none is asked about.
    """
    if not places:
        return [True] * len(sentences)
    known: dict[int, bool] = {}
    for sentence in sentences:
        if sentence.passage.id not in known:
            known[sentence.passage.id] = _names(
                _texts(sentence.passage, sentence.counterpart), places
            ) or (read_around is not None and _names(_before(sentence, read_around), places))
    return [known[sentence.passage.id] for sentence in sentences]


def _names(texts: Iterable[str], places: Collection[str]) -> bool:
    return any(not _places(text).isdisjoint(places) for text in texts)


def _before(sentence: Sentence, read_around: ReadAround) -> Iterator[str]:
    number = sentence.passage.paragraph.number
    for passage, other in read_around(sentence.passage, _BEFORE):
        if passage.paragraph.number < number:
            yield from _texts(passage, other)


def tells_other_year(sentence: Sentence, question: str) -> bool:
    """Tell whether evidence reports on other years than the question does.

    :param sentence: of the evidence; looked at as for ``find_there``.
    :param question: its text.
    :returns: false where the question names no year, and where nothing tells the evidence's own.
    """
    years = _years(question)
    if not years:
        return False
    texts = list(_texts(sentence.passage, sentence.counterpart))
    stated: set[int] = set().union(*map(_years, texts))
    if own := _YEAR.match(sentence.passage.date or ""):
        year = int(own.group())
        stated |= {year}
        stated |= {year - 1} if any(map(_YEAR_BEFORE.search, texts)) else set()
        stated |= {year + 1} if any(map(_YEAR_AFTER.search, texts)) else set()
    return bool(stated) and stated.isdisjoint(years)


def _texts(passage: Passage, other: Counterpart | None) -> Iterator[str]:
    for each in (passage, *(other.passages if other is not None else ())):
        yield "\n".join((each.title or "", each.context, each.paragraph.text))


@functools.lru_cache(maxsize=_REMEMBERED)
def _places(text: str) -> frozenset[str]:
    return find_places(text)


def _years(text: str) -> set[int]:
    values = (date.value for date in find_date_spans(text))
    return {int(match.group()) for value in values if (match := _YEAR.match(value))}
