import pytest

from rag.documents import load_source, split_paragraphs
from rag.documents.front_matter import read_front_matter
from rag.settings import DocumentSettings

_ZH = (
    "---\ntitle: 高原种子库工作手册\ndate: 2024-02-01\n来源: 高原日报\n---\n\n"
    "高原种子库于二〇一一年建成。\n"
)
_EN = (
    '---\ntitle: "Seed Bank: A Handbook"\ndate: 1 February 2024\nauthor: Lin Lan\n'
    "source: Coast News\ntags:\n  - seeds\n  - ice\n---\nThe seed bank was built in 2011.\n"
)
_MIXED = (
    "\ufeff---\r\n标题：种子库 / Seed Bank\r\ntags: [a, b]\r\n...\r\n种子库建于二〇一一年。\r\n"
)


def _load(text, tmp_path):
    return load_source(tmp_path / "a.md", text.encode(), "a", DocumentSettings())


@pytest.mark.parametrize(
    ("text", "title", "date", "source", "first"),
    [
        (_ZH, "高原种子库工作手册", "2024-02-01", "高原日报", "高原种子库于二〇一一年建成。"),
        (
            _EN,
            "Seed Bank: A Handbook",
            "2024-02-01",
            "Coast News",
            "The seed bank was built in 2011.",
        ),
        (_MIXED, "种子库 / Seed Bank", None, None, "种子库建于二〇一一年。"),
    ],
    ids=["zh", "en", "mixed"],
)
def test_front_matter_states_values_and_is_no_paragraph(tmp_path, text, title, date, source, first):
    document = _load(text, tmp_path)
    assert (document.title, document.date, document.source) == (title, date, source)
    paragraphs = split_paragraphs(document)
    assert [p.text for p in paragraphs] == [first]
    assert "---" in document.text
    assert first == "".join(document.text[start:end] for start, end in paragraphs[0].spans)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "---\n",
        "---\n\n---\nThe port is open.\n",
        "---\nThe port is open.\nIt is large.\n---\nMore.\n",
        "---\ntitle: Without an end\n\nThe port is open.\n",
        "The port is open.\n---\ntitle: Below the text\n---\n",
        "--- title: On one line ---\nThe port is open.\n",
        "---\n记者：港口开放了吗？\n市长说已经开放。\n---\n",
    ],
)
def test_rules_around_other_text_are_no_front_matter(text):
    assert read_front_matter(text).end == 0
