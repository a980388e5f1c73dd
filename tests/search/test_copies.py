import pytest

from rag.schema import Paragraph, Passage
from rag.search.copies import find_copies


def passages(*texts, language="zh"):
    return [
        Passage(id_, Paragraph(f"d{id_}", id_, language, "body", None, text, ((0, len(text)),)))
        for id_, text in enumerate(texts, start=1)
    ]


ZH = "防潮闸今年一共关闭了九次，其中七次是因为天文大潮，两次是因为台风，老城无人撤离。"
EN = "The barrier was closed nine times this year, seven times for spring tides."


@pytest.mark.parametrize(
    ("first", "second", "language"),
    [
        pytest.param(ZH, ZH, "zh", id="the same letters"),
        pytest.param(ZH, ZH.replace("，", ","), "zh", id="other punctuation"),
        pytest.param(ZH, ZH.replace("老城", "旧城"), "zh", id="a misprint"),
        pytest.param(
            ZH,
            "防潮閘今年一共關閉了九次，其中七次是因為天文大潮，兩次是因為颱風，老城無人撤離。",
            "zh",
            id="script",
        ),
        pytest.param(EN, EN.replace("tides", "tide"), "en", id="English misprint"),
        pytest.param(ZH + EN, ZH + EN.upper(), "zh", id="mixed, other case"),
    ],
)
def test_copies_are_found(first, second, language):
    assert list(find_copies(passages(first, "", second, language=language))) == [(1, 3)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(ZH, ZH.replace("九次", "六次"), id="another number"),
        pytest.param(EN, EN.replace("nine", "six"), id="another number in English"),
        pytest.param(ZH, EN, id="another text"),
        pytest.param("谢谢主持人。", "谢谢主持人。", id="a formula"),
        pytest.param("", "", id="empty"),
        pytest.param(ZH, ZH[:20], id="a part"),
    ],
)
def test_other_texts_are_no_copies(first, second):
    assert list(find_copies(passages(first, second))) == []


def test_a_translation_is_no_copy():
    zh, en = passages(ZH)[0], passages("", ZH, language="en")[1]
    assert list(find_copies([zh, en])) == []


def test_nothing_has_no_copies():
    assert list(find_copies([])) == []
