"""PDF files that cannot be read, or only in part, and the limits that hold."""

import zlib

import pytest
from pdf_files import EN, ZH, Pdf, locked, raw_pdf, stream

from rag.documents.formats.pdf import load_pdf
from rag.errors import DocumentError
from rag.settings import DocumentSettings

CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R"
    b" /Resources << /Font << /F 5 0 R >> >> >>"
)
HELVETICA = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def load(data, **settings):
    return load_pdf(data, "talk.pdf", DocumentSettings(**settings))


def written(texts=EN, **options):
    pdf = Pdf(**options)
    pdf.text(texts)
    return pdf.data()


def pages(kinds):
    """A file whose pages are text, pictures or blank."""
    pdf = Pdf()
    for kind in kinds:
        if kind == "text":
            pdf.text(EN, gap=8)
        elif kind == "picture":
            pdf.image()
        pdf.new_page()
    return pdf.data()


def one_page(content, extra=b"", font=HELVETICA, *more):
    return raw_pdf(CATALOG, PAGES, PAGE, stream(content, extra), font, *more)


def packed(piece, count):
    """A stream of a piece again and again, which takes little room."""
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(piece) for _ in range(count)) + packer.flush()
    return one_page(data, b"/Filter /FlateDecode")


def unmapped(text):
    """A file in a font that does not say which characters it shows."""
    font = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /ABCDEF+Own /Encoding /Identity-H"
        b" /DescendantFonts [6 0 R] >>"
    )
    shapes = (
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /ABCDEF+Own /FontDescriptor 7 0 R"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
    )
    measures = (
        b"<< /Type /FontDescriptor /FontName /ABCDEF+Own /Flags 4 /FontBBox [0 0 1000 1000]"
        b" /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>"
    )
    content = b"BT /F 12 Tf 50 500 Td <%s> Tj ET" % text.encode("utf-16-be").hex().encode()
    return one_page(content, b"", font, shapes, measures)


def test_scanned_file_is_refused_with_what_to_do():
    with pytest.raises(DocumentError, match=r"without text: pages 1, 2 of 3\. .*ocrmypdf") as error:
        load(pages(["picture"] * 2))  # and the last page, which is blank
    assert "talk.pdf" in str(error.value)


def test_scanned_pages_are_named_and_the_others_read():
    loaded = load(pages(["text", "picture", "text", "blank", "picture"]))
    assert loaded.text.count("Linhe opened") == 2
    assert len(loaded.warnings) == 1
    assert "Pictures without text: pages 2, 5 of 6." in loaded.warnings[0]
    assert "ocrmypdf" in loaded.warnings[0]


def test_scanned_pages_with_a_printed_number_are_named_too():
    pdf = Pdf()
    pdf.on_page = lambda page: page.centre(40, f"LH {page.number:06}", 9)
    for _ in range(4):
        pdf.image()
        pdf.new_page()
    pdf.text(EN)
    assert "pages 1, 2, 3, 4 of 5" in load(pdf.data()).warnings[0]


def test_many_scanned_pages_are_counted():
    loaded = load(pages(["text", *["picture"] * 30]))
    assert "2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 and 18 more of 32" in loaded.warnings[0]


@pytest.mark.parametrize("texts", [EN, ZH], ids=["en", "zh"])
def test_file_locked_with_a_password_is_refused(texts):
    with pytest.raises(DocumentError, match="locked with a password; save a copy without one"):
        load(written(texts, encrypt=locked("secret")))


def test_file_that_only_forbids_printing_is_read():
    assert "Linhe opened" in load(written(encrypt=locked(""))).text


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(written()[: len(written()) // 2], id="cut off"),
        pytest.param(b"%PDF-1.7\n" + bytes(2000), id="zeros"),
        pytest.param(b"%PDF-1.7\n" + b"7 0 obj << /Type /Page >> endobj\n" * 40, id="fragments"),
    ],
)
def test_damaged_file_is_refused(data):
    with pytest.raises(DocumentError, match="not a PDF that can be read: damaged, cut off"):
        load(data)


def test_file_of_another_format_is_refused():
    with pytest.raises(DocumentError, match="does not begin as a PDF does"):
        load(b"<html>the page was not found</html>")


def test_missing_end_is_warned_of():
    data = one_page(b"BT /F 12 Tf 50 500 Td (The harbour is open.) Tj ET")
    loaded = load(data[: data.rindex(b"startxref")])
    assert "harbour" in loaded.text
    assert "end is missing" in loaded.warnings[0]


def test_damaged_page_is_named_and_the_others_read():
    both = b"<< /Type /Pages /Kids [3 0 R 6 0 R] /Count 2 >>"
    content = stream(b"BT /F 12 Tf 50 500 Td (The harbour is open.) Tj ET")
    loaded = load(raw_pdf(CATALOG, both, PAGE, content, HELVETICA, b"(no page)"))
    assert "harbour" in loaded.text
    assert "not readable: page 2 of 2" in loaded.warnings[0]


def test_file_without_anything_on_it_is_refused():
    with pytest.raises(
        DocumentError, match=r"no text to index\. Nothing is shown on its only page"
    ):
        load(Pdf().data())


@pytest.mark.parametrize("count", [1, 400, 2_000_000_000])
def test_page_tree_that_turns_in_a_circle_is_refused(count):
    inner = b"<< /Type /Pages /Kids [2 0 R] /Count %d /Parent 2 0 R >>" % count
    with pytest.raises(DocumentError, match=r"talk\.pdf: "):
        load(raw_pdf(CATALOG, PAGES.replace(b"1 >>", b"%d >>" % count), inner))


def test_fonts_without_a_mapping_are_refused_with_what_to_do():
    with pytest.raises(DocumentError, match=r"do not say which characters.*--force-ocr"):
        load(unmapped("\x12\x13\x14\x15\x16"))


def test_too_many_pages_are_refused():
    with pytest.raises(DocumentError, match=r"5 pages, over the limit of 4.*MAX_PDF_PAGES"):
        load(pages(["text"] * 4), max_pdf_pages=4)


def test_too_much_text_is_refused():
    with pytest.raises(DocumentError, match=r"more than 500 characters.*MAX_PDF_CHARS"):
        load(written(), max_pdf_chars=500)


def test_too_long_a_time_is_refused():
    with pytest.raises(DocumentError, match=r"not read within 0\.001 seconds.*MAX_PDF_SECONDS"):
        load(written(), max_pdf_seconds=0.001)


@pytest.mark.parametrize("piece", [b" " * 1_000_000, b"BT (x) Tj ET\n" * 80_000])
def test_decompression_bomb_is_refused(piece):
    with pytest.raises(DocumentError, match=r"damaged, or takes more than .*MAX_PDF_MEMORY_BYTES"):
        load(packed(piece, 600), max_pdf_memory_bytes=400_000_000)


def test_limits_of_one_file_do_not_hold_for_the_next():
    with pytest.raises(DocumentError, match="over the limit"):
        load(pages(["text"] * 3), max_pdf_pages=2)
    assert load(written()).text


def test_importing_the_loader_leaves_the_library_alone():
    import subprocess
    import sys

    code = "import rag.documents, sys; sys.exit('pypdfium2' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
