import pytest

from rag.pairing import AlignedPair, choose_believable
from rag.schema import Paragraph


def side(language, *texts, kind="paragraph", kinds=()):
    return [
        Paragraph("d", number, language, dict(kinds).get(number, kind), None, text, ((0, 1),))
        for number, text in enumerate(texts, 1)
    ]


def one_by_one(count):
    return [AlignedPair((place,), (place,), 0.99) for place in range(count)]


GROWTH_ZH = "去年全市生产总值增长5.2%，新增就业41.2万人，新建公园18个。"
GROWTH_EN = "Last year the city's GDP grew by 5.2 percent; 412,000 jobs and 18 parks were added."
OTHER_EN = "Last year the city's GDP grew by 6.7 percent; 388,000 jobs and 11 parks were added."
THANKS_ZH, THANKS_EN = (
    "让我们共同努力，把海港建设得更加美丽，让每个孩子都会游泳。",
    ("Let us work together for a more beautiful harbour, and may every child learn to swim."),
)


def test_translations_are_believed():
    zh, en = side("zh", GROWTH_ZH, THANKS_ZH), side("en", GROWTH_EN, THANKS_EN)
    believed = choose_believable(one_by_one(2), zh, en)
    assert believed.pairs == tuple(one_by_one(2))
    assert believed.support == 0  # too few to speak for each other


def test_several_translations_support_each_other():
    zh = side("zh", GROWTH_ZH, THANKS_ZH, "渡轮每天开往各岛。", "码头上有很多鱼。")
    en = side("en", GROWTH_EN, THANKS_EN, "Ferries sail to the islands every day.")
    assert choose_believable(one_by_one(3), zh, en).support == 1.0


def test_the_same_said_with_other_figures_is_no_translation():
    zh, en = side("zh", GROWTH_ZH, THANKS_ZH), side("en", OTHER_EN, THANKS_EN)
    assert choose_believable(one_by_one(2), zh, en).pairs == (one_by_one(2)[1],)


def test_titles_of_other_years_go_with_their_documents():
    kinds = {1: "title"}
    zh = side("zh", "2023年工作报告", GROWTH_ZH, THANKS_ZH, kinds=kinds)
    en = side("en", "Report of 2022", OTHER_EN, THANKS_EN, kinds=kinds)
    assert choose_believable(one_by_one(3), zh, en).pairs == (one_by_one(3)[2],)


def test_one_wrong_figure_in_a_translation_stays():
    zh = side("zh", GROWTH_ZH, "船上有12个人，开了30分钟，走了5公里。", THANKS_ZH)
    en = side("en", GROWTH_EN, "There were 21 people on board for 13 minutes.", THANKS_EN)
    assert choose_believable(one_by_one(3), zh, en).pairs == tuple(one_by_one(3))


@pytest.mark.parametrize("kind", ["title", "heading", "dateline"])
def test_documents_that_share_frames_only_share_nothing(kind):
    zh = side("zh", "市长回答记者提问", THANKS_ZH, kinds={1: kind})
    en = side("en", "The Mayor Answers Questions", GROWTH_EN, kinds={1: kind})
    assert choose_believable(one_by_one(1), zh, en).pairs == ()


def test_one_short_line_among_many_is_chance():
    zh = side("zh", "我请你喝咖啡。", *["码头上有很多鱼。"] * 9)
    en = side("en", "I drink coffee every morning.", *["The harbour is old."] * 9)
    assert choose_believable(one_by_one(1), zh, en).pairs == ()


def test_one_short_line_of_a_short_document_is_believed():
    zh, en = side("zh", "我请你喝咖啡。"), side("en", "Let me buy you a coffee.")
    assert choose_believable(one_by_one(1), zh, en).pairs == tuple(one_by_one(1))


def test_one_long_statement_in_a_long_document_is_believed():
    zh = side("zh", THANKS_ZH, *["码头上有很多鱼。"] * 9)
    en = side("en", THANKS_EN, *["The harbour is old."] * 9)
    believed = choose_believable(one_by_one(1), zh, en)
    assert believed.pairs == tuple(one_by_one(1))
    assert believed.support == 0


def test_questions_alike_without_answers_in_common_are_none():
    kinds = {1: "question"}
    zh = side(
        "zh",
        "记者：您如何评价过去一年的海港建设和海洋保护工作？还有哪些打算？",
        THANKS_ZH,
        kinds=kinds,
    )
    en = side("en", "Q: How do you assess the past year of the harbour?", GROWTH_EN, kinds=kinds)
    assert choose_believable(one_by_one(1), zh, en).pairs == ()


def test_a_document_of_nothing_but_questions_is_paired():
    zh = side("zh", "图书馆几点开门？", "借书要钱吗？", "可以带狗吗？", kind="question")
    en = side("en", "When does the library open?", "Is it free?", "May I bring a dog?")
    assert choose_believable(one_by_one(3), zh, en).pairs == tuple(one_by_one(3))


def test_nothing_aligned_gives_nothing():
    assert choose_believable([], side("zh", "你好。"), side("en", "Hello.")).pairs == ()
