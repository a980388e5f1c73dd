"""Question and hits -> an answer made of the sentences that answer it, without a language model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from rag.answer import wording
from rag.answer.acronyms import find_missing_acronyms
from rag.answer.askers import find_asked
from rag.answer.candidates import keep_to_subject
from rag.answer.certainty import Signals, measure_certainty
from rag.answer.closely import read_closely
from rag.answer.confidence import judge_hits
from rag.answer.continuation import add_announced
from rag.answer.counterparts import SentencePairs, find_counterpart_quote
from rag.answer.coverage import read_query
from rag.answer.embedding import EncodeOnce
from rag.answer.enumeration import ReadAround, find_items
from rag.answer.follow_ups.going_on import go_on
from rag.answer.follow_ups.more import asks_for_more
from rag.answer.fuller import add_fuller_version, is_fuller_version
from rag.answer.marks import mark, neutralise_marks
from rag.answer.named import leave_out, others_say_more
from rag.answer.ranking import Ranking, rank_sentences
from rag.answer.reading import Sentence, read_sentences
from rag.answer.refusal import refuse, why_not_stated
from rag.answer.relevance import measure_relevance
from rag.answer.renderings import (
    find_renderings,
    holds_rendering,
    rate_pairs,
    translate_sentences,
)
from rag.answer.selection import choose_sentences
from rag.answer.wants import Wants, read_wants
from rag.protocols import Encode, Lexicon, Reader
from rag.runtime.observing import stage
from rag.runtime.pacing import computing
from rag.schema import (
    Answer,
    AnswerDone,
    AnswerEvent,
    Citation,
    Counterpart,
    Hit,
    Language,
    Passage,
    Question,
    RefusalReason,
    Span,
    TextDelta,
)
from rag.settings import AnswerSettings
from rag.text.language import count_han, count_latin_words
from rag.text.numbers import number_keys
from rag.wanted import wanted_language
from rag.wordings import Term, read_term

NAME = "extractive"
#: Share of the confidence in what has a version that an original needs.
_AS_SURE = 0.9
#: Best originals that are tried beside an answer; a long one may be too much of another language.
_BESIDE_TRIES = 3


class ExtractiveAnswerer:
    """Answers with quotes: the fewest sentences that answer, in the asker's language.

    :param settings: ``min_certainty`` and the like decide on refusal.
    :param encode: the embedder.
    :param reader: reads the best sentences once more.
    :param lexicon: translation table, for evidence that exists in the other language only.
    :param pairs: sentence aligner, for the quotes in the other language.
    :param read_around: gives the paragraphs around one, where what it announces may stand.
    """

    def __init__(
        self,
        settings: AnswerSettings,
        *,
        encode: Encode,
        reader: Reader | None = None,
        lexicon: Lexicon | None = None,
        pairs: SentencePairs | None = None,
        read_around: ReadAround | None = None,
    ) -> None:
        self._settings = settings
        self._encode = encode
        self._reader = reader
        self._lexicon = lexicon
        self._pairs = pairs
        self._read_around = read_around

    @property
    def name(self) -> str:
        """What is reported as the answer's model."""
        return NAME

    def stream(self, question: Question, hits: Sequence[Hit]) -> Iterator[AnswerEvent]:
        """Yield the answer line by line, then the whole of it."""
        with computing:
            answer = self.answer(question, hits)
        for piece in answer.text.splitlines(keepends=True):
            yield TextDelta(piece)
        yield AnswerDone(answer)

    @stage("answer")
    def answer(self, question: Question, hits: Sequence[Hit]) -> Answer:
        """Write the answer in one go."""
        if question.history and asks_for_more(question.text):
            answer = go_on(question, hits, self, self._read_around)
            return answer or refuse(question, hits, "nothing_further", model=NAME)
        judged, encode = self.judge(question, hits), EncodeOnce(self._encode)
        rendered = find_renderings(_term(question), judged, self._find_quote)
        if rendered:
            sure = max(self._settings.min_certainty, rate_pairs(rendered))
            return self._quote(question, judged, rendered, sure, as_list=True)
        reason = self._refusal_reason(question, judged, encode)
        if reason is not None:
            return refuse(question, judged, reason, model=NAME, certainty=0.0)
        wants = read_wants(question)
        # What is wanted in another language is the same answer, and as sure.
        own = replace(question, language=question.search_language)
        chosen, certainty = self._choose(own, judged, wants, encode)
        if own != question:
            chosen = self.translate(chosen, question.language)
        if certainty < self._settings.min_certainty:
            reason = why_not_stated(judged)
            return refuse(question, judged, reason, model=NAME, certainty=certainty)
        return self._quote(question, judged, chosen, certainty, as_list=wants.type == "list")

    def quote(
        self, question: Question, hits: tuple[Hit, ...], sentences: tuple[Sentence, ...]
    ) -> Answer:
        """Quote sentences that are known to be wanted."""
        return self._quote(question, hits, sentences, None, as_list=False)

    def translate(self, sentences: Sequence[Sentence], language: Language) -> tuple[Sentence, ...]:
        """Give the version of sentences in a language, where there is one."""
        return translate_sentences(sentences, language, self._find_quote)

    def _quote(
        self,
        question: Question,
        judged: tuple[Hit, ...],
        chosen: tuple[Sentence, ...],
        certainty: float | None,
        *,
        as_list: bool,
    ) -> Answer:
        citations, numbers = self._cite(chosen)
        text = write_text(chosen, numbers, as_list=as_list)
        return Answer(
            question,
            text,
            refused=False,
            citations=citations,
            hits=judged,
            model=NAME,
            notes=_notes(question, chosen),
            certainty=certainty,
        )

    def refusal_reason(self, question: Question, hits: Sequence[Hit]) -> RefusalReason | None:
        """Decide whether the evidence is hardly about the question.

        :param question: the checked question.
        :param hits: evidence with its confidence.
        :returns: the reason to refuse before anything is read, or None to read on.
        """
        return self._refusal_reason(question, hits, self._encode)

    def _refusal_reason(
        self, question: Question, hits: Sequence[Hit], encode: Encode
    ) -> RefusalReason | None:
        best = max((hit.confidence or 0.0 for hit in hits), default=0.0)
        if holds_rendering(_term(question), hits):
            return None
        if best <= 0:
            return "nothing_relevant"
        if question.absent_names:
            return "name_absent"
        if find_missing_acronyms(question, hits, self._lexicon):
            return why_not_stated(hits)
        if best < self._settings.min_confidence:
            return why_not_stated(hits)
        relevance = measure_relevance(question, hits, encode)
        return "nothing_relevant" if relevance < self._settings.min_relevance else None

    def judge(self, question: Question, hits: Sequence[Hit]) -> tuple[Hit, ...]:
        """Give every hit that has none its confidence; those that a search found have theirs."""
        new = [hit for hit in hits if hit.confidence is None]
        found = iter(judge_hits(question, new, self._lexicon) if new else ())
        return tuple(
            hit if hit.confidence is not None else replace(hit, confidence=next(found))
            for hit in hits
        )

    def signals(self, question: Question, hits: Sequence[Hit]) -> Signals | None:
        """Tell what the certainty of an answer is measured by; None where nothing was found."""
        if not hits:
            return None
        judged, wants = self.judge(question, hits), read_wants(question)
        return self._weigh(question, judged, wants, self._encode)[0]

    def _weigh(
        self, question: Question, hits: Sequence[Hit], wants: Wants, encode: Encode
    ) -> tuple[Signals, Sequence[Sentence], Ranking]:
        """Rank the sentences that may answer, and read what tells how sure it is that one does."""
        language = wanted_language(question.text, question.language)
        sentences = read_sentences(hits, language, with_askers=wants.about_question)
        query = read_query(question, self._lexicon)
        ranking = rank_sentences(question, sentences, query=query, wants=wants, encode=encode)
        signals, kept, ranking = keep_to_subject(
            question, hits, wants, (sentences, ranking), self._read_around
        )
        if question.speakers:
            # That it is he who speaks says nothing of what he speaks about.
            asked = replace(question, text=leave_out(question.text, question.speakers))
            shares = judge_hits(replace(asked, standalone=""), hits, self._lexicon)
            judged = [
                replace(hit, confidence=share) for hit, share in zip(hits, shares, strict=True)
            ]
            others = others_say_more(judged, question.speakers)
            signals = replace(signals, is_by_other=signals.is_by_other or others)
        return signals, kept, ranking

    @stage("read")
    def _choose(
        self, question: Question, hits: Sequence[Hit], wants: Wants, encode: Encode
    ) -> tuple[tuple[Sentence, ...], float]:
        """Choose the sentences, and tell how sure it is that they answer."""
        language = wanted_language(question.text, question.language)
        signals, sentences, ranking = self._weigh(question, hits, wants, encode)
        asked = find_asked(wants.asker, sentences, self._lexicon)
        if asked is not None:
            return asked, 1.0 if asked else 0.0
        certainty = measure_certainty(signals)
        scores = ranking.scores
        if self._reader is not None:
            scores = read_closely(question, sentences, scores, self._reader)
        chosen = _choose_by_language(sentences, scores, wants, hits, language=language)
        completed = self._complete(question, wants, chosen)
        known = number_keys(question.text)
        return add_fuller_version(completed, wants, known, self._find_quote), certainty

    def _complete(
        self, question: Question, wants: Wants, chosen: tuple[Sentence, ...]
    ) -> tuple[Sentence, ...]:
        """Give what the chosen sentences announce: all items asked for, or what comes next."""
        if self._read_around is None:
            return chosen
        items = find_items(question.search_text, wants, chosen[0], self._read_around)
        return items or add_announced(chosen, self._read_around)

    def _find_quote(self, passage: Passage, counterpart: Counterpart | None, span: Span) -> str:
        return find_counterpart_quote(
            passage, span, counterpart, encode=self._encode, pairs=self._pairs
        )

    def _cite(self, chosen: Sequence[Sentence]) -> tuple[tuple[Citation, ...], list[int]]:
        """Give each quote a number; neighbours in one passage are one quote."""
        runs = _runs(chosen)
        citations = []
        numbers = []
        for marker, run in enumerate(runs, start=1):
            passage, span = run[0].passage, (run[0].span[0], run[-1].span[1])
            citations.append(
                Citation(
                    marker,
                    passage,
                    passage.paragraph.text[slice(*span)],
                    counterpart=run[0].counterpart,
                    counterpart_quote=self._find_quote(passage, run[0].counterpart, span),
                )
            )
            numbers += [marker] * len(run)
        return tuple(citations), numbers


