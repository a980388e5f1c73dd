"""Several threads and processes on one library."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from command_processes import start

from rag.cli import main
from rag.library import Library
from rag.settings import Settings
from vectorstore import inspect_catalogue, inspect_keywords, inspect_vectors

QUESTION = "灯塔何时开放？"


def write(folder, name, number):
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.txt"
    path.write_text(
        f"记者：{name}号灯塔何时开放？\n\n馆长：{name}号灯塔将于2025年3月{number}日开放。\n\n"
        f"Director: Lighthouse {name} opens on March {number}, 2025.\n",
        "utf-8",
    )
    return path


@pytest.fixture
def library(tmp_path):
    with Library.open(tmp_path / "store", settings=Settings(store=tmp_path)) as library:
        library.ingest(write(tmp_path / "files", "east", 1))
        yield library


def test_ten_threads_ask_and_ingest_on_one_library(library, tmp_path):
    def work(number):
        name = f"tower{number}"
        if number % 2:
            report = library.ingest(write(tmp_path / "files", name, number))
            assert report.added == (name,)
        answers = [library.ask(QUESTION) for _ in range(5)]
        assert all(answer.hits for answer in answers)

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(work, range(10)))
    names = {info.name for info in library.documents()}
    assert names == {"east", *(f"tower{number}" for number in range(1, 10, 2))}
    folder = library.info.path
    assert inspect_catalogue(folder) == inspect_vectors(folder) == inspect_keywords(folder) == []


def test_two_ingests_at_once_both_arrive_and_readers_find_what_they_see(library, tmp_path):
    store = library.info.path
    first, second = (write(tmp_path / "files", name, 2) for name in ("north", "south"))
    writers = [start("ingest", path, "--store", store) for path in (first, second)]
    while any(writer.poll() is None for writer in writers):
        names = {info.name for info in library.documents()}
        hits = library.search("north号灯塔何时开放？")
        # What is listed is found by whoever asks after that.
        assert "north" not in names or "north" in {hit.passage.paragraph.document for hit in hits}
        time.sleep(0.05)  # the writers need the processor more
    outputs = [writer.communicate() for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0], outputs
    found = {hit.passage.paragraph.document for hit in library.search("灯塔何时开放？")}
    assert found >= {"north", "south"}


def test_two_processes_read_the_same(library, capsys):
    words = ["search", QUESTION, "--json", "--store", str(library.info.path)]
    other = start(*words)
    assert main(words) == 0  # while the fixture has the library open as well
    first, second = capsys.readouterr().out, other.communicate(timeout=120)[0]
    assert first == second
    assert "east" in first
