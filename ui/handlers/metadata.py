"""Metadata: what a document is said to be -> a form, and corrections of it."""

from __future__ import annotations

from collections.abc import Mapping

from rag.documents import read_value
from rag.errors import MetadataError
from rag.metadata import METADATA_FIELDS, MetadataLayers
from rag.schema import DocumentInfo, Language
from ui import render
from ui import strings as s
from ui.conversation import Notice
from ui.handlers.base import Handlers, Reply, Wanted, reply
from ui.handlers.wanted import read_language, read_text

#: What says of a field that there is nothing to say.
_NONE = "-"


class MetadataHandlers(Handlers):
    """The functions of the form; each takes what the browser sends."""

    def edit_document(self, wanted: Wanted) -> Reply:
        """Give the form for a document, filled in.

        :param wanted: ``document``, ``language``.
        :returns: ``html``; a notice where there is no such document.
        """
        language = read_language(wanted)

        def make() -> Reply:
            info = self._find_document(read_text(wanted, "document"))
            if info is None:
                notice = Notice(s.ALREADY_REMOVED(language))
                return {"html": render.render_edit_notice(notice, language)}
            return {"html": render.render_metadata_form(info, language)}

        return reply(make, language)

    def correct_document(self, wanted: Wanted) -> Reply:
        """Correct a document's metadata.

        :param wanted: ``document``, ``values`` by field as they stand in the form, ``language``.
        :returns: ``saved``; or ``errors`` by field; or ``html`` with a notice.
        """
        language = read_language(wanted)
        sent = wanted.get("values") if isinstance(wanted, Mapping) else None
        values = {name: read_text(sent or {}, name).strip() for name in METADATA_FIELDS}

        def make() -> Reply:
            errors = {
                name: text for name in values if (text := _check(name, values[name], language))
            }
            if errors:
                return {"errors": errors}
            info = self._find_document(read_text(wanted, "document"))
            if info is None:
                notice = Notice(s.ALREADY_REMOVED(language))
                return {"failed": True, "html": render.render_notice(notice, language)}
            changes = _list_changes(info, values)
            try:
                if changes:
                    self._library.correct(info.name, changes)
            except MetadataError as error:
                notice = Notice(s.EDIT_FAILED(language), str(error))
                return {"failed": True, "html": render.render_notice(notice, language)}
            return {"saved": True}

        return reply(make, language)

    def _find_document(self, name: str) -> DocumentInfo | None:
        return next((info for info in self._library.documents() if info.name == name), None)


def _check(name: str, value: str, language: Language) -> str:
    """Say what is wrong with a value; empty where nothing is."""
    try:
        read_value(name, value)
    except ValueError:
        return s.EDIT_NO_DATE(language) if name == "date" else s.EDIT_TOO_LONG(language)
    return ""


def _list_changes(info: DocumentInfo, values: Mapping[str, str]) -> dict[str, str | None]:
    """List what the form says otherwise than the document.

    A field that was emptied takes its correction back; where there was none, it says that there is
    no value.
    """
    below = MetadataLayers(info.layers.stated, info.layers.sidecar).merged
    changes: dict[str, str | None] = {}
    for name, value in values.items():
        if value == (getattr(info, name) or ""):
            continue
        corrected = getattr(info.layers.corrected, name)
        if not value:
            changes[name] = None if corrected is not None else _NONE
        else:
            changes[name] = None if value == getattr(below, name) else value
    return changes
