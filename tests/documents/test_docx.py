import pytest
from format_samples import MC, make_docx, make_zip, paragraph, table

from rag.documents.formats.docx import load_docx
from rag.errors import DocumentError
from rag.settings import DocumentSettings

SETTINGS = DocumentSettings()


def load(body, settings=SETTINGS, **parts):
    return load_docx(make_docx(body, **parts), "报告.docx", settings)


def run(text, properties=""):
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param(
            paragraph("港口三月开放。") + paragraph("渡轮停航。"),
            "港口三月开放。\n\n渡轮停航。",
            id="zh",
        ),
        pytest.param(
            paragraph("The port opens &amp; closes."), "The port opens & closes.", id="en"
        ),
        pytest.param(paragraph("加入 RCEP（the pact）。"), "加入 RCEP（the pact）。", id="mixed"),
        pytest.param(
            f"<w:p>{run('三')}{run('月')}<w:r><w:br/><w:t>开</w:t><w:tab/><w:t>放</w:t></w:r></w:p>",
            "三月\n开\t放",
            id="runs, break, tab",
        ),
        pytest.param(
            "<w:p><w:r><w:t>a</w:t><w:br w:type='page'/><w:t>b</w:t></w:r></w:p>", "ab", id="page"
        ),
        pytest.param(
            paragraph("港口", "2") + paragraph("正文。"), "## 港口\n\n正文。", id="heading"
        ),
        pytest.param(
            paragraph("港口", extra='<w:outlineLvl w:val="0"/>'), "# 港口", id="outline level"
        ),
        pytest.param(paragraph("目录条目 3", "10") + paragraph("正文。"), "正文。", id="contents"),
        pytest.param(
            paragraph("一项", extra='<w:numPr><w:numId w:val="1"/></w:numPr>'), "- 一项", id="list"
        ),
        pytest.param(
            f"<w:p>{run('shown')}{run('hidden', '<w:vanish/>')}{run(' on', '<w:b/>')}</w:p>",
            "shown on",
            id="hidden text",
        ),
        pytest.param(
            "<w:p><w:r><w:ruby><w:rt><w:r><w:t>gǎng</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>港</w:t>"
            "</w:r></w:rubyBase></w:ruby></w:r><w:r><w:t>口</w:t></w:r></w:p>",
            "港口",
            id="pinyin above",
        ),
    ],
)
def test_load_docx_reads_the_body(body, text):
    assert load(body).text == text


def test_load_docx_reads_as_with_all_changes_accepted():
    body = (
        f"<w:p>{run('The ')}<w:del><w:r><w:delText>old</w:delText></w:r></w:del>"
        f"<w:ins>{run('new')}</w:ins><w:moveFrom>{run(' gone')}</w:moveFrom>{run(' port.')}</w:p>"
    )
    assert load(body).text == "The new port."


def test_load_docx_joins_paragraphs_whose_border_was_deleted():
    body = paragraph("港口三月", extra="<w:rPr><w:del/></w:rPr>") + paragraph("开放。")
    assert load(body).text == "港口三月开放。"


def test_load_docx_takes_facing_columns_cell_by_cell():
    body = table(["港口三月开放。", "The port opens in March."], ["渡轮停航。", "The ferry stops."])
    assert load(body).text.split("\n\n") == [
        "港口三月开放。",
        "The port opens in March.",
        "渡轮停航。",
        "The ferry stops.",
    ]


def test_load_docx_keeps_rows_of_figures_together():
    body = paragraph("见下表。") + table(["进口", "12"], ["出口", "15"]) + paragraph("完毕。")
    assert load(body).text == "见下表。\n\n进口 | 12\n\n出口 | 15\n\n完毕。"


def test_load_docx_reads_a_table_in_a_table():
    inner = table(["甲", "1"])
    assert load(table([f"{paragraph('外')}{inner}", "乙"])).text == "外\n\n甲 | 1\n\n乙"


def test_load_docx_puts_notes_at_the_end_and_not_into_sentences():
    note = '<w:footnote w:type="separator"><w:p/></w:footnote>'
    note += f"<w:footnote>{paragraph('见2021年报告。')}</w:footnote>"
    body = f"<w:p>{run('港口')}<w:r><w:footnoteReference w:id='2'/></w:r>{run('开放。')}</w:p>"
    assert load(body, footnotes=note).text == "港口开放。\n\n见2021年报告。"


def test_load_docx_reads_a_text_box_once_and_beside_its_paragraph():
    box = f"<w:txbxContent>{paragraph('框内文字。')}</w:txbxContent>"
    drawing = (
        f"<mc:AlternateContent xmlns:mc='{MC}'><mc:Choice>{box}</mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent>"
    )
    body = f"<w:p>{run('港口')}<w:r>{drawing}</w:r>{run('开放。')}</w:p>"
    assert load(body).text == "框内文字。\n\n港口开放。"


