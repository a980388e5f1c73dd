"""Files that give their pairs themselves, through the whole library."""

import pytest

from rag.library import Library

#: As a translator's file may be: loose, repeated, and with sides unlike each other.
ROWS = [
    ("新港口将于五月开放。", "The new port will open in May."),
    ("谢谢。", "That will be all for today, thank you."),
    ("渡轮每天运行十二班。", "Twelve ferries run every day."),
    ("谢谢。", "Thanks."),
]


@pytest.fixture
def memory(tmp_path):
    path = tmp_path / "memory.tsv"
    path.write_text("".join(f"{zh}\t{en}\n" for zh, en in ROWS), "utf-8")
    return path


def texts_of(pairs):
    return [(pair.zh[0].text, pair.en[0].text, pair.score) for pair in pairs]


def test_given_pairs_are_stored_as_the_file_states_them(tmp_path, memory):
    with Library.open(tmp_path / "store") as library:
        assert not library.ingest(memory).failed
        assert texts_of(library.pairs()) == [(zh, en, 1.0) for zh, en in ROWS]


def test_given_pairs_outlast_other_documents(tmp_path, memory):
    other = tmp_path / "other.txt"
    other.write_text("新港口将于五月开放。\n\nThe new harbour opens this May.\n", "utf-8")
    with Library.open(tmp_path / "store") as library:
        library.ingest([memory, other])
        library.ingest(other)
        assert texts_of(library.pairs("memory"))[:1] == [(*ROWS[0], 1.0)]
        given = {(zh, en, 1.0) for zh, en in ROWS}
        assert given <= set(texts_of(library.pairs()))


def test_a_changed_file_of_pairs_replaces_its_pairs(tmp_path, memory):
    with Library.open(tmp_path / "store") as library:
        library.ingest(memory)
        memory.write_text("图书馆\tThe library\n", "utf-8")
        assert library.ingest(memory).updated == ("memory",)
        assert texts_of(library.pairs()) == [("图书馆", "The library", 1.0)]


def test_a_broken_file_of_pairs_does_not_stop_the_others(tmp_path, memory):
    broken = tmp_path / "broken.tmx"
    broken.write_text("<tmx><body>", "utf-8")
    with Library.open(tmp_path / "store") as library:
        report = library.ingest([memory, broken])
        assert report.added == ("memory",)
        assert [failed.path for failed in report.failed] == [str(broken)]
