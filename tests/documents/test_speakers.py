"""Who speaks in documents so short, or so marked, that no label comes again."""

import pytest

from rag.documents import split_paragraphs
from rag.schema import Document


def _turns(text):
    paragraphs = split_paragraphs(Document("talk", "talk.txt", text, ""))
    for paragraph in paragraphs:
        assert paragraph.text == "".join(text[start:end] for start, end in paragraph.spans)
    return [(p.kind, p.speaker) for p in paragraphs]


@pytest.mark.parametrize(
    ("text", "turns"),
    [
        (
            "采访笔记\n\n记者：您的鸽子飞得最远是多远？\n\n老梁：一千二百公里，用了三天。\n",
            [("title", None), ("question", "记者"), ("answer", "老梁")],
        ),
        (
            "Reporter: How far did your pigeons fly?\n\n"
            "Liang: 1,200 kilometres. It took them three days.\n",
            [("question", "Reporter"), ("answer", "Liang")],
        ),
        (
            "记者：最远是多远？\nReporter: How far was it?\n\n"
            "老梁：一千二百公里。\nLiang: 1,200 kilometres.\n",
            [
                ("question", "记者"),
                ("question", "Reporter"),
                ("answer", "老梁"),
                ("answer", "Liang"),
            ],
        ),
        (
            "记者：最远是多远？Reporter: How far was it?\n\n"
            "老梁：一千二百公里。Liang: 1,200 kilometres.\n",
            [
                ("question", "记者"),
                ("question", "Reporter"),
                ("answer", "老梁"),
                ("answer", "Liang"),
            ],
        ),
        (
            "记者：最远是多远？\n\n老梁：一千二百公里。\n\n记者：用了几天？\n\n小周：三天。\n",
            [
                ("question", "记者"),
                ("answer", "老梁"),
                ("question", "记者"),
                ("answer", "小周"),
            ],
        ),
    ],
    ids=["zh", "en", "both", "both on one line", "two who answer once"],
)
def test_a_single_exchange_has_somebody_who_answers(text, turns):
    assert _turns(text) == turns


@pytest.mark.parametrize(
    "text",
    [
        "记者：最远是多远？\n\n林岚：一千二百公里。\n\n要点：鸽子飞了三天。\n",
        "老梁：一千二百公里，用了三天。\n",
        "记者：我们去看鸽子。\n\n要点：鸽子飞了三天。\n",
        "",
    ],
    ids=["somebody answers already", "nobody asks", "nothing asked", "empty"],
)
def test_words_before_a_colon_behind_no_question_are_no_speaker(text):
    assert "要点" not in [speaker for _, speaker in _turns(text)]
    assert "老梁" not in [speaker for _, speaker in _turns(text)]


@pytest.mark.parametrize("name", ["Prof. Amara Nwosu", "J. Edgar Lin", "Dr. Lin Lan"])
def test_a_title_before_a_name_is_part_of_it(name):
    text = f"Reporter: Is it fatal?\n\n{name}: No, it is not.\n"
    assert _turns(text) == [("question", "Reporter"), ("answer", name)]


_OFFICE = "Director of the Information Office of the Municipal Government of Linhai"


@pytest.mark.parametrize(
    ("text", "turns"),
    [
        pytest.param(
            "主持人（市政府新闻办公室主任 邱静）：各位记者朋友，下午好。\n\n记者：何时完工？\n\n"
            "林岚（副市长，防汛抗旱指挥部总指挥）：明年。\n\n主持人：谢谢。\n\n林岚：再见。\n",
            ["主持人", "记者", "林岚", "主持人", "林岚"],
            id="zh",
        ),
        pytest.param(
            f"Moderator (Qiu Jing, {_OFFICE}): Good afternoon.\n\nReporter: When?\n\n"
            f"Lin Lan (Vice Mayor and {_OFFICE}): Next year.\n\nModerator: Thank you.\n\n"
            "Lin Lan: Goodbye.\n",
            ["Moderator", "Reporter", "Lin Lan", "Moderator", "Lin Lan"],
            id="en",
        ),
        pytest.param(
            f"主持人 Moderator（邱静 Qiu Jing, {_OFFICE}）：下午好。\n\n记者：何时完工？\n\n"
            "林岚：明年。\n\n主持人 Moderator：谢谢。\n",
            ["主持人 Moderator", "记者", "林岚", "主持人 Moderator"],
            id="mixed",
        ),
        pytest.param(
            f"Moderator (Qiu Jing, {_OFFICE}): Good afternoon.\n\nReporter: When?\n",
            [f"Moderator (Qiu Jing, {_OFFICE})", "Reporter"],
            id="never without",
        ),
    ],
)
def test_what_stands_in_brackets_behind_a_label_makes_no_other_speaker(text, turns):
    assert [speaker for _, speaker in _turns(text)] == turns


@pytest.mark.parametrize(
    "text",
    [
        f"The bridge (built by the {_OFFICE}): a short history.\n\nIt was opened in May.\n",
        "工程造价（含征地、拆迁、管线迁改，不含贷款利息）：三亿元。\n\n工程明年完工。\n",
        "(" * 400 + ":",
    ],
    ids=["en", "zh", "brackets"],
)
def test_brackets_make_no_speaker(text):
    assert {speaker for _, speaker in _turns(text)} <= {None}
