import pytest

from rag.errors import RagError
from rag.translation.corpus import Entry
from rag.translation.names import load_names, load_speller, save_names
from rag.translation.spelling import model_characters


def name(word, syllables, gloss):
    return Entry(word, tuple(syllables.split()), is_name=True, glosses=(gloss,))


ENTRIES = [
    name("马丽", "ma li", "Mary"),
    name("丽马", "li ma", "Lima"),
    name("马里", "ma li", "Mali"),
    name("里马", "li ma", "Lima"),
    name("里昂", "li ang", "Leon"),
    name("王丽", "wang li", "Wang Li"),
    name("王", "wang", "surname Wang"),
]


def test_model_characters_learns_which_letters_a_character_stands_for():
    characters = model_characters(ENTRIES, {"马": 10, "里": 10, "丽": 1, "王": 5})
    assert characters["马"].pieces[0][0] == "ma"
    assert characters["丽"].pinyin == "li"
    assert characters["王"].is_surname
    assert not characters["马"].is_surname


def test_save_names_and_load_names_agree(tmp_path):
    characters = model_characters(ENTRIES, {"马": 10})
    save_names(tmp_path / "n.npz", characters)
    speller = load_names(tmp_path / "n.npz")
    assert speller.spell("里马")[0][0] == "lima"
    assert speller.spell_in_pinyin("王丽马") == ["wang", "lima"]


def test_load_names_refuses_other_files(tmp_path):
    (tmp_path / "n.npz").write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(RagError, match="Cannot read the translation data"):
        load_names(tmp_path / "n.npz")


@pytest.mark.parametrize(
    ("characters", "spelling"),
    [("曼佐尼", "manzoni"), ("布林肯", "blinken"), ("文斌", "wenbin"), ("拉夫罗夫", "lavrov")],
)
def test_shipped_speller_spells_names(characters, spelling):
    assert spelling in [term for term, _ in load_speller().spell(characters)]


@pytest.mark.parametrize(
    ("spelling", "characters"), [("blinken", "布林肯"), ("friedman", "弗里德曼")]
)
def test_shipped_speller_writes_names(spelling, characters):
    assert characters in [writing for writing, _ in load_speller().write(spelling)]


def test_speller_gives_probabilities_best_first():
    for guesses in (load_speller().spell("曼佐尼"), load_speller().write("manzoni")):
        probabilities = [probability for _, probability in guesses]
        assert probabilities == sorted(probabilities, reverse=True)
        assert sum(probabilities) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("word", "expected"),
    [("曼佐尼", True), ("他被打", False), ("曼", False), ("", False), ("的时候", False)],
)
def test_is_name_like(word, expected):
    assert load_speller().is_name_like(word) is expected


@pytest.mark.parametrize("odd", ["", "\U00020000", "é" * 40])
def test_speller_takes_odd_input(odd):
    assert load_speller().spell_in_pinyin(odd) == []
    assert load_speller().spell(odd) == []
    assert load_speller().write(odd) == []


@pytest.mark.parametrize(
    ("letters", "pair"),
    [
        ("yanqiu", "砚秋"),
        ("qingyun", "青云"),
        ("wenbin", "文斌"),
        pytest.param("datong", "大同", id="a character that is no person's"),
    ],
)
def test_given_names_in_pinyin_are_written_in_every_likely_way(letters, pair):
    written = load_speller().write_given_name(letters)
    assert pair in written
    assert len(written) == len(set(written))


@pytest.mark.parametrize("letters", ["", "london", "q", "svalbard"])
def test_what_is_no_pinyin_is_not_written_so(letters):
    assert load_speller().write_given_name(letters) == []
