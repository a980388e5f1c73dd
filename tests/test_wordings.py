import pytest

from rag.wordings import Term, holds_term, read_term


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("防潮闸用英文怎么讲", "zh", Term("防潮闸", "zh", "en")),
        ("防潮闸英文是什么", "zh", Term("防潮闸", "zh", "en")),
        ("防潮闸的英文？", "zh", Term("防潮闸", "zh", "en")),
        ("请问英语怎么说防潮闸？", "zh", Term("防潮闸", "zh", "en")),
        ("“防潮闸”怎么译？", "zh", Term("防潮闸", "zh", "en")),
        ("市长提到的“绿色岸线”，英文是怎么说的？", "zh", Term("绿色岸线", "zh", "en")),
        ("“英文学堂”的英文名称是什么？", "zh", Term("英文学堂", "zh", "en")),
        ("“tidal barrier”的中文是什么？", "zh", Term("tidal barrier", "en", "zh")),
        ("tidal barrier 中文怎么说", "zh", Term("tidal barrier", "en", "zh")),
        ('"防潮闸" in English', "zh", Term("防潮闸", "zh", "en")),
        ("What's the English for 防潮闸?", "en", Term("防潮闸", "zh", "en")),
        ("What's the English for 绿色岸线防潮闸?", "zh", Term("绿色岸线防潮闸", "zh", "en")),
        ("What does 防潮闸 mean in English?", "en", Term("防潮闸", "zh", "en")),
        ("LPA码头英文怎么说", "zh", Term("LPA码头", "zh", "en")),
        ("How do you say 防潮闸 in English?", "en", Term("防潮闸", "zh", "en")),
        ("How is “防潮闸” rendered in English?", "en", Term("防潮闸", "zh", "en")),
        ('What is the Chinese for "tidal barrier"?', "en", Term("tidal barrier", "en", "zh")),
        ("What is the Chinese for 'tidal barrier'?", "en", Term("tidal barrier", "en", "zh")),
        ("What is the Chinese for the tidal barrier?", "en", Term("tidal barrier", "en", "zh")),
        ("Chinese for tidal barrier", "en", Term("tidal barrier", "en", "zh")),
        ("How is the tidal barrier called in Chinese?", "en", Term("tidal barrier", "en", "zh")),
        ("Translate 'tidal barrier' into Chinese", "en", Term("tidal barrier", "en", "zh")),
    ],
)
def test_term_whose_wording_is_asked_for(text, language, expected):
    assert read_term(text, language) == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("防潮闸什么时候建成？", "zh"),
        ("防潮闸的中文名称是什么？", "zh"),
        ("会议的英文版什么时候发布？", "zh"),
        ("这句话的英文是什么？", "zh"),
        ("翻译成英文", "zh"),
        ("英文和中文哪个先发表？", "zh"),
        ("LPA是什么的缩写？", "zh"),
        ("市长说“绿色岸线”是什么意思？（英文）", "zh"),
        ("“渡轮”和“电车”的英文", "zh"),
        ("When was the tidal barrier built?", "en"),
        ("What did the mayor say in Chinese?", "en"),
        ("How did the mayor put it in Chinese?", "en"),
        ("What's the Chinese for that?", "en"),
        ("How many ferries did it buy? (in Chinese)", "en"),
        ("Which paper printed the interview in Chinese?", "en"),
        ("in Chinese please", "en"),
        ("", "en"),
        ("", "zh"),
    ],
)
def test_other_questions_name_no_term(text, language):
    assert read_term(text, language) is None


@pytest.mark.parametrize(
    ("term", "text", "expected"),
    [
        (Term("防潮闸", "zh", "en"), "新的防潮闸已经建成。", True),
        (Term("防潮閘", "zh", "en"), "新的防\n潮闸已经建成。", True),
        (Term("防潮闸", "zh", "en"), "防潮的闸门已经建成。", False),
        (Term("tidal barrier", "en", "zh"), "The two “Tidal Barriers” are shut.", True),
        (Term("tidal barriers", "en", "zh"), "A tidal-barrier\nwas built.", True),
        (Term("ice", "en", "zh"), "The service is good.", False),
        (Term("connection", "en", "zh"), "They are connected.", False),
        (Term("cities' gas", "en", "zh"), "The city gas works.", True),
        (Term("mayor", "en", "zh"), "The mayor\u2019s ferry.", True),
        (Term("tidal barrier", "en", "zh"), "The barrier is tidal.", False),
        (Term("LPA码头", "zh", "en"), "我们去 LPA 码头。", True),
        (Term("tidal barrier", "en", "zh"), "", False),
        (Term("，", "zh", "en"), "好，走。", False),
        (Term("?", "en", "zh"), "What?", False),
    ],
)
def test_term_stands_in_a_text(term, text, expected):
    assert holds_term(term, text) is expected