def _term(question: Question) -> Term | None:
    return read_term(question.text, question.search_language)


def _notes(question: Question, chosen: Sequence[Sentence]) -> tuple[str, ...]:
    """Say why something is quoted in another language than the one wanted."""
    wanted = wanted_language(question.text, question.language)
    foreign = [sentence for sentence in chosen if sentence.language != wanted]
    fuller = [is_fuller_version(sentence, wanted) for sentence in foreign]
    notes: list[wording.Wording] = []
    if not all(fuller):
        is_whole = len(foreign) == len(chosen)
        notes.append(wording.QUOTED_ORIGINAL if is_whole else wording.QUOTED_PARTLY)
    if any(fuller):
        notes.append(wording.QUOTED_FULLER)
    return tuple(wording.name_versions(each, wanted, question.language) for each in notes)


def write_text(chosen: Sequence[Sentence], numbers: Sequence[int], *, as_list: bool) -> str:
    """Write sentences with their marks; items of a list one a line.

    Between two Chinese sentences stands nothing, beside one in English a blank, whoever asks.
    """
    text = ""
    before: Language | None = None
    for sentence, number in zip(chosen, numbers, strict=True):
        blank = "" if before == sentence.language == "zh" else " "
        between = "" if before is None else "\n" if as_list else blank
        text += between + mark(neutralise_marks(sentence.text), number)
        before = sentence.language
    return text


