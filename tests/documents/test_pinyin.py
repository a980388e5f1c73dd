import pytest

from rag.documents import split_paragraphs
from rag.documents.pinyin import find_pinyin
from rag.schema import Document


def _without(text):
    for start, end in reversed(find_pinyin(text)):
        text = text[:start] + text[end:]
    return text


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        pytest.param("學(xué)英語(yǔ)很難。", "學英語很難。", id="brackets"),
        pytest.param("学xué英语yǔ很难。", "学英语很难。", id="between"),
        pytest.param("临湾（Línwān）的车厢（chēxiāng）。", "临湾的车厢。", id="words"),
        pytest.param("朋友（péngyou）和東(dōng)西", "朋友和東西", id="unstressed"),
        pytest.param("學(xue)英語(yu)的老師(shi)傅(fu)。", "學英語的老師傅。", id="no-tones"),
        pytest.param("冷僻字擘（bò）很少见。", "冷僻字擘（bò）很少见。", id="one-gloss"),
        pytest.param(
            "在café里用API(an)和Wi-Fi。", "在café里用API(an)和Wi-Fi。", id="words-of-others"
        ),
        pytest.param("A café in São Paulo, née Zoë.", "A café in São Paulo, née Zoë.", id="en"),
        pytest.param("", "", id="empty"),
    ],
)
def test_only_readings_put_in_are_found(text, clean):
    assert _without(text) == clean


def test_paragraphs_leave_readings_out_and_the_document_keeps_them():
    text = "老師(shī)傅**聽(tīng)**水。When the water is loud, the wind rises."
    zh, en = split_paragraphs(Document("d", "d", text, ""))
    assert zh.text == "老師傅聽水。"
    assert en.text == "When the water is loud, the wind rises."
    assert "".join(text[start:end] for start, end in zh.spans) == zh.text
