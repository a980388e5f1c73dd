"""Library and settings -> the page: which parts there are and what sets them in motion."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import gradio as gr

from rag.schema import Language
from rag.settings import PageSettings
from ui import render
from ui.assets import read_script
from ui.conversation import Conversation
from ui.guard.addresses import group_address
from ui.guard.limits import Kind, RateLimits, TooManyError
from ui.handlers import (
    ChatView,
    LibraryView,
    PageHandlers,
    PageView,
    Reply,
    TalksView,
    Visit,
    Wanted,
)
from ui.programs.gradio_endpoints import add_endpoints
from ui.programs.mounting import offers_programs
from ui.protocols import PageLibrary

#: Until the browser has said which language it wants.
_FIRST_LANGUAGE: Language = "en"
#: What events on conversations carry.
_TALK_FIELDS = tuple("conversation exchange rating comment query offset title format".split())
#: Answers written at the same time; more wait in line.
_MAX_ANSWERS_AT_ONCE = 20


def build_page(
    library: PageLibrary, settings: PageSettings, *, limits: RateLimits | None = None
) -> gr.Blocks:
    """Build the chat page on a library.

    :param library: what is asked.
    :param settings: limits of uploads.
    :param limits: what each user may ask and upload within a minute.
    :returns: the page.
    """
    handlers = PageHandlers(library, settings)
    with gr.Blocks(title="对照 Duizhao", analytics_enabled=False, fill_width=True) as page:
        if offers_programs(settings):
            add_endpoints(page, library)
        parts = _Parts(handlers)
        _connect_page(parts, handlers)
        limiter = _Limiter(limits or RateLimits(settings, alone=True))
        _connect_chat(parts, handlers, limiter)
        _connect_talks(parts, handlers)
        _connect_library(parts, handlers, limiter)
    page.queue(default_concurrency_limit=_MAX_ANSWERS_AT_ONCE)
    return page


class _Parts:
    """The page's components, in the order in which they stand."""

    def __init__(self, handlers: PageHandlers) -> None:
        first = handlers.open_page(Conversation(), _FIRST_LANGUAGE, "")
        self.conversation = gr.State(Conversation())
        self.language = gr.State(_FIRST_LANGUAGE)
        self.header = _html(first.header, "dz-top")
        with gr.Column(elem_id="dz-chat"):
            with gr.Column(elem_id="dz-talks"):
                self.talks_head = _html(first.talks_head, "dz-talks-top")
                self.talks = _html("", "dz-talks-all")
            with gr.Column(elem_id="dz-thread"):
                self.past = _html(first.past, "dz-past")
                self.current = _html(first.current, "dz-current")
            with gr.Column(elem_id="dz-ask"):
                self.filters = _html(render.render_holder(), "dz-filters")
                self.composer = _html(first.composer, "dz-composer")
            self.evidence = _html(first.evidence, "dz-sources")
        with gr.Column(elem_id="dz-library"):
            self.library_head = _html(first.library_head, "dz-library-top")
            self.upload = gr.UploadButton("", elem_id="dz-upload", file_count="multiple")
            self.uploads = _html(first.uploads, "dz-uploads")
            self.removal = _html(first.removal, "dz-removal")
            self.documents = _html(first.documents, "dz-list")
            # What the list is filtered by.
            self.query = gr.State("")
        # What the browser asks for itself is put in here, and nothing that Gradio does.
        self.reader = _html(render.render_holder(), "dz-reader")
        self.terms = _html(render.render_holder(), "dz-terms")
        self.settings = _html(render.render_holder(), "dz-settings")
        self.edit = _html(render.render_edit_dialog(), "dz-edit")
        # Not shown: what became of a rating, whether the page is filled, a file to be downloaded.
        self.rated = _html("", "dz-rated")
        self.filled = _html(first.filled, "dz-filled")
        self.file = _html("", "dz-file")
        # Everything the browser does reaches Python through this part's events and functions.
        self.events = gr.HTML(
            "",
            elem_id="dz-events",
            js_on_load=read_script(),
            server_functions=_server_functions(handlers),
            apply_default_css=False,
        )
        self.chat = [self.conversation, self.past, self.current, self.composer, self.evidence]


def _html(value: str, elem_id: str) -> gr.HTML:
    return gr.HTML(value, elem_id=elem_id, js_on_load=None, apply_default_css=False)


