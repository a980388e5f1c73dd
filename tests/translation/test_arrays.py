import pytest

from rag.translation.arrays import WordList, pack

#: More than two landmarks, and words that begin with one another.
MANY = sorted(
    (f"{word}{number}" for number in range(70) for word in ("港口", "port", "port ")),
    key=str.encode,
)
LISTS = {
    "one": ["灯"],
    "few": ["a", "ab", "b", "港", "港口"],
    "many": MANY,
    "whole blocks": MANY[:128],
}


@pytest.mark.parametrize("words", LISTS.values(), ids=LISTS)
def test_word_list_finds_each_of_its_words(words):
    listed = WordList(pack(words))
    assert len(listed) == len(words)
    assert listed.words() == words
    assert [listed[number] for number in range(len(words))] == words
    assert [listed.find(word) for word in words] == list(range(len(words)))


@pytest.mark.parametrize("words", LISTS.values(), ids=LISTS)
@pytest.mark.parametrize(
    "other", ["", "0", "abc", "por", "port700", "港口7 ", "口", "\U00020000", "\n"]
)
def test_word_list_finds_no_other(words, other):
    assert WordList(pack(words)).find(other) is None


@pytest.mark.parametrize("words", [words for words in LISTS.values() if len(words) > 1])
def test_word_list_takes_no_two_words_for_one(words):
    listed = WordList(pack(words))
    assert listed.find(f"{words[0]}\n{words[1]}") is None
    assert listed.find(f"\n{words[0]}") is None
    assert listed.find(f"{words[-1]}\n") is None
