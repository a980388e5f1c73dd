import pytest

from rag.search.copies import find_copies
from rag.text.letter_counts import pack_letters
from vectorstore import Outline


def copies(*texts, language="zh", kept=True):
    """Look for copies among texts that have the ids 1, 2 and so on."""
    languages = language.split(" ") * len(texts)
    outlines = [
        Outline(id_, languages[id_ - 1], "body", pack_letters(text) if kept else b"")
        for id_, text in enumerate(texts, start=1)
    ]
    return find_copies(outlines, lambda ids: {id_: texts[id_ - 1] for id_ in ids})


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
@pytest.mark.parametrize("kept", [True, False], ids=["letters kept", "letters not kept"])
def test_copies_are_found(first, second, language, kept):
    assert copies(first, "", second, language=language, kept=kept) == [(1, 3)]


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
    assert copies(first, second) == []


def test_a_translation_is_no_copy():
    assert copies(ZH, ZH, language="zh en") == []


def test_nothing_has_no_copies():
    assert copies() == []


def test_only_texts_that_may_be_copies_are_read():
    texts, read = [ZH, EN, ZH + "。", "谢谢。"], []

    def read_texts(ids):
        read.extend(ids)
        return {id_: texts[id_] for id_ in ids}

    outlines = [Outline(id_, "zh", "body", pack_letters(text)) for id_, text in enumerate(texts)]
    assert find_copies(outlines, read_texts) == [(0, 2)]
    assert read == [0, 2]


@pytest.mark.parametrize("letters", [pack_letters(ZH), b""], ids=["kept", "not kept"])
def test_text_that_is_removed_meanwhile_is_no_copy(letters):
    outlines = [Outline(id_, "zh", "body", letters) for id_ in (1, 2)]
    assert find_copies(outlines, lambda ids: {id_: ZH for id_ in ids if id_ == 1}) == []
