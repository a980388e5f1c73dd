import pytest
from format_samples import make_epub, make_zip

from rag.documents.formats.epub import load_epub, mend_empty_elements
from rag.errors import DocumentError
from rag.settings import DocumentSettings

SETTINGS = DocumentSettings()
PAGES = {
    "nav.xhtml": "<nav><ol><li><a href='1.xhtml'>Chapter</a></li></ol></nav>",
    "一 章.xhtml": "<h1>第一章</h1><p>港口三月开放。<a href='n#1' epub:type='noteref'>1</a></p>",
    "2.xhtml": "<p><a id='p2'/>The port opens in March.</p><script/><p>The ferry stops.</p>",
}


def load(pages=PAGES, **more):
    return load_epub(make_epub(pages, **more), "书.epub", SETTINGS)


def test_load_epub_reads_pages_in_the_order_of_the_spine():
    assert load().text.split("\n\n") == [
        "# 第一章",
        "港口三月开放。",
        "The port opens in March.",
        "The ferry stops.",
    ]


def test_load_epub_reads_what_the_book_states():
    metadata = (
        "<dc:title>港口记</dc:title><dc:title>副题</dc:title><dc:creator>林岚</dc:creator>"
        "<dc:creator>Li Wei</dc:creator><dc:date>2021-12-30T00:00:00Z</dc:date>"
        "<dc:publisher>临海社</dc:publisher>"
    )
    loaded = load(metadata=metadata)
    assert (loaded.title, loaded.date) == ("港口记", "2021-12-30")
    assert loaded.metadata == {"author": "林岚; Li Wei", "publisher": "临海社"}


@pytest.mark.parametrize(
    ("stated", "date"), [("2019", "2019"), ("2019-05", "2019-05"), ("", None), ("soon", None)]
)
def test_load_epub_reads_short_dates(stated, date):
    assert load(metadata=f"<dc:date>{stated}</dc:date>").date == date


def test_load_epub_keeps_facing_columns_apart():
    page = "<table><tr><td>港口开放。</td><td>The port opens.</td></tr></table>"
    assert load({"1.xhtml": page}).text == "港口开放。\n\nThe port opens."


LOCK = (
    '<encryption xmlns:e="urn:e"><e:EncryptedData><e:EncryptionMethod Algorithm="{}"/>'
    "</e:EncryptedData></encryption>"
)
AES = LOCK.format("http://www.w3.org/2001/04/xmlenc#aes128-cbc")
ENTITY = '<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]><package>&x;</package>'


def test_load_epub_reads_a_book_with_scrambled_fonts():
    fonts = {"META-INF/encryption.xml": LOCK.format("http://www.idpf.org/2008/embedding")}
    assert "港口" in load(**fonts).text


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(
            make_epub(PAGES, **{"META-INF/encryption.xml": AES}), "locked by DRM", id="DRM"
        ),
        pytest.param(
            make_epub(PAGES, missing=["2.xhtml"]), r"page OEBPS/2\.xhtml is", id="missing"
        ),
        pytest.param(make_zip({"a.txt": "x"}), "this is no EPUB book", id="zip"),
        pytest.param(make_epub(PAGES)[:300], "damaged or cut off", id="cut off"),
        pytest.param(
            make_epub({"1.xhtml": "<img src='a.png'/>"}),
            "none of this book.s 1 pages holds text",
            id="pictures",
        ),
        pytest.param(
            make_epub(PAGES, **{"OEBPS/book.opf": ENTITY}), "declares entities", id="entities"
        ),
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_load_epub_refuses(data, message):
    with pytest.raises(DocumentError, match=f"^书.epub.*{message}"):
        load_epub(data, "书.epub", SETTINGS)


def test_mend_empty_elements():
    assert mend_empty_elements("<title/><br/><p class='a' />") == (
        "<title></title><br/><p class='a' ></p>"
    )


def test_load_epub_reads_a_book_without_a_spine_in_the_order_of_its_list():
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="book.opf" media-type="application/oebps-package+xml"/>'
        "</rootfiles></container>"
    )
    items = "".join(
        f'<item id="{name}" href="{name}.xhtml" media-type="application/xhtml+xml"/>'
        for name in ("z", "a")
    )
    parts = {
        "META-INF/container.xml": container,
        "book.opf": f'<package xmlns="http://www.idpf.org/2007/opf"><manifest>{items}</manifest>'
        "</package>",
        "z.xhtml": "<p>The ferry stops.</p>",
        "a.xhtml": "<p>It goes on in May.</p>",
    }
    loaded = load_epub(make_zip(parts), "book.epub", SETTINGS)
    assert loaded.text.split("\n\n") == ["The ferry stops.", "It goes on in May."]
    assert "in which order" in loaded.warnings[0]


def test_load_epub_refuses_a_book_that_lists_nothing():
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="book.opf"/></rootfiles></container>'
    )
    empty = '<package xmlns="http://www.idpf.org/2007/opf"/>'
    parts = {"META-INF/container.xml": container, "book.opf": empty}
    with pytest.raises(DocumentError, match="lists no page of text"):
        load_epub(make_zip(parts), "book.epub", SETTINGS)
