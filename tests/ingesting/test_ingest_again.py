"""A folder ingested again: renamed, moved, changed and deleted files are told apart by content."""

import io
import os
import subprocess
import sys
import zipfile

import pytest

from vectorstore import Store

ZH = "记者：新港口何时开放？\n\n市长林海：新港口将于2026年5月1日开放，投资3.2亿元。\n"
EN = "Question: How many ferries will run?\n\nMayor Lin Hai: Twelve ferries, from June on.\n"
MIXED = (
    "记者：新港口何时开放？Question: When will the new port open?\n\n"
    "市长：新港口将于2026年5月1日开放，投资3.2亿元。"
    "Mayor: The new port will open on May 1, 2026, at a cost of 320 million yuan.\n"
)


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "港口.txt").write_text(ZH, "utf-8")
    (folder / "ferry.txt").write_text(EN, "utf-8")
    (folder / "港口 port.txt").write_text(MIXED, "utf-8")
    return folder


@pytest.fixture
def library(library, folder):
    library.ingest(folder)
    return library


def ids_of(library, name):
    return [passage.id for passage in library.passages_of(name)]


def names_of(library):
    return {info.name for info in library.documents()}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("港口", "新港口", id="zh"),
        pytest.param("ferry", "ferries", id="en"),
        pytest.param("港口 port", "port 港口", id="mixed"),
        pytest.param("ferry", "渡轮", id="en to zh"),
    ],
)
def test_renamed_file_keeps_paragraphs_and_pairs(library, folder, old, new):
    ids, pairs = ids_of(library, old), len(library.pairs(old))
    (folder / f"{old}.txt").rename(folder / f"{new}.txt")
    report = library.ingest(folder)
    assert report.renamed == ((old, new),)
    assert (report.added, report.updated, report.removed, report.missing) == ((), (), (), ())
    assert ids_of(library, new) == ids
    assert len(library.pairs(new)) == pairs
    assert old not in names_of(library)
    assert library.search("新港口何时开放")
    assert library.ingest(folder).renamed == ()


def test_moved_folder_keeps_the_names(library, folder, tmp_path):
    names = names_of(library)
    folder.rename(tmp_path / "2025 年")
    report = library.ingest(tmp_path / "2025 年")
    assert {old for old, new in report.renamed if old == new} == names == names_of(library)
    assert not library.ingest(tmp_path / "2025 年", prune=True).removed


def test_file_renamed_to_another_reading_of_text_is_not_read_again(library, folder):
    (folder / "ferry.txt").rename(folder / "ferry.md")
    assert library.ingest(folder).renamed == (("ferry", "ferry"),)


def test_file_renamed_to_another_format_is_read_anew(library, folder):
    (folder / "ferry.txt").rename(folder / "ferry.html")
    report = library.ingest(folder)
    assert (report.renamed, report.missing) == ((), ("ferry",))
    assert report.added == ("ferry.html",)


def test_copy_is_no_rename(library, folder):
    (folder / "copy 副本.txt").write_text(EN, "utf-8")
    report = library.ingest(folder)
    assert (report.added, report.renamed) == (("copy 副本",), ())


def test_of_two_copies_one_is_the_renamed_file(library, folder):
    (folder / "ferry.txt").unlink()
    (folder / "a.txt").write_text(EN, "utf-8")
    (folder / "b.txt").write_text(EN, "utf-8")
    report = library.ingest(folder)
    assert (report.renamed, report.added) == ((("ferry", "a"),), ("b",))


def test_renamed_file_takes_a_free_name(library, folder):
    (folder / "2025").mkdir()
    (folder / "ferry.txt").rename(folder / "2025" / "港口.txt")
    assert library.ingest(folder).renamed == (("ferry", "2025/港口"),)


def test_renamed_and_changed_file_is_another_one(library, folder):
    (folder / "ferry.txt").unlink()
    (folder / "ferries.txt").write_text(EN + "It rained.\n", "utf-8")
    report = library.ingest(folder)
    assert (report.added, report.missing, report.renamed) == (("ferries",), ("ferry",), ())
    assert library.ingest(folder, prune=True).removed == ("ferry",)


def test_former_name_is_free_for_another_file(library, folder):
    (folder / "ferry.txt").rename(folder / "ferries.txt")
    library.ingest(folder)
    (folder / "ferry.txt").write_text("The ferry stops in July.\n", "utf-8")
    assert library.ingest(folder).added == ("ferry",)
    assert {"ferry", "ferries"} <= names_of(library)


def pack(path, members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    path.write_bytes(buffer.getvalue())


def test_renamed_archive_and_member_keep_their_documents(library, folder):
    other = ZH.replace("港口", "大桥"), EN.replace("ferries", "trams")
    pack(folder / "talks.zip", {"桥.txt": other[0], "tram.txt": other[1]})
    library.ingest(folder)
    ids = ids_of(library, "talks/桥")
    pack(folder / "talks.zip", {"大桥.txt": other[0], "tram.txt": other[1]})
    report = library.ingest(folder)
    assert (report.renamed, report.removed) == ((("talks/桥", "talks/大桥"),), ())
    (folder / "talks.zip").rename(folder / "谈话.zip")
    report = library.ingest(folder)
    assert set(report.renamed) == {("talks/大桥", "谈话/大桥"), ("talks/tram", "谈话/tram")}
    assert ids_of(library, "谈话/大桥") == ids


def test_unchanged_folder_needs_no_writer_lock(library, folder):
    info = library.info
    other = Store.open(info.path, embedder=info.embedder, dimension=info.dimension)
    with other, other.writer():
        generation = other.generation()
        report = library.ingest(folder)
        assert other.generation() == generation
    assert len(report.unchanged) == 3
    assert report.seconds < 10  # it would have waited for 30


@pytest.mark.skipif(not hasattr(os, "fork"), reason="children are only made by fork")
def test_ingest_that_is_killed_is_finished_by_the_next(library, folder, tmp_path):
    (folder / "ferry.txt").rename(folder / "渡轮 ferry.txt")
    (folder / "港口.txt").write_text(ZH + "完。\n", "utf-8")
    (folder / "new.txt").write_text("The tram is new.\n", "utf-8")
    script = """
import os, sys
from rag import Library
for step in range(6):
    child = os.fork()
    if child == 0:
        calls = []
        def stop(progress):
            calls.append(progress)
            if len(calls) > step:
                os._exit(9)
        with Library.open(sys.argv[1]) as library:
            library.ingest(sys.argv[2], progress=stop)
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
    arguments = [str(tmp_path / "library"), str(folder)]
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], check=True, capture_output=True, text=True
    )
    assert done.stdout.split()[0] == "9"
    library.ingest(folder)
    assert names_of(library) == {"渡轮 ferry", "港口", "港口 port", "new"}
    assert [p.paragraph.text for p in library.passages_of("港口")][-1].endswith("完。")
    assert all(check.passed for check in library.check())


def test_empty_folder_is_nothing_to_do(library, tmp_path):
    (tmp_path / "empty").mkdir()
    report = library.ingest(tmp_path / "empty")
    assert (report.added, report.unchanged, report.missing) == ((), (), ())


def test_progress_tells_files_and_bytes(library, folder):
    steps = []
    library.ingest(folder, progress=steps.append)
    sizes = [path.stat().st_size for path in sorted(folder.iterdir())]
    assert [step.name for step in steps] == [*sorted(p.name for p in folder.iterdir()), ""]
    assert [step.done_bytes for step in steps] == [0, sizes[0], sum(sizes[:2]), sum(sizes)]
    assert {step.total_bytes for step in steps} == {sum(sizes)}
