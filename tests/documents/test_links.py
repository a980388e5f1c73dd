import pytest

from rag.documents import find_files, load_document
from rag.errors import DocumentError
from rag.settings import DocumentSettings

WEBLOC = """<?xml version="1.0"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/PropertyList-1.0.dtd">
<plist><dict><key>URL</key><string>https://port.example/news</string></dict></plist>"""


@pytest.mark.parametrize(
    ("name", "text", "count"),
    [
        pytest.param("a.url", "[InternetShortcut]\nURL=https://port.example/a\n", 1, id="windows"),
        pytest.param("a.webloc", WEBLOC, 1, id="macos"),
        pytest.param(
            "网址.txt", "# 港口\nhttps://a.example/1\n\nwww.b.example/2\n", 2, id="zh list"
        ),
        pytest.param("links.md", "- <https://a.example/1>\n2. http://b.example\n", 2, id="en list"),
        pytest.param("one.txt", "https://a.example/" + "x" * 200, 1, id="one"),
    ],
)
def test_addresses_are_refused_with_what_to_do(tmp_path, name, text, count):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    message = (
        rf"holds {count} address(es)? of pages, the first .{{5,95}}, and no text\. Nothing is "
    )
    with pytest.raises(DocumentError, match=message + r"fetched .*save it as HTML or PDF"):
        load_document(path, "a", DocumentSettings())


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("见 https://a.example/1 。\n", id="zh"),
        pytest.param("The port\nhttps://a.example/1\n", id="en"),
        pytest.param("https://a.example/港口三月开放\n港口 port\n", id="mixed"),
    ],
)
def test_texts_with_addresses_are_read(tmp_path, text):
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    assert load_document(path, "a", DocumentSettings()).text == text


def test_shortcuts_in_folders_are_found_so_that_they_are_named(tmp_path):
    path = tmp_path / "news.url"
    path.write_text("URL=https://a.example", encoding="utf-8")
    assert find_files([tmp_path]) == [path]
