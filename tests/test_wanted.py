import pytest

from rag.wanted import wanted_language


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("“渡轮”的英文是什么？", "zh", "en"),
        ("“临湾港务局”的英文全称和缩写是什么？", "zh", "en"),
        ("港务局的缩写是哪几个字母？", "zh", "en"),
        ("LPA的中文全称是什么？", "zh", "zh"),
        ("LPA是什么的缩写？", "zh", "zh"),
        ("“防潮闸”怎么翻译？", "zh", "en"),
        ("tidal barrier 怎么翻译？", "zh", "zh"),
        ("渡轮什么时候开？", "zh", "zh"),
        ("英文和中文哪个先发表？", "zh", "zh"),
        ("What is the Chinese term for ferry?", "en", "zh"),
        ("How is “tidal barrier” translated?", "en", "zh"),
        ("How is 防潮闸 translated?", "en", "en"),
        ("What does 防潮闸 mean in English?", "en", "en"),
        ("What does the acronym LPA stand for?", "en", "en"),
        ("Which Chinese officials took the ferry?", "en", "en"),
        ("Who paid for the translation service?", "en", "en"),
        ("When does the ferry leave?", "en", "en"),
        ("", "en", "en"),
        ("", "zh", "zh"),
    ],
)
def test_language_of_the_wording_asked_for(text, language, expected):
    assert wanted_language(text, language) == expected
