"""Quotes against a small library: which stand, which differ, and in what."""

import pytest

from rag.errors import DocumentError, QuestionError
from rag.library import Library
from rag.verifying import mark_differences

BRIEFING = """记者：防潮闸今年关闭了几次？

沈若澜：今年一共关闭了三百一十二天，比去年多二十天。我不同意把它说成失败，水位最高时达到3.5米，
占全年的12%。

Reporter: How many days was the barrier closed?

Shen Ruolan: It was closed on 312 days, 20 more than last year. I do not agree that
this is a failure. The water rose to 3.5 metres, and the mayor's office spent $1,200 a day.

渡轮公司的投诉也减少了，公司今年收到四十五起。

The ferry company received 45 complaints. Its new boats are quiet.
"""
SPEECH = "馬路對岸的圖書館今天開放，「免費」借書。\n\n老市长说：“水位最高时达到3.5米。”\n"


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    folder = tmp_path_factory.mktemp("verifying")
    (folder / "briefing.txt").write_text(BRIEFING, "utf-8")
    (folder / "speech.txt").write_text(SPEECH, "utf-8")
    with Library.open(folder / "store") as library:
        assert not library.ingest(folder).failed
        yield library


@pytest.mark.parametrize(
    "quote",
    [
        "今年一共关闭了三百一十二天，比去年多二十天。",
        "“今年一共关闭了三百一十二天，”",
        "「今年一共关闭了三百一十二天」",
        "I do not agree that this is a failure",
        '"I do not agree that this is a failure,"',
        "closed on 312 days",
        "3.5米",
        "12%",
        "圖書館今天開放",
    ],
)
def test_exact_quote(library, quote):
    check = library.verify_quote(quote)
    assert (check.status, check.verified, check.differences) == ("exact", True, ())
    stretch = check.places[0].stretches[0]
    assert stretch.text == stretch.passage.paragraph.text[slice(*stretch.span)]


@pytest.mark.parametrize(
    ("quote", "variations"),
    [
        ("今年一共关闭了三百一十二天,比去年多二十天", {"width"}),
        ("今年一共关闭了三百一十二天比去年多二十天", {"punctuation"}),
        ("今年一共關閉了三百一十二天", {"script"}),
        ("图书馆今天开放，“免费”借书", {"script", "punctuation"}),
        ("今年 一共 关闭了", {"spaces"}),
        ("水位最高时达到３.５米", {"width"}),
        ("it was closed on 312 days", {"case"}),
        ("IT WAS CLOSED ON 312 DAYS", {"case"}),
        ("20 more than lást year", {"accents"}),
        ("spent $1200 a day", {"punctuation"}),
        ("今年一共……比去年多二十天", {"omission"}),
        ("It was closed on 312 days ... I do not agree", {"omission"}),
        ("I do not agree [...] a failure", {"omission"}),
        ("I do not agree that [the barrier] is a failure", {"omission"}),
        ("[i]t was closed", {"punctuation", "case"}),
        ("多二十天？", {"punctuation"}),
    ],
)
def test_same_letters(library, quote, variations):
    check = library.verify_quote(quote)
    assert check.status == "same_letters"
    assert set(check.places[0].variations) == variations


@pytest.mark.parametrize(
    ("quote", "marked"),
    [
        ("今年一共关闭了三百一十三天", "今年一共关闭了[-三百一十三-]{+三百一十二+}天"),
        ("我同意把它说成失败", "我{+不+}同意把它说成失败"),
        ("I do agree that this is a failure", "I do {+not+} agree that this is a failure"),
        ("The water rose to 35 metres", "The water rose to [-35-]{+3.5+} metres"),
        ("the mayor's office spent €1,200", "the mayor's office spent [-€-]{+$+}1,200"),
        ("closed on 312 weeks, 20 more", "closed on 312 [-weeks-]{+days+}, 20 more"),
        ("It was closed on 12 days, 20 more", "It was closed on [-12-]{+312+} days, 20 more"),
    ],
)
def test_differing_words_are_marked(library, quote, marked):
    check = library.verify_quote(quote)
    assert (check.status, check.verified, check.place_count) == ("differs", False, 1)
    assert mark_differences(quote, check.differences) == marked
    for each in check.differences:
        assert quote[slice(*each.quote_span)] == each.quote
        assert check.places[0].text[slice(*each.source_span)] == each.source


@pytest.mark.parametrize("quote", ["12天", "十二天", "5 metres", "arrier was"])
def test_figures_and_words_are_not_cut(library, quote):
    assert not library.verify_quote(quote).verified


