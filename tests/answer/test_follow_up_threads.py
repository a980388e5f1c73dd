import pytest

from rag.answer.follow_ups.threads import Thread, is_thing, names_something, names_subject

EN = "How many ferries did Larkport buy in 2020?"
ZH = "云港市2020年买了多少艘渡轮？"


@pytest.mark.parametrize(
    ("text", "something", "subject"),
    [
        ("轮渡涨价了吗？", True, True),
        ("灯塔有多高？", True, True),
        ("Is the Heron old?", True, True),
        ("LPA是谁？", True, True),
        ("花了多少钱？", True, False),
        ("谁宣布的？", True, False),
        ("Who paid?", True, False),
        ("A cabin?", True, False),
        ("周末呢？", True, False),
        ("为什么？", False, False),
        ("什么时候？", False, False),
        ("有多少？", False, False),
        ("Who said that?", False, False),
        ("And in 2021?", False, False),
        ("那2021年呢？", False, False),
        ("", False, False),
    ],
)
def test_what_a_question_names(text, something, subject):
    assert (names_something(text), names_subject(text)) == (something, subject)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A cabin?", True),
        ("周末呢？", True),
        ("RCEP呢？", True),
        ("Is it?", False),
        ("谁？", False),
    ],
)
def test_thing_that_the_same_is_asked_of(text, expected):
    assert is_thing(text) is expected


@pytest.mark.parametrize(
    ("asked", "parts", "expected"),
    [
        (ZH, ["为什么？", "谁付的钱？"], f"{ZH} 为什么？ 谁付的钱？"),
        (ZH, ["谁付的钱？", "为什么？", "什么时候？"], f"{ZH} 谁付的钱？ 什么时候？"),
        (ZH, ["电车呢？", "谁付的钱？", "公交车呢？"], f"{ZH} 公交车呢？"),
        (ZH, ["电车呢？", "谁买的？", "何时付钱？"], f"{ZH} 电车呢？ 谁买的？ 何时付钱？"),
        (EN, ["Why?", "Was he dismissed?"], f"{EN} Why? Was he dismissed?"),
        (EN, ["Who paid?", "Why?", "When?"], f"{EN} Who paid? When?"),
        (EN, ["那电车呢？", "Why?"], f"{EN} 那电车呢？ Why?"),
        ("", ["Why?"], " Why?"),
    ],
)
def test_of_the_chain_only_what_names_something_is_kept(asked, parts, expected):
    thread = Thread(asked)
    for part in parts:
        thread = thread.add(part)
    assert thread.text == expected


@pytest.mark.parametrize(
    ("asked", "part", "expected"),
    [
        (EN, "And in 2021?", EN.replace("2020", "2021")),
        (ZH, "那2021年呢？", ZH.replace("2020", "2021")),
        (ZH, "And how many trams?", "And how many trams?"),
        (EN, "Why?", None),
        (ZH, "", None),
    ],
)
def test_what_takes_the_place_of_something_asked(asked, part, expected):
    found = Thread(asked, ("Who paid?",)).replace_by(part)
    assert (found.text if found else None) == expected
