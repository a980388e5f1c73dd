"""What is refused of an upload before anything is kept of it."""

import pytest

from rag.settings import PageSettings
from ui.upload_checks import UploadChecks


@pytest.fixture
def refuse(tmp_path):
    folder = tmp_path / "uploads"
    folder.mkdir()
    (folder / "kept.txt").write_bytes(b"x" * 60)
    settings = PageSettings(max_upload_bytes=50, max_uploads_total_bytes=100)

    def run(*files, language="en"):
        checks = UploadChecks(settings, folder, language)
        notices = []
        for name, data in files:
            path = tmp_path / name
            path.write_bytes(data)
            notices.append(checks.refuse(path))
        return [notice.text if notice else None for notice in notices]

    return run


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", "资料".encode()),
        ("a.TXT", "资料".encode("utf-16")),
        ("a.txt", b"MZ is how this begins"),
        ("a.txt", b""),
        ("a.pdf", b"\n%PDF-1.7"),
        ("a.docx", b"PK\x03\x04"),
    ],
)
def test_what_can_be_read_is_taken(refuse, name, data):
    assert refuse((name, data)) == [None]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.exe", b"MZ", "Files ending in .exe cannot be read"),
        ("README", b"x", "Files ending in README"),
        ("a.pdf", b"<html>", "The name ends in .pdf"),
        ("a.docx", b"%PDF-1.7", "The name ends in .docx"),
        ("a.txt", b"MZ\x90\x00\x03", "The name ends in .txt"),
        ("a.txt", b"x" * 51, "more than the limit of 50 B"),
    ],
)
def test_what_cannot_is_refused(refuse, name, data, reason):
    assert reason in refuse((name, data))[0]


def test_all_that_is_kept_has_a_limit(refuse):
    first, second = refuse(("a.txt", b"x" * 30), ("b.txt", b"x" * 30), language="zh")
    assert first is None
    assert "90 B" in second
    assert "上限是 100 B" in second
