import pytest

from rag.wanted import wanted_language, without_wording


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


@pytest.mark.parametrize(
    ("text", "kept", "gone"),
    [
        ("“服务中心”的正式英文名称是什么？", ["服务中心"], ["英文", "名称", "正式"]),
        ("“港务局”的英文全称和缩写是什么？", ["港务局"], ["英文", "全称", "缩写"]),
        ("“防潮闸”用英语怎么说？", ["防潮闸"], ["英语", "怎么说"]),
        ("“防潮闸”怎么翻译？", ["防潮闸"], ["翻译"]),
        ("What is the official Chinese term for ferry?", ["ferry"], ["Chinese", "term"]),
        ("How is “tidal barrier” translated into Chinese?", ["tidal barrier"], ["translated"]),
        ("How do you say 防潮闸 in English?", ["防潮闸"], ["English"]),
        ("Which Chinese officials took the ferry?", ["Chinese officials"], []),
        ("渡轮什么时候开？", ["渡轮什么时候开？"], []),
        ("英文", ["英文"], []),
        ("", [""], []),
    ],
)
def test_words_that_ask_for_a_wording_are_blanked(text, kept, gone):
    rest = without_wording(text)
    assert len(rest) == len(text)
    assert all(word in rest for word in kept)
    assert not any(word in rest for word in gone)