def _server_functions(handlers: PageHandlers) -> list[Callable[[Wanted], Reply]]:
    """List what the browser may ask for by name; each runs in a thread of its own."""
    methods: list[Callable[[Wanted], Reply]] = [
        handlers.open_document,
        handlers.read_portion,
        handlers.find_in_document,
        handlers.find_differences,
        handlers.open_terms,
        handlers.find_terms,
        handlers.export_terms,
        handlers.edit_document,
        handlers.correct_document,
        handlers.open_settings,
        handlers.check_choices,
        handlers.find_picks,
        handlers.try_model,
    ]
    return [_plain(method) for method in methods]


def _plain(method: Callable[[Wanted], Reply]) -> Callable[[Wanted], Reply]:
    """Make a function of a method: Gradio writes attributes on what it is given."""

    def function(wanted: Wanted) -> Reply:
        return method(wanted)

    function.__name__ = method.__name__
    return function


def _on(event: Callable[..., Any], function: Callable[..., Any], **options: Any) -> Any:
    """Bind a function to an event, away from Gradio's API pages and progress displays."""
    return event(function, show_progress="hidden", api_visibility="private", **options)


def _text(event: gr.EventData, field: str) -> str:
    """Read what the browser sent along; it may have sent anything."""
    return str(getattr(event, field, ""))


def _number(event: gr.EventData, field: str) -> int:
    text = _text(event, field)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1


def _session(request: gr.Request) -> str:
    return str(request.session_hash)


class _Limiter:
    """Counts what each user does.

    :param limits: what is too much.
    """

    def __init__(self, limits: RateLimits) -> None:
        self._limits = limits

    def count(self, kind: Kind, request: gr.Request) -> TooManyError | None:
        """Count what is about to be done; the error where it is too much."""
        address = group_address(request.client.host if request.client else "")
        try:
            self._limits.take(kind, user_of(request) or address)
        except TooManyError as error:
            return error
        return None


def user_of(request: gr.Request) -> str:
    """Name who sends an event; "" where there is no sign-in."""
    return str(request.username or "")


def visit_of(request: gr.Request, language: Language) -> Visit:
    """Say whose event it is."""
    return Visit(language, _session(request), user_of(request))


def _connect_chat(parts: _Parts, handlers: PageHandlers, limiter: _Limiter) -> None:
    def ask(
        talk: Conversation, language: Language, event: gr.EventData, request: gr.Request
    ) -> Iterator[ChatView]:
        question, sent = _text(event, "question"), getattr(event, "choices", None)
        if error := limiter.count("question", request):
            yield handlers.refuse_question(talk, visit_of(request, language), question, error)
            return
        user = user_of(request)
        yield from handlers.ask(talk, language, question, _session(request), sent=sent, user=user)

    def retry(
        talk: Conversation, language: Language, event: gr.EventData, request: gr.Request
    ) -> Iterator[ChatView]:
        sent = getattr(event, "choices", None)
        if error := limiter.count("question", request):
            yield handlers.refuse_again(talk, visit_of(request, language), error)
            return
        user = user_of(request)
        yield from handlers.retry(talk, language, _session(request), sent=sent, user=user)

    def resend(
        talk: Conversation, language: Language, event: gr.EventData, request: gr.Request
    ) -> Iterator[ChatView]:
        visit, number = visit_of(request, language), _number(event, "exchange")
        if error := limiter.count("question", request):
            yield handlers.refuse_again(talk, visit, error)
            return
        sent = getattr(event, "choices", None)
        yield from handlers.resend(talk, visit, number, _text(event, "question"), sent=sent)

    def stop(talk: Conversation, language: Language, request: gr.Request) -> ChatView:
        return handlers.stop(talk, language, _session(request), user_of(request))

    def clear(talk: Conversation, language: Language, request: gr.Request) -> ChatView:
        return handlers.clear(language, _session(request), talk, user_of(request))

    # "multiple": a stopped answer may still be ending when the next question is asked.
    for function in (ask, retry, resend, stop, clear):
        _on(
            getattr(parts.events, function.__name__),
            function,
            inputs=[parts.conversation, parts.language],
            outputs=parts.chat,
            trigger_mode="multiple",
        )


