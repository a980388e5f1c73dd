"""What is measured of each contestant; kept as JSON beside the environments."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from rag.errors import EvaluationError


@dataclass(slots=True)
class Ingest:
    """Making an index.

    :param passages: how many.
    :param seconds: of the ingest alone, libraries and models being loaded.
    :param whole: seconds from the start of the process to its end.
    :param peak: MB of all its processes together.
    :param processor: seconds that processors worked for it from its start, loading included.
    """

    passages: int
    seconds: float
    whole: float
    peak: float
    processor: float = 0.0

    @property
    def rate(self) -> float:
        """Passages a second."""
        return self.passages / self.seconds


@dataclass(slots=True)
class Search:
    """Asking an index.

    :param cold: seconds from the start of a process to its first passages, one for each start.
    :param milliseconds: of each question but the first ones, which warm up.
    :param cold_processor: seconds that processors worked for it until then.
    :param processor: milliseconds that processors worked for each of the questions timed.
    :param peak: MB of the process.
    """

    cold: list[float] = field(default_factory=list)
    cold_processor: list[float] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    peak: float = 0.0


@dataclass(slots=True)
class Quality:
    """Shares of questions whose paragraph is found, 0 to 1.

    :param questions: how many.
    """

    questions: int
    at_1: float
    at_5: float


@dataclass(slots=True)
class Outcome:
    """All that is measured of a contestant.

    :param versions: of its packages.
    :param environment: MB that its environment takes on the disk.
    :param ingests: by number of passages, as text.
    :param searches: by number of passages, as text.
    :param quality: by direction.
    :param failures: what went wrong, by what was being done.
    """

    versions: dict[str, str] = field(default_factory=dict)
    environment: float = 0.0
    torch: float = 0.0
    ingests: dict[str, Ingest] = field(default_factory=dict)
    searches: dict[str, Search] = field(default_factory=dict)
    quality: dict[str, Quality] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Results:
    """A run.

    :param machine: what it ran on.
    :param day: when.
    :param sizes: numbers of passages.
    :param loads: load of the machine over the last minute when something began.
    :param outcomes: by key of the contestant.
    :param remarks: what was left out.
    """

    machine: str
    day: str
    sizes: list[int]
    loads: list[tuple[str, float]] = field(default_factory=list)
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    def is_measured(self, passages: int) -> bool:
        """Whether questions were put to anyone at that number of passages."""
        each = (outcome.searches.get(str(passages)) for outcome in self.outcomes.values())
        return any(search.milliseconds for search in each if search)

    @property
    def measured(self) -> list[int]:
        """Numbers of passages that are measured already, in order."""
        return [size for size in sorted(self.sizes) if self.is_measured(size)]

    @property
    def is_judged(self) -> bool:
        """Whether it was measured what anyone finds."""
        return any(outcome.quality for outcome in self.outcomes.values())


_ADAPTER = TypeAdapter(Results)


def save_results(results: Results, path: Path) -> None:
    """Write a run as JSON."""
    path.write_bytes(_ADAPTER.dump_json(results, indent=1))


def read_results(path: Path) -> Results:
    """Read a run.

    :param path: what ``save_results`` wrote.
    :returns: the run.
    :raises EvaluationError: if there is none.
    """
    try:
        return _ADAPTER.validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise EvaluationError(
            f"{path} holds no measurements ({error}); run make bench-peers"
        ) from error
