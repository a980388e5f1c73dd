import pytest

from rag.errors import RagError
from rag.translation import load_lexicon
from rag.translation.table import load_table, save_table

ENTRIES = {
    "zh": {"港口": [("port", 0.7), ("harbour", 0.25)], "灯": [("lantern", 1.0)]},
    "en": {"port": [("港口", 0.9)], "white paper": [("白皮书", 1.0)]},
}


def test_table_keeps_translations(tmp_path):
    save_table(tmp_path / "t.npz", ENTRIES)
    table = load_table(tmp_path / "t.npz")
    assert [term for term, _ in table.translate("港口", "zh")] == ["port", "harbour"]
    assert table.translate("港口", "zh")[0][1] == pytest.approx(0.7, rel=0.02)
    assert table.translate("white paper", "en") == (("白皮书", 1.0),)
    assert table.size("zh") == 2


@pytest.mark.parametrize("term", ["", "港", "port", "zzz", "\U00020000"])
def test_table_knows_no_other_terms(tmp_path, term):
    save_table(tmp_path / "t.npz", ENTRIES)
    assert load_table(tmp_path / "t.npz").translate(term, "zh") == ()


def test_save_table_gives_the_same_bytes(tmp_path):
    save_table(tmp_path / "a.npz", ENTRIES)
    save_table(tmp_path / "b.npz", ENTRIES)
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()


def test_load_table_refuses_other_files(tmp_path):
    (tmp_path / "t.npz").write_bytes(b"not a table")
    with pytest.raises(RagError, match=r"Cannot read the translation data .*t\.npz.*reinstall"):
        load_table(tmp_path / "t.npz")


def test_load_table_refuses_a_missing_file(tmp_path):
    with pytest.raises(RagError, match="Cannot read the translation data"):
        load_table(tmp_path / "none.npz")


@pytest.mark.parametrize(
    ("term", "source", "translation"),
    [
        ("疫苗", "zh", "vaccin"),
        ("塞内加尔", "zh", "seneg"),
        ("达沃斯", "zh", "davo"),
        ("白皮书", "zh", "paper"),
        ("vaccin", "en", "疫苗"),
        ("seneg", "en", "塞内加尔"),
        ("white paper", "en", "白皮书"),
        ("belt road initi", "en", "一带一路"),
    ],
)
def test_shipped_table_knows(term, source, translation):
    assert translation in [found for found, _ in load_lexicon().translate(term, source)]


@pytest.mark.parametrize("source", ["zh", "en"])
def test_shipped_table_is_large_and_well_formed(source):
    lexicon = load_lexicon()
    assert lexicon.size(source) > 100_000
    for term in ("国家", "发展", "水", "countri", "develop", "water"):
        probabilities = [probability for _, probability in lexicon.translate(term, source)]
        assert probabilities == sorted(probabilities, reverse=True)
        assert all(0 < probability <= 1 for probability in probabilities)
