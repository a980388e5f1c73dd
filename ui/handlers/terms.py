"""The terms: what the browser asks for -> the places of a term, as HTML or as a table."""

from __future__ import annotations

from rag.concordance import RenderingGroup, format_terms_csv
from rag.errors import QuestionError
from rag.settings import PageSettings
from ui import render
from ui import strings as s
from ui.conversation import Notice
from ui.handlers.base import Handlers, Reply, Wanted, reply
from ui.handlers.recent import Recent
from ui.handlers.wanted import read_language, read_text
from ui.protocols import PageLibrary


class TermHandlers(Handlers):
    """The functions of the terms page; each takes what the browser sends."""

    def __init__(self, library: PageLibrary, settings: PageSettings) -> None:
        super().__init__(library, settings)
        self._found = Recent()

    def open_terms(self, wanted: Wanted) -> Reply:
        """Give the page with its box.

        :param wanted: ``term`` to put into it, ``language``.
        :returns: ``html``.
        """
        return {"html": render.render_terms_page(read_text(wanted, "term"), read_language(wanted))}

    def find_terms(self, wanted: Wanted) -> Reply:
        """Find every place of a term; takes a while in a large library.

        :param wanted: ``term``, ``language``.
        :returns: ``html``.
        """
        language, term = read_language(wanted), read_text(wanted, "term").strip()

        def make() -> Reply:
            try:
                groups = self._find_places(term)
            except QuestionError:
                notice = Notice(s.TERM_INVALID(language))
                return {"failed": True, "html": render.render_notice(notice, language)}
            return {"html": render.render_terms(term, groups, language)}

        return reply(make, language)

    def export_terms(self, wanted: Wanted) -> Reply:
        """Give every place of a term as a table.

        :param wanted: ``term``.
        :returns: ``text``, CSV, and the ``name`` of a file for it.
        """
        language, term = read_language(wanted), read_text(wanted, "term").strip()

        def make() -> Reply:
            text = format_terms_csv(term, self._find_places(term))
            return {"text": text, "name": f"duizhao-{term}.csv"}

        return reply(make, language)

    def _find_places(self, term: str) -> list[RenderingGroup]:
        key = term, self._library.generation()
        return self._found.get(key, lambda: self._library.terms(term))
