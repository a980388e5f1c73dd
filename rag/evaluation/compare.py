"""Two runs over the same questions -> what changed, how surely, and on which questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from rag.errors import EvaluationError
from rag.evaluation.figures import Difference, compare_figures
from rag.evaluation.lines import ANSWERS_FILE, AnswerLine, read_answers
from rag.evaluation.measures import MEASURES, Observations, observe
from rag.evaluation.questions import EvalQuestion
from rag.evaluation.results import EvaluationResult
from rag.records import Record

#: What makes a question count as changed.
_WATCHED = ("answered", "refusal_recall", "complete", "passages5", "cite_recall")

_DIGITS = 4


@dataclass(frozen=True, slots=True)
class EarlierRun:
    """The answers of an earlier run.

    :param name: where they lie.
    :param answers: by question id.
    """

    name: str
    answers: Mapping[str, AnswerLine]


def read_run(path: Path) -> EarlierRun:
    """Read an earlier run.

    :param path: its folder, or its answer file.
    :returns: its answers.
    :raises EvaluationError: if there is none, or it cannot be read.
    """
    file = path / ANSWERS_FILE if path.is_dir() else path
    return EarlierRun(str(path), {line.id: line for line in read_answers(file)})


@dataclass(frozen=True, slots=True)
class ChangedQuestion:
    """A question that the two runs deal with differently.

    :param gains: watched measures that rose.
    :param losses: watched measures that fell.
    """

    question: EvalQuestion
    before: AnswerLine
    after: AnswerLine
    gains: tuple[str, ...]
    losses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """An earlier run against this one, over the questions that both answered.

    :param name: where the earlier run lies.
    :param question_count: questions that both runs answered.
    :param differences: by measure; this run less the earlier one.
    """

    name: str
    question_count: int
    differences: Mapping[str, Difference]
    changed: tuple[ChangedQuestion, ...]

    def record(self) -> Record:
        """Describe the comparison as one JSON object."""
        differences = {
            name: {key: round(value, _DIGITS) for key, value in asdict(each).items()}
            for name, each in self.differences.items()
        }
        changed = [
            {"id": each.question.id, "gains": list(each.gains), "losses": list(each.losses)}
            for each in self.changed
        ]
        return {
            "with": self.name,
            "questions": self.question_count,
            "differences": differences,
            "changed": changed,
        }


def compare_runs(result: EvaluationResult, earlier: EarlierRun) -> Comparison:
    """Compare a run with an earlier one, measured again with today's measures.

    :param result: this run.
    :param earlier: the earlier one.
    :returns: differences over the questions whose text is the same in both.
    :raises EvaluationError: if the two share no question.
    """
    known = earlier.answers
    shared = [
        question
        for question in result.questions
        if question.id in result.answers and _is_same(question, known.get(question.id))
    ]
    if not shared:
        raise EvaluationError(
            f"{earlier.name} answers none of the {len(result.questions)} questions; "
            "compare runs over the same question file"
        )
    before = observe(shared, known)
    after = {question.id: result.observed[question.id] for question in shared}
    changes = (
        _change_of(question, known[question.id], result.answers[question.id], before, after)
        for question in shared
    )
    return Comparison(
        name=earlier.name,
        question_count=len(shared),
        differences=_differences(before, after),
        changed=tuple(each for each in changes if each.gains or each.losses),
    )


def _is_same(question: EvalQuestion, line: AnswerLine | None) -> bool:
    # Other programs may leave the question out of their answers.
    return line is not None and line.question.strip() in {"", question.question.strip()}


def _differences(
    before: Mapping[str, Observations], after: Mapping[str, Observations]
) -> dict[str, Difference]:
    found = {}
    for measure in MEASURES:
        difference = compare_figures(
            {id_: each.get(measure, []) for id_, each in before.items()},
            {id_: each.get(measure, []) for id_, each in after.items()},
        )
        if difference is not None:
            found[measure] = difference
    return found


def _change_of(
    question: EvalQuestion,
    old: AnswerLine,
    new: AnswerLine,
    before: Mapping[str, Observations],
    after: Mapping[str, Observations],
) -> ChangedQuestion:
    deltas = {
        measure: sum(after[question.id][measure]) - sum(before[question.id][measure])
        for measure in _WATCHED
        if before[question.id].get(measure) and after[question.id].get(measure)
    }
    gains = tuple(measure for measure, delta in deltas.items() if delta > 0)
    losses = tuple(measure for measure, delta in deltas.items() if delta < 0)
    return ChangedQuestion(question, old, new, gains, losses)
