import pytest

from rag.documents.lines import read_lines

_ZH = ["港口的灯亮了。船长说今夜不", "出海，大家回家喝茶。"]
_EN = ["The lights of the harbour came on and the captain", "said that nobody would sail tonight."]


def _texts(text):
    return [line.text for line in read_lines(text)]


def _pages(lines, title, times=3):
    return "\n".join(f"{lines[0]}\n\n{title}\n\n{lines[1]}" for _ in range(times))


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        pytest.param(_ZH, "临湾年鉴", id="zh"),
        pytest.param(_EN, "The Linwan Yearbook", id="en"),
        pytest.param(_ZH, "Linwan Yearbook 临湾年鉴", id="mixed"),
    ],
)
def test_titles_that_break_sentences_are_left_out(lines, title):
    assert _texts(_pages(lines, title)) == lines * 3


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        pytest.param(
            "一。\n\n年鉴\n\n- 1 -\n\n二。\n\n年鉴\n\n- 2 -\n\n三。", 3, id="beside-numbers"
        ),
        pytest.param("一。\n\f年鉴\n\n二。\n\f年鉴\n\n三。", 3, id="form-feeds"),
        pytest.param(
            "one.\n\nBells  |  4\n\ntwo.\n\n5  |  Fog\n\nthree.\n\nBells  |  6", 3, id="any"
        ),
        pytest.param(
            "one.\n\nHarbour News p. 3\n\ntwo.\n\nHarbour News p. 4\n\nx.", 3, id="counted"
        ),
        pytest.param("the year\n41\nwas mild; the\n42\nnext was\n43\ncold.", 4, id="bare-numbers"),
    ],
)
def test_titles_where_pages_meet_are_left_out(text, kept):
    assert len(_texts(text)) == kept


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("谢谢！\n\n好。\n\n谢谢！\n\n好。\n\n谢谢！", id="said-again"),
        pytest.param("记者\n\n何时\n\n记者\n\n何地\n\n记者", id="roles"),
        pytest.param("2021    East Bank\n2022    East Bank\n2023    East Bank", id="rows"),
        pytest.param("founded in the year\n2021\nby us.", id="one-number"),
        pytest.param("第一章\n\n港口。\n\n第二章\n\n河道。", id="chapters"),
        pytest.param(
            "bilateral\nrelations.\n\nnew\nrelations.\n\nold\nrelations.", id="last-words"
        ),
        pytest.param("", id="empty"),
    ],
)
def test_what_only_looks_like_furniture_stays(text):
    assert _texts(text) == [line.strip() for line in text.split("\n") if line.strip()]


def test_a_title_that_comes_again_on_the_pages_stays_once():
    text = "临湾修屋顶记\n\n去年修了二百处。\n\n- 1 -\n\n临湾修屋顶记\n\n今年修三百处。"
    assert _texts(text) == ["临湾修屋顶记", "去年修了二百处。", "今年修三百处。"]


def test_a_title_above_another_is_a_running_one():
    text = "临湾年鉴\n\n灯塔\n\n灯亮了。\n\n- 1 -\n\n临湾年鉴\n\n船来了。"
    assert _texts(text) == ["灯塔", "灯亮了。", "船来了。"]


@pytest.mark.parametrize("between", ["- 3 -", "Page 3 of 9", "\f", "第三页", "3/9", "共9页 第3页"])
def test_page_breaks_are_marked(between):
    before, after = read_lines(f"一\n\n{between}\n\n二")
    assert (before.page_break, after.page_break, after.gap) == (False, True, True)
