"""Values -> the page's HTML; nothing outside this package makes any."""

from __future__ import annotations

from ui.render.conversations import (
    render_file,
    render_missing_talk,
    render_talks,
    render_talks_head,
)
from ui.render.differences import list_marks, name_differences, render_differences
from ui.render.evidence import render_evidence
from ui.render.feedback import render_rated
from ui.render.filters import render_chips
from ui.render.frame import render_composer, render_filled, render_header
from ui.render.library import (
    FileResult,
    Outcome,
    format_size,
    render_documents,
    render_library_head,
    render_progress,
    render_results,
)
from ui.render.metadata import render_edit_dialog, render_edit_notice, render_metadata_form
from ui.render.reader import (
    portion_of,
    render_holder,
    render_portion,
    render_reader,
    render_unknown_document,
)
from ui.render.settings import (
    Offer,
    Pick,
    Picks,
    render_picks,
    render_settings,
    render_trial,
)
from ui.render.signin import (
    OUTSIDE_SCRIPT,
    SignInForm,
    render_detour_page,
    render_refusal_page,
    render_sign_in_page,
)
from ui.render.terms import render_terms, render_terms_page
from ui.render.thread import (
    render_current,
    render_done,
    render_notice,
    render_past,
    render_welcome,
)

__all__ = [
    "OUTSIDE_SCRIPT",
    "FileResult",
    "Offer",
    "Outcome",
    "Pick",
    "Picks",
    "SignInForm",
    "format_size",
    "list_marks",
    "name_differences",
    "portion_of",
    "render_chips",
    "render_composer",
    "render_current",
    "render_detour_page",
    "render_differences",
    "render_documents",
    "render_done",
    "render_edit_dialog",
    "render_edit_notice",
    "render_evidence",
    "render_file",
    "render_filled",
    "render_header",
    "render_holder",
    "render_library_head",
    "render_metadata_form",
    "render_missing_talk",
    "render_notice",
    "render_past",
    "render_picks",
    "render_portion",
    "render_progress",
    "render_rated",
    "render_reader",
    "render_refusal_page",
    "render_results",
    "render_settings",
    "render_sign_in_page",
    "render_talks",
    "render_talks_head",
    "render_terms",
    "render_terms_page",
    "render_trial",
    "render_unknown_document",
    "render_welcome",
]