def test_load_docx_leaves_headers_and_macros_out():
    assert load(paragraph("正文。")).text == "正文。"


def test_load_docx_reads_properties():
    core = (
        "<dc:title>港口报告</dc:title><dc:creator>林岚</dc:creator>"
        "<dcterms:created>2021-12-30T08:00:00Z</dcterms:created>"
    )
    loaded = load(paragraph("正文。"), core=core)
    assert (loaded.title, loaded.date) == ("港口报告", "2021-12-30")
    assert loaded.metadata["author"] == "林岚"


@pytest.mark.parametrize("title", ["", "Microsoft Word - a.doc", "文档1", "draft.docx"])
def test_load_docx_takes_no_title_that_a_program_made_up(title):
    core = f"<dc:title>{title}</dc:title><dcterms:created>2013-12-23T23:15:00Z</dcterms:created>"
    loaded = load(paragraph("正文。"), core=core)
    assert (loaded.title, loaded.date) == (None, None)


def test_load_docx_prefers_the_title_in_the_text():
    core = "<dc:title>Template</dc:title>"
    loaded = load(paragraph("市长答记者问", "T") + paragraph("正文。"), core=core)
    assert loaded.title == "市长答记者问"


def test_load_docx_reads_what_python_docx_writes(tmp_path):
    docx = pytest.importorskip("docx")
    written = docx.Document()
    written.add_heading("The New Port", 0)
    written.add_paragraph("港口三月开放。")
    written.add_table(1, 2).rows[0].cells[0].text = "cell"
    written.save(tmp_path / "a.docx")
    loaded = load_docx((tmp_path / "a.docx").read_bytes(), "a.docx", SETTINGS)
    assert loaded.text == "# The New Port\n\n港口三月开放。\n\ncell"
    assert (loaded.title, loaded.date, loaded.metadata.get("author")) == (
        "The New Port",
        None,
        None,
    )


ENTITIES = '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(
            OLE + "EncryptedPackage".encode("utf-16-le"),
            "protected with a password: open it, save it without one",
            id="password",
        ),
        pytest.param(OLE + "WordDocument".encode("utf-16-le"), "old Word file", id="doc"),
        pytest.param(OLE, "old Office file under another name", id="ole"),
        pytest.param(make_docx("")[:200], r"damaged or cut off", id="cut off"),
        pytest.param(b"just text", "damaged or cut off, or is no file of its kind", id="text"),
        pytest.param(make_zip({"xl/workbook.xml": "x"}), "this is an Excel file", id="xlsx"),
        pytest.param(make_zip({"a.txt": "x"}), "this is no Word file", id="zip"),
        pytest.param(make_docx(""), "holds no text; if it holds pictures", id="empty"),
        pytest.param(
            make_docx(paragraph("&b;"), before=ENTITIES), "declares a document type", id="entities"
        ),
        pytest.param(make_docx("<w:p><w:r></w:p>"), "document.xml: damaged", id="xml"),
        pytest.param(
            make_docx("<w:p>" * 3000 + "</w:p>" * 3000), "damaged or not well-formed", id="nested"
        ),
    ],
)
def test_load_docx_refuses(data, message):
    with pytest.raises(DocumentError, match=f"^报告.docx.*{message}"):
        load_docx(data, "报告.docx", SETTINGS)


def test_load_docx_refuses_what_unpacks_without_bounds():
    bomb = make_docx(paragraph("港" * 6_000_000))
    with pytest.raises(DocumentError, match=r"unpacks to [\d,]+ times its size, as zip bombs do"):
        load_docx(bomb, "a.docx", SETTINGS)
    with pytest.raises(DocumentError, match=r"would unpack to [\d,]+ bytes, over the limit of 10,"):
        load_docx(bomb, "a.docx", DocumentSettings(max_unpacked_bytes=10_000))


def test_load_docx_names_a_damaged_part():
    data = bytearray(make_docx(paragraph("港口三月开放。" * 50)))
    place = data.index(b"word/document.xml") + 60
    data[place : place + 20] = bytes(20)
    with pytest.raises(DocumentError, match=r"word/document\.xml: cannot be unpacked|damaged"):
        load_docx(bytes(data), "a.docx", SETTINGS)


def test_load_docx_reads_strict_files():
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    parts = {
        "word/document.xml": f'<w:document xmlns:w="{strict}">{paragraph("港口。")}</w:document>'
    }
    assert load_docx(make_zip(parts), "a.docx", SETTINGS).text == "港口。"
