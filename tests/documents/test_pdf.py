"""Text, order and pages of PDF files as people have them."""

import pytest
from pdf_files import (
    BOTTOM,
    CHINESE,
    EN,
    HEIGHT,
    LATIN,
    LEFT,
    RIGHT,
    TOP,
    WIDTH,
    ZH,
    Pdf,
    break_lines,
)

from rag.documents.formats.pdf import load_pdf
from rag.documents.paragraphs import split_paragraphs
from rag.schema import Document
from rag.settings import DocumentSettings

COLUMN = (RIGHT - LEFT - 24) / 2
MIXED = [text for pair in zip(ZH, EN, strict=True) for text in pair]


def load(pdf):
    return load_pdf(pdf.data(), "talk.pdf", DocumentSettings())


def paragraphs_of(pdf):
    loaded = load(pdf)
    document = Document("talk", "talk.pdf", loaded.text, "hash", page_starts=loaded.page_starts)
    return split_paragraphs(document)


def texts_of(pdf):
    return [paragraph.text for paragraph in paragraphs_of(pdf)]


@pytest.mark.parametrize("texts", [ZH, EN, MIXED], ids=["zh", "en", "mixed"])
@pytest.mark.parametrize(
    "style",
    [{"indent": 22}, {"gap": 8}, {"indent": 22, "gap": 8}],
    ids=["indents", "gaps", "indents and gaps"],
)
def test_one_column(texts, style):
    pdf = Pdf()
    pdf.text(texts, **style)
    assert texts_of(pdf) == texts


@pytest.mark.parametrize("texts", [ZH, EN], ids=["zh", "en"])
@pytest.mark.parametrize("style", [{"indent": 20}, {"gap": 8}], ids=["indents", "gaps"])
def test_two_columns_are_read_left_then_right(texts, style):
    pdf = Pdf()
    pdf.centre(TOP, "临河市年度报告" if texts is ZH else "Report of the City of Linhe", 20)
    for left, part in ((LEFT, texts[:3]), (LEFT + COLUMN + 24, texts[3:])):
        pdf.y = TOP - 40
        pdf.text(part, left=left, width=COLUMN, size=10, **style)
    assert texts_of(pdf)[1:] == texts


def test_a_paragraph_goes_on_in_the_next_column():
    pdf = Pdf()
    lines = EN[0] + " " + EN[1] + " " + EN[2]
    pdf.text([EN[3]], left=LEFT, width=COLUMN, size=10, indent=20)
    broken = break_lines(lines, 10, COLUMN, 20)
    for number, line in enumerate(broken):
        if number == 8:
            pdf.y = TOP
        left = LEFT if number < 8 else LEFT + COLUMN + 24
        pdf.put(left + (0 if number else 20), pdf.y, line, 10)
        pdf.y -= 16
    pdf.text([EN[3]], left=LEFT + COLUMN + 24, width=COLUMN, size=10, indent=20)
    assert texts_of(pdf) == [EN[3], lines, EN[3]]


def test_lines_across_columns_keep_their_place():
    pdf = Pdf()
    for heading, texts in (
        ("Traffic on the river and its banks in the year 2024", EN),
        (ZH[0], ZH),
    ):
        pdf.text([heading])
        top = pdf.y = pdf.y - 12
        for left, part in ((LEFT, texts[:3]), (LEFT + COLUMN + 24, texts[3:])):
            pdf.y = top
            pdf.text(part, left=left, width=COLUMN, size=10, gap=8)
        pdf.y = top - 300
    heading = "Traffic on the river and its banks in the year 2024"
    assert texts_of(pdf) == [heading, *EN, ZH[0], *ZH]


@pytest.mark.parametrize("gap", [0, 10], ids=["indents", "gaps"])
def test_facing_columns_keep_paragraphs_of_both_languages_whole(gap):
    pdf = Pdf()
    for left, texts in ((LEFT, ZH), (LEFT + COLUMN + 24, EN)):
        pdf.y = TOP
        pdf.text(texts, left=left, width=COLUMN, size=10, gap=gap, indent=0 if gap else 20)
    assert texts_of(pdf) == [*ZH, *EN]


def test_facing_rows_keep_paragraphs_of_both_languages_whole():
    pdf = Pdf()
    for zh, en in zip(ZH, EN, strict=True):
        top = pdf.y
        pdf.text([zh], left=LEFT, width=COLUMN, size=10)
        bottom, pdf.y = pdf.y, top
        pdf.text([en], left=LEFT + COLUMN + 24, width=COLUMN, size=10)
        pdf.y = min(bottom, pdf.y) - 14
    found = texts_of(pdf)
    assert [text for text in found if not text.isascii()] == ZH
    assert [text for text in found if text.isascii()] == EN


