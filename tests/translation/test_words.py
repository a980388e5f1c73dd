import pytest

from rag.translation.words import cut_words, han_runs

VOCABULARY = {"研究": 1.0, "研究生": 1.0, "生命": 1.0, "命运": 1.0, "起源": 1.0, "的": 1.2}


@pytest.mark.parametrize(
    ("run", "words"),
    [
        ("", []),
        ("研究生命起源", ["研究", "生命", "起源"]),
        ("研究生的命运", ["研究生", "的", "命运"]),
        ("研究魑魅", ["研究", "魑", "魅"]),
    ],
)
def test_cut_words_takes_the_cheapest_row(run, words):
    assert cut_words(run, VOCABULARY.get) == words


@pytest.mark.parametrize(
    ("text", "runs"),
    [("", []), ("no Han", []), ("燈節 at 港口", ["灯节", "港口"])],
)
def test_han_runs_are_simplified(text, runs):
    assert han_runs(text) == runs
