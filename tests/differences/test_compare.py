import pytest

from rag.errors import DocumentError
from rag.library import Library

ROWS = [
    ("新港口将于2026年开放，投资3.2亿元。", "The new port will open in 2026 for 320 million yuan."),
    ("共有350艘渡轮。", "There are 530 ferries."),
    ("共有350艘渡轮。", "There are 530 ferries."),
    ("渡轮来了。航程四小时。", "A ferry came. It takes five hours."),
    ("来了十五个国家。", "Some 130 countries came."),
    ("挪威的市长批准了新港口。", "The mayor did not approve the new port."),
]


@pytest.fixture
def library(tmp_path):
    memory = tmp_path / "memory.tsv"
    memory.write_text("".join(f"{zh}\t{en}\n" for zh, en in ROWS), "utf-8")
    with Library.open(tmp_path / "store") as opened:
        assert not opened.ingest(memory).failed
        yield opened


def test_differences_of_a_library(library):
    found = [(d.kind, d.first.quote, d.second.quote) for d in library.differences()]
    assert found == [
        ("number", "350", "530"),
        ("number", "四", "five"),
        ("number", "十五", "130"),
        ("name", "挪威", ""),
        ("negation", "挪威的市长批准了新港口。", "The mayor did not approve the new port."),
    ]


def test_differences_of_one_document(library):
    assert len(library.differences("memory")) == 5
    with pytest.raises(DocumentError, match="No document is named 'other'"):
        library.differences("other")


def test_an_empty_library_has_none(tmp_path):
    with Library.open(tmp_path / "empty") as empty:
        assert empty.differences() == []


@pytest.mark.shared
def test_differences_shown_on_real_documents_are_few(shared, tmp_path):
    """Precision first: 187 pairs of official translations differ in a handful of places."""
    with Library.open(tmp_path / "store") as real:
        real.ingest(shared / "corpus")
        found = real.differences()
    assert 5 <= len(found) <= 16
    letters = {(d.first.quote, d.second.quote) for d in found if d.kind == "letters"}
    assert ("外防", "海外") in letters
