import pytest

from rag.search.sides import split_sides


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        pytest.param(
            "2022年的采访和2023年3月的记者会有什么不同？",
            ["2022年的采访和 的记者会有什么不同？", "的采访和2023年3月的记者会有什么不同？"],
            id="zh",
        ),
        pytest.param(
            "How did he describe 2022, and how 2023?",
            ["How did he describe 2022, and how ?", "How did he describe , and how 2023?"],
            id="en",
        ),
        pytest.param(
            "市长在 March 2022 和2023年怎么说？",
            ["市长在 March 2022 和 怎么说？", "市长在 和2023年怎么说？"],
            id="mixed",
        ),
        pytest.param("2022年修了几座桥？", [], id="one date"),
        pytest.param("2022年年初和2022年年底有什么不同？", [], id="the same date twice"),
        pytest.param("Compare 2019, 2020, 2021 and 2022.", [], id="a list of dates"),
        pytest.param("三座桥和五艘船哪个贵？", [], id="numbers are no dates"),
        pytest.param("", [], id="empty"),
    ],
)
def test_question_about_two_dates_is_taken_apart(text, sides):
    assert split_sides(text) == sides
