"""A run's retrieval with the library's learned terms, and the same questions without them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from rag.errors import QuestionError
from rag.evaluation.figures import Difference, compare_figures
from rag.evaluation.lines import AnswerLine, PassageLine
from rag.evaluation.measures import Observations, observe
from rag.evaluation.questions import EvalQuestion
from rag.evaluation.retrieval import SearchableLibrary
from rag.records import Record, passage_record
from rag.translation import LearnedTerms

#: Measures of retrieval that are compared; the one that is watched comes first.
COMPARED = ("hit@5", "hit@1", "hit@10", "recall@5", "mrr@10", "ndcg@10", "passages5", "facts2000")
_WATCHED = COMPARED[0]
_DIGITS = 4


@runtime_checkable
class AdaptedLibrary(SearchableLibrary, Protocol):
    """A library that learns terms, and can search without them."""

    def learned_terms(self) -> LearnedTerms:
        """Give the terms it has learned."""


@dataclass(frozen=True, slots=True)
class AdaptationEffect:
    """What the learned terms change in what is found.

    :param term_count: terms learned.
    :param pair_count: pairs of paragraphs they were learned from.
    :param question_count: questions that were searched both ways.
    :param differences: by direction (``all`` first), then by measure; ``first`` is without the
        terms and ``second`` with them.
    """

    term_count: int
    pair_count: int
    question_count: int
    differences: Mapping[str, Mapping[str, Difference]]

    @property
    def warning(self) -> str | None:
        """What to do where the terms make retrieval worse; None where they do not."""
        watched = self.differences["all"].get(_WATCHED)
        if watched is None or watched.value >= 0:
            return None
        return (
            f"Warning: the terms learned from the library make retrieval worse on these questions "
            f"({_WATCHED} {watched.first:.3f} without them, {watched.second:.3f} with them). "
            "DUIZHAO_ADAPTATION__ENABLED=false switches them off."
        )

    def record(self) -> Record:
        """Describe the effect as ``scores.json`` holds it."""
        return {
            "terms": self.term_count,
            "pairs": self.pair_count,
            "questions": self.question_count,
            "warning": self.warning,
            "measures": {
                label: {name: _describe(each) for name, each in measures.items()}
                for label, measures in self.differences.items()
            },
        }


def measure_adaptation(
    library: AdaptedLibrary,
    questions: Sequence[EvalQuestion],
    answers: Mapping[str, AnswerLine],
) -> AdaptationEffect | None:
    """Search the questions of a run once more, without the learned terms.

    :param library: what was asked.
    :param questions: the question set; those without evidence tell nothing.
    :param answers: the run's answers, whose passages were found with the terms.
    :returns: the effect; None where nothing was learned or no question has evidence.
    """
    learned = library.learned_terms()
    asked = [each for each in questions if each.evidence and answers.get(each.id) is not None]
    if not len(learned) or not asked:
        return None
    without = {each.id: _search_without(library, each, answers[each.id]) for each in asked}
    before, after = observe(asked, without), observe(asked, answers)
    directions = {each.direction for each in asked}
    labels = {"all": asked} | {
        label: [each for each in asked if each.direction == label] for label in sorted(directions)
    }
    return AdaptationEffect(
        len(learned),
        learned.pair_count,
        len(asked),
        {label: _compare(members, before, after) for label, members in labels.items()},
    )


def _search_without(
    library: AdaptedLibrary, question: EvalQuestion, answer: AnswerLine
) -> AnswerLine:
    """Give the answer's line with the passages that are found without the terms."""
    try:
        hits = library.search(
            question.question, history=question.turns, top_k=len(answer.ranking), adapted=False
        )
    except QuestionError:
        return answer
    passages = tuple(PassageLine.model_validate(passage_record(hit)) for hit in hits)
    return answer.model_copy(update={"passages": passages, "further": ()})


def _compare(
    members: Sequence[EvalQuestion],
    before: Mapping[str, Observations],
    after: Mapping[str, Observations],
) -> dict[str, Difference]:
    found = {}
    for measure in COMPARED:
        difference = compare_figures(
            {each.id: before[each.id].get(measure, []) for each in members},
            {each.id: after[each.id].get(measure, []) for each in members},
        )
        if difference is not None:
            found[measure] = difference
    return found


def _describe(difference: Difference) -> Record:
    return {
        "without": round(difference.first, _DIGITS),
        "with": round(difference.second, _DIGITS),
        "better": difference.better,
        "worse": difference.worse,
        "p": round(difference.p_sign, _DIGITS),
    }
