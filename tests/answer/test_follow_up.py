import pytest

from rag.answer import check_question, resolve_follow_up
from rag.schema import Turn
from rag.settings import AnswerSettings


def resolve(text, *asked):
    history = []
    for question in asked:
        history += [Turn("user", question), Turn("assistant", "Yes. [1]")]
    return resolve_follow_up(check_question(text, AnswerSettings(), history)).standalone


EN = "How many ferries did Larkport buy in 2020?"
ZH = "云港市2020年买了多少艘渡轮？"


@pytest.mark.parametrize(
    "text",
    [
        "And why in 2021?",
        "What about trams?",
        "How about the year after?",
        "Why?",
        "Who paid for them?",
        "When did it arrive?",
        "Was that announcement confirmed by the mayor?",
        "What does the harbour master say on this point?",
    ],
)
def test_elliptic_english_question_takes_the_last_one_along(text):
    assert resolve(text, EN) == f"{EN} {text}"


@pytest.mark.parametrize(
    "text",
    [
        "那2021年是为什么？",
        "电车呢？",
        "为什么？",
        "它们是谁付的钱？",
        "其中有几艘是电动的？",
        "又花了多少钱？",
        "到了年底的发布会上，市长对这一点怎么说？",
    ],
)
def test_elliptic_chinese_question_takes_the_last_one_along(text):
    assert resolve(text, ZH) == f"{ZH} {text}"


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Which company built the new opera house in Larkport?", EN),
        ("Did the mayor of Larkport say that she would resign?", EN),
        ("云港市新歌剧院是由哪家公司建造的？", ZH),
        ("云港市长认为旅游业恢复的主要原因是什么？", ZH),
        ("云港 Larkport 的新机场什么时候启用？", ZH),
    ],
)
def test_question_that_stands_alone_is_left_alone(text, asked):
    assert resolve(text, asked) == text


def test_nothing_is_added_without_history():
    assert resolve("And in 2021?") == "And in 2021?"


def test_chain_of_follow_ups_reaches_the_topic():
    assert resolve("And trams?", EN, "And buses?") == f"{EN} And buses? And trams?"


def test_follow_up_of_another_date_is_the_question_of_that_date():
    assert resolve("And in 2021?", EN) == EN.replace("2020", "2021")
    assert resolve("那2021年呢？", ZH) == ZH.replace("2020", "2021")
    assert resolve("那 2021年 呢？", EN) == EN.replace("2020", "2021年")


def test_each_follow_up_of_a_chain_stands_for_the_one_before():
    asked = "What did she say about Norland?"
    chain = [asked, "And about Sudland?"]
    assert resolve("What about Westland?", *chain) == "What did she say about Westland?"
    assert resolve("And when?", *chain) == "What did she say about Sudland? And when?"


def test_topic_is_not_taken_from_before_a_change():
    other = "Which company built the new opera house in Larkport?"
    assert resolve("And when?", EN, other) == f"{other} And when?"


def test_follow_up_may_change_the_language():
    assert resolve("那电车呢？", EN) == f"{EN} 那电车呢？"


def test_empty_turns_are_passed_over():
    history = [Turn("user", EN), Turn("assistant", ""), Turn("user", "  ")]
    question = check_question("And trams?", AnswerSettings(), history)
    assert resolve_follow_up(question).standalone == f"{EN} And trams?"
