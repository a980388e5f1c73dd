"""``duizhao eval``: a question file and folders -> figures, ready to be shown."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rag.evaluation.compare import Comparison, compare_runs, read_run
from rag.evaluation.html_report import render_page
from rag.evaluation.judge import Judge
from rag.evaluation.questions import read_questions
from rag.evaluation.report import render_text
from rag.evaluation.results import EvaluationResult
from rag.evaluation.run import REPORT_FILE, EvaluationLibrary, ProgressCallback, evaluate
from rag.records import Record


@dataclass(frozen=True, slots=True)
class EvaluationReport:
    """A run, and how it compares with an earlier one."""

    result: EvaluationResult
    comparison: Comparison | None = None

    def text(self) -> str:
        """Write everything as Markdown."""
        return render_text(self.result, self.comparison)

    def record(self) -> Record:
        """Describe everything as one JSON object."""
        comparison = self.comparison and self.comparison.record()
        return {**self.result.record(), "comparison": comparison}


def evaluate_files(
    library: EvaluationLibrary,
    questions: Path,
    *,
    out: Path | None = None,
    compare: Path | None = None,
    progress: ProgressCallback | None = None,
    judge: Judge | None = None,
) -> EvaluationReport:
    """Ask the questions of a file and measure the answers.

    :param library: what is asked.
    :param questions: the contract's question lines, or SQuAD JSON.
    :param out: folder for the answers, the scores and the report.
    :param compare: folder of an earlier run; may be ``out`` itself, to compare with the run that
        is being replaced.
    :param progress: called with the questions done and the questions in all.
    :param judge: grades every answer that has a model answer.
    :returns: the run and the comparison.
    :raises EvaluationError: if the question file or the earlier run cannot be used, or the folder
        cannot be written.
    """
    asked = read_questions(questions)
    earlier = read_run(compare) if compare is not None else None
    result = evaluate(library, asked, out=out, progress=progress, judge=judge)
    if earlier is None:
        return EvaluationReport(result)
    comparison = compare_runs(result, earlier)
    if out is not None:
        page = render_page(result, comparison)
        (out / REPORT_FILE).write_text(page, encoding="utf-8", newline="\n")
    return EvaluationReport(result, comparison)
