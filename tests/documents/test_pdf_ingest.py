"""PDF files in a run with others: pages in citations, warnings, failures apart."""

from pathlib import Path

import pytest
from pdf_files import EN, ZH, Pdf

from rag.library import Library


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "files"
    folder.mkdir()
    pdf = Pdf()
    pdf.text(ZH[:2], gap=8)
    pdf.new_page()
    pdf.image()
    pdf.new_page()
    pdf.text(EN[2:], gap=8)
    data = pdf.data()
    (folder / "report.pdf").write_bytes(data)
    scan = Pdf()
    scan.image()
    (folder / "scan.pdf").write_bytes(scan.data())
    (folder / "cut.pdf").write_bytes(data[:900])
    (folder / "note.txt").write_text("渡轮明天停航。\n", "utf-8")
    return folder


def test_run_goes_on_and_names_what_was_not_read(folder, tmp_path):
    with Library.open(tmp_path / "store") as library:
        report = library.ingest([folder])
        hits = library.search("How long is the river path?")
    assert sorted(report.added) == ["note", "report"]
    assert sorted(Path(failed.path).name for failed in report.failed) == ["cut.pdf", "scan.pdf"]
    assert [Path(warning.path).name for warning in report.warnings] == ["report.pdf"]
    assert "page 2 of 3" in report.warnings[0].message
    found = next(hit.passage.paragraph for hit in hits if "twelve" in hit.passage.paragraph.text)
    assert (found.text, found.page) == (EN[2], 3)
