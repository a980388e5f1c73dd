"""A library and a question set -> answers and their figures, kept in a folder."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from rag.errors import EvaluationError, QuestionError
from rag.evaluation.adaptation import AdaptedLibrary, measure_adaptation
from rag.evaluation.conditions import RunConditions, read_conditions
from rag.evaluation.html_report import render_page
from rag.evaluation.judge import Judge
from rag.evaluation.lines import ANSWERS_FILE, AnswerLine, read_finished_answers, write_line
from rag.evaluation.questions import EvalQuestion
from rag.evaluation.results import EvaluationResult, score_answers
from rag.evaluation.retrieval import rank_further
from rag.records import refusal_record
from rag.schema import Answer, Turn

SCORES_FILE = "scores.json"
REPORT_FILE = "report.html"

#: Answers of a run that is under way; its first line holds the fingerprint of its conditions. A
#: finished run is never continued, nor one under other conditions.
PARTIAL_FILE = "answers.partial.jsonl"

_RUN = "run"

#: Called with the questions done and the questions in all.
ProgressCallback = Callable[[int, int], None]


class EvaluationLibrary(Protocol):
    """What the evaluation needs of a library."""

    def ask(self, question: str, *, history: Sequence[Turn] = ()) -> Answer:
        """Answer a question, or raise QuestionError where it cannot be asked."""


def evaluate(
    library: EvaluationLibrary,
    questions: Sequence[EvalQuestion],
    *,
    out: Path | None = None,
    progress: ProgressCallback | None = None,
    judge: Judge | None = None,
    name: str = "",
) -> EvaluationResult:
    """Ask every question and measure the answers.

    :param library: what is asked; questions that it refuses to take count as refused.
    :param questions: the question set.
    :param out: folder for ``answers.jsonl``, ``scores.json`` and ``report.html``. An interrupted
        run leaves its answers there, and the next one goes on from them if documents, settings and
        version are the same; earlier results stay until the new ones are complete.
    :param progress: called before the first question and after each.
    :param judge: grades every answer that has a model answer.
    :param name: of the question set, to be reported.
    :returns: answers and figures.
    :raises EvaluationError: if the folder cannot be written, or an answer cannot be graded.
    """
    if out is None:
        answered = _ask_all(library, questions, None, progress=progress, judge=judge)
        return replace(answered, name=name)
    try:
        out.mkdir(parents=True, exist_ok=True)
        answered = _ask_all(library, questions, out / PARTIAL_FILE, progress=progress, judge=judge)
        result = replace(answered, name=name)
        _write_results(result, out)
    except OSError as exc:
        raise EvaluationError(
            f"The results cannot be written to {out}: {exc.strerror or exc}; choose another --out"
        ) from exc
    return result


def _ask_all(
    library: EvaluationLibrary,
    questions: Sequence[EvalQuestion],
    partial: Path | None,
    *,
    progress: ProgressCallback | None,
    judge: Judge | None,
) -> EvaluationResult:
    conditions = read_conditions(library)
    answers = _take_over(questions, partial, conditions)
    resumed = len(answers)
    report = progress or (lambda _done, _total: None)
    report(len(answers), len(questions))
    for question in questions:
        known = answers.get(question.id)
        line = known or _ask(library, question)
        if judge is not None and line.judgement is None:
            line = line.model_copy(update={"judgement": judge.grade(question, line)})
        if line == known:
            continue
        answers[question.id] = line
        if partial is not None:
            with partial.open("a", encoding="utf-8") as file:
                file.write(write_line(line.record()))
        report(len(answers), len(questions))
    result = score_answers(questions, answers, resumed=resumed, conditions=conditions)
    if isinstance(library, AdaptedLibrary):
        return replace(result, adaptation=measure_adaptation(library, questions, answers))
    return result


def _take_over(
    questions: Sequence[EvalQuestion], partial: Path | None, conditions: RunConditions | None
) -> dict[str, AnswerLine]:
    """Keep what an interrupted run left for the same questions, and drop the rest of its file."""
    if partial is None:
        return {}
    asked = {question.id: question for question in questions}
    kept: dict[str, AnswerLine] = {}
    if _is_of(partial, conditions):
        for line in read_finished_answers(partial):
            question = asked.get(line.id)
            if question and line.question.strip() == question.question.strip():
                kept[line.id] = line
    head = "" if conditions is None else write_line({_RUN: conditions.fingerprint})
    lines = "".join(write_line(line.record()) for line in kept.values())
    partial.write_text(head + lines, encoding="utf-8", newline="\n")
    return kept


def _is_of(partial: Path, conditions: RunConditions | None) -> bool:
    """Tell whether the answers of an interrupted run were given under these conditions."""
    if conditions is None or not partial.exists():
        return True
    with partial.open(encoding="utf-8", errors="replace") as file:
        first = file.readline()
    return first == write_line({_RUN: conditions.fingerprint})


def _ask(library: EvaluationLibrary, question: EvalQuestion) -> AnswerLine:
    try:
        answer = library.ask(question.question, history=question.turns)
    except QuestionError as error:
        record = refusal_record(question.id, question.question, str(error))
        return AnswerLine.model_validate(record)
    line = AnswerLine.of(answer, question.id)
    if not question.evidence:
        return line
    return line.model_copy(update={"further": rank_further(library, answer)})


def _write_results(result: EvaluationResult, out: Path) -> None:
    """Write the scores and the report, then let the answers take their final name."""
    in_order = [result.answers[question.id] for question in result.questions]
    partial = out / PARTIAL_FILE
    partial.write_text(
        "".join(write_line(line.record()) for line in in_order), encoding="utf-8", newline="\n"
    )
    scores = json.dumps(result.record(), ensure_ascii=False, indent=2)
    (out / SCORES_FILE).write_text(scores + "\n", encoding="utf-8", newline="\n")
    (out / REPORT_FILE).write_text(render_page(result), encoding="utf-8", newline="\n")
    partial.replace(out / ANSWERS_FILE)
