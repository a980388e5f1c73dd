"""Questions with known evidence -> answers -> measures, a report, and a comparison of two runs."""

from __future__ import annotations

from rag.evaluation.compare import Comparison, compare_runs, read_run
from rag.evaluation.files import EvaluationReport, evaluate_files
from rag.evaluation.questions import EvalQuestion, read_questions
from rag.evaluation.report import render_text
from rag.evaluation.results import EvaluationResult, score_answers
from rag.evaluation.run import EvaluationLibrary, evaluate

__all__ = [
    "Comparison",
    "EvalQuestion",
    "EvaluationLibrary",
    "EvaluationReport",
    "EvaluationResult",
    "compare_runs",
    "evaluate",
    "evaluate_files",
    "read_questions",
    "read_run",
    "render_text",
    "score_answers",
]
