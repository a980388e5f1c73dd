"""What the browser asks for while a document is read, and what it gets."""

import re

import pytest
from page_fakes import EN_RIVER, HOSTILE, HOSTILE_NAME, ZH_RIVER, Elements, FakeLibrary

from rag.errors import LibraryError
from rag.settings import PageSettings
from ui import strings as s
from ui.handlers import PageHandlers
from ui.render.reader import PORTION_ROWS

BRIEFING = {"document": "linhe-briefing", "language": "en"}


def test_document_opens_in_two_columns(handlers):
    reply = handlers.open_document({**BRIEFING, "paragraph": "8"})
    assert reply["document"] == "linhe-briefing"
    assert reply["paragraph"] == 8
    assert reply["html"].count('class="dz-row"') == 2
    assert reply["html"].count("dz-unpaired") == 1
    assert EN_RIVER.paragraph.text in reply["html"]
    assert "Linhe in English" in reply["html"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_unknown_document_is_said_to_be_unknown(handlers, language):
    reply = handlers.open_document({"document": "<b>x</b>", "language": language})
    assert "document" not in reply
    assert "&lt;b&gt;x" in reply["html"]
    assert s.READER_TO_LIBRARY(language) in reply["html"]


def test_unknown_paragraph_opens_the_document_and_says_so(handlers):
    reply = handlers.open_document({**BRIEFING, "paragraph": "99"})
    assert reply["paragraph"] == 0
    assert s.READER_NO_PARAGRAPH("en", number=99, count=48) in reply["html"]


@pytest.mark.parametrize(
    "wanted",
    [{}, None, [], "x", {"document": 7}, {"document": ["linhe-briefing"], "paragraph": {}}],
)
def test_anything_may_be_asked_for(handlers, wanted):
    for function in (
        handlers.open_document,
        handlers.read_portion,
        handlers.find_in_document,
        handlers.find_differences,
    ):
        assert "failed" not in function(wanted)


@pytest.mark.parametrize("number", ["-3", -3, "1e9", 10**12, True, 1.5, "９", None])
def test_odd_numbers_are_no_paragraph(handlers, number):
    assert handlers.open_document({**BRIEFING, "paragraph": number})["paragraph"] == 0


def test_long_document_comes_in_portions(handlers, library):
    library.add_long("minutes", 10 * PORTION_ROWS)
    reply = handlers.open_document({"document": "minutes", "paragraph": 7 * PORTION_ROWS})
    numbers = [
        int(each) for each in re.findall(r'class="dz-par[^>]+data-number="(\d+)"', reply["html"])
    ]
    assert 7 * PORTION_ROWS in numbers
    assert len(numbers) < 3 * PORTION_ROWS
    portions = re.findall(r'data-portion="(\d+)"', reply["html"])
    seen = []
    for portion in portions:
        html = handlers.read_portion({"document": "minutes", "portion": int(portion)})["html"]
        seen += [int(each) for each in re.findall(r'class="dz-par[^>]+data-number="(\d+)"', html)]
    assert seen == sorted(seen)
    assert seen == list(range(1, 10 * PORTION_ROWS + 1))
    assert handlers.read_portion({"document": "minutes", "portion": 999})["html"] == ""


def test_search_finds_both_columns_in_reading_order(handlers):
    places = handlers.find_in_document({**BRIEFING, "query": "BUREAU"})["places"]
    assert [place[:2] for place in places] == [["linhe-briefing", 5], ["linhe-english", 3]]
    start, end = places[1][2:4]
    assert EN_RIVER.paragraph.text[start:end] == "bureau"


def test_search_cuts_off_after_many_places(handlers, library):
    library.add_long("minutes", 5000)
    reply = handlers.find_in_document({"document": "minutes", "query": "e", "language": "en"})
    assert len(reply["places"]) == 2000
    assert reply["remark"] == s.READER_FOUND_MANY("en", count=2000)


def test_differences_are_marked_on_both_sides_and_listed(handlers):
    reply = handlers.find_differences({**BRIEFING, "language": "zh"})
    marks = {(mark.document, mark.number): mark for mark in reply["marks"]}
    river = marks["linhe-briefing", 8]
    assert ZH_RIVER.paragraph.text[river.start : river.end] == "三百一十二"
    assert river.text == s.DIFFER_BOTH["number"]("zh", zh="三百一十二", en="321")
    english = marks["linhe-english", 3]
    assert EN_RIVER.paragraph.text[english.start : english.end] == "321"
    # A sentence that the other side lacks is marked where it stands.
    assert ("linhe-briefing", 4) in marks
    assert ("linhe-briefing", 5) not in marks
    assert reply["label"] == s.DIFFERENCES_COUNT("zh", count=2)
    assert s.DIFFER_HERE["sentence"]("zh", side="中文") in reply["html"]


def test_no_differences_are_said_to_be_none(handlers, library):
    library.add_long("minutes", 10)
    reply = handlers.find_differences({"document": "minutes", "language": "zh"})
    assert s.DIFFERENCES_NONE("zh") in reply["html"]
    assert reply["label"] == s.DIFFERENCES_ZERO("zh")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_where_nothing_stands_beside_it_nothing_was_compared(handlers, library, language):
    library.add_long("minutes", 10)
    library.all_pairs = []
    reply = handlers.find_differences({"document": "minutes", "language": language})
    assert reply["label"] == s.DIFFERENCES_NOTHING(language)
    assert s.DIFFERENCES_UNPAIRED(language) in reply["html"]
    assert s.DIFFERENCES_NONE(language) not in reply["html"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_hostile_document_stays_text(handlers, language):
    wanted = {"document": HOSTILE_NAME, "paragraph": 1, "language": language}
    opened = Elements(handlers.open_document(wanted)["html"])
    listed = Elements(handlers.find_differences(wanted)["html"])
    assert HOSTILE in opened.text
    assert HOSTILE_NAME in opened.text
    for html in (opened, listed):
        assert not {"script", "img", "iframe", "style"} & set(html.names)
        assert not [name for name, _ in html.attributes if name.startswith("on")]
    links = [value for name, value in opened.attributes if name == "href"]
    assert links
    assert all(re.fullmatch(r"\?document=[\w%.+*-]+&paragraph=\d+", link) for link in links)


def test_layout_follows_the_library(handlers, library):
    handlers.open_document(BRIEFING)
    library.remove(["linhe-briefing"])
    assert "document" not in handlers.open_document(BRIEFING)


class BrokenLibrary(FakeLibrary):
    def documents(self):
        raise LibraryError("/secret/catalogue.sqlite is damaged")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_failure_is_a_notice(tmp_path, language):
    handlers = PageHandlers(BrokenLibrary(tmp_path), PageSettings())
    reply = handlers.open_document({"document": "x", "language": language})
    assert reply["failed"]
    assert s.LIBRARY_FAILED(language) in reply["html"]


def test_carriage_returns_keep_their_place(handlers, library):
    library.add_long("minutes", 2)
    text = library.passages["minutes"][1].paragraph.text
    assert "\r" not in text
    from ui.render.markup import tag

    assert tag("p", "a\r\nb") == "<p>a&#13;\nb</p>"
