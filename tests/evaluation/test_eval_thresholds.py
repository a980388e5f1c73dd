from __future__ import annotations

import random

import pytest
from sklearn.metrics import precision_score, recall_score

from rag.evaluation.lines import AnswerLine
from rag.evaluation.questions import EvalQuestion
from rag.evaluation.thresholds import STEPS, ThresholdCurve, trace_thresholds

EVIDENCE = [{"lang": "zh", "text": "防潮闸今年一共关闭了九次"}]


def curve_of(*rows: tuple[bool, float | None, bool], present: float | None = None):
    """Trace rows of: whether there is an answer, certainty, whether it was refused."""
    questions, answers = [], {}
    for number, (answerable, certainty, refused) in enumerate(rows):
        id_ = str(number)
        evidence = EVIDENCE if answerable else []
        questions.append(EvalQuestion(id=id_, question="几次？", lang="zh", evidence=evidence))
        answers[id_] = AnswerLine(
            id=id_, language="zh", answer="九次", refused=refused, certainty=certainty
        )
    return trace_thresholds(questions, answers, present)


def at(curve: ThresholdCurve | None, threshold: float):
    assert curve is not None
    return next(each for each in curve.points if each.threshold == threshold)


def test_curve_by_hand():
    curve = curve_of(
        (True, 0.9, False), (True, 0.4, False), (False, 0.3, True), (False, 0.6, False)
    )
    low, middle, high = at(curve, 0.35), at(curve, 0.5), at(curve, 0.95)
    assert (low.precision, low.recall, low.answered) == (1.0, 0.5, 1.0)
    assert (middle.precision, middle.recall, middle.answered) == (0.5, 0.5, 0.5)
    assert (high.precision, high.recall, high.answered) == (0.5, 1.0, 0.0)
    assert at(curve, 0.0).precision is None


def test_curve_equals_scikit_learn():
    rng = random.Random(5)  # noqa: S311
    rows = [(rng.random() < 0.6, rng.random(), False) for _ in range(200)]
    curve = curve_of(*rows)
    assert curve is not None
    truth = [not answerable for answerable, _, _ in rows]
    for point in curve.points[1:]:
        refused = [certainty < point.threshold for _, certainty, _ in rows]
        known = precision_score(truth, refused, zero_division=0)
        assert point.precision == pytest.approx(known)
        assert point.recall == pytest.approx(recall_score(truth, refused))
    assert len(curve.points) == STEPS + 1


def test_refusals_that_no_certainty_decided_stay():
    curve = curve_of((True, 0.9, False), (False, None, True), (False, 0.0, True))
    assert at(curve, 0.0).recall == 1.0
    assert at(curve, 1.0).precision == pytest.approx(2 / 3)


def test_answers_without_certainty_are_never_refused():
    curve = curve_of((True, None, False), (False, 0.5, True))
    assert at(curve, 1.0).answered == 1.0


def test_present_threshold_is_measured_at_its_own_place():
    curve = curve_of((True, 0.9, False), (False, 0.688, True), present=0.689)
    assert curve is not None
    assert curve.present is not None
    assert curve.present.threshold == 0.689
    assert curve.present.recall == 1.0


def test_best_threshold_has_the_highest_f1():
    curve = curve_of((True, 0.8, False), (True, 0.9, False), (False, 0.3, True), (False, 0.5, True))
    assert curve is not None
    assert 0.5 < curve.best.threshold <= 0.8
    assert curve.best.precision == curve.best.recall == 1.0
    assert curve.record()["questions"] == 4


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [(True, 0.5, False), (True, 0.9, False)],
        [(False, 0.5, True)],
        [(True, None, False), (False, None, True)],
    ],
    ids=["nothing", "all answerable", "none answerable", "no certainty"],
)
def test_there_is_no_curve_without_both_kinds_and_a_certainty(rows):
    assert curve_of(*rows) is None