def test_tables_are_read_row_by_row():
    pdf = Pdf()
    pdf.text(EN[:1])
    rows = [("Line", "Passengers", "Fare"), ("North", "1,200", "3.50"), ("South", "900", "4.00")]
    pdf.y -= 14
    for row in rows:
        for left, cell in zip((72, 200, 340), row, strict=True):
            pdf.put(left, pdf.y, cell)
        pdf.y -= 16
    pdf.y -= 14
    pdf.text(EN[1:2])
    assert texts_of(pdf) == [EN[0], *("\t".join(row) for row in rows), EN[1]]


@pytest.mark.parametrize("texts", [ZH, EN], ids=["zh", "en"])
def test_paragraphs_over_a_page_break_are_whole_and_keep_their_first_page(texts):
    pdf = Pdf()
    pdf.on_page = lambda page: page.centre(40, f"- {page.number} -", 9)
    pdf.text(texts * 20, indent=22)
    pages = pdf.number
    found = paragraphs_of(pdf)
    assert [paragraph.text for paragraph in found] == texts * 20
    assert [paragraph.page for paragraph in found] == sorted(p.page for p in found)
    assert {paragraph.page for paragraph in found} == set(range(1, pages + 1))


def test_page_starts_name_the_page_of_every_letter():
    pdf = Pdf()
    for number in range(1, 5):
        if number != 3:  # a page without anything on it
            pdf.text([f"This is the text of page number {number}."])
        pdf.new_page()
    loaded = load(pdf)
    assert len(loaded.page_starts) == 5
    for number in (1, 2, 4):
        text = loaded.text[loaded.page_starts[number - 1] : loaded.page_starts[number]]
        assert text.split() == f"This is the text of page number {number}.".split()


def test_a_word_divided_at_a_line_end_is_left_to_the_paragraph_step():
    pdf = Pdf()
    lines = ["The city council spoke at length about the further develop-", "ment of the harbour."]
    for line in [*lines, "", "It praised the development."]:
        pdf.put(LEFT, pdf.y, line)
        pdf.y -= 16
    assert "develop-\nment" in load(pdf).text


def test_headings_in_larger_type_are_marked():
    pdf = Pdf()
    pdf.centre(TOP, "临河市年度报告", 20)
    pdf.y -= 40
    pdf.text(ZH, indent=22)
    pdf.y -= 10
    pdf.put(LEFT, pdf.y, "渡轮与码头", 14)
    pdf.y -= 24
    pdf.text(ZH, indent=22)
    found = paragraphs_of(pdf)
    assert [p.text for p in found] == ["临河市年度报告", *ZH, "渡轮与码头", *ZH]
    assert [found[0].kind, found[5].kind, found[6].kind] == ["title", "heading", "paragraph"]


def test_notes_at_the_foot_stay_out_of_a_sentence_that_goes_on():
    pdf = Pdf()
    notes = ["1 Minutes of the council, spring.", "2 Letter of the harbour master."]
    pdf.on_page = lambda page: page.put(LEFT, 56, notes[page.number - 1], 8)
    pdf.text(EN * 8, indent=22)
    found = paragraphs_of(pdf)
    assert [p.text for p in found if p.text not in notes] == EN * 8
    assert {p.text: p.page for p in found if p.text in notes} == {notes[0]: 1, notes[1]: 2}


def test_raised_figures_stay_apart_from_words():
    pdf = Pdf()
    pdf.put(LEFT, TOP, "The pier covers 40 m")
    width = pdf._canvas.stringWidth("The pier covers 40 m", LATIN, 11)
    pdf.put(LEFT + width, TOP + 4, "2", 7)
    pdf.put(LEFT + width + 4, TOP, " in all.")
    assert texts_of(pdf) == ["The pier covers 40 m² in all."]


def test_characters_set_below_one_another_are_read_downwards_from_the_right():
    pdf = Pdf()
    for column, start in enumerate(range(0, len(ZH[0]), 26)):
        for row, char in enumerate(ZH[0][start : start + 26]):
            pdf.put(RIGHT - column * 24, TOP - row * 12, char, 12, CHINESE)
    assert texts_of(pdf) == [ZH[0]]


@pytest.mark.parametrize(("degrees", "place"), [(90, (200, 100)), (270, (300, 700))])
def test_text_turned_by_a_quarter_is_read(degrees, place):
    pdf = Pdf()
    pdf.turned(*place, degrees, "The pier was built by hand in nine years.")
    step = 16 if degrees == 90 else -16
    pdf.turned(place[0] + step, place[1], degrees, "It is 40 metres long.")
    text = load(pdf).text
    assert text.index("The pier was built by hand") < text.index("It is 40 metres long.")


