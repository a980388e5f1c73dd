"""Hits -> the sentences an answer may quote, each in the language it would be quoted in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from rag.schema import Counterpart, Hit, Language, Passage, Span
from rag.text.language import HAN, split_sentences
from rag.text.speech import label_end

#: More than one blank, or a tab, parts the cells of a table: 60万份  战略保存.
_MARK = r"\u3000-\u303f\uff00-\uffef"
_HAN_BREAK = re.compile(
    rf"(?<=[{HAN}{_MARK}])(?:[^\S\n]*\n\s*|[^\S\t])(?=[{HAN}{_MARK}])"
    rf"|(?<=[{_MARK}])\s+(?=[{HAN}{_MARK}])|(?<=[{HAN}])\s+(?=[{_MARK}])"
)
_SPACE = re.compile(r"\s+")
#: How a reporter asks; a request without a question mark comes last in the paragraph.
_ASKING = re.compile(
    r"[?\uff1f]|请问|您(?:如何|怎么|怎样|对此)|"
    r"\b(?:would|could|can|will) you\b|\b(?:please|tell us|share with us)\b",
    re.IGNORECASE,
)
#: What replies open with that answers nothing.
_COURTESY = re.compile(r"(?i)thank|hello|good (?:morning|afternoon|evening)|谢|您?你?好|大家好")
#: A shorter piece between two full stops is a section's name or a fragment, not a statement.
_MIN_CHARS: dict[Language, int] = {"zh": 4, "en": 12}


@dataclass(frozen=True)
class Sentence:
    """A sentence of the evidence.

    :param hit: position of its hit, from 0.
    :param passage: the passage it is quoted from.
    :param counterpart: what that passage says in the other language.
    :param span: offsets in the passage's text, end exclusive.
    :param position: which sentence of its passage, from 0.
    :param standing: its hit's score, as a share of the first hit's.
    """

    hit: int
    passage: Passage
    counterpart: Counterpart | None
    span: Span
    position: int
    standing: float = 1.0

    @property
    def quote(self) -> str:
        """The exact letters."""
        return self.passage.paragraph.text[slice(*self.span)]

    @cached_property
    def text(self) -> str:
        """The letters with line breaks closed, for reading."""
        return flatten(self.quote)

    @property
    def language(self) -> Language:
        """The language it is in."""
        return self.passage.paragraph.language


def flatten(text: str) -> str:
    """Close line breaks and single blanks between Han, and other white space to one space."""
    return _SPACE.sub(" ", _HAN_BREAK.sub("", text)).strip()


def read_sides(hit: Hit, language: Language) -> list[tuple[Passage, Counterpart | None]]:
    """Choose what of a hit is quoted: its version in a language, or the original without one.

    :param hit: an entry of evidence.
    :param language: the language wanted.
    :returns: passages with their counterparts, in document order.
    """
    if hit.passage.paragraph.language == language or hit.counterpart is None:
        return [(hit.passage, hit.counterpart)]
    original = Counterpart((hit.passage,), hit.counterpart.score)
    return [(passage, original) for passage in hit.counterpart.passages]


def read_sentences(
    hits: Sequence[Hit], language: Language, *, with_askers: bool = False
) -> list[Sentence]:
    """List the sentences of all hits, a passage once, in the order of the hits.

    A reporter's question is the likest text to a user's, and no answer to it: it is left out where
    anything else was found. What the reporter states before asking stays.

    :param hits: the evidence, best first.
    :param language: the language to quote in where there is a choice.
    :param with_askers: keep question paragraphs with the speaker's label, which says who asked.
    :returns: sentences; each passage's in order.
    """
    seen: set[int] = set()
    sentences: list[Sentence] = []
    for index, hit in enumerate(hits):
        for passage, counterpart in read_sides(hit, language):
            if passage.id not in seen:
                seen.add(passage.id)
                labelled = with_askers and passage.paragraph.kind == "question"
                start = 0 if labelled else label_end(passage.paragraph)
                standing = _standing(hits, index)
                sentences += split_passage(
                    index, passage, counterpart, start=start, standing=standing
                )
    if with_askers:
        return sentences
    stated = [each for each in sentences if not asks(each)]
    return stated or sentences


def asks(sentence: Sentence) -> bool:
    """Tell whether a sentence is what a reporter asks, rather than states before asking."""
    if sentence.passage.paragraph.kind != "question":
        return False
    text = sentence.passage.paragraph.text
    behind = text[sentence.span[1] :].strip()
    return not behind or _ASKING.search(sentence.text) is not None


def _standing(hits: Sequence[Hit], index: int) -> float:
    best = hits[0].score
    return min(hits[index].score / best, 1.0) if best > 0 else 1.0 / (1 + index)


def split_passage(
    hit: int,
    passage: Passage,
    counterpart: Counterpart | None,
    *,
    start: int = 0,
    standing: float = 1.0,
) -> Iterator[Sentence]:
    """Yield a passage's sentences from a place in its text on; each is one of a hit's."""
    text = passage.paragraph.text
    spans = [(start + a, start + b) for a, b in split_sentences(text[start:])]
    fewest = _MIN_CHARS[passage.paragraph.language]
    if passage.paragraph.kind == "answer":
        spans = _join_reply(text, spans, fewest)
    long = [span for span in spans if span[1] - span[0] >= fewest]
    for position, span in enumerate(long or spans):
        yield Sentence(hit, passage, counterpart, span, position, standing)


def _join_reply(text: str, spans: Sequence[Span], fewest: int) -> list[Span]:
    """Keep a reply's short beginning, which may be all the answer there is, such as "Yes."."""
    if len(spans) < 2 or spans[0][1] - spans[0][0] >= fewest:
        return list(spans)
    opening = text[slice(*spans[0])]
    if not any(char.isalpha() for char in opening) or _COURTESY.match(opening.strip()):
        return list(spans)
    return [(spans[0][0], spans[1][1]), *spans[2:]]
