from pathlib import Path

import pytest

from rag.ingest import unique_name


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
