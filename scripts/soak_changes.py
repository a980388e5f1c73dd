"""A folder whose documents come, change and go, and the library that follows it."""

from __future__ import annotations

import itertools
import random
import subprocess
import sys
from pathlib import Path

from page_load import Fact

#: Documents, paragraphs of each, and how many are replaced, and how many rewritten, in a turn.
_DOCUMENTS, _PARAGRAPHS, _CHANGED = 24, 40, 4


class Changes:
    """The folder; as large after a thousand turns as after one.

    :param store: the library's folder.
    :param folder: of the documents; made here.
    """

    def __init__(self, store: Path, folder: Path) -> None:
        self._store, self._folder = store, folder
        self._rng = random.Random(11)  # noqa: S311
        self._numbers = itertools.count()
        folder.mkdir()
        for _ in range(_DOCUMENTS):
            self._add()

    def turn(self) -> Fact:
        """Replace some documents and rewrite others; gives what only one of them says."""
        for path in self._rng.sample(sorted(self._folder.iterdir()), _CHANGED):
            path.unlink()
            self._add()
        for path in self._rng.sample(sorted(self._folder.iterdir()), _CHANGED):
            path.write_text(self._make_text(), "utf-8")
        rock, seals = next(self._numbers), self._rng.randrange(10_000, 100_000)
        path = self._folder / "seals.txt"
        path.write_text(f"The keeper of Rock {rock} counted {seals} seals this autumn.", "utf-8")
        return Fact(f"How many seals did the keeper of Rock {rock} count?", str(seals))

    def ingest(self) -> str:
        """Have a process of its own take the changes over.

        :returns: what went wrong; empty if nothing did.
        """
        words = ["ingest", str(self._folder), "--prune", "--store", str(self._store)]
        done = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-m", "rag.cli", *words], capture_output=True, text=True, check=False
        )
        return f"ingest ended with {done.returncode}: {done.stderr}" if done.returncode else ""

    def _add(self) -> None:
        (self._folder / f"log-{next(self._numbers)}.txt").write_text(self._make_text(), "utf-8")

    def _make_text(self) -> str:
        lines = []
        for _ in range(_PARAGRAPHS // 2):
            ship, crates = self._rng.randrange(10_000), self._rng.randrange(10_000)
            lines += [
                f"第{ship}号货船昨夜卸下{crates}箱柑橘，码头工人一直忙到天亮。",
                f"Cargo ship {ship} unloaded {crates} crates of oranges last night, and the "
                "dockers worked until dawn.",
            ]
        return "\n\n".join(lines)
