"""``duizhao eval``: a question file and folders -> figures, ready to be shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from rag.errors import EvaluationError
from rag.evaluation.compare import Comparison, compare_runs, read_run
from rag.evaluation.html_report import render_page
from rag.evaluation.judge import Judge
from rag.evaluation.questions import QuestionSet, read_question_set
from rag.evaluation.report import render_text
from rag.evaluation.results import EvaluationResult
from rag.evaluation.run import REPORT_FILE, EvaluationLibrary, ProgressCallback, evaluate
from rag.records import Record

if TYPE_CHECKING:
    from rag.ingesting.report import FailedFile, IngestProgress
    from rag.library import Library
    from rag.settings import Settings


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
    """Ask the questions of a file and measure the answers, as ``evaluate_set``.

    :param library: what is asked, also where the file brings passages along.
    :param questions: the contract's question lines, SQuAD or CMRC JSON, or RGB lines.
    :param out: folder for the answers, the scores and the report.
    :param compare: folder of an earlier run.
    :param progress: called with the questions done and the questions in all.
    :param judge: grades every answer that has a model answer.
    :returns: the run and the comparison.
    :raises EvaluationError: if the question file or the earlier run cannot be used, or the folder
        cannot be written.
    """
    asked = read_question_set(questions)
    return evaluate_set(library, asked, out=out, compare=compare, progress=progress, judge=judge)


def evaluate_set(
    library: EvaluationLibrary,
    asked: QuestionSet,
    *,
    out: Path | None = None,
    compare: Path | None = None,
    progress: ProgressCallback | None = None,
    judge: Judge | None = None,
) -> EvaluationReport:
    """Ask questions and measure the answers.

    :param library: what is asked.
    :param asked: the question set.
    :param out: folder for the answers, the scores and the report.
    :param compare: folder of an earlier run; may be ``out`` itself, to compare with the run that
        is being replaced.
    :param progress: called with the questions done and the questions in all.
    :param judge: grades every answer that has a model answer.
    :returns: the run and the comparison.
    :raises EvaluationError: if the earlier run cannot be used, or the folder cannot be written.
    """
    earlier = read_run(compare) if compare is not None else None
    result = evaluate(
        library, asked.questions, out=out, progress=progress, judge=judge, name=asked.name
    )
    if earlier is None:
        return EvaluationReport(result)
    comparison = compare_runs(result, earlier)
    if out is not None:
        page = render_page(result, comparison)
        (out / REPORT_FILE).write_text(page, encoding="utf-8", newline="\n")
    return EvaluationReport(result, comparison)


@contextmanager
def library_of_passages(
    passages: Sequence[str],
    settings: Settings,
    *,
    progress: Callable[[IngestProgress], None] | None = None,
) -> Iterator[Library]:
    """Make a library of passages, each a document of its own, and throw it away afterwards.

    :param passages: all different.
    :param settings: all settings but the folder of the library.
    :param progress: called while they are indexed.
    :yields: the library.
    :raises EvaluationError: if a passage cannot be indexed.
    """
    from rag.library import Library

    with TemporaryDirectory(prefix="duizhao-eval-") as scratch:
        folder = Path(scratch) / "passages"
        folder.mkdir()
        for number, text in enumerate(passages, 1):
            file = folder / f"{number:06}.txt"
            file.write_text(text + "\n", encoding="utf-8", newline="\n")
        with Library.open(Path(scratch) / "store", settings=settings) as library:
            report = library.ingest(folder, progress=progress)
            if report.failed:
                raise EvaluationError(_describe_failures(report.failed, passages))
            yield library


def _describe_failures(failed: Sequence[FailedFile], passages: Sequence[str]) -> str:
    text = passages[int(Path(failed[0].path).stem) - 1]
    return (
        f"{len(failed)} of {len(passages)} passages cannot be indexed, the first {text[:60]!r}: "
        f"{failed[0].reason}"
    )
