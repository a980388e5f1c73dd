"""What programs' users read: places, quotes, counterparts."""

import pytest

from ui.programs.reading import read_answer, read_passages


def record(there_document: str) -> dict:
    return {
        "marker": 1,
        "verified": True,
        "document": "linhe",
        "paragraph": 8,
        "text": "水质达标三百一十二天。",
        "quote": "三百一十二天",
        "counterpart": {
            "document": there_document,
            "paragraph": 3,
            "text": "321 days in all.",
            "quote": "321 days",
        },
    }


@pytest.mark.parametrize(
    ("document", "line"), [("linhe", "= 321 days"), ("linhe-en", "= (linhe-en #3) 321 days")]
)
def test_counterpart_of_another_document_is_placed(document, line):
    answer = {"answer": "312. [1]", "refused": False, "citations": [record(document)], "notes": []}
    assert line in read_answer(answer, is_empty=False).splitlines()
    assert line in read_passages([record(document)], is_empty=False).splitlines()
