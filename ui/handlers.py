"""What the page does when something happens on it: event -> new contents of its parts."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import gradio as gr

from rag.documents import find_source_file
from rag.errors import RagError
from rag.schema import (
    AnswerDone,
    AnswerEvent,
    DocumentInfo,
    HitsFound,
    IngestReport,
    Language,
    TextDelta,
)
from rag.settings import PageSettings
from ui import render
from ui import strings as s
from ui.conversation import Conversation, Exchange, Notice
from ui.failures import explain_error
from ui.protocols import PageLibrary
from ui.running import RunningAnswers, Verdict
from ui.upload_results import fail, lies_in, list_results
from ui.uploads import UploadBatch, ingest_with_progress

_LOGGER = logging.getLogger(__name__)

#: Showing every token on its own would only make the browser work; 20 times a second looks smooth.
_MIN_SECONDS_BETWEEN_UPDATES = 0.05
_EXAMPLES = 4


class ChatView(NamedTuple):
    """The chat's parts, in the order in which the layout binds them."""

    conversation: Conversation
    past: str
    current: str
    composer: str
    evidence: str


#: Gradio's word for leaving a part as it is, for every part of the chat.
_NO_CHANGE = ChatView(gr.skip(), gr.skip(), gr.skip(), gr.skip(), gr.skip())


class LibraryView(NamedTuple):
    """The library's parts, in the order in which the layout binds them."""

    uploads: str
    documents: str


class PageView(NamedTuple):
    """Every part of the page, in the order in which the layout binds them."""

    language: Language
    header: str
    library_head: str
    past: str
    current: str
    composer: str
    evidence: str
    uploads: str
    documents: str


@dataclass(slots=True)
class _Attempt:
    """Whether what was tried failed, and how to say it."""

    notice: Notice | None = None


@contextmanager
def _attempt(language: Language, question: str = "") -> Iterator[_Attempt]:
    """Turn whatever goes wrong inside into a notice: a user never sees a traceback."""
    attempt = _Attempt()
    try:
        yield attempt
    except RagError as error:
        _LOGGER.info("%s: %s", type(error).__name__, error)
        attempt.notice = explain_error(error, language, question)
    except Exception:
        _LOGGER.exception("unexpected error on the page")
        attempt.notice = Notice(s.UNEXPECTED(language))


