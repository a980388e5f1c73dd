"""The terms page: what the browser asks for, and what it gets."""

import csv
import io

import pytest
from page_fakes import EN_RIVER, EN_TRAM, HOSTILE, ZH_RIVER, ZH_TRAM, Elements

from rag.concordance import Place, Rendering, RenderingGroup
from ui import strings as s
from ui.render.terms import render_terms


@pytest.mark.parametrize("language", ["zh", "en"])
def test_renderings_are_grouped_and_lead_into_documents(handlers, language):
    html = handlers.find_terms({"term": "电车", "language": language})["html"]
    found = Elements(html)
    assert found.names.count("h2") == 3
    assert s.TERM_PLACES(language, term="电车", count=3) in found.text
    assert s.TERM_RENDERINGS(language, count=1) in found.text
    assert s.TERM_UNCLEAR(language) in found.text
    assert s.TERM_ALONE(language) in found.text
    assert ("href", "?document=linhe-briefing&paragraph=4") in found.attributes
    assert "<mark>tram</mark>" in html


@pytest.mark.parametrize("language", ["zh", "en"])
def test_term_that_stands_nowhere_is_said_to(handlers, language):
    html = handlers.find_terms({"term": "<i>zebra</i>", "language": language})["html"]
    assert s.TERM_NOWHERE(language, term="<i>zebra</i>") in Elements(html).text


@pytest.mark.parametrize("term", ["", "   ", "??", "长" * 201, None, 7, {}])
def test_what_is_no_term_is_explained(handlers, term):
    reply = handlers.find_terms({"term": term, "language": "zh"})
    assert reply["failed"]
    assert s.TERM_INVALID("zh") in reply["html"]


def test_many_places_are_cut_on_the_page_and_whole_in_the_file(handlers):
    html = handlers.find_terms({"term": "many", "language": "en"})["html"]
    assert html.count("dz-place") == 50
    assert s.TERM_MORE("en", count=50, total=120) in html
    reply = handlers.export_terms({"term": "many", "language": "en"})
    assert len(list(csv.DictReader(io.StringIO(reply["text"], newline="")))) == 120
    assert reply["name"] == "duizhao-many.csv"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_hostile_text_is_inert(handlers, language):
    parts = [
        handlers.find_terms({"term": "hostile", "language": language})["html"],
        handlers.open_terms({"term": HOSTILE, "language": language})["html"],
    ]
    for found in map(Elements, parts):
        assert not {"script", "img", "iframe", "style"} & set(found.names)
        assert not [name for name, _ in found.attributes if name.startswith("on")]
    assert HOSTILE in Elements(parts[0]).text
    assert ("value", HOSTILE) in Elements(parts[1]).attributes


@pytest.mark.parametrize(("language", "said"), [("zh", "出自"), ("en", "From")])
def test_rendering_in_another_document_says_where(language, said):
    there = Rendering((EN_RIVER,), EN_RIVER.paragraph.text, (4, 10))
    groups = [RenderingGroup("bureau", (Place(ZH_RIVER, ZH_RIVER.paragraph.text, (0, 3), there),))]
    shown = Elements(render_terms("环保局", groups, language))
    assert f"{said} Linhe in English" in shown.text
    assert ("href", "?document=linhe-english&paragraph=3") in shown.attributes
    same = [
        RenderingGroup(
            "bureau",
            (
                Place(
                    ZH_TRAM,
                    ZH_TRAM.paragraph.text,
                    (0, 3),
                    Rendering((EN_TRAM,), EN_TRAM.paragraph.text, None),
                ),
            ),
        )
    ]
    assert said not in Elements(render_terms("沈", same, language)).text
