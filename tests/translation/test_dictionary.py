import pytest

from rag.translation.corpus import Entry
from rag.translation.dictionary import (
    collect_phrases,
    combine,
    content_stems,
    gloss_stems,
    prune,
    translate_by_glosses,
)


def entry(word, *glosses):
    return Entry(word, (), is_name=False, glosses=glosses)


@pytest.mark.parametrize(
    ("text", "stems"),
    [
        ("", []),
        ("the ports of 2021", ["port"]),
        ("灯", []),
        ("U.S. ships", ["us", "ship"]),
    ],
)
def test_content_stems(text, stems):
    assert content_stems(text) == stems


def test_gloss_stems_leaves_out_what_explains():
    long = "a kind of boat that people used to row across very wide rivers long ago"
    assert gloss_stems(entry("渡", "to cross sth", long, "surname Du")) == [["cross"], ["du"]]


def test_translate_by_glosses_shares_out():
    english, chinese = translate_by_glosses(
        [entry("港", "port"), entry("港口", "port", "harbor")], {"港口": 20}
    )
    assert english["港"] == {"port": 1.0}
    assert english["港口"]["port"] > english["港口"]["harbor"]
    assert chinese["port"]["港口"] > chinese["port"]["港"]
    assert sum(chinese["port"].values()) == pytest.approx(1.0)


def test_collect_phrases_keys_by_stems():
    phrases = collect_phrases([entry("白皮书", "white paper"), entry("纸", "paper")], {})
    assert phrases == {"white paper": {"白皮书": 1.0}}


def test_combine_mixes_what_both_know():
    mixed = combine({"灯": {"lamp": 1.0}}, {"灯": {"lantern": 1.0}, "港": {"port": 1.0}}, 0.75)
    assert mixed == {"灯": {"lamp": 0.75, "lantern": 0.25}, "港": {"port": 1.0}}


def test_prune_keeps_the_best():
    table = {"灯": {"lamp": 0.6, "light": 0.3, "lantern": 0.09, "x": 0.01}, "港": {"y": 0.001}}
    assert prune(table, floor=0.05, top=2) == {"灯": [("lamp", 0.6), ("light", 0.3)]}
