"""Heads of PDF documents that are set over several lines, with wide spaces."""

import pytest
from pdf_files import LEFT, RIGHT, TOP, Pdf

from rag.documents import load_source, split_paragraphs
from rag.settings import DocumentSettings

_ZH = (
    "去年全市新建了十二座公园，市民步行十分钟即可到达绿地，这项工作还将继续推进，"
    "明年再建五座，覆盖全部老城区。"
)
_EN = "The city built twelve new parks last year, so that residents reach green space on foot. "


def _load(lines, body, tmp_path):
    """A title of lines in 28 points, two heights apart, and text below it."""
    pdf = Pdf()
    pdf.y = TOP - 30
    for text, size in lines:
        pdf.centre(pdf.y, text, size)
        pdf.y -= size * 2 if size > 20 else 16
    for _ in range(6):
        pdf.text([body], size=12)
        pdf.y -= 16
    document = load_source(tmp_path / "a.pdf", pdf.data(), "a", DocumentSettings())
    return document, [(p.kind, p.text) for p in split_paragraphs(document)]


def test_a_title_on_two_lines_is_one(tmp_path):
    fits = int((RIGHT - LEFT) / 28)
    title = "临湾市二〇二四年度城市公园建设工作总结报告"[: fits + 3]
    lines = [(title[:fits], 28), (title[fits:], 28)]
    document, found = _load(lines, _ZH, tmp_path)
    assert document.title == title
    assert found[0] == ("title", title)


@pytest.mark.parametrize(
    ("title", "heading", "body"),
    [("工作报告", "公园建设", _ZH), ("The Annual Report", "New Parks", _EN * 3)],
    ids=["zh", "en"],
)
def test_short_lines_wide_apart_are_a_title_and_a_heading(tmp_path, title, heading, body):
    document, found = _load([(title, 28), (heading, 28)], body, tmp_path)
    assert document.title == title
    assert [text for _, text in found[:2]] == [title, heading]


def test_where_a_speech_was_held_may_take_two_lines(tmp_path):
    fits = int((RIGHT - LEFT) / 12)
    spoken = "（2025年1月16日在临湾市第十一届人民代表大会第四次会议暨全市城市公园建设工作会议上）"
    lines = [("工作报告", 28), (spoken[:fits], 12), (spoken[fits:], 12)]
    document, found = _load(lines, _ZH, tmp_path)
    assert document.date == "2025-01-16"
    assert ("dateline", spoken) in found
