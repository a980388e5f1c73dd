"""Question and sentences -> how likely each sentence is to hold the answer."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, fields
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from rag.answer.counting import Counted, counts_it, read_counted
from rag.answer.coverage import (
    QueryTerms,
    cover,
    match_terms,
    share_covered,
    term_set,
    weigh_terms,
)
from rag.answer.reading import Sentence, asks
from rag.answer.wants import AnswerType, Wants, fits_type
from rag.protocols import Encode
from rag.schema import FRAMING_KINDS, Counterpart, Passage, Question
from rag.text.numbers import number_keys
from rag.text.speech import label_end

#: What is left of the weight of a speaker's name.
_SPEAKER_SHARE = 0.2
#: Where a question is asked about, question paragraphs come before others by this much.
_ASKED = 0.5

#: What a reporter states before asking is said by no one interviewed.
_REPORTED = 0.3

#: A reporter's question that covers this much of the user's begins to be the same question.
_SAME_QUESTION = 0.5
_OPENING_SENTENCES = 2
#: What is left of that behind the opening sentences, and in the paragraphs after the first.
_LATER_REPLY = 0.4

_REASON = re.compile(
    r"因为|由于|因此|所以|从而|以便|旨在|为了|根本原因|在于|得益于|源于|鉴于|"
    r"\b(?:because|since|due to|owing to|in order to|so that|as a result|thanks to|therefore|"
    r"in response to|with a view to|aimed? (?:at|to)|reason|caused by|lies in)\b",
    re.IGNORECASE,
)
_ENUMERATION = re.compile(
    r"、|[一二三四五]是|第[一二三四五六七八九十]|首先|其次|此外|"
    r"\b(?:first|second|third|fourth|fifth|including|such as|as well as)\b|, and\b|;|"
    r",[^,;.]{2,40} and\b",
    re.IGNORECASE,
)
#: What a sentence that says when, or why, counts as beside one with a number: those that do not are
#: seldom the answer. Set, as ``framing``, on the questions about the town and on 220 others.
_TYPE_FIT: dict[AnswerType, float] = {"date": 1.8, "reason": 1.6}
_NAME_EN = re.compile(r"(?<=[a-z,;] )[A-Z][A-Za-z\u2019'-]+")
_NAME_ZH = re.compile(r"[《“\"]|[A-Z]{2,}|[国省市县州社部院会台报党军队局厂]")


@dataclass(frozen=True, slots=True)
class Features:
    """What is known of a sentence as an answer.

    Each is 0 to 1, but ``type_fit`` 0 to 1.8 and ``date_fit`` and ``framing`` -1 to 1. Those ending
    in ``abroad`` are 0 for sentences in the language of the question: translation covers less than
    the words themselves.
    """

    covered: float
    covered_near: float
    covered_passage: float
    covered_abroad: float
    covered_passage_abroad: float
    abroad: float
    similar: float
    similar_passage: float
    retrieved: float
    type_fit: float
    date_fit: float
    framing: float
    novel: float
    asked: float


#: Logistic weights, fitted on CMRC 2018's trial questions, then on the development questions for
#: what those do not have (translation, dates, framing); ``asked`` was set on the sample questions.
#: XQuAD was looked at only.
WEIGHTS = Features(
    covered=4.9,
    covered_near=0.65,
    covered_passage=2.5,
    covered_abroad=1.6,
    covered_passage_abroad=1.4,
    abroad=1.4,
    similar=2.1,
    similar_passage=1.8,
    retrieved=2.0,
    type_fit=2.1,
    date_fit=1.4,
    framing=-6.0,
    novel=0.8,
    asked=6.0,
)
_NAMES = [field.name for field in fields(Features)]
_values = attrgetter(*_NAMES)
_WEIGHTS = np.array(_values(WEIGHTS))
_DATE = re.compile(r"\d{4}(?:-\d{2}){0,2}")


@dataclass(frozen=True, slots=True)
class Ranking:
    """Sentences as answers.

    :param scores: shape (sentences,); higher is better, comparable within one question.
    :param similarities: cosine of each with the question, 0 to 1, shape (sentences,).
    :param miscounts: whether each states no figure of what the question asks the number of, shape
        (sentences,); false for all where it asks for none, or does not say of what.
    """

    scores: NDArray[np.float64]
    similarities: NDArray[np.float64]
    miscounts: NDArray[np.bool_]

    def at(self, places: Sequence[bool]) -> Ranking:
        """Give the ranking of some of the sentences, in the same order."""
        kept = list(places)
        return Ranking(self.scores[kept], self.similarities[kept], self.miscounts[kept])


def rank_sentences(
    question: Question,
    sentences: Sequence[Sentence],
    *,
    query: QueryTerms,
    wants: Wants,
    encode: Encode,
) -> Ranking:
    """Score sentences as answers.

    :param question: the checked question.
    :param sentences: candidates, at least one.
    :param query: the question's terms.
    :param wants: what the question asks for.
    :param encode: the embedder.
    :returns: the scores, and what they rest on.
    """
    features = measure_sentences(question, sentences, query=query, wants=wants, encode=encode)
    counted = _read_counted(question, query, wants)
    counting = [_counts(each, counted, query) for each in sentences]
    return Ranking(
        np.asarray(features @ _WEIGHTS, dtype=np.float64),
        features[:, _NAMES.index("similar")],
        ~np.array(counting, dtype=np.bool_),
    )


def measure_sentences(
    question: Question,
    sentences: Sequence[Sentence],
    *,
    query: QueryTerms,
    wants: Wants,
    encode: Encode,
) -> NDArray[np.float64]:
    """Measure the features of sentences, shape ``(len(sentences), len(fields(Features)))``."""
    foreign = [s.language != query.language for s in sentences]
    texts = [term_set(s.text) for s in sentences]
    matches = [
        match_terms(query, terms, foreign=abroad)
        for terms, abroad in zip(texts, foreign, strict=True)
    ]
    weights = _spare_speakers(query, weigh_terms(query, matches), sentences)
    covered = [share_covered(weights, each) for each in matches]
    passages = _measure_passages(query, weights, sentences)
    similar, similar_passage = _similarities(question, sentences, encode)
    known = {term.term for term in query.terms}
    rows = []
    for index, sentence in enumerate(sentences):
        passage = passages[sentence.passage.id]
        rows.append(
            Features(
                covered=covered[index],
                covered_near=_near(covered, sentences, index),
                covered_passage=passage.covered,
                covered_abroad=covered[index] * foreign[index],
                covered_passage_abroad=passage.covered * foreign[index],
                abroad=float(foreign[index]),
                similar=similar[index],
                similar_passage=similar_passage[index],
                retrieved=sentence.standing,
                type_fit=_type_fit(sentence, query, wants),
                date_fit=passage.date_fit,
                framing=_framing(sentence, wants),
                novel=_novelty(texts[index], known),
                asked=_asked(sentence, passage.asked),
            )
        )
    return np.array([_values(row) for row in rows])


def _read_counted(question: Question, query: QueryTerms, wants: Wants) -> Counted | None:
    if wants.type != "number":
        return None
    return read_counted(question.text, query) or read_counted(question.search_text, query)


def _counts(sentence: Sentence, counted: Counted | None, query: QueryTerms) -> bool:
    return counted is None or counts_it(sentence.text, counted, sentence.language, query)


def _spare_speakers(
    query: QueryTerms, weights: Sequence[float], sentences: Sequence[Sentence]
) -> list[float]:
    """Weigh down the speaker's own name: everything he says is by him, named or not."""
    labels = {sentence.passage.paragraph.speaker or "" for sentence in sentences}
    names = frozenset[str]().union(*(term_set(label) for label in labels))
    return [
        weight * (_SPEAKER_SHARE if term.term in names else 1.0)
        for term, weight in zip(query.terms, weights, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Whole:
    """What is known of a paragraph, whichever of its sentences is the answer.

    :param covered: how far it covers the question, with what is above it and its counterparts.
    :param asked: how far the reporter's question that it answers is the user's.
    """

    covered: float
    asked: float
    date_fit: float


def _measure_passages(
    query: QueryTerms, weights: Sequence[float], sentences: Sequence[Sentence]
) -> dict[int, _Whole]:
    measured: dict[int, _Whole] = {}
    asked = _weigh_asked(query, sentences)
    dates = [key for key in query.numbers if _DATE.fullmatch(key)]
    for sentence in sentences:
        passage = sentence.passage
        if passage.id not in measured:
            measured[passage.id] = _Whole(
                _cover_passage(passage, sentence.counterpart, query, weights),
                max(_same_question(passage, query, each) for each in (weights, asked)),
                _date_fit(passage, dates),
            )
    return measured


def _weigh_asked(query: QueryTerms, sentences: Sequence[Sentence]) -> list[float]:
    """Weigh the question's terms by how few reporters' questions hold them; all say something."""
    contexts = {s.passage.context: s.language != query.language for s in sentences}
    held = [
        match_terms(query, term_set(context), foreign=abroad)
        for context, abroad in contexts.items()
    ]
    return [
        term.weight * math.log(1 + (len(held) + 1) / (sum(each[place] for each in held) + 0.5))
        for place, term in enumerate(query.terms)
    ]


def _cover_passage(
    passage: Passage, other: Counterpart | None, query: QueryTerms, weights: Sequence[float]
) -> float:
    foreign = passage.paragraph.language != query.language
    return cover(
        query,
        weights,
        term_set(f"{passage.context}\n{passage.paragraph.text}"),
        foreign=foreign,
        counterpart=None if foreign or other is None else term_set(other.text),
    )


def _similarities(
    question: Question, sentences: Sequence[Sentence], encode: Encode
) -> tuple[list[float], list[float]]:
    ids = list(dict.fromkeys(sentence.passage.id for sentence in sentences))
    texts = {sentence.passage.id: sentence.passage.paragraph.text for sentence in sentences}
    vectors = encode(
        [question.search_text, *(s.text for s in sentences), *(texts[id_] for id_ in ids)]
    )
    cosines = np.clip(vectors[1:] @ vectors[0], 0.0, 1.0).tolist()
    count = len(sentences)
    of_passage = dict(zip(ids, cosines[count:], strict=True))
    return cosines[:count], [of_passage[sentence.passage.id] for sentence in sentences]


def _same_question(passage: Passage, query: QueryTerms, weights: Sequence[float]) -> float:
    """Tell how far the reporter asked the user's question: what was said to it answers it.

    Across languages too little of a question is recognised to tell.
    """
    foreign = passage.paragraph.language != query.language
    if foreign or passage.paragraph.kind != "answer" or not passage.context:
        return 0.0
    same = cover(query, weights, term_set(passage.context), foreign=False)
    return max(0.0, (same - _SAME_QUESTION) / (1 - _SAME_QUESTION))


def _asked(sentence: Sentence, same: float) -> float:
    """Weigh that by place: the reply begins with the answer; what follows moves on."""
    begins = 1.0 if label_end(sentence.passage.paragraph) else _LATER_REPLY
    first = 1.0 if sentence.position < _OPENING_SENTENCES else _LATER_REPLY
    return same * begins * first


def _near(covered: Sequence[float], sentences: Sequence[Sentence], index: int) -> float:
    passage = sentences[index].passage.id
    near = [
        covered[other]
        for other in (index - 1, index + 1)
        if 0 <= other < len(sentences) and sentences[other].passage.id == passage
    ]
    return max(near, default=0.0)


def _type_fit(sentence: Sentence, query: QueryTerms, wants: Wants) -> float:
    text = sentence.text
    if wants.type in ("number", "date"):
        return _TYPE_FIT.get(wants.type, 1.0) * fits_type(text, wants, query.numbers)
    if wants.type == "reason":
        return _TYPE_FIT["reason"] * (_REASON.search(text) is not None)
    if wants.type == "list":
        return min(1.0, len(_ENUMERATION.findall(text)) / 2)
    if wants.type == "person":
        pattern = _NAME_EN if sentence.language == "en" else _NAME_ZH
        return float(pattern.search(text) is not None)
    return 0.0


def _date_fit(passage: Passage, asked: Sequence[str]) -> float:
    """Whether the document is of the date the question names: 1; of another: -1; unknown: 0."""
    date = passage.date
    if not date or not asked:
        return 0.0
    if any(date.startswith(key) or key.startswith(date) for key in asked):
        return 1.0
    stated = number_keys(passage.paragraph.text)
    return 0.0 if not set(asked).isdisjoint(stated) else -1.0


def _framing(sentence: Sentence, wants: Wants) -> float:
    kind = sentence.passage.paragraph.kind
    if kind == "question":
        if wants.about_question:
            return -_ASKED
        return 1.0 if asks(sentence) else _REPORTED
    if kind in FRAMING_KINDS or kind == "caption":
        return 0.0 if wants.about_document else 1.0
    return 0.0


def _novelty(terms: frozenset[str], known: Set[str]) -> float:
    """How much a sentence adds to the question: an answer must add something."""
    new = len(terms - known)
    return min(1.0, math.log1p(new) / math.log1p(30))
