import pytest
from answer_fakes import make_question

from rag.answer.counting import counts_it, read_counted
from rag.answer.coverage import read_query
from rag.text.language import detect_language
from rag.translation import load_lexicon

TABLE = load_lexicon()


def counts(question, sentence):
    query = read_query(make_question(question), TABLE)
    counted = read_counted(question, query)
    assert counted is not None
    return counts_it(sentence, counted, detect_language(sentence), query)


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("洪水造成多少人死亡？", "全市14.6万人受灾，7人遇难。", True),
        ("洪水造成多少人死亡？", "十年前，我刚当校长。", False),
        ("How many volunteers helped?", "There were more than 3,500 volunteers.", True),
        ("How many volunteers helped?", "There were 31 water stations along the course.", False),
        ("How many people died?", "Seven people lost their lives.", True),
        ("大学有多少名教授？", "第三，大学有名的教授都来了。", False),
        ("去年新建了多少所学校？", "去年新建学校12所。", True),
        ("打过几次电话？", "同对方5次通话。", True),
        ("多少把雨伞？", "The office has collected 1,906 umbrellas.", True),
        ("How many countries did the runners come from?", "选手来自28个国家。", True),
        ("How old is the ferry?", "The ferry is thirty-four years old.", True),
        ("韩局长今年多大年纪？", "去年接待游客210万人次。", False),
        ("灯塔有多高？", "塔高三十三米。", True),
        ("灯塔有多高？", "守塔人在这里守了四十一年。", False),
        ("How long is the main span?", "主跨达到960米。", True),
        ("拍了多久？", "前后拍了六年。", True),
        ("How much is a seat on the night train?", "A seat costs 39 crowns.", True),
        ("一共花了多少钱？", "这座闸修了六年。", False),
        ("过去几年有多少志愿者参加？", "共有3500名志愿者参加。", True),
        ("过去几年有多少志愿者参加？", "活动办了六年。", False),
        ("这几天来了多少艘船？", "来了12艘船。", True),
        ("有多少年轻人报名？", "300名年轻人报了名。", True),
        ("疫苗的有效率是百分之几？", "有效率达到95%。", True),
        ("MV Merganser 号上有多少乘客？", "There were 212 passengers on board.", True),
        ("2023年博物馆有多少观众？", "2022年只有15.8万，2023年29.3万。", True),
        ("2023年博物馆有多少观众？", "2022年只有15.8万，2023年修了3座桥。", False),
        ("How many visitors came in 2023?", "In 2022 there were 158,000, in 2023 293,000.", True),
        ("How many undergraduates are to be admitted?", "计划招收本科生4,850人。", True),
        ("How many undergraduates are to be admitted?", "计划招收硕士生2,600人。", False),
    ],
)
def test_sentence_counts_what_is_asked_for(question, sentence, expected):
    assert counts(question, sentence) is expected


def test_figures_of_the_question_do_not_count():
    assert not counts("28个国家的选手来自多少个城市？", "选手来自28个城市。")


@pytest.mark.parametrize(
    "question", ["遇难人数是多少？", "What is the rate?", "谁来了？", "How many did?"]
)
def test_what_is_counted_may_be_unsaid(question):
    assert read_counted(question, read_query(make_question(question), TABLE)) is None
