"""The form for a document's metadata, and what becomes of what is typed into it."""

from dataclasses import replace

import pytest
from page_fakes import HOSTILE, FakeLibrary

from rag.errors import MetadataError
from rag.metadata import DocumentMetadata, MetadataLayers
from rag.settings import PageSettings
from ui import strings as s
from ui.handlers import PageHandlers

NAME = "linhe-briefing"


def describe(library, stated=None, corrected=None):
    layers = MetadataLayers(stated or DocumentMetadata(), corrected=corrected or DocumentMetadata())
    known = next(info for info in library.documents() if info.name == NAME)
    values = {name: getattr(layers.merged, name) for name in s.METADATA_FIELDS}
    library._documents[NAME] = replace(known, layers=layers, **values)


def save(handlers, language="zh", **values):
    full = dict.fromkeys(s.METADATA_FIELDS, "") | values
    return handlers.correct_document({"document": NAME, "values": full, "language": language})


@pytest.mark.parametrize("language", ["zh", "en"])
def test_form_is_filled_in_and_tells_what_the_document_says(handlers, library, language):
    describe(library, DocumentMetadata(title="发布会"), DocumentMetadata(title="简报"))
    html = handlers.edit_document({"document": NAME, "language": language})["html"]
    assert 'value="简报"' in html
    assert s.EDIT_STATED(language, value="发布会") in html
    assert s.EDIT_DATE_HINT(language) in html


def test_only_what_changed_is_corrected(handlers, library):
    describe(library, DocumentMetadata(title="发布会", date="2024-06-12"))
    assert save(handlers, title="发布会", date="2024-06-13", source=" 临河日报 ") == {"saved": True}
    assert library.corrections == [(NAME, {"date": "2024-06-13", "source": "临河日报"})]
    library.corrections.clear()
    unchanged = {"title": "发布会", "date": "2024-06-13", "source": "临河日报"}
    assert save(handlers, **unchanged) == {"saved": True}
    assert library.corrections == []


def test_emptied_field_goes_back_or_says_none(handlers, library):
    describe(library, DocumentMetadata(title="发布会"), DocumentMetadata(source="日报"))
    save(handlers)
    assert library.corrections == [(NAME, {"title": "-", "source": None})]


def test_value_of_the_document_itself_takes_the_correction_back(handlers, library):
    describe(library, DocumentMetadata(title="发布会"), DocumentMetadata(title="简报"))
    save(handlers, title="发布会")
    assert library.corrections == [(NAME, {"title": None})]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_bad_values_are_explained_field_by_field(handlers, library, language):
    reply = save(handlers, language, date="someday", title="长" * 2000)
    assert reply["errors"] == {
        "date": s.EDIT_NO_DATE(language),
        "title": s.EDIT_TOO_LONG(language),
    }
    assert library.corrections == []


@pytest.mark.parametrize("wanted", [{}, None, {"values": 3}, {"values": {"title": {}}}])
def test_anything_may_be_sent(handlers, library, wanted):
    assert "html" in handlers.edit_document(wanted)
    assert handlers.correct_document(wanted)["failed"]
    assert library.corrections == []


class StubbornLibrary(FakeLibrary):
    def correct(self, document, changes):
        raise MetadataError("nothing can be corrected")


def test_refused_correction_is_a_notice(tmp_path):
    handlers = PageHandlers(StubbornLibrary(tmp_path), PageSettings())
    reply = save(handlers, title="新的")
    assert s.EDIT_FAILED("zh") in reply["html"]
    assert "nothing can be corrected" in reply["html"]


def test_hostile_values_stay_text(handlers, library):
    describe(library, DocumentMetadata(title=HOSTILE), DocumentMetadata(title=f'"{HOSTILE}'))
    html = handlers.edit_document({"document": NAME, "language": "en"})["html"]
    assert "<script" not in html
    assert "<img" not in html
