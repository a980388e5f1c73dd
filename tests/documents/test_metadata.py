import pytest

from rag.documents.metadata import find_date, read_metadata
from rag.documents.paragraphs import split_paragraphs
from rag.metadata import DocumentMetadata
from rag.schema import Document


def _read(text):
    return read_metadata(split_paragraphs(Document("d", "d", text, "")))


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("December 30, 2021", "2021-12-30"),
        ("30 Dec. 2021", "2021-12-30"),
        ("on 1st May, 2020 at noon", "2020-05-01"),
        ("March 2022", "2022-03"),
        ("2021年12月30日", "2021-12-30"),
        ("2021 年 12 月", "2021-12"),
        ("二〇二一年十二月三十日", "2021-12-30"),
        ("二零二一年十月二十號", "2021-10-20"),
        ("2021-12-30 10:20", "2021-12-30"),
        ("2021/1/5", "2021-01-05"),
        ("May 45, 2021", None),
        ("2021年13月1日", None),
        ("电话 12345-67-89", None),
        ("in 2021", None),
        ("", None),
    ],
)
def test_find_date_reads_both_languages(text, date):
    assert find_date(text) == date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "# 林岚谈港口\n\n2024年3月5日\n\n港口开放了。",
            DocumentMetadata("林岚谈港口", "2024-03-05"),
            id="zh",
        ),
        pytest.param(
            "Lin on the Port\n\n港口问答\n\nMarch 5, 2024\n\n2024年3月5日\n\nIt opened.",
            DocumentMetadata("Lin on the Port", "2024-03-05"),
            id="mixed",
        ),
        pytest.param(
            "LINHAI, March 5, 2024 (Coast News) -- The port opened on Tuesday.",
            DocumentMetadata(None, "2024-03-05", "Coast News"),
            id="agency-en",
        ),
        pytest.param(
            "海岸社临海2024年3月5日电（记者王明）港口开放了。",
            DocumentMetadata(None, "2024-03-05", "海岸社"),
            id="agency-zh",
        ),
        pytest.param(
            "2024年3月5日，林岚在港口植树。\n海岸社记者王明摄\n\n港口开放了。",
            DocumentMetadata(None, "2024-03-05"),
            id="caption",
        ),
        pytest.param(
            "The port opened on March 5, 2024, said the mayor.",
            DocumentMetadata(),
            id="running-text",
        ),
        pytest.param("", DocumentMetadata(), id="empty"),
    ],
)
def test_read_metadata_is_cautious(text, expected):
    assert _read(text) == expected
