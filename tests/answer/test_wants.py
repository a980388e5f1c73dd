import pytest
from answer_fakes import make_question

from rag.answer.wants import Wants, fits_type, read_wants, tells_when
from rag.schema import Question


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("How many ferries run on Sundays?", "number"),
        ("大桥造价多少？", "number"),
        ("图书馆有几层？", "number"),
        ("RCEP有几个成员国？", "number"),
        ("When did the bridge open?", "date"),
        ("In which year did the bridge open?", "date"),
        ("大桥是哪一年通车的？", "date"),
        ("市集是哪几天开放的？", "date"),
        ("Who opened the bridge?", "person"),
        ("大桥是谁剪彩的？", "person"),
        ("哪家报纸报道了此事？", "person"),
        ("Why was the bridge built?", "reason"),
        ("为什么要建大桥？", "reason"),
        ("What brought down the old bridge?", "reason"),
        ("Which three rivers meet at Larkport?", "list"),
        ("Which goods does the port ship?", "list"),
        ("What tram lines will open?", "list"),
        ("Which bus does she take?", "other"),
        ("What news did he bring?", "other"),
        ("图书馆出借哪些东西？", "list"),
        ("市长提到了哪几样困难？", "list"),
        ("How did fares differ between 2019 and 2020?", "comparison"),
        ("两次发布会的说法有什么不同？", "comparison"),
        ("What does the mayor think of trams?", "other"),
        ("市长怎么看电车？", "other"),
        ("She spoke when opening the bridge about what?", "other"),
    ],
)
def test_type_is_read_from_the_wording(text, expected):
    assert read_wants(make_question(text)).type == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Which three rivers meet at Larkport?", 3),
        ("市长提出了哪五个目标？", 5),
        ("这三大难题分别是什么？", 3),
        ("Which rivers meet at Larkport?", None),
        ("In 2020, which rivers rose?", None),
    ],
)
def test_number_of_items_is_read(text, expected):
    assert read_wants(make_question(text)).count == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It opened on May 3, 2019.", True),
        ("It is busiest on Wednesday afternoons.", True),
        ("It costs 84 million and has 2 decks.", False),
        ("It began in the mid-18th century.", True),
        ("The ice went some 11,600 BP.", True),
        ("It is quite new.", False),
        ("始于十八世纪中叶。", True),
        ("大桥2019年通车。", True),
        ("最忙的是星期三下午。", True),
        ("春节期间关闭。", True),
        ("造价8400万元，青春常在。", False),
        ("Open day在3月举行。", True),
        ("“Open Day”很热闹。", False),
        ("", False),
    ],
)
def test_text_tells_when(text, expected):
    assert tells_when(text, ()) is expected


def test_known_date_tells_nothing():
    assert not tells_when("It opened in 2019.", {"2019"})


def test_follow_up_without_a_question_word_wants_what_the_last_one_did():
    assert read_wants(make_question("And trams?", "How many buses run?")).type == "number"


def test_follow_up_with_its_own_question_word_decides_itself():
    question = make_question("And why do they run so late?", "How many buses run?")
    assert read_wants(question).type == "reason"


@pytest.mark.parametrize("text", ["Who asked about the harbour?", "关于港口的问题是哪家媒体问的？"])
def test_question_about_a_question_is_recognised(text):
    assert read_wants(make_question(text)).about_question


@pytest.mark.parametrize("text", ["What date does the interview carry?", "照片是谁拍的？"])
def test_question_about_the_document_is_recognised(text):
    assert read_wants(make_question(text)).about_document


@pytest.mark.parametrize(
    ("sentence", "kind", "expected"),
    [
        ("It has 12 floors.", "number", True),
        ("It opened in 2019.", "number", False),
        ("It opened in 2019.", "date", True),
        ("大桥于2019年通车。", "date", True),
        ("It has three wings and 7 doors.", "date", False),
        ("It is tall.", "number", False),
        ("It is tall.", "other", True),
    ],
)
def test_sentence_must_add_what_the_type_asks_for(sentence, kind, expected):
    assert fits_type(sentence, Wants(kind), frozenset()) is expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("修大桥花了多少钱？", True),
        ("How much did the new bridge cost?", True),
        ("How much money was raised?", True),
        ("How much will they pay for 大桥?", True),
        ("大桥有多少根桥墩？", False),
        ("How much snow fell?", False),
    ],
)
def test_question_for_a_sum_of_money_is_recognised(question, expected):
    assert read_wants(make_question(question)).money is expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("大桥花了31亿元。", True),
        ("大桥耗资两千多万美元。", True),
        ("大桥花了31亿，工期六年。", True),
        ("大桥每年通行31亿人次。", False),
        ("门票25块钱。", True),
        ("预算为￥3000。", True),
        ("It cost 3.1 billion yuan.", True),
        ("It cost about 40 million US dollars.", True),
        ("It cost $40 million.", True),
        ("大桥 cost RMB 300 万。", True),
        ("大桥去年关闭了九次。", False),
        ("The bridge was closed nine times.", False),
        ("大桥全长25公里，2019年通车。", False),
        ("大桥很贵。", False),
        ("", False),
    ],
)
def test_sum_of_money_is_told_from_other_numbers(sentence, expected):
    assert fits_type(sentence, Wants("number", money=True), frozenset()) is expected


def test_number_of_the_question_is_no_answer():
    assert not fits_type("The 75th anniversary passed.", Wants("number"), {"75"})


@pytest.mark.parametrize(
    ("text", "asker"),
    [
        pytest.param("海港公报记者问了什么？", "海港公报", id="zh"),
        pytest.param("海港公报记者提了什么问题？", "海港公报", id="zh, put"),
        pytest.param("海港公报记者的问题是什么？", "海港公报", id="zh, of"),
        pytest.param("What did the Quay Herald ask?", "Quay Herald", id="en"),
        pytest.param("What question did the Herald put?", "Herald", id="en, put"),
        pytest.param("What was the question of the Herald?", "Herald", id="en, of"),
        pytest.param("Quay Herald记者问了什么？", "Herald", id="mixed"),
        pytest.param("What did the mayor ask the council to do?", "", id="asked for something"),
        pytest.param("请问什么是防潮闸？", "", id="a polite question"),
        pytest.param("市长提出了什么建议？", "", id="put forward"),
        pytest.param("", "", id="empty"),
    ],
)
def test_who_asked_what_is_asked_for(text, asker):
    wants = read_wants(Question(text, "en"))
    assert wants.asker == asker
    assert wants.about_question is bool(asker)
