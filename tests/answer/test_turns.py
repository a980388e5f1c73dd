import pytest

from rag.answer.follow_ups.turns import asks_for_reply, is_courtesy, is_wording_request


@pytest.mark.parametrize(
    "text",
    [
        "Thanks",
        "Thank you very much!",
        "ok thank you",
        "Hello",
        "Hi there.",
        "Good morning",
        "I see.",
        "谢谢",
        "谢谢你！",
        "好的，谢谢您",
        "你好",
        "明白了",
        "OK，谢谢",
    ],
)
def test_courtesies_ask_for_nothing(text):
    assert is_courtesy(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2021?",
        "So much for the ferry",
        "Thanks to whom was it built",
        "Is that all?",
        "好的渡轮",
        "谢谢谁？",
        "你好吗？",
        "感谢信写给了谁",
        "Hello 渡轮",
    ],
)
def test_anything_else_is_no_courtesy(text):
    assert not is_courtesy(text)


@pytest.mark.parametrize(
    "text",
    [
        "翻译成中文",
        "用英语怎么说？",
        "这句话的英文是什么？",
        "中文原文呢？",
        "英文",
        "in Chinese please",
        "What's the Chinese for that?",
        "Could you translate it into English?",
        "give me the Chinese original",
        "Show me the original",
        "中文 please",
    ],
)
def test_requests_for_another_language(text):
    assert is_wording_request(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "渡轮的英文是什么？",
        "What is the Chinese for ferry?",
        "ferry 中文怎么说",
        "Who paid for the translation?",
        "What about the original plan?",
        "英文版什么时候发布？",
        "为什么？",
    ],
)
def test_other_questions_are_no_such_request(text):
    assert not is_wording_request(text)


@pytest.mark.parametrize(
    "text",
    [
        "市长怎么回答的？",
        "他是怎么回应的？",
        "答案是什么？",
        "她回答了什么？",
        "How did he reply?",
        "And what was the answer?",
        "What did the mayor answer?",
        "那 mayor 怎么回答？",
    ],
)
def test_questions_for_the_reply(text):
    assert asks_for_reply(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "记者问了什么？",
        "How did the city respond to the flood that closed the harbour in March 2021?",
        "市长就今年三月港口洪水的问题是怎么回答晨报记者的？",
        "Who answered?",
    ],
)
def test_other_questions_do_not_ask_for_the_reply(text):
    assert not asks_for_reply(text)
