"""What an ingest did -> a result for each uploaded file, and for each file in an archive."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rag.ingesting.report import IngestReport
from rag.schema import DocumentInfo, Language
from ui import render
from ui.conversation import Notice
from ui.failures import explain_failed_file, explain_warning


def list_results(
    target: Path, report: IngestReport, documents: Sequence[DocumentInfo], language: Language
) -> list[render.FileResult]:
    """List what became of an uploaded file; of an archive, of each file in it.

    :param target: where the upload was saved.
    :param report: what the ingest did.
    :param documents: all of the library, as it now is.
    :param language: the page's language.
    :returns: at least one result.
    """
    failed = [
        fail(_label(path, target), explain_failed_file(path, each.reason, language))
        for each in report.failed
        if lies_in(path := Path(each.path), target)
    ]
    own = [info for info in documents if lies_in(Path(info.path), target)]
    if failed:
        # An earlier version that is still stored is no result of this upload.
        renamed = {name for _, name in report.renamed}
        done = {*report.added, *report.updated, *report.unchanged, *renamed}
        own = [info for info in own if info.name in done]
    elif not own:
        return [render.FileResult(target.name, _outcome(target.stem, report), None)]
    return [
        *failed,
        *(_succeed(info, _label(Path(info.path), target), report, language) for info in own),
    ]


def lies_in(path: Path, target: Path) -> bool:
    """Tell whether a path is a file, or that of a file inside it where it is an archive."""
    path, target = path.resolve(), target.resolve()
    return path == target or target in path.parents


def fail(name: str, notice: Notice) -> render.FileResult:
    """Make the result of a file that failed."""
    return render.FileResult(name, "failed", reason=notice.text, detail=notice.detail)


def _succeed(
    info: DocumentInfo, name: str, report: IngestReport, language: Language
) -> render.FileResult:
    """Make the result of a file that was added, with what of it could not be read."""
    path = Path(info.path).resolve()
    said = " ".join(each.message for each in report.warnings if Path(each.path).resolve() == path)
    notice = explain_warning(said, language) if said else Notice("")
    return render.FileResult(
        name, _outcome(info.name, report), info, reason=notice.text, detail=notice.detail
    )


def _label(path: Path, target: Path) -> str:
    inner = path.resolve().relative_to(target.resolve())
    return str(Path(target.name) / inner) if inner.parts else target.name


def _outcome(document: str, report: IngestReport) -> render.Outcome:
    if document in report.updated:
        return "updated"
    return "unchanged" if document in report.unchanged else "added"
