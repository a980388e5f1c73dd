import gzip

import pytest

from rag.errors import RagError
from rag.translation.corpus import SOURCES, Entry, Source, read_cedict, read_pairs, split_names

CEDICT = """# CC-CEDICT
燈節 灯节 [deng1 jie2] /Lantern Festival; festival of lights (in the new year)/CL:個|个[ge4]/
港 港 [gang3] /harbor/port/
港 港 [Gang3] /Hong Kong (abbr. for 香港)/surname Gang/
河鎮 河镇 [He2 zhen4] /Hezhen, a town made up for this test/
渡頭 渡头 [du4 tou2] /see 渡口|渡口[du4 kou3]/
not an entry
"""


def write_gzip(path, text):
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write(text)


def test_read_cedict(tmp_path):
    write_gzip(tmp_path / "c.u8.gz", CEDICT)
    entries = read_cedict(tmp_path / "c.u8.gz")
    assert [(entry.word, entry.glosses) for entry in entries] == [
        ("灯节", ("Lantern Festival", "festival of lights")),
        ("港", ("harbor", "port")),
        ("港", ("Hong Kong", "surname Gang")),
        ("河镇", ("Hezhen",)),
        ("渡头", ()),
    ]
    assert entries[0].syllables == ("deng", "jie")
    assert [entry.is_name for entry in entries] == [False, False, True, True, False]
    assert entries[4].see == ("渡口",)


def test_read_pairs_samples_large_sets(tmp_path):
    write_gzip(tmp_path / "s.tsv.gz", "".join(f"第{n}行\tline {n}\n" for n in range(50)))
    source = Source("s", "own", max_pairs=10)
    pairs = read_pairs(tmp_path, source, seed=1)
    assert len(set(pairs)) == 10
    assert pairs == read_pairs(tmp_path, source, seed=1)
    assert pairs != read_pairs(tmp_path, source, seed=2)


def test_read_pairs_skips_broken_lines(tmp_path):
    write_gzip(tmp_path / "s.tsv.gz", "灯\tlantern\nno tab\n\n港\tport\n")
    assert read_pairs(tmp_path, Source("s", "own"), seed=1) == [("灯", "lantern"), ("港", "port")]


def test_read_pairs_names_the_missing_file(tmp_path):
    with pytest.raises(RagError, match=r"none\.tsv\.gz is missing"):
        read_pairs(tmp_path, Source("none", "own"), seed=1)


def test_split_names_pairs_the_parts():
    entry = Entry("阿丽·马里", (), is_name=True, glosses=("Ali Mari",))
    assert [(part.word, part.glosses) for part in split_names([entry])] == [
        ("阿丽", ("Ali",)),
        ("马里", ("Mari",)),
    ]


def test_sources_state_a_licence_and_come_once():
    assert all(source.licence for source in SOURCES)
    assert len({source.name for source in SOURCES}) == len(SOURCES)
