"""What is taken for page furniture, and above all what is not."""

import pytest
from pdf_files import EN, HEIGHT, LATIN, LEFT, RIGHT, TOP, ZH, Pdf

from rag.documents.formats.pdf import load_pdf
from rag.settings import DocumentSettings


def text_of(pdf):
    return load_pdf(pdf.data(), "talk.pdf", DocumentSettings()).text


def fill(pdf, texts, pages=4):
    """Fill pages with text."""
    while pdf.number < pages or pdf.y > TOP - 300:
        pdf.text(texts, indent=22)
    return text_of(pdf)


@pytest.mark.parametrize(
    ("write", "texts"),
    [
        pytest.param(lambda n: f"- {n} -", EN, id="dashes"),
        pytest.param(lambda n: f"{n}", EN, id="bare"),
        pytest.param(lambda n: f"{n + 16}", ZH, id="from another number"),
        pytest.param(lambda n: f"第 {n} 页 共 9 页", ZH, id="zh"),
        pytest.param(lambda n: f"Page {n} of 9", EN, id="en"),
        pytest.param(lambda n: ["i", "ii", "iii", "iv", "v", "vi"][n - 1], EN, id="roman"),
        pytest.param(lambda n: f"Report of Linhe | {n}", EN, id="with a title"),
        pytest.param(lambda n: f"临河公报  {n}", ZH, id="with a title, zh"),
    ],
)
@pytest.mark.parametrize("height", [44, HEIGHT - 44], ids=["foot", "head"])
def test_page_numbers_are_removed(write, texts, height):
    pdf = Pdf()
    pdf.on_page = lambda page: page.centre(height, write(page.number), 9)
    text = fill(pdf, texts)
    assert sorted(set(text.split("\n\n")) - {""}) == sorted(texts)


def test_running_titles_of_two_rows_and_of_chapters_are_removed():
    pdf = Pdf()

    def decorate(page):
        page.put(LEFT, HEIGHT - 40, "City of Linhe", 11)
        chapter = "Chapter One: Ferries" if page.number < 4 else "Chapter Two: Bridges"
        page.put(LEFT, HEIGHT - 54, chapter, 11)
        page.put(RIGHT - 20, HEIGHT - 40, str(page.number), 11)

    pdf.on_page = decorate
    text = fill(pdf, EN, pages=7)
    assert "Chapter" not in text
    assert "City of Linhe" not in text


def test_running_titles_of_left_and_right_pages_are_removed():
    pdf = Pdf()
    pdf.on_page = lambda page: (
        page.put(LEFT, HEIGHT - 40, f"{page.number}  Linhe Bulletin", 9)
        if page.number % 2
        else page.put(RIGHT - 160, HEIGHT - 40, f"Report on the harbour  {page.number}", 9)
    )
    text = fill(pdf, EN, pages=7)
    assert "Bulletin" not in text
    assert "Report on the harbour" not in text


def test_the_title_of_the_first_page_stays():
    pdf = Pdf()
    pdf.centre(HEIGHT - 44, "Report of Linhe", 20)
    pdf.on_page = lambda page: page.number > 1 and page.centre(HEIGHT - 44, "Report of Linhe", 9)
    text = fill(pdf, EN)
    assert text.startswith("# Report of Linhe\n\n")
    assert text.count("Report of Linhe") == 1


def test_notes_that_differ_in_their_figures_stay():
    pdf = Pdf()
    places = [12, 48, 31, 77, 5, 19]
    pdf.on_page = lambda page: page.put(LEFT, 50, f"Ibid., p. {places[page.number - 1]}.", 8)
    text = fill(pdf, EN)
    assert [place for place in places[: pdf.number] if f"p. {place}." in text] == places[
        : pdf.number
    ]


def test_lines_of_text_that_come_again_stay():
    pdf = Pdf()
    for _ in range(4):
        pdf.text(["Question:", *EN], gap=0)
        pdf.new_page()
    assert text_of(pdf).count("Question:") == 4


def test_heads_of_tables_stay_where_they_touch_the_table():
    pdf = Pdf()
    for page in range(4):
        for row, cells in enumerate([("Line", "Passengers"), *[("North", f"{page}17")] * 20]):
            for left, cell in zip((LEFT, 300), cells, strict=True):
                pdf.put(left, TOP + 20 - row * 16, cell)
        pdf.new_page()
    assert text_of(pdf).count("Passengers") == 4


def test_figures_that_do_not_count_the_pages_stay():
    pdf = Pdf()
    for year in (1998, 2004, 2011, 2024):
        pdf.put(LEFT, TOP + 20, str(year))
        pdf.y = TOP - 30
        pdf.text(EN, indent=22)
        pdf.new_page()
    text = text_of(pdf)
    assert all(str(year) in text for year in (1998, 2004, 2011, 2024))


def test_the_same_short_text_alone_on_each_page_stays():
    pdf = Pdf()
    for number in range(1, 5):
        pdf.put(LEFT, TOP, f"Slide {number}: the harbour")
        pdf.new_page()
    assert text_of(pdf).count("the harbour") == 4


def test_a_lone_page_keeps_its_text():
    pdf = Pdf()
    pdf.put(LEFT, HEIGHT - 40, "Linhe, 5 March 2024", font=LATIN)
    pdf.y = TOP - 40
    pdf.text(EN, indent=22)
    pdf.centre(40, "- 1 -")
    text = text_of(pdf)
    assert text.startswith("Linhe, 5 March 2024\n")
    assert "- 1 -" not in text


def test_page_heads_that_change_are_removed_by_the_number_far_beside_them():
    pdf = Pdf()
    heads = ["Ferries", "Bridges", "Paths", "Fares", "Schools"]

    def decorate(page):
        page.put(LEFT, HEIGHT - 40, heads[page.number - 1])
        page.put(RIGHT - 20, HEIGHT - 40, str(page.number + 6))

    pdf.on_page = decorate
    text = fill(pdf, EN)
    assert not any(head in text for head in heads)


def test_numbered_titles_of_pages_stay():
    pdf = Pdf()
    for number, title in enumerate(["Ferries", "Bridges", "Paths", "Fares"], 1):
        pdf.put(LEFT, HEIGHT - 60, f"{number} {title}")
        pdf.y = TOP - 30
        pdf.text(EN, indent=22)
        pdf.new_page()
    text = text_of(pdf)
    assert all(title in text for title in ("1 Ferries", "2 Bridges", "3 Paths", "4 Fares"))
