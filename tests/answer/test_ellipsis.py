import pytest

from rag.answer.follow_ups.ellipsis import counts_alone, names_another, substitute

EN = "How many ferries did Larkport buy in 2020?"
ZH = "云港市2020年买了多少艘渡轮？"


@pytest.mark.parametrize(
    ("asked", "follow_up", "expected"),
    [
        (EN, "And in 2021?", "How many ferries did Larkport buy in 2021?"),
        (EN, "What about March 2021?", "How many ferries did Larkport buy in March 2021?"),
        (ZH, "那2021年呢？", "云港市2021年买了多少艘渡轮？"),
        (ZH, "2021年3月怎么样？", "云港市2021年3月买了多少艘渡轮？"),
        (EN, "那2021年呢？", "How many ferries did Larkport buy in 2021年?"),
        ("2021年 press conference 谈了什么？", "2022年呢？", "2022年 press conference 谈了什么？"),
    ],
)
def test_new_date_stands_for_the_old_one(asked, follow_up, expected):
    assert substitute(asked, follow_up) == expected


@pytest.mark.parametrize(
    ("asked", "follow_up", "expected"),
    [
        (
            "What did she say about Norland?",
            "And about Sudland?",
            "What did she say about Sudland?",
        ),
        (
            "What did Ann Reed say about the Bank of Norland?",
            "What about the Harbour Union?",
            "What did Ann Reed say about the Harbour Union?",
        ),
        (
            "What does she say on China-Norland ties?",
            "What about Sudland?",
            "What does she say on China-Sudland ties?",
        ),
        (
            "What does she say on Norland-China ties?",
            "And Sudland?",
            "What does she say on Sudland-China ties?",
        ),
        ("中国怎么看俄罗斯？", "那印度尼西亚呢？", "中国怎么看印度尼西亚？"),
        ("中国对日本提了什么要求？", "对美国呢？", "中国对美国提了什么要求？"),
        ("她怎么谈Norland？", "那Sudland呢？", "她怎么谈Sudland？"),
    ],
)
def test_new_name_stands_for_the_last_one(asked, follow_up, expected):
    assert substitute(asked, follow_up) == expected


@pytest.mark.parametrize(
    ("asked", "follow_up", "expected"),
    [
        ("她怎么看中印关系？", "日本呢？", "她怎么看中日关系？"),
        ("她怎么看中印关系？", "那中日呢？", "她怎么看中日关系？"),
        ("她怎么看美俄关系？", "日本呢？", "她怎么看美日关系？"),
        ("日中贸易额是多少？", "韩国呢？", "韩中贸易额是多少？"),
        ("她怎么看中美关系？", "东盟呢？", "她怎么看中国和东盟关系？"),
        ("中国怎么看日韩关系？", "对俄罗斯呢？", "中国怎么看日俄关系？"),
        ("What about 中印关系？", "日本呢？", "What about 中日关系？"),
    ],
)
def test_new_place_stands_for_one_of_a_pair(asked, follow_up, expected):
    assert substitute(asked, follow_up) == expected


@pytest.mark.parametrize(
    ("follow_up", "expected"),
    [
        ("What about trams?", "How many trams did Larkport buy in 2020?"),
        ("And how many electric trams?", "How many electric trams did Larkport buy in 2020?"),
        ("And people?", "How many people did Larkport buy in 2020?"),
        ("How much money?", "How much money did Larkport buy in 2020?"),
    ],
)
def test_something_else_is_counted(follow_up, expected):
    assert substitute(EN, follow_up) == expected


@pytest.mark.parametrize(
    ("follow_up", "names", "counts"),
    [
        ("And gloves?", True, False),
        ("And how many gloves?", True, True),
        ("手套呢？", True, False),
        ("那有多少手套？", True, True),
        ("那LPA呢？", True, False),
        ("Why?", False, False),
        ("为什么呢？", False, False),
        ("And who paid for them?", False, False),
        ("", False, False),
    ],
)
def test_follow_up_that_names_a_thing(follow_up, names, counts):
    assert (names_another(follow_up), counts_alone(follow_up)) == (names, counts)


@pytest.mark.parametrize(
    ("asked", "follow_up"),
    [
        pytest.param(EN, "What about the mayor?", id="no name"),
        pytest.param("Who met Ann Reed?", "When?", id="question word"),
        pytest.param("Who met Ann Reed?", "Thanks", id="thanks"),
        pytest.param("Who met Ann Reed?", "Why!", id="question word, mark"),
        pytest.param("Who met Ann Reed?", "Yes please", id="yes"),
        pytest.param("What did she say on Norland?", "and in Chinese?", id="language"),
        pytest.param("What did she say on Norland?", "And in March?", id="month"),
        pytest.param("How many ferries were bought?", "And this?", id="pointer"),
        pytest.param("How many ferries were bought?", "And who paid?", id="who"),
        pytest.param("她怎么看中印关系？", "电车呢？", id="no place for a pair"),
        pytest.param("她怎么看中印关系？", "印度呢？", id="in the pair already"),
        pytest.param("中欧班列运了多少货？", "日本呢？", id="a train"),
        pytest.param(ZH, "电车呢？", id="no place"),
        pytest.param(EN, "How about the year after?", id="no date"),
        pytest.param(EN, "And in 2021 for trams?", id="more than a date"),
        pytest.param("Were there more in 2020 or in 2021?", "And in 2022?", id="two dates before"),
        pytest.param("How many were bought?", "And in 2021?", id="no date before"),
        pytest.param("When did Ann Reed come?", "What about Bo Lund?", id="who did it"),
        pytest.param("Norland has how many ferries?", "And Sudland?", id="first word"),
        pytest.param("谁买了渡轮？", "美国呢？", id="no place before"),
        pytest.param(EN, "Who paid for them?", id="a question"),
        pytest.param(EN, "", id="empty"),
        pytest.param("", "And in 2021?", id="nothing asked"),
        pytest.param(ZH, "呢？", id="nothing left"),
    ],
)
def test_anything_else_stands_for_nothing(asked, follow_up):
    assert substitute(asked, follow_up) is None
