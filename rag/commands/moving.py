"""The command that keeps a library's indexes in another engine."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from tqdm import tqdm

from rag.commands.opening import read_settings
from rag.commands.output import print_record, say
from rag.engine_access import engine_access
from rag.store_errors import library_errors
from vectorstore import Moved, move_library, parse_address


def run_migrate(options: Namespace) -> int:
    """Move the library, and say what was done."""
    settings = read_settings()
    folder = options.store or settings.store
    bar = _MoveBar()
    try:
        with library_errors():
            address = parse_address(options.to)
            moved = move_library(folder, address, engine_access(settings.engine), progress=bar)
    except KeyboardInterrupt:
        say("the library is as it was; the same command goes on where this one ended")
        raise
    finally:
        bar.close()
    if options.json:
        _print(moved)
    say(
        f"{folder}: the indexes of {moved.passages} passages are kept in {moved.target} now; all "
        "of them were compared with the catalogue"
    )
    if moved.left_behind:
        say(f"{moved.origin} still holds the former ones; {moved.left_behind}")
    return 0


def _print(moved: Moved) -> None:
    print_record(
        {
            "from": str(moved.origin),
            "to": str(moved.target),
            "passages": moved.passages,
            "resumed": moved.resumed,
            "left_behind": moved.left_behind,
        }
    )


class _MoveBar:
    """A progress bar on a terminal, nothing elsewhere."""

    def __init__(self) -> None:
        self._bar: tqdm[Any] | None = None

    def __call__(self, done: int, total: int) -> None:
        """Show where the move stands: a passage counts once for its vector, once for its terms."""
        if self._bar is None:
            # disable=None: tqdm shows nothing where stderr is no terminal.
            self._bar = tqdm(total=total, disable=None, leave=False, unit=" steps")
        self._bar.update(done - self._bar.n)

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.close()
