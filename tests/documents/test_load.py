import hashlib
import os
import subprocess
import sys

import pytest

from rag.documents import load_document
from rag.errors import DocumentError
from rag.settings import DocumentSettings

_SETTINGS = DocumentSettings()


def _load(path, settings=_SETTINGS):
    return load_document(path, path.stem, settings)


@pytest.mark.parametrize("suffix", [".txt", ".text", ".md", ".MARKDOWN"])
def test_load_document_keeps_the_text_exactly(tmp_path, suffix):
    path = tmp_path / f"港口{suffix}"
    data = "\ufeff# 港口\r\n\r\n**林岚：**三月开放。 \n".encode()
    path.write_bytes(data)
    document = _load(path)
    assert document.text == "# 港口\r\n\r\n**林岚：**三月开放。 \n"
    assert document.name == "港口"
    assert document.path == str(path.resolve())
    assert document.content_hash == hashlib.sha256(data).hexdigest()
    assert document.encoding == "utf-8-sig"
    assert document.title == "港口"


def test_load_document_reads_title_and_date(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(
        "Mayor Lin Meets the Press on the New Port\n\nMarch 5, 2024\n\n"
        "Question: When does it open? Lin Lan: On April 6, 2025.\n",
        encoding="utf-8",
    )
    document = _load(path)
    assert document.title == "Mayor Lin Meets the Press on the New Port"
    assert document.date == "2024-03-05"


def test_load_document_without_title_or_date(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("林岚：2024年3月5日是个好日子，港口开放了。\n", encoding="utf-8")
    document = _load(path)
    assert (document.title, document.date) == (None, None)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b"", r"is empty \(0 bytes\)", id="empty"),
        pytest.param(b" \n\t\r\n", "holds no Chinese or English text", id="white"),
        pytest.param(b"123 456\n---\n", "holds no Chinese or English text", id="figures"),
        pytest.param("港口".encode() + b"\x00\x01\x02\x00", "binary file", id="binary"),
    ],
)
def test_load_document_refuses_files_without_text(tmp_path, data, message):
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    with pytest.raises(DocumentError, match=message):
        _load(path)


def test_load_document_refuses_a_large_file_before_reading_it(tmp_path):
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    message = r"50,000,000 bytes, over the limit of 20,000,000; .*DUIZHAO_DOCUMENTS__MAX_FILE_BYTES"
    with pytest.raises(DocumentError, match=message):
        _load(path)


def test_load_document_takes_the_limit_from_its_settings(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("The port opens.", encoding="utf-8")
    with pytest.raises(DocumentError, match="15 bytes, over the limit of 14"):
        _load(path, DocumentSettings(max_file_bytes=14))
    assert _load(path, DocumentSettings(max_file_bytes=15)).text == "The port opens."


def test_load_document_refuses_a_folder(tmp_path):
    with pytest.raises(DocumentError, match="this is a folder"):
        _load(tmp_path)


def test_load_document_refuses_a_missing_file(tmp_path):
    with pytest.raises(DocumentError, match=r"gone\.txt: no such file"):
        _load(tmp_path / "gone.txt")


@pytest.mark.parametrize("name", ["scan.png", "LICENSE"])
def test_load_document_refuses_an_unknown_suffix(tmp_path, name):
    path = tmp_path / name
    path.write_text("text", encoding="utf-8")
    with pytest.raises(DocumentError, match=r"are not read; supported are \.txt, \.text, \.md"):
        _load(path)


def test_load_document_refuses_a_name_the_system_cannot_read(tmp_path):
    with pytest.raises(DocumentError, match=r"cannot be read \(File name too long\)"):
        _load(tmp_path / ("x" * 300 + ".txt"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_load_document_refuses_a_file_it_may_not_read(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("text", encoding="utf-8")
    path.chmod(0)
    with pytest.raises(DocumentError, match="cannot be read"):
        _load(path)


def test_load_document_bounds_the_text(tmp_path):
    path = tmp_path / "a.html"
    path.write_text("<p>The port opens.", encoding="utf-8")
    with pytest.raises(DocumentError, match="15 characters of text, over the limit of 14; split"):
        _load(path, DocumentSettings(max_text_chars=14))


def test_load_document_refuses_an_archive(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(b"PK")
    with pytest.raises(DocumentError, match="holds several documents; ingest it, or unpack it"):
        _load(path)


def test_load_document_takes_packed_files_that_are_larger(tmp_path):
    settings = DocumentSettings(max_file_bytes=10, max_packed_bytes=20)
    path = tmp_path / "a.docx"
    path.write_bytes(b"x" * 21)
    with pytest.raises(DocumentError, match=r"21 bytes, over the limit of 20; .*MAX_PACKED_BYTES"):
        _load(path, settings)


def test_parsers_are_loaded_only_for_their_formats():
    code = "import rag.documents, sys; print({'lxml', 'selectolax', 'docx'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"
