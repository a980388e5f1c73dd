"""Values -> the page's HTML; nothing outside this package makes any."""

from __future__ import annotations

from ui.render.evidence import render_evidence
from ui.render.frame import render_composer, render_header
from ui.render.library import (
    FileResult,
    Outcome,
    format_size,
    render_documents,
    render_library_head,
    render_progress,
    render_results,
)
from ui.render.thread import render_current, render_notice, render_past, render_welcome

__all__ = [
    "FileResult",
    "Outcome",
    "format_size",
    "render_composer",
    "render_current",
    "render_documents",
    "render_evidence",
    "render_header",
    "render_library_head",
    "render_notice",
    "render_past",
    "render_progress",
    "render_results",
    "render_welcome",
]