def _choose_by_language(
    sentences: Sequence[Sentence],
    scores: NDArray[np.float64],
    wants: Wants,
    hits: Sequence[Hit],
    *,
    language: Language,
) -> tuple[Sentence, ...]:
    """Quote the asker's language, with an original beside it or instead where that is needed.

    Instead where the search puts one first and is about as sure of it: on the sample and
    development questions that takes the place of no evidence in the asker's language (91
    questions). Beside where its best sentence scores higher.
    """
    own = [index for index, s in enumerate(sentences) if s.language == language]
    others = [index for index, s in enumerate(sentences) if s.language != language]
    if not own or (others and _is_found_abroad(hits, language)):
        return choose_sentences([sentences[i] for i in others], scores[others], wants)
    chosen = choose_sentences([sentences[i] for i in own], scores[own], wants)
    if others and max(scores[others]) > max(scores[own]):
        # What the asker can read at once: one paragraph of it is enough.
        first = tuple(s for s in chosen if s.passage.id == chosen[0].passage.id)
        for index in sorted(others, key=lambda index: -scores[index])[:_BESIDE_TRIES]:
            if _is_mostly(language, (*first, sentences[index])):
                return (*first, sentences[index])
    return chosen


def _is_found_abroad(hits: Sequence[Hit], language: Language) -> bool:
    """Tell whether a hit without a version in a language comes first, about as sure as one with."""
    own = next((hit for hit in hits if _has_version(hit, language)), None)
    if own is None or own is hits[0]:
        return own is None
    return (hits[0].confidence or 0.0) >= _AS_SURE * (own.confidence or 0.0)


def _has_version(hit: Hit, language: Language) -> bool:
    return hit.passage.paragraph.language == language or hit.counterpart is not None


def _is_mostly(language: Language, sentences: Sequence[Sentence]) -> bool:
    text = " ".join(sentence.text for sentence in sentences)
    han, words = count_han(text), count_latin_words(text)
    return han > words if language == "zh" else words > han


def _runs(chosen: Sequence[Sentence]) -> list[list[Sentence]]:
    if not chosen:
        return []
    runs = [[chosen[0]]]
    for before, sentence in pairwise(chosen):
        same = before.passage.id == sentence.passage.id
        if same and sentence.position == before.position + 1:
            runs[-1].append(sentence)
        else:
            runs.append([sentence])
    return runs
