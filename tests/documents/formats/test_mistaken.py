import io
import zipfile
from pathlib import Path

import pytest

from rag.documents import load_document
from rag.errors import DocumentError
from rag.settings import DocumentSettings

_TEXT = "这是一份普通的文本，不是别的格式。".encode()


def _zip(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "港口的灯塔一直亮着。")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("file", "data", "match"),
    [
        pytest.param("a.txt", b"%PDF-1.7 ...", r"named \.txt and holds a PDF.*\.pdf", id="pdf-txt"),
        pytest.param("a.md", _zip("a.txt"), r"holds a zip archive.*in \.zip", id="zip-md"),
        pytest.param("a.docx", _zip("a.txt"), r"named \.docx and holds a zip", id="zip-docx"),
        pytest.param("a.pdf", _zip("word/document.xml"), "holds a Word file", id="docx-pdf"),
        pytest.param("a.docx", _zip("META-INF/container.xml"), "an EPUB book", id="epub-docx"),
        pytest.param("a.pdf", _TEXT, r"holds plain text, not a PDF.*\.txt", id="text-pdf"),
        pytest.param("a.docm", _TEXT * 100, r"plain text, not a Word file", id="text-docm"),
        pytest.param("a.epub", _TEXT, r"plain text, not an EPUB book", id="text-epub"),
    ],
)
def test_a_suffix_that_lies_is_named(tmp_path: Path, file: str, data: bytes, match: str) -> None:
    (tmp_path / file).write_bytes(data)
    with pytest.raises(DocumentError, match=match):
        load_document(tmp_path / file, "a", DocumentSettings())


@pytest.mark.parametrize("file", ["a.xlsx", "a.docx"])
def test_other_office_files_are_not_taken_for_archives(tmp_path: Path, file: str) -> None:
    (tmp_path / file).write_bytes(_zip("[Content_Types].xml", "xl/workbook.xml"))
    with pytest.raises(DocumentError, match=r"an Excel file|not read"):
        load_document(tmp_path / file, "a", DocumentSettings())


def test_a_book_that_is_cut_off_is_not_called_text(tmp_path: Path) -> None:
    (tmp_path / "a.epub").write_bytes(_zip("META-INF/container.xml")[:60])
    with pytest.raises(DocumentError, match="damaged or cut off"):
        load_document(tmp_path / "a.epub", "a", DocumentSettings())
