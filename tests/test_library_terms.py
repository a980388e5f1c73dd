"""What a library learns from its pairs, through the library."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from rag.library import Library
from rag.schema import SearchFilters
from rag.settings import AdaptationSettings, SearchSettings, Settings
from vectorstore import Store

ZH = """海燕号的故事

海燕号是本市第一艘电动渡轮，每天早上六点离开港口。

船长说，海燕号今年没有发生事故，运送了三百万名乘客。

学生们参观了海燕号的机舱，并向船长提出了许多问题。

市政府计划再造两艘和海燕号一样的渡轮。
"""
EN = """The story of Petrelle

Petrelle is the first electric ferry of the city and leaves the port at six every morning.

The captain said that Petrelle had no accident this year and carried three million passengers.

Students visited the engine room of Petrelle and asked the captain many questions.

The city government plans to build two more ferries like Petrelle.
"""
#: Chinese alone: what is learned from the pair must help to find it.
ALONE = """维修公告

海燕号将于下周进入船坞检修，乘客请改乘公共汽车。

夜市的摊位费明年不变。

图书馆新馆已经完成招标。
"""
FERRY_NOTICE = ALONE.split("\n\n")[1]
QUESTION = "What happens to Petrelle?"
OFF = AdaptationSettings(enabled=False)


@pytest.fixture
def documents(tmp_path):
    folder = tmp_path / "documents"
    folder.mkdir()
    for name, text in (("story-zh", ZH), ("story-en", EN), ("notice", ALONE)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def open_library(path, adaptation=None):
    return Library.open(path, settings=Settings(adaptation=adaptation or AdaptationSettings()))


def kept(library):
    return library._store.get_meta("learned_terms")


def found_by_words(library, *, adapted):
    """Tell which paragraphs of the notice the question's words find in translation."""
    only = SearchFilters(documents=("notice",))
    hits = library.search(QUESTION, adapted=adapted, filters=only)
    return [hit.passage.paragraph.text for hit in hits if "translated-zh" in hit.channels]


def test_terms_are_learned_kept_and_used(documents, tmp_path):
    with open_library(tmp_path / "store") as library:
        library.ingest(documents)
        terms = library.learned_terms()
        assert terms.pair_count >= 4
        assert "petrell" in terms.entries["en"]
        assert found_by_words(library, adapted=True) == [FERRY_NOTICE]
        assert found_by_words(library, adapted=False) == []
        assert kept(library)


def test_switched_off_nothing_is_learned_or_used(documents, tmp_path):
    with open_library(tmp_path / "store") as library:
        library.ingest(documents)
    with open_library(tmp_path / "store", OFF) as library:
        assert len(library.learned_terms()) == 0
        assert found_by_words(library, adapted=True) == []
    with open_library(tmp_path / "other", OFF) as library:
        library.ingest(documents)
        assert kept(library) is None


def test_without_translation_nothing_is_learned(documents, tmp_path):
    settings = Settings(search=SearchSettings(use_translation=False))
    with Library.open(tmp_path / "store", settings=settings) as library:
        library.ingest(documents)
        assert len(library.learned_terms()) == 0
        assert library.search(QUESTION)


def test_order_of_ingest_changes_nothing(documents, tmp_path):
    files = sorted(documents.iterdir())
    texts = []
    for number, order in enumerate((files, files[::-1])):
        with open_library(tmp_path / str(number)) as library:
            for file in order:
                library.ingest(file)
            texts.append(kept(library))
    assert texts[0] == texts[1]
    assert json.loads(texts[0])["pairs"] >= 4


def test_removed_documents_take_their_terms_along(documents, tmp_path):
    with open_library(tmp_path / "store") as library:
        library.ingest(documents)
        library.remove(["story-en"])
        assert len(library.learned_terms()) == 0
        assert json.loads(kept(library))["pairs"] == 0


def test_pruned_documents_take_their_terms_along(documents, tmp_path):
    with open_library(tmp_path / "store") as library:
        library.ingest(documents)
        (documents / "story-zh.txt").unlink()
        library.ingest(documents, prune=True)
        assert len(library.learned_terms()) == 0


