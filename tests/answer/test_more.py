import pytest

from rag.answer.follow_ups.more import asks_for_more


@pytest.mark.parametrize(
    "text",
    [
        "继续",
        "请展开",
        "再说说",
        "继续说，谢谢",
        "还有吗？",
        "能详细说说吗？",
        "他还说了什么？",
        "具体说说",
        "Go on",
        "tell me more.",
        "Tell me more about it",
        "Yes, please continue",
        "What else did she say?",
        "Anything else?",
        "Could you elaborate?",
        "OK，继续",
        "继续 please",
    ],
)
def test_turns_that_ask_for_more(text):
    assert asks_for_more(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "继续教育多少钱？",
        "还有谁？",
        "还有别的原因吗？",
        "展开了多少次？",
        "为什么？",
        "谢谢",
        "Tell me more about the ferry",
        "What else did the flood destroy?",
        "more money?",
        "Why?",
        "继续 ferry",
        "继续" * 60,
    ],
)
def test_turns_that_name_what_they_ask_for_are_questions(text):
    assert not asks_for_more(text)
