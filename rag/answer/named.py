"""Evidence -> whether it holds the names of the question, and whether the one asked said it.

What the library states of another person is as near to a question as what it states of the one
asked about: the name is all that differs.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from rag.answer.coverage import term_set
from rag.answer.enumeration import ReadAround
from rag.answer.reading import Sentence
from rag.schema import Counterpart, Hit, Name, Passage

#: Paragraphs before one that may name what it goes on about, and those that a document begins with:
#: its title, its lead and who takes part.
_BEFORE, _HEAD = 3, 4
_LATIN_NAME = re.compile("[A-Za-z\u00c0-\u024f'\u2019-]{3,}")


def find_named(
    sentences: Sequence[Sentence], names: Collection[Name], read_around: ReadAround | None
) -> list[bool]:
    """Tell which sentences are about all that the question names.

    :param sentences: of the evidence; looked at are their paragraphs, who speaks, what stands
        above, what the other language says, a few paragraphs before, and how the document begins.
    :param names: of the question.
    :param read_around: gives the paragraphs around one.
    :returns: for each whether every name is there; always, where the question gives none.
    """
    if not names:
        return [True] * len(sentences)
    found = _Looking(names, read_around)
    return [found.is_named(sentence) for sentence in sentences]


class _Looking:
    def __init__(self, names: Collection[Name], read_around: ReadAround | None) -> None:
        self._names = names
        self._read_around = read_around
        self._known: dict[int, bool] = {}
        self._heads: dict[tuple[str, str], frozenset[Name]] = {}

    def is_named(self, sentence: Sentence) -> bool:
        id_ = sentence.passage.id
        if id_ not in self._known:
            self._known[id_] = self._look(sentence)
        return self._known[id_]

    def _look(self, sentence: Sentence) -> bool:
        missing = set(self._names) - self._held(sentence.passage, sentence.counterpart)
        if not missing or self._read_around is None:
            return not missing
        number = sentence.passage.paragraph.number
        for passage, other in self._read_around(sentence.passage, _BEFORE):
            if passage.paragraph.number < number:
                missing -= self._held(passage, other)
        return not (missing and missing - self._read_head(sentence.passage))

    def _read_head(self, passage: Passage) -> frozenset[Name]:
        own = passage.paragraph
        place = (own.document, own.language)
        if place not in self._heads and self._read_around is not None:
            first = replace(passage, paragraph=replace(own, number=1))
            held = [self._held(*each) for each in self._read_around(first, _HEAD)]
            self._heads[place] = frozenset[Name]().union(*held)
        return self._heads[place]

    def _held(self, passage: Passage, other: Counterpart | None) -> frozenset[Name]:
        terms = frozenset[str]().union(*map(term_set, _texts(passage, other)))
        return frozenset(
            name for name in self._names if any(terms.issuperset(each) for each in name.spellings)
        )


def _texts(passage: Passage, other: Counterpart | None) -> Iterator[str]:
    for each in (passage, *(other.passages if other is not None else ())):
        own = (each.title, each.context, each.paragraph.text, each.paragraph.speaker)
        yield "\n".join(filter(None, own))


def find_said(sentences: Sequence[Sentence], speakers: Collection[str]) -> list[bool]:
    """Tell which sentences may be words of one of some speakers.

    :param sentences: of the evidence.
    :param speakers: labels of the one asked about; none where nobody is.
    :returns: for each whether it stands under one of the labels, in either language, under none at
        all, or in a paragraph that names the speaker: 罗副市长说过.
    """
    if not speakers:
        return [True] * len(sentences)
    return [_may_be_said(sentence, speakers) for sentence in sentences]


def _may_be_said(sentence: Sentence, speakers: Collection[str]) -> bool:
    other = sentence.counterpart
    passages = (sentence.passage, *(other.passages if other is not None else ()))
    labels = {passage.paragraph.speaker for passage in passages}
    if not labels.isdisjoint(speakers) or labels == {None}:
        return True
    return any(label in sentence.passage.paragraph.text for label in speakers)


def leave_out(text: str, speakers: Collection[str]) -> str:
    """Take the speakers' names out of a question: 罗启明怎么说水库 asks of 水库.

    :param text: the question.
    :param speakers: labels.
    :returns: the text with blanks for their names, without titles in Latin letters.
    """
    names = {name for label in speakers for name in (label, *_LATIN_NAME.findall(label))}
    if not names:
        return text
    parts = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    return re.sub(rf"(?<![A-Za-z])(?:{parts})(?![A-Za-z])", " ", text, flags=re.IGNORECASE)


def others_say_more(hits: Sequence[Hit], speakers: Collection[str]) -> bool:
    """Tell whether somebody else says as much of what a question is about as the one asked.

    :param hits: the evidence with its confidence, measured without the speaker's name.
    :param speakers: labels of the one asked about; none where nobody is.
    :returns: whether what is known under other labels covers the question as well; reporters' own
        questions do not count.
    """
    if not speakers:
        return False
    own, others = 0.0, 0.0
    for hit in hits:
        passages = (hit.passage, *(hit.counterpart.passages if hit.counterpart is not None else ()))
        labels = {each.paragraph.speaker for each in passages}
        if not labels.isdisjoint(speakers):
            own = max(own, hit.confidence or 0.0)
        elif None not in labels and hit.passage.paragraph.kind != "question":
            others = max(others, hit.confidence or 0.0)
    return others >= own and others > 0
