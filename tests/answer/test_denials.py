"""Models say in many words that something is not in the documents; documents say such words too."""

import time
from dataclasses import replace

import pytest
from answer_fakes import finish, make_answerer, make_hit, make_question

from rag.answer.denials import says_not_there

DENIALS = [
    "The passages do not state this. [0]",
    "The provided documents don't contain any information about the fare.",
    "I could not find any mention of a ticket price in the sources.",
    "There is no information on this in the given text.",
    "None of the passages mentions the opening date.",
    "Neither passage says who designed it.",
    "This is not specified in the documents.",
    "The text gives no figure for the cost.",
    "Unfortunately, I cannot answer this question from the passages.",
    "Based on the passages provided, it is not possible to determine the cost.",
    "It is impossible to say from these excerpts.",
    "The excerpts are silent on this point.",
    "The documents make no reference to a ticket price.",
    "Nothing in the library addresses this.",
    "The answer is not in the documents.",
    "No passage answers the question.",
    "Sorry, that isn't covered here.",
    "I don't have enough information to answer.",
    "There isn't sufficient evidence in the passages to say.",
    "The sources provide insufficient detail to answer.",
    "It remains unclear from the text.",
    "The passages only discuss the bridge and do not address the fare.",
    "The documents seem not to say when it will open.",
    "It appears that the sources do not include this figure.",
    "I was unable to locate that in the material.",
    "This question can't be answered with the given context.",
    "The passages leave this open.",
    "No such figure is given.",
    "The opening date has not been disclosed in these records.",
    "I'm not aware of any statement about this in the passages.",
    "The provided context lacks details about the designer.",
    "The passages fail to mention a date.",
    "文档中没有提到票价。",
    "所提供的资料未涉及这一问题。",
    "根据现有段落，无法确定通车日期。",
    "这些段落没有给出造价。",
    "文中未说明设计者是谁。",
    "材料里找不到相关内容。",
    "很抱歉，我无法从这些资料中得出答案。",
    "以上内容并没有回答这个问题。",
    "资料不足，无法回答。",
    "没有足够的信息来回答这个问题。",
    "段落中缺乏关于票价的信息。",
    "文档库里没有相关记载。",
    "原文对此只字未提。",
    "暂无相关信息。",
    "这一点在给定的文本中并不明确。",
    "目前的资料似乎没有说明具体时间。",
    "恐怕所给段落里没有答案。",
    "从这些段落看不出是谁设计的。",
    "该问题超出了所给资料的范围。",
    "上述段落均未提及票价。",
    "没有任何一段谈到此事。",
    "資料中沒有提到票價。",
    "未能在文件中找到该数字。",
    "文中没有 the ticket price。",
]
ANSWERS = [
    "The minister said the report does not mention a deadline, so work goes on.",
    "The court found no evidence of fraud.",
    "The bridge was not included in the 2019 budget.",
    "The cause of the fire is still unknown.",
    "The company has not disclosed the price of the deal.",
    "He could not find a job in the city and moved north.",
    "Unknown persons broke into the archive.",
    "The treaty contains no clause on fishing.",
    "No details were available at the time, the spokesman said.",
    "The mayor said she did not know the exact cost.",
    "The committee was unable to determine who paid.",
    "Two passages through the mountains are not open in winter.",
    "The records of the town were not found after the flood.",
    "The text of the law was not changed.",
    "The sources of the river are not in Norland.",
    "部长说，目前还不清楚火灾原因。",
    "公司没有公布交易价格。",
    "会议没有提到制裁问题，双方只谈了贸易。",
    "警方未能找到失踪船员。",
    "该协定未涉及渔业。",
    "他不知道确切数字，但估计超过一千。",
    "资料馆没有对外开放。",
    "发言人表示，无法确定通车时间。",
    "文件没有获得通过。",
    "The documents were not signed until May.",
]


def found(*texts, **changes):
    """A hit that is about the question, so that the model is asked."""
    return replace(make_hit(*texts, **changes), confidence=0.9)


@pytest.mark.parametrize("sentence", DENIALS)
def test_denial_is_recognised(sentence):
    assert says_not_there(sentence)


def test_there_are_enough_wordings():
    assert len(DENIALS) >= 40
    assert len(ANSWERS) >= 20


@pytest.mark.parametrize("sentence", DENIALS)
def test_model_that_denies_sets_the_flag(sentence):
    is_zh = any("\u4e00" <= char <= "\u9fff" for char in sentence)
    question = make_question(
        "这座桥的票价是多少？" if is_zh else "What does the bridge cost to use?"
    )
    hits = [found("The bridge opened in May.", "大桥五月通车。")]
    answer = finish(make_answerer(sentence)[0], question, hits)[1]
    assert answer.refused
    assert answer.reason == "not_stated"
    assert not answer.citations


@pytest.mark.parametrize("sentence", ANSWERS)
def test_answer_in_such_words_is_an_answer(sentence):
    """Where a passage says so, the model's sentence is what was asked for."""
    language = "zh" if any("\u4e00" <= char <= "\u9fff" for char in sentence) else "en"
    question = make_question("会上说了什么？" if language == "zh" else "What was said about it?")
    hits = [found(sentence, language=language)]
    answer = finish(make_answerer(f"{sentence} [1]")[0], question, hits)[1]
    assert not answer.refused
    assert answer.citations[0].status == "verified"


@pytest.mark.parametrize("sentence", ANSWERS)
def test_answer_that_forgets_its_mark_is_an_answer_still(sentence):
    language = "zh" if any("\u4e00" <= char <= "\u9fff" for char in sentence) else "en"
    question = make_question("会上说了什么？" if language == "zh" else "What was said about it?")
    hits = [found(sentence, language=language)]
    answer = finish(make_answerer(sentence)[0], question, hits)[1]
    assert not answer.refused
    assert answer.citations[0].verified


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("The bridge opened in May. [1] The passages do not say who drew it. [0]", False),
        ("The passages do not say who drew it. [0] The bridge opened in May. [1]", False),
        ("The passages do not say who drew it. They mention a bridge. [0]", True),
        ("The passages do not say. It may have cost a billion dollars. [1]", True),
        ("大桥五月通车。[1]资料没有说明票价。[0]", False),
        ("资料没有说明票价。也没有说明设计者。", True),
    ],
)
def test_flag_depends_on_what_else_is_answered(text, refused):
    is_zh = any("\u4e00" <= char <= "\u9fff" for char in text)
    question = make_question("这座桥怎么样？" if is_zh else "What about the bridge?")
    hits = [found("The bridge opened in May.", "大桥五月通车。")]
    assert finish(make_answerer(text)[0], question, hits)[1].refused is refused


@pytest.mark.parametrize(
    "text",
    ["The passages do not say when the bridge opened. [1]", "The bridge's opening is not stated."],
)
def test_denial_in_the_words_of_a_passage_is_a_denial(text):
    """The passage holds these words, but says no such thing."""
    question = make_question("Who drew the bridge that opened in May?")
    assert finish(make_answerer(text)[0], question, [found("The bridge opened in May.")])[1].refused


@pytest.mark.parametrize("text", ["no " * 20_000, "文档没有" * 10_000, "documents " * 10_000])
def test_hostile_text_takes_little_time(text):
    started = time.thread_time()
    says_not_there(text)
    assert time.thread_time() - started < 2
