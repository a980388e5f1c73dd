"""Questions with known evidence -> answers -> measures, a report, and a comparison of two runs."""

from __future__ import annotations

from rag.evaluation.compare import Comparison, compare_runs, read_run
from rag.evaluation.files import (
    EvaluationReport,
    evaluate_files,
    evaluate_set,
    library_of_passages,
)
from rag.evaluation.questions import (
    EvalQuestion,
    QuestionSet,
    read_question_set,
    read_questions,
    take_spread,
)
from rag.evaluation.report import render_text
from rag.evaluation.results import EvaluationResult, score_answers
from rag.evaluation.run import EvaluationLibrary, evaluate

__all__ = [
    "Comparison",
    "EvalQuestion",
    "EvaluationLibrary",
    "EvaluationReport",
    "EvaluationResult",
    "QuestionSet",
    "compare_runs",
    "evaluate",
    "evaluate_files",
    "evaluate_set",
    "library_of_passages",
    "read_question_set",
    "read_questions",
    "read_run",
    "render_text",
    "score_answers",
    "take_spread",
]
