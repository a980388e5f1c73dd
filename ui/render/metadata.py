"""A document's metadata -> the form in which they are corrected."""

from __future__ import annotations

from rag.metadata import METADATA_FIELDS, MetadataLayers
from rag.schema import DocumentInfo, Language
from ui import strings as s
from ui.conversation import Notice
from ui.render.buttons import action_button
from ui.render.content import mark_language
from ui.render.markup import Markup, join, tag
from ui.render.thread import render_notice

_MAX_CHARS = 300


def render_metadata_form(info: DocumentInfo, language: Language) -> Markup:
    """Show what a document is said to be, for correcting.

    :param info: the document.
    :param language: the page's language.
    :returns: the form.
    """
    below = MetadataLayers(info.layers.stated, info.layers.sidecar).merged
    fields = [_render_field(info, name, getattr(below, name), language) for name in METADATA_FIELDS]
    cancel = action_button(s.EDIT_CANCEL(language), "keep", class_="dz-plain")
    save = tag("button", s.EDIT_SAVE(language), type="submit", class_="dz-primary")
    return tag(
        "form",
        tag("h2", s.EDIT_TITLE(language), id="dz-edit-title"),
        mark_language(info.name, "p", class_="dz-hint dz-remove-name"),
        tag("p", s.EDIT_TEXT(language), class_="dz-hint"),
        *fields,
        tag("div", class_="dz-edit-notice"),
        tag("div", cancel, save, class_="dz-dialog-actions"),
        class_="dz-edit-form",
        method="dialog",
        novalidate=True,
        data_document=info.name,
    )


def render_edit_button(info: DocumentInfo, language: Language) -> Markup:
    """Show the way to the form, beside a document's title."""
    return action_button(
        s.EDIT(language),
        "edit",
        data_document=info.name,
        aria_label=s.EDIT_NAMED(language, title=info.title or info.name),
    )


def render_edit_dialog() -> Markup:
    """Make the dialog that the form is put into."""
    return tag("dialog", class_="dz-edit", aria_labelledby="dz-edit-title")


def render_edit_notice(notice: Notice, language: Language) -> Markup:
    """Say why there is no form, with a way to close the dialog."""
    close = action_button(s.EDIT_CLOSE(language), "keep", class_="dz-plain")
    shown = render_notice(notice, language)
    return join([shown, tag("div", close, class_="dz-dialog-actions")])


def _render_field(info: DocumentInfo, name: str, below: str | None, language: Language) -> Markup:
    field_id, hint_id = f"dz-edit-{name}", f"dz-edit-{name}-hint"
    is_corrected = getattr(info.layers.corrected, name) is not None
    hint = ""
    if is_corrected:
        hint = s.EDIT_STATED(language, value=below) if below else s.EDIT_NOT_STATED(language)
    elif name == "date":
        hint = s.EDIT_DATE_HINT(language)
    box = tag(
        "input",
        type="text",
        id=field_id,
        name=name,
        class_="dz-field",
        value=getattr(info, name) or "",
        maxlength=_MAX_CHARS,
        autocomplete="off",
        aria_describedby=hint_id,
    )
    return tag(
        "div",
        tag("label", s.METADATA_FIELDS[name](language), for_=field_id),
        box,
        tag("p", hint, id=hint_id, class_="dz-hint", data_hint=hint),
        class_="dz-edit-field",
    )
