"""A document's paragraphs and pairs in rows: each once, in reading order, beside what it says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.schema import DocumentInfo, Pair, Paragraph
from ui.reading import Row, arrange_rows, lay_out, list_new_speakers


def par(number, language="zh", document="a", speaker=None, text=None):
    text = text or f"{document}{number}"
    return Paragraph(document, number, language, "answer", speaker, text, ((0, len(text)),))


def rows_of(paragraphs, pairs, document="a"):
    """Rows as two tuples of numbers, paragraphs of other documents as document and number."""

    def name(side):
        return tuple(
            p.number if p.document == document else f"{p.document}{p.number}" for p in side
        )

    return [(name(row.zh), name(row.en)) for row in arrange_rows(document, paragraphs, pairs)]


def test_alternating_languages_stand_beside_each_other():
    zh1, en1, zh2, en2 = par(1), par(2, "en"), par(3), par(4, "en")
    pairs = [Pair((zh2,), (en2,), 0.9), Pair((zh1,), (en1,), 0.8)]
    assert rows_of([zh1, en1, zh2, en2], pairs) == [((1,), (2,)), ((3,), (4,))]


def test_english_after_all_chinese_keeps_its_own_order():
    zh, en = [par(n) for n in (1, 2, 3)], [par(n, "en") for n in (4, 5, 6)]
    pairs = [Pair((zh[0],), (en[0],), 0.9), Pair((zh[2],), (en[2],), 0.9)]
    assert rows_of([*zh, *en], pairs) == [((1,), (4,)), ((2,), ()), ((), (5,)), ((3,), (6,))]


def test_unpaired_english_before_chinese_comes_first():
    en, zh = [par(1, "en"), par(2, "en")], [par(3), par(4)]
    assert rows_of([*en, *zh], [Pair((zh[0],), (en[1],), 0.9)]) == [
        ((), (1,)),
        ((3,), (2,)),
        ((4,), ()),
    ]


def test_many_to_many_is_one_row():
    zh, en = [par(1), par(2)], [par(3, "en")]
    assert rows_of([*zh, *en], [Pair(tuple(zh), tuple(en), 0.9)]) == [((1, 2), (3,))]


def test_counterpart_of_another_document_is_shown_only_where_there_is_none_of_its_own():
    zh, en = par(1), par(2, "en")
    other = par(7, "en", "b")
    pairs = [Pair((zh,), (other,), 0.99), Pair((zh,), (en,), 0.6)]
    assert rows_of([zh, en], pairs) == [((1,), (2,))]
    (row,) = arrange_rows("a", [zh, en], pairs)
    assert row.elsewhere == (other,)
    assert rows_of([zh], [pairs[0]]) == [((1,), ("b7",))]


def test_document_that_holds_most_is_kept_to():
    zh = [par(1), par(2), par(3)]
    pairs = [
        Pair((zh[0],), (par(1, "en", "b"),), 0.95),
        Pair((zh[1],), (par(2, "en", "b"),), 0.95),
        Pair((zh[1],), (par(9, "en", "c"),), 0.97),
        Pair((zh[2],), (par(3, "en", "b"),), 0.95),
    ]
    assert [en for _, en in rows_of(zh, pairs)] == [("b1",), ("b2",), ("b3",)]


def test_english_document_shows_chinese_of_others():
    en = [par(1, "en"), par(2, "en")]
    assert rows_of(en, [Pair((par(5, "zh", "b"),), (en[1],), 0.9)]) == [((), (1,)), (("b5",), (2,))]


def test_no_paragraphs_no_rows():
    assert rows_of([], []) == []


@given(st.data())
def test_every_own_paragraph_stands_in_one_row(data):
    languages = data.draw(st.lists(st.sampled_from(["zh", "en"]), max_size=12))
    own = [par(number, language) for number, language in enumerate(languages, 1)]
    zh = [p for p in own if p.language == "zh"] + [par(1, "zh", "b")]
    en = [p for p in own if p.language == "en"] + [par(2, "en", "b")]
    drawn = data.draw(st.lists(st.tuples(st.sampled_from(zh), st.sampled_from(en)), max_size=6))
    pairs = [Pair((one,), (other,), 0.5) for one, other in drawn]
    rows = arrange_rows("a", own, pairs)
    numbers = [n for row in rows for lang in ("zh", "en") for n in row.own("a", lang)]
    assert sorted(numbers) == [p.number for p in own]


@pytest.mark.parametrize(
    ("text", "expected"), [("沈望：好。", set()), ("接着说。", {("a", 1)}), (" 沈望 说", set())]
)
def test_speaker_is_named_where_the_text_does_not(text, expected):
    rows = [Row(zh=(par(1, speaker="沈望", text=text),)), Row(zh=(par(2, speaker="沈望"),))]
    assert list_new_speakers(rows) == expected


def test_layout_knows_titles_and_places():
    zh, other = par(1), par(3, "en", "b")
    infos = [
        DocumentInfo(name, f"/{name}.txt", "", title, None, ("zh",), 1, 1, "2024-01-01T00:00:00")
        for name, title in (("a", None), ("b", "Report"))
    ]
    reading = lay_out(infos[0], [zh], [Pair((zh,), (other,), 0.7)], infos)
    assert reading.title_of("a") == "a"
    assert reading.title_of("b") == "Report"
    assert reading.places == {("a", 1): 0, ("b", 3): 0}
    assert reading.is_bilingual
    assert not lay_out(infos[0], [zh], [], infos).is_bilingual
