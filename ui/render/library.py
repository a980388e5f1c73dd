"""Documents and uploads -> the library page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rag.documents import SUPPORTED_SUFFIXES
from rag.ingesting.report import IngestProgress
from rag.schema import DocumentInfo, Language
from rag.text.language import detect_language, fold
from ui import strings as s
from ui.conversation import Notice
from ui.render.buttons import action_button
from ui.render.content import mark_language
from ui.render.links import link_to_document
from ui.render.markup import Markup, join, tag
from ui.render.metadata import render_edit_button
from ui.render.thread import render_notice

#: Fewer documents are found faster by eye.
_MIN_ROWS_TO_FILTER = 8
#: More make every visit slow; those beyond are found by the filter.
MAX_ROWS = 200


Outcome = Literal["added", "updated", "unchanged", "failed"]


@dataclass(frozen=True, slots=True)
class FileResult:
    """What became of an uploaded file.

    :param info: its document as listed; None where it failed.
    :param reason: why it failed, in the page's language.
    :param detail: the program's own words, folded away.
    """

    name: str
    outcome: Outcome
    info: DocumentInfo | None = None
    reason: str = ""
    detail: str = ""


_OUTCOMES = {
    "added": s.UPLOAD_ADDED,
    "updated": s.UPLOAD_UPDATED,
    "unchanged": s.UPLOAD_UNCHANGED,
    "failed": s.UPLOAD_FAILED,
}


def format_size(size_bytes: int) -> str:
    """Write a number of bytes for people."""
    size = float(size_bytes)
    for unit in ("B", "KB", "MB"):
        if size < 1000:
            return f"{size:.3g} {unit}"
        size /= 1000
    return f"{size:.3g} GB"


def render_library_head(language: Language, max_bytes: int, max_files: int) -> Markup:
    """Show what the library is and where to drop files; with the question before a removal.

    The question stands here since the list is made anew at any time, as while it is asked.
    """
    limits = s.UPLOAD_LIMITS(language, size=format_size(max_bytes), count=max_files)
    formats = tag(
        "details",
        tag("summary", s.UPLOAD_FORMATS(language)),
        tag(
            "p",
            s.UPLOAD_FORMATS_TEXT(language, supported=" ".join(SUPPORTED_SUFFIXES)),
            class_="dz-hint",
        ),
        class_="dz-formats",
    )
    sending = tag("p", s.UPLOAD_SENDING(language), class_="dz-sending dz-busy", role="status")
    zone = tag(
        "div",
        tag("p", s.UPLOAD_DROP(language)),
        action_button(s.UPLOAD(language), "pick", class_="dz-primary"),
        tag("p", limits, class_="dz-hint"),
        formats,
        sending,
        class_="dz-drop",
    )
    return tag(
        "section",
        tag("h1", s.LIBRARY_TITLE(language), tabindex="-1"),
        tag("p", s.LIBRARY_TEXT(language), class_="dz-hint"),
        zone,
        _render_removal(language),
        class_="dz-library-head",
    )


def render_progress(progress: IngestProgress | None, language: Language) -> Markup:
    """Show where an upload stands; None before the first file."""
    if progress is None:
        bar = tag("progress", aria_label=s.UPLOAD_QUEUED(language))
        return tag(
            "div", tag("p", s.UPLOAD_QUEUED(language)), bar, class_="dz-progress", role="status"
        )
    pairing = progress.name == "pairs"
    step = s.UPLOAD_PAIRING(language) if pairing else s.UPLOAD_WORKING(language, name=progress.name)
    count = s.UPLOAD_PROGRESS(language, done=progress.done, total=progress.total)
    bar = tag("progress", max=max(progress.total, 1), value=progress.done, aria_label=count)
    return tag(
        "div",
        tag("p", step, " ", tag("span", count, class_="dz-hint")),
        bar,
        class_="dz-progress",
        role="status",
    )


def render_results(results: Sequence[FileResult], language: Language) -> Markup:
    """Show what became of each uploaded file, failures first."""
    ordered = sorted(results, key=lambda result: result.outcome != "failed")
    items = [_render_result(result, language) for result in ordered]
    dismiss = action_button(s.UPLOAD_DISMISS(language), "dismiss")
    label = s.UPLOAD_RESULTS(language)
    return tag("section", tag("ul", *items), dismiss, class_="dz-results", aria_label=label)


def _render_result(result: FileResult, language: Language) -> Markup:
    parts: list[Markup | None] = [
        tag("b", _OUTCOMES[result.outcome](language), class_="dz-badge"),
        mark_language(result.name, class_="dz-file"),
    ]
    if result.info is not None:
        parts.append(tag("span", _count(result.info, language), class_="dz-meta"))
    if result.reason:
        parts.append(tag("p", result.reason, class_="dz-reason"))
    if result.detail:
        summary = tag("summary", s.DETAILS(language))
        parts.append(tag("details", summary, tag("p", result.detail, lang="en")))
    return tag("li", *parts, class_=f"dz-is-{result.outcome}")


def _count(info: DocumentInfo, language: Language) -> str:
    paragraphs = s.PARAGRAPH_COUNT(language, count=info.paragraph_count)
    return f"{paragraphs} · {s.PAIR_COUNT(language, count=info.pair_count)}"


def render_documents(
    documents: Sequence[DocumentInfo],
    language: Language,
    notice: Notice | None = None,
    *,
    query: str = "",
) -> Markup:
    """List the documents, with a way to remove each.

    :param documents: in the order to show.
    :param language: the page's language.
    :param notice: what to say above the list.
    :param query: list only those with these letters in title, name, date or source, where there
        are more than ``MAX_ROWS``: fewer are all there for the browser to choose from.
    :returns: the notice and the list.
    """
    said = render_notice(notice, language) if notice else None
    if not documents:
        return join([said, tag("p", s.DOCUMENTS_EMPTY(language), class_="dz-empty")])
    is_long = len(documents) > MAX_ROWS
    found = [info for info in documents if _matches(info, query)] if is_long else documents
    more = None
    if not found:
        more = tag("p", s.DOCUMENTS_NO_MATCH(language), class_="dz-empty")
    elif len(found) > MAX_ROWS:
        more = tag("p", s.DOCUMENTS_SHOWN(language, count=MAX_ROWS), class_="dz-hint dz-more")
    return join(
        [
            said,
            _render_list_head(documents, len(found), language, query=query if is_long else ""),
            _render_table(found[:MAX_ROWS], language),
            more,
        ]
    )


def _matches(info: DocumentInfo, query: str) -> bool:
    facts = (info.title, info.name, info.date, info.source)
    return fold(query.strip()) in fold("\n".join(filter(None, facts)))


def _render_list_head(
    documents: Sequence[DocumentInfo], found: int, language: Language, *, query: str
) -> Markup:
    """Say how many there are; where all are listed, the browser counts what it filters."""
    label, count = s.DOCUMENTS_FILTER(language), len(documents)
    whole = s.DOCUMENT_COUNT(language, count=count)
    part = s.DOCUMENT_COUNT_FOUND.in_language(language).replace("{count}", str(count))
    search = tag(
        "input",
        type="search",
        class_="dz-filter",
        placeholder=label,
        aria_label=label,
        # What is not listed can only be found where the whole list is.
        data_many="yes" if count > MAX_ROWS else None,
        data_filtered=query or None,
    )
    return tag(
        "div",
        tag(
            "h2",
            part.replace("{found}", str(found)) if query.strip() else whole,
            data_whole=whole,
            data_part=part,
        ),
        search if count >= _MIN_ROWS_TO_FILTER else None,
        class_="dz-list-head",
    )


def _render_table(documents: Sequence[DocumentInfo], language: Language) -> Markup:
    columns = [
        tag("th", s.COLUMN_TITLE(language), scope="col"),
        tag("th", s.COLUMN_LANGUAGES(language), scope="col"),
        tag("th", s.COLUMN_DATE(language), scope="col"),
        tag("th", s.COLUMN_SOURCE(language), scope="col"),
        tag("th", s.COLUMN_PARAGRAPHS(language), scope="col", class_="dz-figure"),
        tag("th", s.COLUMN_PAIRS(language), scope="col", class_="dz-figure"),
        tag("th", tag("span", s.COLUMN_ACTIONS(language), class_="dz-sr"), scope="col"),
    ]
    rows = [_render_row(info, language) for info in documents]
    return tag(
        "table", tag("thead", tag("tr", *columns)), tag("tbody", *rows), class_="dz-documents"
    )


def _render_row(info: DocumentInfo, language: Language) -> Markup:
    title = info.title or info.name
    name = mark_language(info.name, class_="dz-meta") if info.title else None
    languages = " + ".join(s.LANGUAGES[code](language) for code in info.languages)
    label = mark_language(title)
    read = link_to_document(info.name, label, aria_label=s.OPEN_NAMED(language, title=title))
    remove = action_button(
        s.REMOVE(language),
        "remove",
        class_="dz-link dz-remove",
        data_name=info.name,
        data_title=title,
        data_title_language=detect_language(title),
        aria_label=s.REMOVE_NAMED(language, title=title),
    )
    return tag(
        "tr",
        tag("th", tag("span", read), name, scope="row"),
        tag("td", languages),
        tag("td", info.date or "–", class_=None if info.date else "dz-nothing"),
        tag("td", info.source or "–", class_="dz-source" if info.source else "dz-nothing"),
        _figure(info.paragraph_count, s.COLUMN_PARAGRAPHS(language)),
        _figure(info.pair_count, s.COLUMN_PAIRS(language)),
        tag("td", render_edit_button(info, language), remove),
    )


def _figure(number: int, label: str) -> Markup:
    return tag("td", f"{number:,}", class_="dz-figure", data_label=label.lower())


def _render_removal(language: Language) -> Markup:
    keep = action_button(s.KEEP(language), "keep", class_="dz-plain")
    confirm = action_button(
        s.REMOVE(language),
        "confirm-remove",
        class_="dz-danger",
    )
    return tag(
        "dialog",
        tag("h2", s.REMOVE_TITLE(language), id="dz-remove-title"),
        tag("p", class_="dz-remove-name"),
        tag("p", s.REMOVE_TEXT(language), class_="dz-hint"),
        tag("div", keep, confirm, class_="dz-dialog-actions"),
        class_="dz-dialog",
        aria_labelledby="dz-remove-title",
    )
