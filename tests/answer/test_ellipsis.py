import pytest

from rag.answer.ellipsis import substitute

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
        ("中国怎么看俄罗斯？", "那印度尼西亚呢？", "中国怎么看印度尼西亚？"),
        ("中国对日本提了什么要求？", "对美国呢？", "中国对美国提了什么要求？"),
        ("她怎么谈Norland？", "那Sudland呢？", "她怎么谈Sudland？"),
    ],
)
def test_new_name_stands_for_the_last_one(asked, follow_up, expected):
    assert substitute(asked, follow_up) == expected


@pytest.mark.parametrize(
    ("asked", "follow_up"),
    [
        pytest.param(EN, "What about trams?", id="no name"),
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
