import pytest

from rag.differences.negation import is_denied_once
from rag.translation import load_lexicon


@pytest.fixture(scope="module")
def lexicon():
    return load_lexicon()


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
        ("两者没有任何区别。", "Both are the same."),
        ("渡轮是不是快到了？", "Will the ferry arrive?"),
        ("", ""),
    ],
)
def test_the_same(zh, en, lexicon):
    assert not is_denied_once(zh, en, "zh", lexicon)
    assert not is_denied_once(en, zh, "en", lexicon)


def test_denied_on_one_side(lexicon):
    zh, en = "市长没有批准新港口。", "The mayor approved the new port."
    assert is_denied_once(zh, en, "zh", lexicon)
    zh, en = "市长批准了新港口。", "The mayor did not approve the new port."
    assert is_denied_once(en, zh, "en", lexicon)
    assert is_denied_once(en.replace("did not", "didn’t"), zh, "en", lexicon)
