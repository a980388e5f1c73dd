from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from rag.cli import main
from rag.library import Library
from rag.settings import Settings

PORT = "记者：新港口何时开放？\n\n市长林海：新港口将于2026年5月1日开放，投资3.2亿元。\n"
FERRY = (
    "Question: How many ferries will run to the islands?\n\n"
    "Mayor Lin Hai: Twelve ferries will run every day from June, and each carries 300 people.\n"
)


@dataclass(frozen=True)
class Run:
    code: int
    out: str
    err: str

    @property
    def records(self) -> list[dict]:
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def duizhao(capsys):
    """Run a command in this process."""

    def run(*arguments: object) -> Run:
        capsys.readouterr()
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as stop:
            code = int(stop.code or 0)
        captured = capsys.readouterr()
        return Run(code, captured.out, captured.err)

    return run


def write_documents(folder: Path) -> Path:
    folder.mkdir()
    (folder / "port.txt").write_text(PORT, "utf-8")
    (folder / "ferry.md").write_text(FERRY, "utf-8")
    return folder


@pytest.fixture
def documents(tmp_path):
    """A folder with one Chinese and one English document."""
    return write_documents(tmp_path / "documents")


@pytest.fixture(scope="module")
def ingested(tmp_path_factory):
    """The store of these documents and those that a test module adds, to be copied."""

    def ingest(**added: str) -> Path:
        folder = tmp_path_factory.mktemp("ingested")
        files = write_documents(folder / "documents")
        for name, text in added.items():
            (files / f"{name}.txt").write_text(text, "utf-8")
        with Library.open(folder / "store", settings=Settings(store=folder)) as library:
            assert not library.ingest(files).failed
        return folder / "store"

    return ingest