def _connect_talks(parts: _Parts, handlers: PageHandlers) -> None:
    def open_talk(
        talk: Conversation, language: Language, event: gr.EventData, request: gr.Request
    ) -> ChatView:
        return handlers.open_talk(talk, visit_of(request, language), _text(event, "conversation"))

    def list_talks(language: Language, event: gr.EventData, request: gr.Request) -> str:
        return handlers.list_talks(visit_of(request, language), _sent(event))

    def rename_talk(language: Language, event: gr.EventData, request: gr.Request) -> str:
        return handlers.rename_talk(visit_of(request, language), _sent(event))

    def export_talk(language: Language, event: gr.EventData, request: gr.Request) -> str:
        return handlers.export_talk(visit_of(request, language), _sent(event))

    def rate(language: Language, event: gr.EventData, request: gr.Request) -> str:
        return handlers.rate(visit_of(request, language), _sent(event))

    def delete_talk(
        talk: Conversation, language: Language, event: gr.EventData, request: gr.Request
    ) -> tuple[object, ...]:
        view: TalksView = handlers.delete_talk(talk, visit_of(request, language), _sent(event))
        return (*view.chat, view.talks)

    for function, output in (
        (list_talks, parts.talks),
        (rename_talk, parts.talks),
        (export_talk, parts.file),
        (rate, parts.rated),
    ):
        _on(
            getattr(parts.events, function.__name__),
            function,
            inputs=parts.language,
            outputs=output,
            trigger_mode="multiple",
        )
    _on(
        parts.events.open_talk,
        open_talk,
        inputs=[parts.conversation, parts.language],
        outputs=parts.chat,
        trigger_mode="multiple",
    )
    _on(
        parts.events.delete_talk,
        delete_talk,
        inputs=[parts.conversation, parts.language],
        outputs=[*parts.chat, parts.talks],
    )


def _sent(event: gr.EventData) -> dict[str, object]:
    """Give what the browser sent along of what concerns conversations."""
    return {name: getattr(event, name, None) for name in _TALK_FIELDS}


def _connect_page(parts: _Parts, handlers: PageHandlers) -> None:
    def show(talk: Conversation, language: Language, event: gr.EventData) -> str:
        return handlers.show_evidence(talk, language, _number(event, "exchange"))

    def open_page(
        talk: Conversation, language: Language, event: gr.EventData, request: gr.Request
    ) -> PageView:
        tag, wanted = _text(event, "language"), _text(event, "conversation")
        visit, filling = visit_of(request, language), max(_number(event, "filling"), 0)
        return handlers.open_page(talk, language, tag, talk=wanted, visit=visit, filling=filling)

    state = [parts.conversation, parts.language]
    _on(parts.events.show, show, inputs=state, outputs=parts.evidence, trigger_mode="always_last")
    every_part = [
        parts.language,
        parts.header,
        parts.library_head,
        *parts.chat[1:],
        parts.uploads,
        parts.removal,
        parts.documents,
        parts.talks_head,
        parts.conversation,
        parts.filled,
    ]
    _on(
        parts.events.language,
        open_page,
        inputs=state,
        outputs=every_part,
        trigger_mode="always_last",
    )


def _connect_library(parts: _Parts, handlers: PageHandlers, limiter: _Limiter) -> None:
    def upload(files: list[str], language: Language, request: gr.Request) -> Iterator[LibraryView]:
        if error := limiter.count("upload", request):
            yield handlers.refuse_upload(files, language, error)
            return
        yield from handlers.upload(files, language)

    def remove(language: Language, event: gr.EventData) -> LibraryView:
        return handlers.remove(language, _text(event, "name"), _text(event, "query"))

    def relist(language: Language, event: gr.EventData) -> tuple[str, str]:
        query = _text(event, "query")
        return handlers.list_documents(language, query), query

    listed = [parts.uploads, parts.removal, parts.documents]
    # One file is written to a library at a time; the next upload waits in line.
    uploaded = _on(
        parts.upload.upload,
        upload,
        inputs=[parts.upload, parts.language],
        outputs=listed,
        concurrency_limit=1,
    )
    removed = _on(parts.events.remove, remove, inputs=parts.language, outputs=listed)
    _on(
        parts.events.relist,
        relist,
        inputs=parts.language,
        outputs=[parts.documents, parts.query],
        trigger_mode="always_last",
    )
    # By its own event: an upload takes a while, and would know the filter of its beginning.
    _on(
        uploaded.then,
        handlers.list_documents,
        inputs=[parts.language, parts.query],
        outputs=parts.documents,
    )
    refresh = partial(
        _on,
        function=handlers.refresh_chat,
        inputs=[parts.conversation, parts.language],
        outputs=parts.current,
    )
    refresh(uploaded.then)
    refresh(removed.then)
