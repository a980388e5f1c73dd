"""Certainty of every answer -> what refusing below another threshold would have done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from rag.evaluation.lines import AnswerLine
from rag.evaluation.questions import EvalQuestion
from rag.records import Record

#: Thresholds that are tried, from 0 to 1.
STEPS = 100
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class ThresholdPoint:
    """What a threshold does.

    :param precision: share of the refusals that are right; None where nothing is refused.
    :param recall: share of the unanswerable questions that are refused.
    :param answered: share of the answerable questions that are not.
    """

    threshold: float
    precision: float | None
    recall: float
    answered: float


@dataclass(frozen=True, slots=True)
class ThresholdCurve:
    """What every threshold does, and which one the run had.

    :param points: in order of their thresholds, from 0 to 1.
    :param present: what the run's own threshold does; None where it is not known.
    :param question_count: questions with a certainty of which it is known whether they have an
        answer.
    """

    points: tuple[ThresholdPoint, ...]
    present: ThresholdPoint | None
    question_count: int

    @property
    def best(self) -> ThresholdPoint:
        """The point whose refusals have the highest F1; the lowest threshold of several."""
        return max(self.points, key=_f1)

    def record(self) -> Record:
        """Describe the curve as ``scores.json`` holds it."""
        return {
            "questions": self.question_count,
            "present": self.present and _rounded(self.present),
            "best": _rounded(self.best),
            "points": [_rounded(point) for point in self.points],
        }


def trace_thresholds(
    questions: Sequence[EvalQuestion],
    answers: Mapping[str, AnswerLine],
    present: float | None = None,
) -> ThresholdCurve | None:
    """Refuse the answers of a run at every threshold.

    A refusal that no certainty decided (a question that could not be asked, an empty library) stays
    one at every threshold.

    :param questions: the question set; those that do not say whether they have an answer tell
        nothing.
    :param answers: by question id.
    :param present: the threshold that the run had.
    :returns: the curve; None where no certainty was measured, or the questions are all answerable
        or all not.
    """
    judged = [
        (bool(each.answerable), _level(answers[each.id]))
        for each in questions
        if each.answerable is not None and each.id in answers
    ]
    measured = any(
        answers[each.id].certainty is not None for each in questions if each.id in answers
    )
    if not measured or len({answerable for answerable, _ in judged}) < 2:
        return None
    points = tuple(_refuse_below(step / STEPS, judged) for step in range(STEPS + 1))
    now = None if present is None else _refuse_below(present, judged)
    return ThresholdCurve(points, now, len(judged))


def _level(answer: AnswerLine) -> float:
    """Give the certainty below which an answer is refused; what nothing measured is decided."""
    decided = -1.0 if answer.refused else 2.0
    if answer.certainty is None or (answer.refused and answer.certainty == 0):
        return decided
    return answer.certainty


def _refuse_below(threshold: float, judged: Sequence[tuple[bool, float]]) -> ThresholdPoint:
    refused = [answerable for answerable, level in judged if level < threshold or level < 0]
    right = refused.count(False)
    answerable = sum(each for each, _ in judged)
    return ThresholdPoint(
        threshold=threshold,
        precision=right / len(refused) if refused else None,
        recall=right / (len(judged) - answerable),
        answered=1 - (len(refused) - right) / answerable,
    )


def _f1(point: ThresholdPoint) -> float:
    if not point.precision:
        return 0.0
    return 2 * point.precision * point.recall / (point.precision + point.recall)


def _rounded(point: ThresholdPoint) -> Record:
    return {
        name: None if value is None else round(value, _DIGITS)
        for name, value in asdict(point).items()
    }
