"""Uploads, corrections and removals: event -> new contents of the library's parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import gradio as gr

from rag.documents import find_source_file
from rag.errors import RagError
from rag.ingesting.report import IngestReport
from rag.runtime.observing import tell_upload
from rag.schema import Language
from ui import render
from ui import strings as s
from ui.conversation import Notice
from ui.failures import explain_error
from ui.handlers.base import Handlers, attempting
from ui.upload_checks import UploadChecks
from ui.upload_results import fail, lies_in, list_results
from ui.uploads import UploadBatch, ingest_with_progress


class LibraryView(NamedTuple):
    """The library's parts, in the order in which the layout binds them."""

    uploads: str
    #: What became of a removal: apart from the list, which may come anew at any moment.
    removal: str
    documents: str


#: Gradio's word for leaving the list as it is: it comes anew by itself, with the filter of then.
_SAME_LIST: str = gr.skip()


class DocumentHandlers(Handlers):
    """The library's event functions."""

    def upload(self, files: Sequence[str], language: Language) -> Iterator[LibraryView]:
        """Index uploaded files, showing progress and then one result for each.

        :param files: where the web server put them; deleted when done.
        :param language: the page's language.
        :yields: progress, and the results as the last.
        """
        sources = [Path(file) for file in files]
        yield LibraryView(render.render_progress(None, language), "", _SAME_LIST)
        results: list[render.FileResult] = []
        with attempting(language) as attempt:
            for step in self._ingest_uploads(sources, language):
                if isinstance(step, str):
                    yield LibraryView(step, gr.skip(), _SAME_LIST)
                else:
                    results = step
        for source in sources:
            source.unlink(missing_ok=True)
        uploads = render.render_results(results, language) if results else ""
        if attempt.notice is not None:
            uploads = render.render_notice(attempt.notice, language)
        yield LibraryView(uploads, gr.skip(), _SAME_LIST)

    def refuse_upload(
        self, files: Sequence[str], language: Language, error: RagError
    ) -> LibraryView:
        """Say why uploaded files are not indexed; deletes them."""
        for file in files:
            Path(file).unlink(missing_ok=True)
        notice = render.render_notice(explain_error(error, language), language)
        return LibraryView(notice, "", _SAME_LIST)

    def _ingest_uploads(
        self, sources: Sequence[Path], language: Language
    ) -> Iterator[str | list[render.FileResult]]:
        """Yield progress as HTML, then the results."""
        accepted, results = self._check_uploads(sources, language)
        with UploadBatch(self._library.upload_folder) as batch:
            targets: list[Path] = []
            for source in accepted:
                try:
                    targets.append(batch.save(source))
                except OSError as error:
                    reason = s.UPLOAD_NOT_SAVED(language)
                    results.append(fail(source.name, Notice(reason, str(error))))
            report = IngestReport()
            for step in ingest_with_progress(self._library, targets) if targets else ():
                if isinstance(step, IngestReport):
                    report = step
                else:
                    yield render.render_progress(step, language)
            results += self._sort_results(targets, report, batch, language)
            for result in results:
                tell_upload("failed" if result.outcome == "failed" else "indexed")
            yield results

    def _check_uploads(
        self, sources: Sequence[Path], language: Language
    ) -> tuple[list[Path], list[render.FileResult]]:
        limit = self._settings.max_upload_files
        if len(sources) > limit:
            text = s.UPLOAD_TOO_MANY(language, limit=limit, count=len(sources))
            return [], [fail(source.name, Notice(text)) for source in sources]
        accepted: list[Path] = []
        refused: list[render.FileResult] = []
        checks = UploadChecks(self._settings, self._library.upload_folder, language)
        for source in sources:
            notice = checks.refuse(source)
            if notice is None:
                accepted.append(source)
            else:
                refused.append(fail(source.name, notice))
        return accepted, refused

    def _sort_results(
        self, targets: Sequence[Path], report: IngestReport, batch: UploadBatch, language: Language
    ) -> list[render.FileResult]:
        documents = self._library.documents()
        results: list[render.FileResult] = []
        for target in targets:
            own = list_results(target, report, documents, language)
            if all(result.outcome == "failed" for result in own):
                batch.take_back(target)
            results += own
        return results

    def remove(self, language: Language, name: str, query: str = "") -> LibraryView:
        """Remove a document, and the copy that was uploaded; show what of the list was shown."""
        said = ""
        with attempting(language) as attempt:
            infos = {info.name: info for info in self._library.documents()}
            if name not in infos or name not in self._library.remove([name]):
                said = render.render_notice(Notice(s.ALREADY_REMOVED(language)), language)
            else:
                self._delete_upload(Path(infos[name].path))
                said = render.render_done(s.REMOVED(language, title=infos[name].title or name))
        if attempt.notice is not None:
            said = render.render_notice(attempt.notice, language)
        return LibraryView("", said, self.list_documents(language, query))

    def list_documents(self, language: Language, query: str = "") -> str:
        """Show the list as it is now, or what of a long one has some letters in its name."""
        documents, notice = self._list_documents(language)
        return render.render_documents(documents, language, notice, query=query)

    def _delete_upload(self, path: Path) -> None:
        """Delete an uploaded file; an archive once nothing that lay in it is left."""
        file = find_source_file(path.resolve())
        if file is None or file.parent != self._library.upload_folder.resolve():
            return
        if not any(lies_in(Path(info.path), file) for info in self._library.documents()):
            file.unlink(missing_ok=True)
