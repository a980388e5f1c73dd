"""All contestants on the same passages, in turns: who is busy when hits all of them alike."""

from __future__ import annotations

import functools
import os
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag.documents import find_files
from rag.evaluation.bench.corpus import make_questions
from rag.evaluation.bench.peers.contestants import Contestant
from rag.evaluation.bench.peers.corpora import Corpus, list_documents, write_made, write_pool
from rag.evaluation.bench.peers.errors import PeerError
from rag.evaluation.bench.peers.programs import Program
from rag.evaluation.bench.peers.results import Ingest, Outcome, Quality, Results, Search
from rag.evaluation.bench.scores import rank_of, score_ranks
from rag.evaluation.bench.sets import Asked, Pool, spread

#: Passages asked for; what the contestants return by default is 2 to 10.
COUNT = 5
#: Questions put to one contestant before it is the next one's turn.
_TURN = 20
_WARM_UP = 5


@dataclass(frozen=True, slots=True)
class Start:
    """How programs are started.

    :param command: of a contestant's program.
    :param model: the model that a contestant is told to use.
    :param environment: folder of a contestant's environment.
    """

    command: Callable[[Contestant], Sequence[str]]
    model: Callable[[Contestant], str]
    environment: Callable[[Contestant], Path]


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured.

    :param sizes: numbers of passages.
    :param questions: timed at each size.
    :param starts: cold starts at the smallest size; there is one at the others.
    :param limit: questions of each direction that quality is measured with.
    :param minilm: most passages for those that embed with MiniLM, which takes long on a CPU.
    :param ingest_s: seconds that making an index may take.
    :param open_s: seconds from a start to the first passages.
    :param asking_s: seconds of questions after which a slow contestant is asked no more.
    """

    sizes: Sequence[int]
    questions: int = 200
    starts: int = 3
    limit: int = 300
    minilm: int = 10_000
    ingest_s: float = 900.0
    open_s: float = 300.0
    asking_s: float = 60.0


class Bench:
    """A run under way.

    :param plan: how much is measured.
    :param contestants: who takes part.
    :param start: how programs are started.
    :param work: an empty folder.
    :param results: filled in.
    :param save: called with the results after every step.
    """

    def __init__(
        self,
        plan: Plan,
        contestants: Sequence[Contestant],
        *,
        start: Start,
        work: Path,
        results: Results,
        save: Callable[[Results], None] = lambda _: None,
    ) -> None:
        self._plan, self._contestants = plan, contestants
        self._programs, self._work = start, work
        self._results, self._save = results, save

    def describe(self) -> None:
        """Ask for versions and look how large the environments are."""
        for each in self._contestants:
            outcome = self._results.outcomes.setdefault(each.key, Outcome())
            if outcome.versions:
                continue
            try:
                with self._start(each, {"task": "versions"}) as program:
                    outcome.versions = program.receive(self._plan.open_s)["versions"]
            except PeerError as error:
                outcome.failures["start"] = str(error)
                continue
            venv = self._programs.environment(each)
            outcome.environment = _size_of(venv)
            outcome.torch = sum(map(_size_of, venv.glob("lib/*/site-packages/torch")))
        self._save(self._results)

    def measure_size(self, size: int) -> None:
        """Measure ingest, start and search at one number of made-up passages."""
        folder = self._work / str(size)
        questions = make_questions(self._plan.questions + _WARM_UP)
        corpus = write_made(folder, size)
        self._measure(corpus, folder, questions[:_WARM_UP], questions[_WARM_UP:])

    def measure_documents(self, documents: Path, questions: Sequence[str]) -> None:
        """Measure the same on documents that are there, whose number of passages becomes a size.

        :param documents: a folder.
        :param questions: to put to them; the first ones serve to warm up as well.
        :raises DocumentError: if a document cannot be read.
        """
        folder = self._work / "documents"
        corpus = list_documents(folder, documents)
        self._results.sizes = sorted({*self._results.sizes, corpus.count})
        count = len(find_files([documents]))
        self._results.remarks.append(
            f"The {corpus.count:,} passages are those of {count} documents in {documents.name}, "
            f"with {len(questions)} questions about them."
        )
        self._measure(corpus, folder, questions[:_WARM_UP], questions)

    def _measure(
        self, corpus: Corpus, folder: Path, warm_up: Sequence[str], questions: Sequence[str]
    ) -> None:
        size = corpus.count
        for outcome in self._results.outcomes.values():
            outcome.searches.pop(str(size), None)  # of a run that was cut off
        there = [
            each
            for each in self._able()
            if self._takes_part(each, size)
            and self._ingest(each, corpus, folder, f"{size:,} passages")
        ]
        starts = self._plan.starts if size == min(self._results.sizes) else 1
        for _ in range(starts - 1):
            with ExitStack() as stack:
                self._open(there, folder, size, warm_up[0], stack)
        with ExitStack() as stack:
            programs = self._open(there, folder, size, warm_up[0], stack)
            turns = [questions[n : n + _TURN] for n in range(0, len(questions), _TURN)]
            self._ask(programs, size, [warm_up, *turns])
        self._save(self._results)
        shutil.rmtree(folder)

    def measure_quality(self, pools: Sequence[Pool]) -> None:
        """Measure what is found, in pools of one language."""
        for number, pool in enumerate(pools):
            folder = self._work / f"pool-{number}"
            corpus = write_pool(folder, pool)
            for each in self._able():
                if not each.judged or not self._takes_part(each, len(pool.paragraphs)):
                    continue
                what = f"{pool.name} {pool.tasks[0].found}"
                if self._ingest(each, corpus, folder, what, timed=False):
                    self._ask_pool(each, pool, folder, what)
            self._save(self._results)
            shutil.rmtree(folder)

    def _able(self) -> list[Contestant]:
        return [
            each
            for each in self._contestants
            if "start" not in self._results.outcomes[each.key].failures
        ]

    def _takes_part(self, each: Contestant, passages: int) -> bool:
        if each.embedding == "minilm" and passages > self._plan.minilm:
            return False
        return passages >= each.least

    def _start(self, each: Contestant, job: dict[str, Any]) -> Program:
        told = {"model": self._programs.model(each), "store": each.store}
        return Program(self._programs.command(each), told | job)

    def _ingest(
        self, each: Contestant, corpus: Corpus, folder: Path, what: str, *, timed: bool = True
    ) -> bool:
        """Have an index made; False if that failed."""
        outcome = self._results.outcomes[each.key]
        job = {
            "task": "ingest",
            "index": str(folder / each.key),
            "passages": str(corpus.passages),
            "files": str(corpus.files),
        }
        self._note(f"{what}, ingest, {each.key}")
        try:
            with self._start(each, job) as program:
                answer = program.receive(self._plan.ingest_s)
                whole = time.perf_counter() - program.started
                peak = max(program.memory.peak, answer["peak"])
        except PeerError as error:
            self._fail(each, f"ingest of {what}", error)
            return False
        if timed:
            made = Ingest(corpus.count, answer["seconds"], whole, peak, answer["processor"])
            outcome.ingests[str(corpus.count)] = made
            _report(f"  {made.rate:,.0f} passages a second, {peak:,.0f} MB")
        return True

    def _open(
        self,
        contestants: Sequence[Contestant],
        folder: Path,
        size: int,
        question: str,
        stack: ExitStack,
    ) -> dict[Contestant, Program]:
        """Start programs one after the other, each until its first passages."""
        opened = {}
        for each in contestants:
            self._note(f"{size:,} passages, start, {each.key}")
            outcome = self._results.outcomes[each.key]
            found = outcome.searches.setdefault(str(size), Search())
            program = stack.enter_context(
                self._start(each, {"task": "search", "index": str(folder / each.key)})
            )
            try:
                program.send({"questions": [question], "count": COUNT})
                answer = program.receive(self._plan.open_s)
            except PeerError as error:
                self._fail(each, f"start with {size:,} passages", error)
                continue
            found.cold.append(time.perf_counter() - program.started)
            found.cold_processor.append(answer["processor"])
            found.peak = answer["peak"]
            opened[each] = program
            _report(f"  {found.cold[-1]:.1f} s")
        return opened

    def _ask(
        self, programs: dict[Contestant, Program], size: int, turns: Sequence[Sequence[str]]
    ) -> None:
        """Put the same questions to all in turns, of which the first one is not timed."""
        asked = dict(programs)
        for number, turn in enumerate(turns):
            self._note(f"{size:,} passages, turn {number} of questions")
            for each, program in list(asked.items()):
                found = self._results.outcomes[each.key].searches[str(size)]
                try:
                    program.send({"questions": turn, "count": COUNT})
                    answer = program.receive(self._plan.open_s)
                except PeerError as error:
                    self._fail(each, f"questions to {size:,} passages", error)
                    del asked[each]
                    continue
                if number:
                    found.milliseconds += [each * 1000 for each in answer["seconds"]]
                    found.processor += [each * 1000 for each in answer["worked"]]
                found.peak = answer["peak"]
                if sum(found.milliseconds) > self._plan.asking_s * 1000:
                    del asked[each]

    def _ask_pool(self, each: Contestant, pool: Pool, folder: Path, what: str) -> None:
        outcome = self._results.outcomes[each.key]
        job = {"task": "search", "index": str(folder / each.key)}
        try:
            with self._start(each, job) as program:
                for task in pool.tasks:
                    asked = spread(task.questions, self._plan.limit)
                    outcome.quality[task.direction] = self._score(program, asked)
        except PeerError as error:
            self._fail(each, f"questions to {what}", error)

    def _score(self, program: Program, asked: Sequence[Asked]) -> Quality:
        program.send({"questions": [each.text for each in asked], "count": COUNT})
        found = program.receive(self._plan.ingest_s)["found"]
        ranks = [
            rank_of(question.gold, [frozenset(map(int, entry)) for entry in entries])
            for question, entries in zip(asked, found, strict=True)
        ]
        scores = score_ranks(ranks)
        return Quality(scores.count, scores.at_1, scores.at_5)

    def _note(self, what: str) -> None:
        load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
        self._results.loads.append((what, round(load, 2)))
        _report(f"{time.strftime('%H:%M:%S')} {what}, load {load:.1f}")

    def _fail(self, each: Contestant, what: str, error: PeerError) -> None:
        self._results.outcomes[each.key].failures[what] = str(error)
        _report(f"  FAILED: {error}")


@functools.cache
def _size_of(folder: Path) -> float:
    """MB of the files below a folder, links not followed."""
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            path = Path(place) / name
            if not path.is_symlink():
                total += path.stat().st_size
    return total / 1e6


def _report(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()
