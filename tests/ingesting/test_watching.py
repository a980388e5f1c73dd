"""A folder that is followed, by a clock that the test turns."""

from contextlib import suppress

import pytest

from rag.errors import DocumentError, LibraryError
from rag.ingesting.watching import FolderState, watch_folders

ZH = "记者：新港口何时开放？\n\n市长林海：新港口将于2026年5月1日开放，投资3.2亿元。\n"
EN = "Question: How many ferries will run?\n\nMayor Lin Hai: Twelve ferries, from June on.\n"


class Script:
    """A clock that goes on only in sleep, and does one thing to the folder each time."""

    def __init__(self, *steps):
        self._steps = list(steps)
        self.now = 0.0

    def sleep(self, seconds):
        self.now += seconds
        if not self._steps:
            raise KeyboardInterrupt
        step = self._steps.pop(0)
        if step is not None:
            step()

    def clock(self):
        return self.now


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "文件 documents"
    folder.mkdir()
    return folder


def watch(library, folder, *steps):
    """Reports until the script ends; the first one is of the beginning."""
    script, reports = Script(*steps), []
    watched = watch_folders(
        library, [folder], interval_seconds=2.0, clock=script.clock, sleep=script.sleep
    )
    with suppress(KeyboardInterrupt):
        for report in watched:
            reports.append(report)  # noqa: PERF402 - those before the interrupt are kept
    return reports


def write(path, text):
    return lambda: path.write_text(text, "utf-8")


@pytest.mark.parametrize(
    ("name", "text"),
    [("港口", ZH), ("ferry", EN), ("港口 port", ZH + EN)],
    ids=["zh", "en", "mixed"],
)
def test_new_changed_renamed_and_deleted_files_are_followed(library, folder, name, text):
    path, other = folder / f"{name}.txt", folder / f"新 {name}.txt"
    reports = watch(
        library,
        folder,
        *(write(path, text), None),
        *(write(path, text + "结束。The end.\n"), None),
        *(lambda: path.rename(other), None),
        *(other.unlink, None),
    )
    assert [(each.added, each.updated, each.renamed, each.removed) for each in reports] == [
        ((), (), (), ()),
        ((name,), (), (), ()),
        ((), (name,), (), ()),
        ((), (), ((name, f"新 {name}"),), ()),
        ((), (), (), (f"新 {name}",)),
    ]
    assert library.documents() == []


def test_file_is_read_when_it_is_quiet(library, folder):
    path = folder / "ferry.txt"
    growing = [write(path, EN[:length]) for length in (5, 20, 40)]
    reports = watch(library, folder, *growing, write(path, EN), None)
    assert [each.added for each in reports] == [(), ("ferry",)]
    assert "".join(p.paragraph.text for p in library.passages_of("ferry")).endswith("on.")


def test_failing_file_is_told_once_until_it_changes(library, folder):
    path = folder / "empty.txt"
    reports = watch(
        library, folder, write(path, ""), *[None] * 5, write(path, " "), None, write(path, ZH), None
    )
    assert [len(each.failed) for each in reports] == [0, 1, 1, 0]
    assert reports[-1].added == ("empty",)


def test_folder_that_is_away_loses_no_document(library, folder, tmp_path):
    (folder / "ferry.txt").write_text(EN, "utf-8")
    away = tmp_path / "away"
    reports = watch(
        library, folder, lambda: folder.rename(away), *[None] * 3, lambda: away.rename(folder), None
    )
    assert [each.added for each in reports] == [("ferry",), ()]
    assert "no such file or folder" in reports[1].failed[0].reason
    assert [info.name for info in library.documents()] == ["ferry"]


class Busy:
    """A library that another writer holds for a while."""

    def __init__(self, library, refusals):
        self._library = library
        self._refusals = refusals

    def ingest(self, paths, *, prune=False):
        if self._refusals and paths[0].is_file():
            self._refusals -= 1
            raise LibraryError("another writer holds the library")
        return self._library.ingest(paths, prune=prune)

    def documents(self):
        return self._library.documents()

    def remove(self, names):
        return self._library.remove(names)


def test_locked_library_is_tried_again(library, folder):
    reports = watch(Busy(library, 2), folder, write(folder / "港口.txt", ZH), *[None] * 4)
    assert [(each.added, len(each.failed)) for each in reports] == [
        ((), 0),
        ((), 1),
        (("港口",), 0),
    ]


def test_touched_file_is_no_news(library, folder):
    path = folder / "港口.txt"
    path.write_text(ZH, "utf-8")
    assert len(watch(library, folder, path.touch, None, None)) == 1


def test_files_are_not_folders(library, folder):
    path = folder / "港口.txt"
    path.write_text(ZH, "utf-8")
    with pytest.raises(DocumentError, match="only folders can be watched"):
        next(watch_folders(library, [path], interval_seconds=1.0))
    with pytest.raises(DocumentError, match="no such file or folder"):
        next(watch_folders(library, [folder / "none"], interval_seconds=1.0))


def test_deletion_waits_for_a_new_file_that_is_under_way(tmp_path):
    old, new = tmp_path / "old.txt", tmp_path / "新.txt"
    state = FolderState({old: (1, 1, 1, 1)})
    assert not state.look({new: (2, 2, 2, 2)}, 0.0)
    assert not state.look({new: (3, 3, 3, 3)}, 2.0)
    change = state.look({new: (3, 3, 3, 3)}, 3.0)
    assert (change.written, change.deleted) == ((new,), (old,))
    state.take(change)
    assert not state.look({new: (3, 3, 3, 3)}, 9.0)
