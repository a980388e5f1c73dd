"""Questions and answers of a run -> its figures: over all, per direction and per kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from rag.evaluation.adaptation import AdaptationEffect
from rag.evaluation.conditions import RunConditions
from rag.evaluation.figures import Figure, mean_figure, percentile
from rag.evaluation.lines import AnswerLine
from rag.evaluation.measures import GROUPINGS, MEASURES, Observations, observe
from rag.evaluation.questions import EvalQuestion
from rag.evaluation.thresholds import ThresholdCurve, trace_thresholds
from rag.records import Record

#: Raised when the meaning of scores.json changes.
_FORMAT = 1
_DIGITS = 4
_TAIL = 0.95


@dataclass(frozen=True, slots=True)
class Group:
    """Questions put together, and their figures.

    :param grouping: ``all``, ``direction`` or ``kind``.
    :param label: ``all``, ``zh>en``, ``list`` and so on.
    :param question_count: questions that have an answer.
    :param figures: by measure; measures without an observation are left out.
    """

    grouping: str
    label: str
    question_count: int
    figures: Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class EvaluationResult:
    """A run over a question set.

    :param name: of the question set; empty where it has none.
    :param answers: by question id.
    :param observed: observations by question id, then by measure.
    :param groups: ``all`` first, then directions and kinds in order of their labels.
    :param resumed: answers taken over from a run that was interrupted.
    :param adaptation: what the terms learned from the library change, where it has any.
    :param conditions: what the figures hold for, where the library says it.
    :param thresholds: what other thresholds of refusal would have done, where certainty is known.
    """

    questions: tuple[EvalQuestion, ...]
    answers: Mapping[str, AnswerLine]
    observed: Mapping[str, Observations]
    groups: tuple[Group, ...]
    resumed: int = 0
    adaptation: AdaptationEffect | None = None
    conditions: RunConditions | None = None
    thresholds: ThresholdCurve | None = None
    name: str = ""

    @property
    def models(self) -> tuple[str, ...]:
        """What answered, by name."""
        return tuple(sorted({line.model for line in self.answers.values() if line.model}))

    @property
    def overall(self) -> Group:
        """The figures over all questions."""
        return self.groups[0]

    def grouped(self, grouping: str) -> tuple[Group, ...]:
        """List the groups of one grouping."""
        return tuple(group for group in self.groups if group.grouping == grouping)

    @property
    def slow_seconds(self) -> float | None:
        """Seconds within which 95 of 100 answers came."""
        return self._seconds_at(_TAIL)

    @property
    def median_seconds(self) -> float | None:
        """Seconds within which half of the answers came."""
        return self._seconds_at(0.5)

    def _seconds_at(self, share: float) -> float | None:
        seconds = [line.seconds for line in self.answers.values() if line.seconds is not None]
        return percentile(seconds, share) if seconds else None

    @property
    def tokens(self) -> tuple[int, int] | None:
        """Tokens of all prompts and of all answers; None where no model was asked."""
        used = [line.tokens for line in self.answers.values() if line.tokens]
        if not used:
            return None
        return sum(each.prompt for each in used), sum(each.completion for each in used)

    def record(self) -> Record:
        """Describe the figures as ``scores.json`` holds them."""
        tokens = self.tokens
        return {
            "format": _FORMAT,
            "set": self.name,
            "questions": len(self.questions),
            "answers": len(self.answers),
            "resumed": self.resumed,
            "models": list(self.models),
            "seconds": {"median": self.median_seconds, "p95": self.slow_seconds},
            "tokens": tokens and {"prompt": tokens[0], "completion": tokens[1]},
            "conditions": self.conditions and self.conditions.record(),
            "thresholds": self.thresholds and self.thresholds.record(),
            "adaptation": self.adaptation and self.adaptation.record(),
            "all": _figures_record(self.overall),
            **{
                grouping: {group.label: _figures_record(group) for group in self.grouped(grouping)}
                for grouping in GROUPINGS
            },
        }


def score_answers(
    questions: Sequence[EvalQuestion],
    answers: Mapping[str, AnswerLine],
    *,
    resumed: int = 0,
    conditions: RunConditions | None = None,
) -> EvaluationResult:
    """Measure the answers of a run.

    :param questions: the question set.
    :param answers: by question id; questions without one are left out of every figure.
    :param resumed: answers taken over from an interrupted run, to be reported.
    :param conditions: under which they were given, to be reported.
    :returns: answers and figures.
    """
    observed = observe(questions, answers)
    asked = [question for question in questions if question.id in observed]
    groups = [_measure_group("all", "all", asked, observed)]
    for grouping, label_of in GROUPINGS.items():
        for label in sorted({label_of(question) for question in asked}):
            members = [question for question in asked if label_of(question) == label]
            groups.append(_measure_group(grouping, label, members, observed))
    present = None if conditions is None else conditions.min_certainty
    return EvaluationResult(
        questions=tuple(questions),
        answers=dict(answers),
        observed=observed,
        groups=tuple(groups),
        resumed=resumed,
        conditions=conditions,
        thresholds=trace_thresholds(questions, answers, present),
    )


def _measure_group(
    grouping: str,
    label: str,
    members: Sequence[EvalQuestion],
    observed: Mapping[str, Observations],
) -> Group:
    figures = {}
    for measure in MEASURES:
        figure = mean_figure([observed[member.id].get(measure, []) for member in members])
        if figure is not None:
            figures[measure] = figure
    return Group(grouping, label, len(members), figures)


def _figures_record(group: Group) -> Record:
    figures = {
        name: {key: round(value, _DIGITS) for key, value in asdict(figure).items()}
        for name, figure in group.figures.items()
    }
    return {"questions": group.question_count, "figures": figures}
