import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.documents import notes
from rag.documents.notes import (
    ends_in_date,
    is_bare_credit,
    is_caption,
    is_dateline,
    is_notice,
    is_transcript_notice,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024年3月5日", True),
        ("二〇二四年三月五日 星期二", True),
        ("（2024年3月5日，临海）", True),
        ("發佈時間：2024年3月5日 10:20", True),
        ("时间：2024年3月5日 10:20", True),
        ("March 5, 2024", True),
        ("Tuesday, 5 March 2024", True),
        ("Linhai, March 5, 2024", True),
        ("来源：海岸日报", True),
        ("By Lin Lan", True),
        ("2024年3月5日，港口开放了。", False),
        ("On March 5, 2024 the port opened.", False),
        ("", False),
    ],
)
def test_is_dateline(text, expected):
    assert is_dateline(text) is expected


@pytest.mark.parametrize(
    "text",
    [
        "（下转第三版）",
        "（下轉3版）",
        "(上接1版)",
        "（完）",
        "责任编辑：王明",
        "(End)",
        "To be continued",
    ],
)
def test_is_notice(text):
    assert is_notice(text)


@pytest.mark.parametrize(
    "text", ["完成了任务。", "The end of the road is near.", "下一步我们要努力。", ""]
)
def test_running_text_is_no_notice(text):
    assert not is_notice(text)


@pytest.mark.parametrize(
    "text",
    [
        "林岚在港口植树。海岸社记者王明摄",
        "林嵐在港口植樹。海岸社記者王明攝",
        "《海岸日报》记者王明摄",
        "图为港口全景。",
        "市长会见来宾（下图）。",
        "Lin plants a tree. Photo by Li Ming",
        "The harbour at night (Photo: Coast News)",
    ],
)
def test_is_caption(text):
    assert is_caption(text)


def test_ends_in_date():
    assert ends_in_date("Speech by Mayor Lin Lan, March 5, 2024")
    assert ends_in_date("林岚在港口论坛上的讲话，2024年3月5日")
    assert not ends_in_date("The port in 2024")


def test_is_bare_credit_is_the_credit_alone():
    assert is_bare_credit("海岸社记者 王明摄")
    assert not is_bare_credit("林岚在港口植树。海岸社记者王明摄")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("近日，市长接受采访。全文如下：", True),
        ("The following is a transcript of the interview with Mayor Lin.", True),
        ("The transcript was long.", False),
        ("", False),
    ],
)
def test_is_transcript_notice(text, expected):
    assert is_transcript_notice(text) is expected


_PARTS = [
    *"摄图影片料资供（）()[]。 ./：:|",
    "记者 林兰",
    "《海》",
    "photo",
    "Photo",
    "AFP",
    "file",
    "x",
]


@given(st.lists(st.sampled_from(_PARTS), max_size=8).map("".join))
def test_what_cannot_hold_a_credit_holds_none(text):
    assert notes.may_hold_credit(text) or not notes._CREDIT.search(text)