@pytest.mark.parametrize(
    "quote",
    [
        "月球上的市长每天喝七杯茶",
        "Penguins wrote the constitution of the moon",
        "Пингвины написали конституцию",
    ],
)
def test_nothing_like_it(library, quote):
    check = library.verify_quote(quote)
    assert (check.status, check.places, check.verified) == ("not_found", (), False)


def test_nearest_passages_are_shown_across_languages(library):
    check = library.verify_quote("The ferry firm got forty-five letters of protest")
    assert check.status == "not_found"
    assert check.nearest[0].passage.paragraph.document == "briefing"


def test_place_has_speaker_counterpart_and_offsets_in_the_document(library):
    check = library.verify_quote("今年一共关闭了三百一十二天", document="briefing")
    stretch = check.places[0].stretches[0]
    assert stretch.passage.paragraph.speaker == "沈若澜"
    assert "312 days" in stretch.counterpart_quote
    assert stretch.counterpart_quote in stretch.counterpart.text
    ((start, end),) = stretch.document_spans
    assert library._store.document("briefing").text[start:end] == stretch.text


def test_exact_places_come_first(library):
    check = library.verify_quote("水位最高时达到3.5米，")
    assert check.place_count == 2
    assert {place.stretches[0].passage.paragraph.document for place in check.places} == {
        "briefing",
        "speech",
    }


@pytest.mark.parametrize(
    ("quote", "denied"),
    [
        ("同意把它说成失败", True),
        ("不同意把它说成失败", False),
        ("agree that this is a failure", True),
        ("not agree that this is a failure", False),
        ("I do … agree that this is a failure", True),
        ("比去年多二十天", False),
    ],
)
def test_denial_that_a_quote_leaves_out_is_told(library, quote, denied):
    check = library.verify_quote(quote)
    assert check.verified
    assert any(each.after_denial for each in check.places[0].stretches) is denied


def test_quote_over_two_paragraphs(library):
    quote = "公司今年收到四十五起。\n\n馬路"  # the end of one document, the beginning of another
    assert not library.verify_quote(quote).verified
    across = library.verify_quote("spent $1,200 a day. The ferry company received 45 complaints")
    assert across.verified
    assert [each.passage.paragraph.language for each in across.places[0].stretches] == ["en", "en"]


def test_parts_in_another_order_are_told(library):
    check = library.verify_quote("Its new boats are quiet … It was closed on 312 days")
    assert check.status == "differs"
    assert "order" in check.places[0].variations


def test_part_that_differs_is_marked_in_the_whole(library):
    quote = "It was closed on 312 days … Its old boats are quiet"
    check = library.verify_quote(quote)
    assert check.status == "differs"
    marked = mark_differences(quote, check.differences)
    assert marked == "It was closed on 312 days … Its [-old-]{+new+} boats are quiet"


def test_only_the_named_document_is_looked_at(library):
    assert library.verify_quote("图书馆今天开放", document="briefing").status == "not_found"
    with pytest.raises(DocumentError, match=r"No document is named 'x'.*briefing, speech"):
        library.verify_quote("图书馆", document="x")


@pytest.mark.parametrize("quote", ["", "  ", "？！……", "字" * 10_001])
def test_what_is_no_quote_is_refused(library, quote):
    with pytest.raises(QuestionError, match="at least one letter and at most 10,000 characters"):
        library.verify_quote(quote)


@pytest.mark.parametrize("stray", ["\x00", "\udcff"], ids=["zero", "half"])
def test_what_is_no_text_is_dropped(library, stray):
    check = library.verify_quote(f"{stray}圖書館今天開{stray}放")
    assert (check.status, check.quote) == ("exact", "圖書館今天開放")


def test_changes_of_the_library_are_seen(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("城里有七座桥。", "utf-8")
    with Library.open(tmp_path / "store") as library:
        assert library.verify_quote("城里有七座桥").status == "not_found"
        library.ingest(path)
        assert library.verify_quote("城里有七座桥").status == "exact"
        path.write_text("城里有八座桥。", "utf-8")
        library.ingest(path)
        assert library.verify_quote("城里有七座桥").status == "differs"


def test_passage_at(library):
    hit = library.passage_at("briefing", 2)
    assert hit.passage.paragraph.number == 2
    assert "312 days" in hit.counterpart.text
    with pytest.raises(DocumentError, match=r"has no paragraph 99\. Its .* are numbered 1"):
        library.passage_at("briefing", 99)
