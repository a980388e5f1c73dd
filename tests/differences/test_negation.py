import pytest

from rag.differences.negation import is_denied_once


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("渡轮没有来。", "The ferry did not come."),
        ("渡轮不会来。", "The ferry will fail to come."),
        ("渡轮没有停运。", "The ferry kept sailing."),
        ("难以开放。", "It cannot open."),
        ("不仅开放，而且免费。", "It is open, and free."),
        ("渡轮来了。", "The ferry came."),
        ("渡轮不断前来。", "Ferries come in one after another."),
        ("", ""),
    ],
)
def test_the_same(zh, en):
    assert not is_denied_once(zh, en, "zh")
    assert not is_denied_once(en, zh, "en")


def test_denied_on_one_side():
    assert is_denied_once("渡轮不会在六月开航。", "The ferry will sail at June's dawn.", "zh")
    assert is_denied_once("The ferry will not sail.", "渡轮六月开航。", "en")
    assert is_denied_once("The ferry didn't sail.", "渡轮六月开航。", "en")