def test_library_without_pairs_learns_nothing(documents, tmp_path):
    with open_library(tmp_path / "store") as library:
        assert len(library.learned_terms()) == 0
        library.ingest(documents / "notice.txt")
        assert len(library.learned_terms()) == 0
        assert library.search(QUESTION, top_k=1) is not None


def test_older_library_is_learned_from_when_it_is_opened(documents, tmp_path):
    with open_library(tmp_path / "store", OFF) as library:
        library.ingest(documents)
    with open_library(tmp_path / "store") as library:
        assert kept(library) is None
        assert len(library.learned_terms()) > 0
        assert kept(library)


def test_terms_of_other_pairs_are_noticed_when_it_is_opened(documents, tmp_path):
    with open_library(tmp_path / "store") as library:
        library.ingest(documents)
    with open_library(tmp_path / "store", OFF) as library:
        library.remove(["story-en"])
        assert json.loads(kept(library))["pairs"] >= 4
    with open_library(tmp_path / "store") as library:
        assert len(library.learned_terms()) == 0
        assert json.loads(kept(library))["pairs"] == 0


def test_damaged_terms_are_learned_anew(documents, tmp_path):
    with open_library(tmp_path / "store") as library:
        library.ingest(documents)
        wanted = kept(library)
        library._store.set_meta("learned_terms", "{")
    with open_library(tmp_path / "store") as library:
        assert len(library.learned_terms()) > 0
        assert kept(library) == wanted


def test_who_cannot_write_learns_in_memory(documents, tmp_path):
    with open_library(tmp_path / "store", OFF) as library:
        library.ingest(documents)
        writing = Store.open(
            tmp_path / "store", embedder=library.info.embedder, dimension=library.info.dimension
        )
    with writing, writing.writer(), open_library(tmp_path / "store") as library:
        assert len(library.learned_terms()) > 0
        assert kept(library) is None


def test_full_disk_does_not_keep_anyone_from_asking(documents, tmp_path):
    if not Path("/dev/full").exists():
        pytest.skip("a full disk takes /dev/full, or a file system of the test's own")
    with open_library(tmp_path / "store", OFF) as library:
        library.ingest(documents)
    (tmp_path / "store" / "writer.pid").symlink_to("/dev/full")
    with open_library(tmp_path / "store") as library:
        assert library.ask("海燕号有多少乘客？").hits
        assert kept(library) is None


def test_nothing_changed_nothing_is_written(documents, tmp_path):
    with open_library(tmp_path / "store") as library:
        library.ingest(documents)
        generation = library._store.generation()
        library.ingest(documents)
        library.search(QUESTION)
        assert library._store.generation() == generation


def test_reader_sees_what_another_process_has_learned(documents, tmp_path):
    with open_library(tmp_path / "store") as library:
        library.ingest(documents / "notice.txt")
        assert len(library.learned_terms()) == 0
        code = "import sys; from rag import Library; Library.open(sys.argv[1]).ingest(sys.argv[2])"
        subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / "store"), str(documents)],
            check=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        assert found_by_words(library, adapted=True) == [FERRY_NOTICE]
        assert "petrell" in library.learned_terms().entries["en"]


@pytest.mark.parametrize(
    ("few", "fewest", "most"),
    [
        pytest.param(AdaptationSettings(max_pairs=2), 2, 2, id="pairs"),
        pytest.param(AdaptationSettings(max_chars=400), 1, 4, id="characters"),
    ],
)
def test_too_many_pairs_are_cut_to_the_same_ones(documents, tmp_path, few, fewest, most):
    files = sorted(documents.iterdir())
    texts = []
    for number, order in enumerate((files, files[::-1])):
        with open_library(tmp_path / str(number), few) as library:
            for file in order:
                library.ingest(file)
            assert fewest <= library.learned_terms().pair_count <= most
            texts.append(kept(library))
    assert texts[0] == texts[1]


def test_doctor_tells_what_was_learned(documents, tmp_path):
    with open_library(tmp_path / "store") as library:
        library.ingest(documents)
        found = {check.name: check.found for check in library.check()}["terms"]
        terms = library.learned_terms()
        assert found == f"{len(terms)} learned from {terms.pair_count} different pairs"
    with open_library(tmp_path / "store", OFF) as library:
        found = {check.name: check.found for check in library.check()}["terms"]
        assert found.startswith("none learned")
