import gc
from pathlib import Path

import pytest

from rag.ingesting.ingest import unique_name
from rag.library import Library


@pytest.fixture
def collections():
    """Note each collection that the program itself asks for: a page stands still meanwhile."""
    noted = []

    def note(phase, info):
        if phase == "stop" and info["generation"] == 2:
            noted.append(info)

    gc.disable()
    gc.callbacks.append(note)
    yield noted
    gc.callbacks.remove(note)
    gc.enable()


@pytest.mark.parametrize(("paragraphs", "asked_for"), [(3, 0), (2_000, 1)])
def test_memory_is_tidied_up_after_large_ingests_only(tmp_path, collections, paragraphs, asked_for):
    file = tmp_path / "ferry.txt"
    file.write_text("\n\n".join(f"渡轮第{n}班七点开船。" for n in range(paragraphs)), "utf-8")
    with Library.open(tmp_path / "library") as library:
        library.ingest(file)
    assert len(collections) == asked_for


@pytest.mark.parametrize(
    ("path", "taken", "name"),
    [
        pytest.param("/a/port.txt", {}, "port", id="free"),
        pytest.param("/b/port.txt", {"port": "/a/port.txt"}, "b/port", id="another folder"),
        pytest.param("/a/port.md", {"port": "/a/port.txt"}, "port.md", id="same folder"),
        pytest.param(
            "/x/b/port.txt",
            {"port": "/a/port.txt", "b/port": "/y/b/port.txt"},
            "x/b/port",
            id="same folder name",
        ),
        pytest.param("/文件/港口.txt", {"港口": "/旧/港口.txt"}, "文件/港口", id="zh"),
    ],
)
def test_unique_name(path, taken, name):
    assert unique_name(Path(path), taken) == name
