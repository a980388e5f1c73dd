"""A pool and its questions -> what a library of it finds, in one kept for this and thrown away.

Each paragraph is ingested as a file of its own, as a user's document is, and known by its name.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tqdm import tqdm

from rag.errors import EvaluationError, QuestionError
from rag.evaluation.bench.scores import DEPTH, Scores, rank_by_vectors, rank_of, score_ranks
from rag.evaluation.bench.sets import Asked, Pool, Task, spread
from rag.library import Library
from rag.protocols import Embedder
from rag.schema import Hit
from rag.settings import PairingSettings, SearchSettings, Settings

#: For each entry found, best first, the places of its paragraphs in the pool.
Entries = Sequence[frozenset[int]]
Search = Callable[[str], Entries]


@dataclass(frozen=True, slots=True)
class Row:
    """What is measured of one direction.

    :param holds: language of the pool's paragraphs, or ``both``.
    :param keyword: BM25 alone on the same text; None where question and text differ in language.
    :param dense: the embedding alone.
    :param either_in_5: share of questions with the paragraph or its translation in the first five.
    :param both_in_5: share of those where both are, in one entry or in two; None without a twin.
    :param milliseconds: mean time of a question with everything on.
    """

    name: str
    direction: str
    holds: str
    note: str
    paragraphs: int
    ours: Scores
    keyword: Scores | None
    dense: Scores
    either_in_5: float | None
    both_in_5: float | None
    milliseconds: float


def measure_pool(
    pool: Pool, settings: Settings, embedder: Embedder, *, limit: int | None = None
) -> list[Row]:
    """Make a library of a pool and put its questions to it.

    :param pool: the pool.
    :param settings: all settings but those of pairing, which is off where nothing is to be paired.
    :param embedder: the model that the settings name, for ranking by vectors alone.
    :param limit: questions of each direction; None for all.
    :returns: one row a direction.
    :raises EvaluationError: if a paragraph could not be ingested.
    """
    tasks = [(task, spread(task.questions, limit)) for task in pool.tasks]
    with TemporaryDirectory() as scratch:
        store = Path(scratch) / "store"
        with _open(store, settings, pool) as library:
            _ingest(library, pool.paragraphs, Path(scratch) / "paragraphs")
            ours = _answer(library, tasks)
        with _open(store, words_alone(settings), pool) as library:
            keyword = _answer(library, [each for each in tasks if _has_baseline(pool, each[0])])
    vectors = embedder.encode(pool.paragraphs)
    rows = []
    for task, questions in tasks:
        golds = [each.gold for each in questions]
        asked = embedder.encode_questions([each.text for each in questions])
        found = [ours[each.text] for each in questions]
        rows.append(
            Row(
                name=pool.name,
                direction=task.direction,
                holds="both" if pool.paired else task.found,
                note=task.note,
                paragraphs=len(pool.paragraphs),
                ours=_score(questions, ours),
                keyword=_score(questions, keyword) if _has_baseline(pool, task) else None,
                dense=score_ranks(rank_by_vectors(asked, vectors, golds)),
                either_in_5=_share_in_5(questions, [each.entries for each in found], any),
                both_in_5=_share_in_5(questions, [each.entries for each in found], all),
                milliseconds=sum(each.milliseconds for each in found) / max(len(found), 1),
            )
        )
    return rows


def words_alone(settings: Settings) -> Settings:
    """Switch off everything but the question's own words, which leaves BM25.

    :param settings: the settings to change.
    :returns: changed ones.
    """
    weights = {name: 0.0 for name in SearchSettings.model_fields if name.endswith("_weight")}
    changes = {**weights, "use_translation": False, "reranker": None}
    search = SearchSettings.model_validate(settings.search.model_dump() | changes)
    return settings.model_copy(update={"search": search})


def read_entries(hits: Sequence[Hit]) -> list[frozenset[int]]:
    """Say which paragraphs of the pool each hit stands for: its passage and the counterparts."""
    entries = []
    for hit in hits:
        passages = [hit.passage, *(hit.counterpart.passages if hit.counterpart else ())]
        entries.append(frozenset(int(each.paragraph.document) for each in passages))
    return entries


@dataclass(frozen=True, slots=True)
class _Found:
    entries: Entries
    milliseconds: float


def _has_baseline(pool: Pool, task: Task) -> bool:
    return task.asked == task.found and not pool.paired


def _score(questions: Sequence[Asked], found: dict[str, _Found]) -> Scores:
    return score_ranks([rank_of(each.gold, found[each.text].entries) for each in questions])


def _share_in_5(
    questions: Sequence[Asked], found: Sequence[Entries], enough: Callable[[list[bool]], bool]
) -> float | None:
    """Share of questions whose paragraph and its translation, one or both, are in the first 5."""
    if not questions or any(each.twin is None for each in questions):
        return None
    seen = [frozenset().union(*entries[:5]) for entries in found]
    pairs = zip(questions, seen, strict=True)
    return sum(enough([each.gold in s, each.twin in s]) for each, s in pairs) / len(questions)


@contextmanager
def _open(store: Path, settings: Settings, pool: Pool) -> Generator[Library, None, None]:
    pairing = PairingSettings.model_validate(
        settings.pairing.model_dump() | {"enabled": settings.pairing.enabled and pool.paired}
    )
    with Library.open(store, settings=settings.model_copy(update={"pairing": pairing})) as library:
        yield library


def _ingest(library: Library, paragraphs: Sequence[str], folder: Path) -> None:
    folder.mkdir()
    for place, text in enumerate(paragraphs):
        (folder / f"{place:06}.txt").write_text(text + "\n", encoding="utf-8", newline="\n")
    report = library.ingest(folder)
    if report.failed:
        first = report.failed[0]
        text = paragraphs[int(Path(first.path).stem)]
        raise EvaluationError(
            f"{len(report.failed)} of {len(paragraphs)} paragraphs could not be ingested, the "
            f"first {text[:60]!r}: {first.reason}"
        )


def _answer(library: Library, tasks: Sequence[tuple[Task, Sequence[Asked]]]) -> dict[str, _Found]:
    """Search for every question once, also where two directions share it."""
    found: dict[str, _Found] = {}
    texts = dict.fromkeys(each.text for _, questions in tasks for each in questions)
    # disable=None: tqdm shows nothing where stderr is no terminal.
    for text in tqdm(texts, unit="question", disable=None, leave=False):
        started = time.perf_counter()
        try:
            hits = library.search(text, top_k=DEPTH)
        except QuestionError:
            # Too long, or in a third language: such a question finds nothing.
            hits = []
        found[text] = _Found(read_entries(hits), (time.perf_counter() - started) * 1000)
    return found
