"""Tasks -> prepared documents in the same order, by several processes where that saves time."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from rag.errors import DocumentError
from rag.ingesting.crew_processes import WORTH_SECONDS, ProcessCrew
from rag.ingesting.embedding import embed_with_shipped
from rag.ingesting.preparing import Prepared, Task, prepare
from rag.settings import DocumentSettings

#: More only wait for the one process that writes.
_MAX_PROCESSES = 8

_Item = TypeVar("_Item")
#: What became of a task.
Outcome = Prepared | DocumentError


def count_processes(settings: DocumentSettings) -> int:
    """Tell how many processes may read: as set, or as many as there are cores."""
    if settings.processes:
        return settings.processes
    # What this process may use where the system can tell; a container has less than the machine.
    allowed = getattr(os, "sched_getaffinity", None)
    cores = len(allowed(0)) if allowed else os.cpu_count() or 1
    return min(_MAX_PROCESSES, cores)


@dataclass(frozen=True, slots=True)
class _Reading:
    """Reads documents; a file that fails is an outcome, too."""

    settings: DocumentSettings
    embeds: bool = False

    def __call__(self, task: Task) -> Outcome:
        try:
            prepared = prepare(task, self.settings)
        except DocumentError as error:
            return error
        return embed_with_shipped(prepared) if self.embeds else prepared

    def replace_lost(self, task: Task, code: int) -> Outcome:
        return DocumentError(
            f"{task.path}: the process that read it ended (exit code {code}), for want of "
            "memory perhaps; the other files were read. Split it and ingest it again"
        )


class Crew(ProcessCrew[Task, Outcome]):
    """Processes that read documents; none for little work. To be closed.

    :param settings: the limits that hold, and how many processes there may be.
    :param embeds: whether paragraphs are embedded with the rest, by the model that ships.
    :param worth_seconds: processes start when reading has taken this long, and what is left will
        take longer still.
    """

    def __init__(
        self,
        settings: DocumentSettings,
        *,
        embeds: bool = False,
        worth_seconds: float = WORTH_SECONDS,
    ) -> None:
        job = _Reading(settings, embeds)
        super().__init__(job, count_processes(settings), worth_seconds=worth_seconds)

    def __enter__(self) -> Crew:
        return self

    def prepare(self, tasks: Iterable[tuple[_Item, Task, int]]) -> Iterator[tuple[_Item, Outcome]]:
        """Prepare documents.

        :param tasks: what is handed back with the outcome, what to read, and how many bytes are
            still to be read after it.
        :returns: what became of each, in the same order whoever is done first.
        """
        return self.run(tasks)
