"""What the kill harness works on: invented documents, changed ones, and an unpaired library."""

from __future__ import annotations

import shutil
from pathlib import Path

from rag.library import Library
from rag.samples import sample_documents
from rag.settings import Settings


def write_documents(folder: Path, count: int) -> None:
    """Write invented bilingual reports, and copy the sample documents where there are any."""
    folder.mkdir()
    for path in sample_documents() if count else ():
        shutil.copy(path, folder)
    for number in range(1, max(3, count) + 1):
        (folder / f"berth-{number}.txt").write_text(_report(number, 10 if count else 4), "utf-8")


def change_documents(folder: Path) -> None:
    """Change, add, rename and delete some of the documents of a folder."""
    files = sorted(folder.glob("berth-*.txt"))
    files[0].unlink()
    for path in files[1:]:
        path.write_text(path.read_text("utf-8") + "\n本段为新增。\n\nThis part is new.\n", "utf-8")
    files[-1].with_name("泊位 new.txt").write_text(_report(99, 4), "utf-8")
    for path in folder.glob("night-market*"):
        path.rename(path.with_name(f"renamed-{path.name}"))


def _report(number: int, length: int) -> str:
    parts = [f"第{number}号泊位年度报告\n\nAnnual report of berth {number}"]
    for part in range(1, length + 1):
        ships = number * 37 + part * 11
        parts.append(
            f"第{number}号泊位去年第{part}段时期接待了{ships}艘货轮，装卸{ships * 3}万吨货物。\n\n"
            f"In period {part} of last year {ships} cargo ships called at berth {number} and moved "
            f"{ships * 3}0,000 tons of goods."
        )
    return "\n\n".join(parts) + "\n"


def make_unpaired(folder: Path) -> None:
    """Make a library what it is when an ingest ends between its documents and their pairs."""
    with Library.open(folder, settings=Settings(store=folder)) as library:
        store = library._store  # noqa: SLF001 - nothing else makes such a library on purpose
        store.replace_pairs([], [info.name for info in library.documents()])
        store.set_meta("unpaired_since", "2000-01-01T00:00:00+00:00")
