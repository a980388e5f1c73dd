"""Answers that were given and their evidence -> what comes next, or what else there is.

Asked to go on, a search for the same question finds the same sentences again. What was quoted is
known from the conversation: an answer by quotes is made of sentences that stand in the evidence
letter by letter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Protocol

from rag.answer.enumeration import Item, ReadAround
from rag.answer.follow_ups.turns import asks_nothing_new
from rag.answer.marks import split_claims
from rag.answer.reading import Sentence, asks, split_passage
from rag.schema import FRAMING_KINDS, Answer, Counterpart, Hit, Language, Question, Turn
from rag.text.language import letters
from rag.text.speech import label_end

#: Sentences that are given at a time, and paragraphs that are read for them.
_MOST_SENTENCES, _MOST_PARAGRAPHS = 3, 6
#: Evidence that says less than this share of what the best says of the question is about something
#: else: nobody asked for the nearest of what is left.
_AS_GOOD = 0.7
#: Shorter sentences stand in many paragraphs.
_MIN_LETTERS = 4


@dataclass(frozen=True, slots=True)
class Said:
    """The letters of what was answered before, by which sentences are known again.

    :param latest: the answer that is gone on with, and what was said of it since, oldest first.
    :param earlier: all answers before that.
    """

    latest: tuple[str, ...]
    earlier: tuple[str, ...] = ()

    def holds(self, sentence: Sentence) -> bool:
        """Tell whether a sentence was quoted."""
        own = letters(sentence.text)
        return len(own) >= _MIN_LETTERS and any(own in text for text in self.latest + self.earlier)

    def place(self, sentence: Sentence) -> tuple[int, int] | None:
        """Find a sentence in the latest answers: the newest comes first, its beginning before."""
        own = letters(sentence.text)
        for back, text in enumerate(reversed(self.latest)):
            if len(own) >= _MIN_LETTERS and own in text:
                return back, text.index(own)
        return None


class Quoting(Protocol):
    """What answers by quotes."""

    def judge(self, question: Question, hits: Sequence[Hit]) -> tuple[Hit, ...]:
        """Give every hit its confidence."""

    def answer(self, question: Question, hits: Sequence[Hit]) -> Answer:
        """Choose what answers a question and quote it, or refuse."""

    def quote(
        self, question: Question, hits: tuple[Hit, ...], sentences: tuple[Sentence, ...]
    ) -> Answer:
        """Quote sentences that are known to be wanted."""

    def translate(self, sentences: Sequence[Sentence], language: Language) -> tuple[Sentence, ...]:
        """Give the version of sentences in a language, where there is one."""


def go_on(
    question: Question, hits: Sequence[Hit], quoting: Quoting, read_around: ReadAround | None
) -> Answer | None:
    """Quote what comes next, else further evidence.

    :param question: asks for more; its ``standalone`` says of what.
    :param hits: the evidence for that, best first.
    :param quoting: writes the answer.
    :param read_around: gives the paragraphs around one.
    :returns: the answer to the question; None where there is nothing further.
    """
    asked = replace(question, text=question.search_text, history=())
    judged, said = quoting.judge(asked, hits), read_said(question.history)
    following = quoting.translate(read_on(judged, said, read_around), question.language)
    new = [each for each in following if not said.holds(each)][:_MOST_SENTENCES]
    if new:
        answer = quoting.quote(asked, judged, tuple(new))
    else:
        answer = quoting.answer(asked, leave_out_said(judged, said))
    return None if answer.refused else replace(answer, question=question)


def read_said(history: Sequence[Turn]) -> Said:
    """Read what was answered in a conversation, each sentence without its marks."""
    answers: list[str] = []
    begins = 0
    for turn in history:
        if turn.role == "user" and not asks_nothing_new(turn.content):
            begins = len(answers)
        elif turn.role == "assistant":
            claims = split_claims(turn.content)
            answers.append(letters(" ".join(claim.text for claim in claims)))
    return Said(tuple(answers[begins:]), tuple(answers[:begins]))


def read_on(
    hits: Sequence[Hit], said: Said, read_around: ReadAround | None
) -> tuple[Sentence, ...]:
    """Read on behind what was quoted last.

    :param hits: evidence for the question that was answered, best first.
    :param said: what was answered.
    :param read_around: gives the paragraphs around one.
    :returns: the sentences behind it in the same reply that were not quoted, else those before;
        none where what was quoted is not among the evidence, or is all of the reply.
    """
    sentences = [s for at, hit in enumerate(hits) for item in _sides(hit) for s in _cut(at, item)]
    found = [(place, s) for s in sentences if (place := said.place(s)) is not None]
    if not found:
        return ()
    first = min(found, key=lambda each: each[0])[1]
    item = (first.passage, first.counterpart)
    own = list(_cut(first.hit, item))
    last = max(each.position for each in own if said.holds(each))
    behind = [each for each in own if each.position > last]
    for next_item in _read_reply(item, read_around):
        behind += _cut(first.hit, next_item)
    # A reply's first words open it: "I must be frank about this."
    before = [each for each in own if 0 < each.position < last]
    return _take_new(behind, said) or _take_new(before, said)


def _take_new(sentences: Sequence[Sentence], said: Said) -> tuple[Sentence, ...]:
    return tuple([each for each in sentences if not said.holds(each) and not asks(each)])


def leave_out_said(hits: Sequence[Hit], said: Said) -> list[Hit]:
    """Keep the evidence that nothing was quoted of and that is as much about the question.

    :param hits: evidence with its confidence.
    :param said: what was answered.
    :returns: hits in their order; all of them where nothing of any was quoted.
    """
    new = [hit for hit in hits if not _is_quoted(hit, said)]
    if len(new) == len(hits):
        return new
    least = _AS_GOOD * max(hit.confidence or 0.0 for hit in hits)
    return [hit for hit in new if (hit.confidence or 0.0) >= least and _is_stated(hit)]


def _is_stated(hit: Hit) -> bool:
    """Tell whether a hit says something: the reporter's own question is nothing further."""
    return hit.passage.paragraph.kind not in FRAMING_KINDS


def _is_quoted(hit: Hit, said: Said) -> bool:
    return any(said.holds(each) for item in _sides(hit) for each in _cut(0, item))


def _sides(hit: Hit) -> Iterator[Item]:
    """Give both versions of a hit, since either may have been quoted."""
    yield hit.passage, hit.counterpart
    if hit.counterpart is not None:
        original = Counterpart((hit.passage,), hit.counterpart.score)
        yield from ((passage, original) for passage in hit.counterpart.passages)


def _cut(hit: int, item: Item) -> Iterator[Sentence]:
    return split_passage(hit, *item, start=label_end(item[0].paragraph))


def _read_reply(item: Item, read_around: ReadAround | None) -> list[Item]:
    """Read the paragraphs behind one up to the next question, heading or speaker."""
    if read_around is None:
        return []
    paragraph = item[0].paragraph
    around = read_around(item[0], _MOST_PARAGRAPHS)
    behind = [each for each in around if each[0].paragraph.number > paragraph.number]
    # Behind what a reporter states before asking stands the reply to it.
    replies = paragraph.kind == "question" and behind
    speaker = behind[0][0].paragraph.speaker if replies else paragraph.speaker
    return list(takewhile(lambda each: _goes_on(each, speaker), behind))


def _goes_on(item: Item, speaker: str | None) -> bool:
    paragraph = item[0].paragraph
    return paragraph.kind not in FRAMING_KINDS and paragraph.speaker in (None, speaker)