def test_slanting_watermarks_are_left_out():
    pdf = Pdf()
    pdf.text(EN[:2], gap=8)
    pdf.turned(150, 300, 45, "CONFIDENTIAL DRAFT", 40)
    assert texts_of(pdf) == EN[:2]


def test_text_beyond_the_edge_of_the_page_is_left_out():
    pdf = Pdf()
    pdf.text(EN[:2], gap=8)
    pdf.put(WIDTH + 20, 400, "printer's slug")
    pdf.put(LEFT, HEIGHT + 30, "another slug")
    assert texts_of(pdf) == EN[:2]


@pytest.mark.parametrize(
    ("stated", "title"),
    [("Report of Linhe", "Report of Linhe"), ("Microsoft Word - final2.doc", None), ("", None)],
)
def test_title_of_the_properties_counts_where_the_text_states_it(stated, title):
    pdf = Pdf()
    pdf._canvas.setTitle(stated)
    pdf.text(["Report of Linhe", *EN], gap=12)
    assert load(pdf).title == title


def test_chinese_lines_join_without_a_space_and_keep_latin_words():
    text = (
        "临河市与RCEP成员的贸易额今年达到三十亿元，"
        "其中Made in China的轮船部件占了一半，其余是木材和粮食。"
    )
    pdf = Pdf()
    pdf.text([text], width=200)
    assert texts_of(pdf) == [text]


def test_bottom_line_of_a_full_page_is_text():
    pdf = Pdf()
    while pdf.y >= BOTTOM:
        pdf.put(LEFT, pdf.y, f"Line {round(pdf.y)} says something of its own.")
        pdf.y -= 30
    assert len(texts_of(pdf)) == round((TOP - pdf.y) / 30)


def test_a_short_page_is_cut_where_the_other_pages_are():
    pdf = Pdf()
    for zh, en in zip([*ZH * 2, ZH[0][:26] + "。"], [*EN * 2, EN[0][:74] + "."], strict=True):
        if zh not in ZH:
            pdf.new_page()
        top = pdf.y
        pdf.text([zh], left=LEFT, width=COLUMN, size=10)
        bottom, pdf.y = pdf.y, top
        pdf.text([en], left=LEFT + COLUMN + 24, width=COLUMN, size=10)
        pdf.y = min(bottom, pdf.y) - 14
    assert texts_of(pdf)[-2:] == [ZH[0][:26] + "。", EN[0][:74] + "."]


def test_text_drawn_twice_to_look_bold_is_read_once():
    pdf = Pdf()
    for shift in (0, 0.3):
        pdf.put(LEFT + shift, TOP, "The harbour is open.")
    assert texts_of(pdf) == ["The harbour is open."]


def test_three_columns_are_read_one_after_the_other():
    pdf = Pdf()
    width = (RIGHT - LEFT - 40) / 3
    for column in range(3):
        pdf.y = TOP
        pdf.text([EN[column]], left=LEFT + column * (width + 20), width=width, size=9)
    assert texts_of(pdf) == EN[:3]


def test_words_in_slightly_smaller_type_stay_in_their_sentence():
    pdf = Pdf()
    for line, size in (
        ("The timetable of the ferries is kept in the folder that is called by the name of", 11),
        (
            "/srv/harbour/timetables/ferries/current/north.xml and /srv/harbour/current/south.xml",
            9.5,
        ),
        ("and is renewed each month.", 11),
    ):
        pdf.put(LEFT, pdf.y, line, size)
        pdf.y -= 16
    pdf.text(EN, indent=22)
    found = texts_of(pdf)
    assert found[0].startswith("The timetable")
    assert found[0].endswith("renewed each month.")
    assert found[1:] == EN


def test_list_marks_far_from_their_words_are_no_table():
    pdf = Pdf()
    items = [EN[0], EN[1]]
    for number, item in enumerate(items, 1):
        pdf.put(LEFT, pdf.y, f"{number}.")
        pdf.text([item], left=LEFT + 36, width=RIGHT - LEFT - 36)
    assert texts_of(pdf) == [f"{number}. {item}" for number, item in enumerate(items, 1)]


def test_notes_of_two_pages_stay_apart():
    pdf = Pdf()
    notes = [
        "¹ Minutes of the council of the city, held in spring, as printed in the gazette of",
        "² letter of the harbour master.",
    ]
    pdf.on_page = lambda page: page.put(LEFT, 56, notes[page.number - 1], 8, LATIN)
    notes[:] = [note.replace("¹", "1").replace("²", "2") for note in notes]
    pdf.text(EN * 8, indent=22)
    assert load(pdf).text.count(notes[0] + "\n\n") == 1
