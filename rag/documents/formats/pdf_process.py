"""PDF bytes -> its pages' fragments of text, read by a process of its own within limits."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag.errors import DocumentError
from rag.settings import DocumentSettings

_WORKER = Path(__file__).with_name("pdf_worker.py")


@dataclass(frozen=True, slots=True)
class Fragment:
    """Characters that stand together on a line.

    Lengths are in points, in the frame of the page's reading direction: ``x`` grows along the line,
    ``y`` from line to line.

    :param x0: where it begins; ``x1`` is where it ends.
    :param y: where its base line stands.
    :param size: of its type.
    :param aside: whether it runs in another direction than most of the page.
    """

    x0: float
    x1: float
    y: float
    size: float
    text: str
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """What one page shows.

    :param number: from 1.
    :param box: left, top, right and bottom in the frame of the fragments.
    :param fragments: in the order in which the file draws them.
    :param unmapped: characters of which the file does not say which they are.
    :param picture: whether it shows anything that may be a picture of text.
    :param broken: whether it could not be read at all.
    :param vertical: whether its lines run downwards, from right to left.
    """

    number: int
    box: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    fragments: tuple[Fragment, ...] = ()
    unmapped: int = 0
    picture: bool = False
    broken: bool = False
    vertical: bool = False


@dataclass(frozen=True, slots=True)
class PdfContent:
    """All pages of a file, and the title its properties state."""

    pages: tuple[Page, ...]
    title: str


def read_pages(data: bytes, name: str, settings: DocumentSettings) -> PdfContent:
    """Read the fragments of all pages.

    :param data: the whole file.
    :param name: the file, for messages.
    :param settings: the limits that hold.
    :returns: its pages, in order.
    :raises DocumentError: locked, damaged, or over a limit.
    """
    limits = (settings.max_pdf_pages, settings.max_pdf_chars, settings.max_pdf_memory_bytes)
    process = subprocess.Popen(  # noqa: S603 -- our own program, with numbers as arguments
        [sys.executable, "-P", str(_WORKER), *map(str, limits)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    late = threading.Event()
    timer = threading.Timer(settings.max_pdf_seconds, _stop, (process, late))
    timer.start()
    try:
        records = list(_exchange(process, data))
    finally:
        timer.cancel()
        process.kill()
        process.wait()
    if late.is_set():
        raise DocumentError(
            f"{name}: not read within {settings.max_pdf_seconds:g} seconds "
            f"({max(0, len(records) - 1):,} pages were); split it, or set "
            "DUIZHAO_DOCUMENTS__MAX_PDF_SECONDS to allow more"
        )
    return _check(records, name, settings)


def _stop(process: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    process.kill()


def _exchange(process: subprocess.Popen[bytes], data: bytes) -> Iterator[dict[str, Any]]:
    """Hand the file over and yield what comes back, until the process ends."""
    if process.stdin is None or process.stdout is None:
        raise AssertionError("both pipes are asked for when the process is started")
    try:
        with process.stdin as pipe:
            pipe.write(data)
    except BrokenPipeError:
        pass  # it ended early; what it sent, or did not, tells why
    with process.stdout as answers:
        for line in answers:
            if not line.endswith(b"\n"):
                return  # it was stopped in the middle of a line
            yield json.loads(line)
    process.wait()


def _check(records: list[dict[str, Any]], name: str, settings: DocumentSettings) -> PdfContent:
    """Check that the process came to its end."""
    for record in records:
        if "error" in record:
            raise DocumentError(f"{name}: {_explain(record, settings)}")
    if not records or "done" not in records[-1]:
        where = f" at page {len(records)} of {records[0]['pages']}" if records else ""
        raise DocumentError(
            f"{name}: reading it failed{where}: it is damaged, or takes more than "
            f"{settings.max_pdf_memory_bytes:,} bytes of memory. Save or print it anew as PDF, or "
            "set DUIZHAO_DOCUMENTS__MAX_PDF_MEMORY_BYTES to allow more"
        )
    pages = tuple(_build_page(record) for record in records[1:-1])
    return PdfContent(pages, records[0]["title"])


def _explain(record: dict[str, Any], settings: DocumentSettings) -> str:
    reason = record["error"]
    if reason == "password":
        return "locked with a password; save a copy without one and ingest that"
    if reason == "pages":
        return (
            f"{record['found']:,} pages, over the limit of {settings.max_pdf_pages:,}; split it, "
            "or set DUIZHAO_DOCUMENTS__MAX_PDF_PAGES to allow more"
        )
    if reason == "chars":
        return (
            f"more than {settings.max_pdf_chars:,} characters of text; split it, or set "
            "DUIZHAO_DOCUMENTS__MAX_PDF_CHARS to allow more"
        )
    if reason == "memory":
        return (
            f"takes more than {settings.max_pdf_memory_bytes:,} bytes of memory; split it, or set "
            "DUIZHAO_DOCUMENTS__MAX_PDF_MEMORY_BYTES to allow more"
        )
    if reason == "library":
        return "PDF files need the package pypdfium2; install it with 'pip install pypdfium2'"
    return "not a PDF that can be read: damaged, cut off, or of another format; get it anew"


def _build_page(record: dict[str, Any]) -> Page:
    if record.get("broken"):
        return Page(record["page"], broken=True)
    direction = record["direction"]
    left, top, right, bottom = record["box"]
    return Page(
        number=record["page"],
        box=(left, top, right, bottom),
        fragments=tuple(
            Fragment(x0, x1, y, size, text, aside=way != direction)
            for way, x0, x1, y, size, text in record["fragments"]
        ),
        unmapped=record["unmapped"],
        picture=record["picture"],
        vertical=direction == 4,
    )
