import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.answer.marks import Claim, join_claims, keep_known, mark, neutralise_marks, split_claims


def numbers(text):
    return [claim.numbers for claim in split_claims(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The bridge opened. [1]", [(1,)]),
        ("The bridge opened [1].", [(1,)]),
        ("The bridge opened.[1][2]", [(1, 2)]),
        ("The bridge opened [1, 2].", [(1, 2)]),
        ("The bridge opened [1-3].", [(1, 2, 3)]),
        ("The bridge opened [1\u20133].", [(1, 2, 3)]),
        ("The bridge opened [passage 2].", [(2,)]),
        ("The bridge opened [Sources 2, 4].", [(2, 4)]),
        ("The bridge opened [^2].", [(2,)]),
        ("The bridge opened [1] and closed [2].", [(1, 2)]),
        ("大桥通车了。[1]", [(1,)]),
        ("大桥通车了【1】。", [(1,)]),
        ("大桥通车了〔1〕〔2〕。", [(1, 2)]),
        ("大桥通车了［１］。", [(1,)]),
        ("大桥通车了[1、2；3]。", [(1, 2, 3)]),
        ("大桥通车了[第2段]。", [(2,)]),
        ("大桥 bridge 通车了[１，２]。", [(1, 2)]),
        ("大桥通车了。[1]票价两元。[2]", [(1,), (2,)]),
        ("It opened. [1] It is free. [2]", [(1,), (2,)]),
        ("- one [1]\n- two [2]", [(1,), (2,)]),
        ("One thing.\n[2] Another thing.", [(), (2,)]),
        ("It opened in [2021].", [()]),
        ("See [a], [] and [1.5].", [()]),
        ("Twice [1][1].", [(1,)]),
        ("", []),
        ("[1]", []),
    ],
)
def test_marks_are_read_in_every_form(text, expected):
    assert numbers(text) == expected


def test_claims_carry_their_text_without_marks():
    claims = split_claims("It opened [1]. It is free! [2]")
    assert [claim.text for claim in claims] == ["It opened.", "It is free!"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It opened [1]. It is free 【2】.", "It opened. [1] It is free. [2]"),
        ("通车了[1]。免费〔2〕。", "通车了。[1]免费。[2]"),
        ("- one [1]\n- two [2, 3]", "- one [1]\n- two [2][3]"),
    ],
)
def test_marks_are_written_in_one_form(text, expected):
    assert join_claims(split_claims(text)) == expected


def test_unknown_marks_are_removed_and_counted():
    claims, removed = keep_known(split_claims("One [1][7]. Two [8-9]."), [1, 2])
    assert [claim.numbers for claim in claims] == [(1,), ()]
    assert removed == 3


def test_huge_range_is_not_expanded():
    assert numbers("All of it [1-900].") == [(1, 900)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [("Yes.", "Yes. [1][2]"), ("是的。", "是的。[1][2]"), ("RCEP", "RCEP [1][2]")],
)
def test_mark_follows_each_script(sentence, expected):
    assert mark(sentence, 1, 2) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("as shown [3]", "as shown (3)"), ("见【1】", "见(1)"), ("in [2021]", "in [2021]"), ("", "")],
)
def test_marks_inside_quotes_are_neutralised(text, expected):
    assert neutralise_marks(text) == expected


@given(st.text(alphabet="[]【】〔〕1２3,，、- passage段。.ab中\n\t\x00", max_size=80))
def test_any_text_is_read_and_written_stably(text):
    claims = split_claims(text)
    again = split_claims(join_claims(claims))
    assert [claim.numbers for claim in again] == [claim.numbers for claim in claims]


@given(st.text(max_size=60))
def test_neutralised_text_holds_no_mark(text):
    assert all(not claim.numbers for claim in split_claims(neutralise_marks(text)))


@given(st.lists(st.integers(1, 999), min_size=1, max_size=5, unique=True))
def test_written_marks_are_read_back(cited):
    (claim,) = split_claims(mark("The bridge is open.", *cited))
    assert claim == Claim("The bridge is open.", tuple(cited))


@pytest.mark.parametrize(
    "text",
    [
        "[" * 50_000,
        "[1," * 20_000,
        "[ " * 30_000,
        "[1" + " " * 50_000,
        "[" + "1, " * 30_000,
        "[passage " * 10_000,
        "【1】" * 20_000,
    ],
    ids=["open", "commas", "spaces", "tail", "list", "words", "marks"],
)
def test_hostile_text_takes_linear_time(text):
    started = time.thread_time()
    split_claims(text)
    assert time.thread_time() - started < 2
