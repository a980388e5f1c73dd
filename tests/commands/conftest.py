from __future__ import annotations

import json
from dataclasses import dataclass

import pytest

from rag.cli import main

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


@pytest.fixture
def documents(tmp_path):
    """A folder with one Chinese and one English document."""
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "port.txt").write_text(PORT, "utf-8")
    (folder / "ferry.md").write_text(FERRY, "utf-8")
    return folder