class PageHandlers:
    """The page's event functions; what a conversation holds travels with its events."""

    def __init__(self, library: PageLibrary, settings: PageSettings) -> None:
        self._library = library
        self._settings = settings
        self._running = RunningAnswers()

    def open_page(
        self, conversation: Conversation, language: Language, wanted_tag: str
    ) -> PageView:
        """Show the whole page in the language asked for; what is being written goes on.

        :param conversation: as it stands.
        :param language: the page's language so far.
        :param wanted_tag: a BCP 47 tag such as ``zh-CN``, as browsers have it.
        :returns: every part of the page but the conversation itself.
        """
        wanted = parse_language(wanted_tag, language)
        documents, notice = self._list_documents(wanted)
        chat = self._show_chat(conversation, wanted)
        return PageView(
            wanted,
            render.render_header(wanted),
            render.render_library_head(
                wanted, self._settings.max_upload_bytes, self._settings.max_upload_files
            ),
            chat.past,
            chat.current,
            chat.composer,
            chat.evidence,
            "",
            render.render_documents(documents, wanted, notice),
        )

    def ask(
        self, conversation: Conversation, language: Language, question: str, session: str
    ) -> Iterator[ChatView]:
        """Answer a question, showing the answer as it is written.

        :param conversation: the exchanges so far.
        :param language: the page's language.
        :param question: as typed; an empty one changes nothing.
        :param session: the browser session, by which the answer can be stopped.
        :yields: the chat after each step.
        """
        if question.strip():
            yield from self._answer(conversation.stop(), question.strip(), language, session)
        else:
            yield self._show_chat(conversation, language)

    def retry(
        self, conversation: Conversation, language: Language, session: str
    ) -> Iterator[ChatView]:
        """Answer the newest question again, in place of its answer."""
        if conversation.last is None:
            yield self._show_chat(conversation, language)
        else:
            question = conversation.last.question
            yield from self._answer(conversation.without_last(), question, language, session)

    def _answer(
        self, earlier: Conversation, question: str, language: Language, session: str
    ) -> Iterator[ChatView]:
        ticket = self._running.begin(session)
        conversation = earlier.begin(question)
        yield self._show_chat(conversation, language)
        shown_at = time.monotonic()
        with _attempt(language, question) as attempt:
            for event in self._library.stream(question, history=earlier.turns()):
                if self._running.judge(session, ticket) != "running":
                    break
                conversation = conversation.update(_apply(conversation.last, event))
                due = time.monotonic() - shown_at >= _MIN_SECONDS_BETWEEN_UPDATES
                if due or not isinstance(event, TextDelta):
                    yield self._show_chat(conversation, language)
                    shown_at = time.monotonic()
        verdict = self._running.judge(session, ticket)
        self._running.finish(session, ticket)
        if verdict != "running":
            yield self._show_interrupted(conversation, language, verdict)
        elif attempt.notice is not None and conversation.last is not None:
            failed = replace(conversation.last, status="failed", notice=attempt.notice)
            yield self._show_chat(conversation.update(failed), language)

    def _show_interrupted(
        self, conversation: Conversation, language: Language, verdict: Verdict
    ) -> ChatView:
        """Repeat what the interrupting event showed: this one's last step may have come after."""
        if verdict == "superseded":
            return _NO_CHANGE
        return self._show_chat(
            Conversation() if verdict == "cleared" else conversation.stop(), language
        )

    def stop(self, conversation: Conversation, language: Language, session: str) -> ChatView:
        """Stop the answer that is being written and keep what there is of it."""
        self._running.interrupt(session, "stopped")
        return self._show_chat(conversation.stop(), language)

    def clear(self, language: Language, session: str) -> ChatView:
        """Begin a new conversation."""
        self._running.interrupt(session, "cleared")
        return self._show_chat(Conversation(), language)

    def show_evidence(self, conversation: Conversation, language: Language, number: int) -> str:
        """Show the evidence of an exchange, counted from 0; of the newest where it is unknown."""
        if not 0 <= number < len(conversation.exchanges):
            return self._show_chat(conversation, language).evidence
        return render.render_evidence(conversation.exchanges[number], number, language)

    def upload(self, files: Sequence[str], language: Language) -> Iterator[LibraryView]:
        """Index uploaded files, showing progress and then one result for each.

        :param files: where the web server put them; deleted when done.
        :param language: the page's language.
        :yields: progress, and the results as the last.
        """
        sources = [Path(file) for file in files]
        documents, _ = self._list_documents(language)
        listed = render.render_documents(documents, language)
        yield LibraryView(render.render_progress(None, language), listed)
        results: list[render.FileResult] = []
        with _attempt(language) as attempt:
            for step in self._ingest_uploads(sources, language):
                if isinstance(step, str):
                    yield LibraryView(step, listed)
                else:
                    results = step
        for source in sources:
            source.unlink(missing_ok=True)
        uploads = render.render_results(results, language) if results else ""
        if attempt.notice is not None:
            uploads = render.render_notice(attempt.notice, language)
        documents, notice = self._list_documents(language)
        yield LibraryView(uploads, render.render_documents(documents, language, notice))

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
            yield [*results, *self._sort_results(targets, report, batch, language)]

    def _check_uploads(
        self, sources: Sequence[Path], language: Language
    ) -> tuple[list[Path], list[render.FileResult]]:
        limit = self._settings.max_upload_files
        if len(sources) > limit:
            text = s.UPLOAD_TOO_MANY(language, limit=limit, count=len(sources))
            return [], [fail(source.name, Notice(text)) for source in sources]
        accepted: list[Path] = []
        refused: list[render.FileResult] = []
        max_bytes = self._settings.max_upload_bytes
        for source in sources:
            size = source.stat().st_size
            if size <= max_bytes:
                accepted.append(source)
                continue
            sizes = {"size": render.format_size(size), "limit": render.format_size(max_bytes)}
            refused.append(fail(source.name, Notice(s.UPLOAD_TOO_LARGE(language, **sizes))))
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

    def remove(self, language: Language, name: str) -> LibraryView:
        """Remove a document, and the copy that was uploaded."""
        notice: Notice | None = None
        with _attempt(language) as attempt:
            infos = {info.name: info for info in self._library.documents()}
            if name not in infos or name not in self._library.remove([name]):
                notice = Notice(s.ALREADY_REMOVED(language))
            else:
                self._delete_upload(Path(infos[name].path))
                notice = Notice(s.REMOVED(language, title=infos[name].title or name))
        documents, failed = self._list_documents(language)
        shown = attempt.notice or failed or notice
        return LibraryView("", render.render_documents(documents, language, shown))

    def _delete_upload(self, path: Path) -> None:
        """Delete an uploaded file; an archive once nothing that lay in it is left."""
        file = find_source_file(path.resolve())
        if file is None or file.parent != self._library.upload_folder.resolve():
            return
        if not any(lies_in(Path(info.path), file) for info in self._library.documents()):
            file.unlink(missing_ok=True)

    def refresh_chat(self, conversation: Conversation, language: Language) -> str:
        """Show the newest exchange again: an empty chat shows what the library now offers."""
        return self._show_chat(conversation, language).current

    def _show_chat(self, conversation: Conversation, language: Language) -> ChatView:
        number = len(conversation.exchanges) - 1
        return ChatView(
            conversation,
            render.render_past(conversation, language),
            render.render_current(conversation, language) or self._show_welcome(language),
            render.render_composer(language, started=bool(conversation.exchanges)),
            render.render_evidence(conversation.last, max(number, 0), language),
        )

    def _show_welcome(self, language: Language) -> str:
        count = 0
        examples: list[str] = []
        with _attempt(language) as attempt:
            count = len(self._library.documents())
            examples = self._library.example_questions(language, _EXAMPLES) if count else []
        if attempt.notice is not None:
            return render.render_notice(attempt.notice, language)
        return render.render_welcome(examples, count, language)

    def _list_documents(self, language: Language) -> tuple[list[DocumentInfo], Notice | None]:
        documents: list[DocumentInfo] = []
        with _attempt(language) as attempt:
            documents = sorted(
                self._library.documents(), key=lambda info: (info.added, info.name), reverse=True
            )
        return documents, attempt.notice


def parse_language(tag: str, otherwise: Language) -> Language:
    """Read the page's language from a BCP 47 tag; any other language gets English."""
    if not tag:
        return otherwise
    return "zh" if tag.lower().split("-")[0] == "zh" else "en"


def _apply(exchange: Exchange | None, event: AnswerEvent) -> Exchange:
    current = exchange or Exchange("")
    if isinstance(event, HitsFound):
        return replace(current, hits=event.hits)
    if isinstance(event, AnswerDone):
        return replace(current, status="done", answer=event.answer)
    return replace(current, partial=current.partial + event.text)
