"""The reader: what the browser asks for while a document is read -> HTML and places.

These are called by the browser one by one rather than bound to parts of the page: a long document
arrives in portions, and a search must not wait for an answer that is being written.
"""

from __future__ import annotations

import re

from rag.differences import Difference
from rag.settings import PageSettings
from ui import render
from ui import strings as s
from ui.conversation import Notice
from ui.finding import find_in, make_pattern, utf16_offsets
from ui.handlers.base import Handlers, Reply, Wanted, reply
from ui.handlers.recent import Recent
from ui.handlers.wanted import read_language, read_number, read_text
from ui.protocols import PageLibrary
from ui.reading import Reading, lay_out

#: Places of a search; stepping through more is no reading.
_MAX_FOUND = 2000
_MAX_QUERY_CHARS = 200
#: Paragraphs of a library that are compared in a moment; copies are looked for in all of it.
_MAX_COMPARED_UNASKED = 5000


class ReaderHandlers(Handlers):
    """The reader's functions; each takes what the browser sends, which may be anything."""

    def __init__(self, library: PageLibrary, settings: PageSettings) -> None:
        super().__init__(library, settings)
        self._readings = Recent()
        self._differences = Recent()

    def open_document(self, wanted: Wanted) -> Reply:
        """Open a document at a paragraph.

        :param wanted: ``document``, ``paragraph`` (0 for the beginning), ``language``.
        :returns: ``html``, and ``document``, ``paragraph`` and ``title`` of what was found;
            ``compare`` where differences can be looked for unasked.
        """
        language, name = read_language(wanted), read_text(wanted, "document")
        number = read_number(wanted, "paragraph")

        def make() -> Reply:
            reading = self._read(name)
            if reading is None:
                return {"html": render.render_unknown_document(name, language)}
            row = reading.places.get((name, number))
            notice = None
            if row is None and number:
                count = reading.info.paragraph_count
                notice = Notice(s.READER_NO_PARAGRAPH(language, number=number, count=count))
            return {
                "html": render.render_reader(
                    reading, render.portion_of(row or 0), language, notice
                ),
                "document": name,
                "paragraph": 0 if row is None else number,
                "title": reading.info.title or name,
                "compare": self._is_compared_unasked(),
            }

        return reply(make, language)

    def read_portion(self, wanted: Wanted) -> Reply:
        """Give one portion of a document's text.

        :param wanted: ``document``, ``portion``, ``language``.
        :returns: ``html``.
        """
        language, name = read_language(wanted), read_text(wanted, "document")
        portion = read_number(wanted, "portion")

        def make() -> Reply:
            reading = self._read(name)
            return {"html": render.render_portion(reading, portion, language) if reading else ""}

        return reply(make, language)

    def find_in_document(self, wanted: Wanted) -> Reply:
        """Find words in a document, in both columns.

        :param wanted: ``document``, ``query``, ``language``.
        :returns: ``places`` in reading order, each document, number, start, end and portion;
            ``remark`` where there are more.
        """
        language, name = read_language(wanted), read_text(wanted, "document")
        pattern = make_pattern(read_text(wanted, "query")[:_MAX_QUERY_CHARS])

        def make() -> Reply:
            reading = self._read(name)
            if reading is None or pattern is None:
                return {"places": [], "remark": ""}
            places = _find_places(reading, pattern)
            many = s.READER_FOUND_MANY(language, count=_MAX_FOUND)
            remark = many if len(places) > _MAX_FOUND else ""
            return {"places": places[:_MAX_FOUND], "remark": remark}

        return reply(make, language)

    def find_differences(self, wanted: Wanted) -> Reply:
        """Compare the two sides of a document; takes a while on a large library.

        :param wanted: ``document``, ``language``.
        :returns: ``html`` with the list, ``marks`` to put into the text, and how many as ``label``.
        """
        language, name = read_language(wanted), read_text(wanted, "document")

        def make() -> Reply:
            reading = self._read(name)
            if reading is None:
                return {"html": render.render_unknown_document(name, language), "marks": []}
            found = self._compare(name)
            return {
                "html": render.render_differences(found, reading, language),
                "marks": render.list_marks(found, reading, language),
                "label": render.name_differences(found, reading, language),
            }

        return reply(make, language)

    def _read(self, name: str) -> Reading | None:
        key = name, self._library.generation()
        return self._readings.get(key, lambda: self._lay_out(name))

    def _lay_out(self, name: str) -> Reading | None:
        documents = self._library.documents()
        info = next((each for each in documents if each.name == name), None)
        if info is None:
            return None
        paragraphs = [passage.paragraph for passage in self._library.passages_of(name)]
        return lay_out(info, paragraphs, self._library.pairs(name), documents)

    def _is_compared_unasked(self) -> bool:
        count = sum(info.paragraph_count for info in self._library.documents())
        return count <= _MAX_COMPARED_UNASKED

    def _compare(self, name: str) -> list[Difference]:
        key = name, self._library.generation()
        return self._differences.get(key, lambda: self._library.differences(name))


def _find_places(reading: Reading, pattern: re.Pattern[str]) -> list[list[str | int]]:
    return [
        [each.document, each.number, start, end, render.portion_of(number)]
        for number, row in enumerate(reading.rows)
        for each in row.paragraphs
        for start, end in utf16_offsets(each.text, find_in(pattern, each.text))
    ]
