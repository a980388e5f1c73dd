"""What other programs get: checked with their own means, and by reading it back."""

import csv
import io
import zipfile
from pathlib import Path

import docx
import pytest
from lxml import etree

from rag.errors import DocumentError
from rag.exporting.markdown import write_markdown
from rag.exporting.rows import flatten, make_rows
from rag.exporting.table import write_csv
from rag.exporting.tmx import write_tmx
from rag.exporting.word import write_word
from rag.library import Library
from rag.schema import Pair, Paragraph

DTD = Path(__file__).with_name("tmx14.dtd")
ZH, EN = "渡轮<甲>“六月”& 开航 | 了*吗*。", 'The <A> ferry "starts" & sails | in *June*.'


def paragraph(text, language, *, number=1, document="port", speaker=None):
    return Paragraph(document, number, language, "paragraph", speaker, text, ((0, len(text)),))


def pair(zh=ZH, en=EN, *, score=0.9, zh_document="port", en_document="port"):
    return Pair(
        (paragraph(zh, "zh", document=zh_document, speaker="林海"),),
        (paragraph(en, "en", document=en_document, number=2),),
        score,
    )


ROWS = make_rows(
    [
        pair(),
        pair("他們開航了，我們歡迎。", "They sail, and we welcome it.", zh_document="taipei"),
        Pair(
            (paragraph("第一段。", "zh", number=4), paragraph("第二段。", "zh", number=5)),
            (paragraph("Both in one.", "en", number=6, document="talk"),),
            0.75,
        ),
    ]
)


@pytest.mark.parametrize(
    ("text", "flat"),
    [
        ("渡轮\n六月", "渡轮六月"),
        ("渡轮。\n  六月", "渡轮。六月"),
        ("a ferry\n sails", "a ferry sails"),
        ("渡轮\nRCEP", "渡轮 RCEP"),
        ("渡轮 六月", "渡轮 六月"),
        ("a\x0bb\x00c\ufffe", "abc"),
        (" \n", ""),
        ("", ""),
    ],
)
def test_flatten(text, flat):
    assert flatten(text) == flat


def test_rows_join_paragraphs_of_one_side():
    assert (ROWS[2].zh.text, ROWS[2].zh.place, ROWS[2].zh.speaker) == (
        "第一段。第二段。",
        "4+5",
        "",
    )


@pytest.mark.parametrize("rows", [ROWS, []], ids=["pairs", "none"])
def test_tmx_is_valid(rows):
    root = etree.fromstring(write_tmx(rows))
    dtd = etree.DTD(str(DTD))
    assert dtd.validate(root), dtd.error_log
    assert len(root.findall("body/tu")) == len(rows)


def test_the_dtd_of_the_test_refuses_what_is_wrong():
    wrong = write_tmx(ROWS).replace(b'segtype="paragraph"', b'segtype="page"')
    assert not etree.DTD(str(DTD)).validate(etree.fromstring(wrong))


def test_tmx_holds_the_letters_and_where_they_stand():
    root = etree.fromstring(write_tmx(ROWS))
    unit = root.find("body/tu")
    assert [segment.text for segment in unit.iter("seg")] == [ZH, EN]
    assert [each.text for each in unit.iter("prop")] == [
        "0.9000",
        "port",
        "1",
        "林海",
        "port",
        "2",
    ]
    codes = [each.get("{http://www.w3.org/XML/1998/namespace}lang") for each in root.iter("tuv")]
    assert codes == ["zh-CN", "en", "zh-TW", "en", "zh-CN", "en"]


def test_tmx_takes_the_same_texts_once():
    root = etree.fromstring(write_tmx(make_rows([pair(), pair(zh_document="copy")])))
    assert [each.text for each in root.iter("prop")][1] == "port"
    assert len(root.findall("body/tu")) == 1


def test_csv_opens_in_excel_and_in_python():
    data = write_csv(ROWS)
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert (rows[0]["zh"], rows[0]["en"], rows[0]["score"]) == (ZH, EN, "0.9000")
    assert (rows[2]["zh_paragraphs"], rows[2]["en_document"]) == ("4+5", "talk")


def test_markdown_is_a_table_a_document():
    text = write_markdown(ROWS, {"port": "The *port*"}).decode()
    lines = text.splitlines()
    assert "## The \\*port\\* (port)" in lines
    assert "## taipei" in lines
    (row,) = (line for line in lines if line.startswith("| 1 = 2 |"))
    assert row.count(" | ") == 2
    assert r"渡轮\<甲\>“六月”\& 开航 \| 了\*吗\*。" in row
    assert any(line.startswith("| 4+5 = talk 6 |") for line in lines)


def test_word_has_two_columns_and_a_heading_a_document():
    file = docx.Document(io.BytesIO(write_word(ROWS, {"port": "The port"})))
    assert [p.text for p in file.paragraphs if p.style.name == "Heading 1"] == [
        "The port",
        "taipei",
        "The port",
    ]
    cells = [[cell.text for cell in row.cells] for row in file.tables[0].rows]
    assert cells == [["中文", "English"], [ZH, EN]]


def test_word_without_pairs_is_a_file_that_opens():
    data = write_word([], {})
    assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None
    assert docx.Document(io.BytesIO(data)).tables == []


PAIRS = [
    ("新渡轮，六月开航。", 'The "new" ferry\tstarts in June.'),
    ("十二艘渡轮 & 一座港口", "Twelve ferries & a port"),
]


@pytest.fixture
def library(tmp_path):
    memory = tmp_path / "memory.csv"
    with memory.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(PAIRS)
    with Library.open(tmp_path / "store") as opened:
        assert not opened.ingest(memory).failed
        yield opened


@pytest.mark.parametrize("form", ["tmx", "csv"])
def test_what_is_exported_is_imported_again(library, form, tmp_path):
    again = tmp_path / f"again.{form}"
    again.write_bytes(library.export(form))
    with Library.open(tmp_path / "second") as second:
        assert not second.ingest(again).failed
        found = [(each.zh[0].text, each.en[0].text) for each in second.pairs()]
    assert found == [(zh, flatten(en)) for zh, en in PAIRS]


def test_a_document_that_is_not_there_is_refused(library):
    with pytest.raises(DocumentError, match=r"No document is named 'x'. .* holds: memory"):
        library.export("tmx", "x")
