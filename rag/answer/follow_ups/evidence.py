"""A question, alone and joined to what was asked before -> whether it stands alone.

"轮渡涨价了吗？" after a question on a flood is as short as one that leaves its subject unsaid, and
its words do not tell. What the library says does: alone it is answered with words that it asks for,
and joined to the flood it is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rag.answer.coverage import QueryTerm, match_term, read_query, term_set
from rag.answer.follow_ups.threads import is_thing, names_subject
from rag.protocols import Lexicon
from rag.schema import Answer, Language, Question
from rag.text.language import detect_language

#: A question -> its answer, without a model.
Find = Callable[[Question], Answer]
#: So much more of the question an answer to it alone must say. What points back ("Did she rule out
#: sabotage?") or names no subject (花了多少钱？) is of what was asked before in any case.
_MORE, _MORE_POINTING_BACK = 0.1, 0.2
#: Of a thing that the same is asked of ("A cabin?"), an answer to the joined question says more
#: than this unless it passes it over.
_HARDLY = 0.1
#: An answer that says less than this of what was asked before is of another subject; then a
#: question that names one stands alone if it is answered as well, since both quote the same.
_OF_SUBJECT = 0.15
#: A heading or question above a paragraph says what it is about, not what it states.
_CONTEXT_SHARE = 0.5
#: Hits of the joined question that tell which documents the conversation is about.
_NEAREST = 5


@dataclass(frozen=True, slots=True)
class Joined:
    """A question beside what was asked before.

    :param alone: the question by itself.
    :param joined: the same, with ``standalone`` completed from what was asked before.
    :param before: what was asked before, as one text.
    :param points_back: whether it refers to that by its wording: "And the bus?"
    """

    alone: Question
    joined: Question
    before: str
    points_back: bool


#: Tells whether a question stands alone.
StandsAlone = Callable[[Joined], bool]


class EvidenceJudge:
    """Tells whether a question stands alone by what a library answers.

    :param find: answers a question from the library, without a model.
    :param lexicon: translation table, for answers in the other language.
    """

    def __init__(self, find: Find, lexicon: Lexicon | None) -> None:
        self._find = find
        self._lexicon = lexicon

    def __call__(self, question: Joined) -> bool:
        """Tell whether the library answers the question alone as well as joined, or better."""
        alone = self._find(question.alone)
        if alone.refused or not alone.citations:
            return False
        joined = self._find(question.joined)
        text = question.alone.text
        said = self._cover(text, joined)
        more = self._cover(text, alone) - said
        if is_thing(text) and said > _HARDLY:
            return False
        if question.points_back or is_thing(text):
            return more > _MORE_POINTING_BACK and _is_near(alone, joined)
        on_subject = self._cover(question.before, alone, whole=True) >= _OF_SUBJECT
        if not names_subject(text):
            return more > _MORE_POINTING_BACK and on_subject
        return more > _MORE if on_subject else more >= 0

    def _cover(self, text: str, answer: Answer, *, whole: bool = False) -> float:
        """Measure the share of a text's terms that an answer quotes or its first paragraph says."""
        language = detect_language(text) or answer.question.language
        query = read_query(Question(text, language), self._lexicon)
        sides = list(_read_sides(answer, whole=whole))
        total = sum(term.weight for term in query.terms)
        covered = sum(term.weight * _match(term, sides, language) for term in query.terms)
        return covered / total if total else 0.0


@dataclass(frozen=True, slots=True)
class _Side:
    language: Language
    terms: frozenset[str]
    context: frozenset[str]


def _read_sides(answer: Answer, *, whole: bool) -> Iterator[_Side]:
    if answer.refused:
        return
    # What comes first is what it is about; the rest may be of anything.
    for citation in answer.citations[:1] if whole else answer.citations:
        passage, other = citation.passage, citation.counterpart
        text = passage.paragraph.text if whole else citation.quote
        yield _Side(passage.paragraph.language, term_set(text), term_set(passage.context or ""))
        if other is not None:
            first = other.passages[0]
            text = other.text if whole else citation.counterpart_quote
            yield _Side(first.paragraph.language, term_set(text), term_set(first.context or ""))


def _match(term: QueryTerm, sides: Sequence[_Side], language: Language) -> float:
    """Tell how surely sides say a term; the question above a reply says what it is on."""
    return max(
        (
            max(
                match_term(term, side.terms, foreign=side.language != language),
                _CONTEXT_SHARE * match_term(term, side.context, foreign=side.language != language),
            )
            for side in sides
        ),
        default=0.0,
    )


def _is_near(alone: Answer, joined: Answer) -> bool:
    """Tell whether an answer is from a document that the conversation is about."""
    near = {hit.passage.paragraph.document for hit in joined.hits[:_NEAREST]}
    near |= {each.passage.paragraph.document for each in joined.citations}
    return alone.citations[0].passage.paragraph.document in near
