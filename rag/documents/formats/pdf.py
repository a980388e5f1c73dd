"""PDF bytes -> text in reading order, without page furniture, and where each page begins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rag.documents.formats.loaded import LoadedText
from rag.documents.formats.pdf_columns import order_pages
from rag.documents.formats.pdf_furniture import remove_furniture
from rag.documents.formats.pdf_paragraphs import (
    Passage,
    find_joint,
    read_habits,
    split_passages,
)
from rag.documents.formats.pdf_process import Page, read_pages
from rag.errors import DocumentError
from rag.settings import DocumentSettings

_HEAD_BYTES = 1024
#: Servers and mailers append to files; a file is cut off where its end mark is not even near.
_TAIL_BYTES = 65_536
#: A page is not read where so much of it is of unknown characters.
_MAX_UNMAPPED_SHARE = 0.3
#: What is warned of; a mark or two of a symbol font is not.
_MAX_GAP_SHARE = 0.01
_MAX_NAMED_PAGES = 12
_MIN_TITLE_CHARS = 4
_OCR = (
    "Recognise the text first, for example with "
    "ocrmypdf INPUT.pdf OUTPUT.pdf --language chi_sim+eng"
)


def load_pdf(data: bytes, name: str, settings: DocumentSettings) -> LoadedText:
    """Load the text layer of a PDF.

    :param data: the whole file.
    :param name: the file, for messages.
    :param settings: the limits that hold.
    :returns: its text, one paragraph a line, with a warning for pages that show no text.
    :raises DocumentError: locked, damaged, over a limit, or without text on any page.
    """
    if b"%PDF-" not in data[:_HEAD_BYTES]:
        raise DocumentError(
            f"{name}: does not begin as a PDF does; check that it is one, and get it anew"
        )
    content = read_pages(data, name, settings)
    pages = [_without_unmapped(page) for page in content.pages]
    pages = remove_furniture(pages)
    warnings = (*_check_pages(pages, content.pages, name), *_check_end(data))
    lines = order_pages(pages)
    passages = _place_notes(split_passages(lines, read_habits(lines)))
    text, page_starts = _write(passages, len(pages))
    title = content.title.strip()
    return LoadedText(
        text,
        encoding="pdf",
        page_starts=page_starts,
        title=title if _states(text, title) else None,
        warnings=warnings,
    )


def _without_unmapped(page: Page) -> Page:
    """Empty a page whose fonts do not say which characters they show."""
    count = sum(len(fragment.text) for fragment in page.fragments)
    if page.unmapped <= count * _MAX_UNMAPPED_SHARE:
        return page
    return replace(page, fragments=())


def _check_end(data: bytes) -> tuple[str, ...]:
    if data.rfind(b"%%EOF") >= max(0, len(data) - _TAIL_BYTES):
        return ()
    return ("The file's end is missing, and pages may be with it; get it anew.",)


def _has_words(page: Page) -> bool:
    return any(char.isalpha() for fragment in page.fragments for char in fragment.text)


def _check_pages(pages: Sequence[Page], read: Sequence[Page], name: str) -> tuple[str, ...]:
    """Say which pages yield no text though they show something, or text with gaps.

    :param pages: what is left of them.
    :param read: the same pages as read.
    :param name: the file, for messages.
    :returns: one warning for each reason.
    """
    reasons: dict[str, list[int]] = {}
    for page, original in zip(pages, read, strict=True):
        reason = _explain_gaps(page) if _has_words(page) else _explain_empty(original)
        if reason:
            reasons.setdefault(reason, []).append(page.number)
    messages = tuple(
        reason.format(pages=_name_pages(numbers, len(pages))) for reason, numbers in reasons.items()
    )
    if any(_has_words(page) for page in pages):
        return messages
    found = " ".join(messages) or f"Nothing is shown on {_name_pages((), len(pages))}."
    raise DocumentError(f"{name}: holds no text to index. {found}")


def _explain_gaps(page: Page) -> str | None:
    count = sum(len(fragment.text) for fragment in page.fragments)
    if page.unmapped <= count * _MAX_GAP_SHARE:
        return None
    return f"Unknown characters, shown as \ufffd: {{pages}}. {_OCR} --force-ocr"


def _explain_empty(page: Page) -> str | None:
    if page.broken:
        return "Damaged and not readable: {pages}. Save or print the file anew as PDF."
    if page.unmapped:
        return f"Fonts that do not say which characters they show: {{pages}}. {_OCR} --force-ocr"
    if page.picture:
        return f"Pictures without text: {{pages}}. {_OCR} --skip-text"
    return None


def _name_pages(numbers: Sequence[int], count: int) -> str:
    if not numbers or len(numbers) == count:
        return f"all {count} pages" if count > 1 else "its only page"
    shown = [str(number) for number in numbers[:_MAX_NAMED_PAGES]]
    more = len(numbers) - len(shown)
    word = "page" if len(numbers) == 1 else "pages"
    return f"{word} {', '.join(shown)}{f' and {more} more' if more else ''} of {count}"


def _place_notes(passages: Sequence[Passage]) -> list[Passage]:
    """Move notes out of the way of a paragraph that runs on to the next page.

    They go before it where it begins on their page, else behind it.
    """
    placed: list[Passage] = []
    for passage in passages:
        last = placed[-1] if placed else None
        if not passage.is_note or last is None:
            placed.append(passage)
            continue
        page = passage.lines[0].page
        place = len(placed)
        while place and placed[place - 1].is_note and placed[place - 1].lines[0].page == page:
            place -= 1
        if place and placed[place - 1].lines[-1].page > page:
            place -= placed[place - 1].lines[0].page == page
            placed.insert(place, passage)
        else:
            placed.append(passage)
    return placed


def _write(passages: Sequence[Passage], page_count: int) -> tuple[str, tuple[int, ...]]:
    """Write the text out, and note where each page begins."""
    parts: list[str] = []
    starts: list[int] = []
    length = 0
    for part, page in _parts(passages):
        while page is not None and len(starts) < page:
            starts.append(length)
        parts.append(part)
        length += len(part)
    starts.extend([length] * (page_count - len(starts)))
    return "".join(parts), tuple(starts)


def _parts(passages: Sequence[Passage]) -> Iterator[tuple[str, int | None]]:
    """Yield pieces of the text, each line with its page."""
    for passage in passages:
        before = ""
        for line in passage.lines:
            text = line.text.rstrip(" ")
            if before:
                yield find_joint(before, text), None
            elif passage.level:
                yield "#" * passage.level + " ", line.page
            yield text, line.page
            before = text
        yield ("\n" if passage.loose else "\n\n"), None


def _states(text: str, title: str) -> bool:
    """Tell whether a title of the file's properties is one: they often name a template or file."""
    head = re.sub(r"[\W_]+", "", text[:2_000]).casefold()
    plain = re.sub(r"[\W_]+", "", title).casefold()
    return len(plain) >= _MIN_TITLE_CHARS and plain in head
