"""Kill real commands with SIGKILL at random moments, and look whether anything is lost.

    .venv/bin/python scripts/kill_harness.py --runs 200

Each run copies a library, starts a command on it (ingest, ingest of changed files, pairing, remove,
correct, repair), kills its process group, and then checks with ``duizhao doctor``, document by
document, and by the same questions, that the library is what it was before or after the command or
has whole documents of both; that the command, run again, leads to what an undisturbed twin holds.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kill_checks import (
    NOTHING,
    LossError,
    State,
    check_rebuilt,
    expect,
    is_made,
    look,
    read_state,
    tell_outcome,
)
from kill_material import change_documents, make_unpaired, write_documents

from rag.cli import main as run_command

_POLL_SECONDS = 0.002
#: A killed command that takes longer than this hangs.
_MAX_SECONDS = 300.0
#: Of the kills, how many fall into the time that the writer's lock is held.
_SHARE_WRITING = 0.75
#: How often the command looks; it costs as much as all the rest of a run.
_DOCTOR_EVERY = 3


@dataclass
class Operation:
    """A command, and the library before and after it.

    :param files: the folder of documents as it is when the command runs.
    """

    name: str
    files: Path
    words: Sequence[str]
    before_folder: Path
    before: State | None = None
    after: State | None = None
    seconds: float = 0.0
    writing_seconds: float = 0.0
    kills: int = 0
    outcomes: dict[str, int] = field(default_factory=dict)


class Harness:
    """A folder with everything that runs need.

    :param work: an empty folder.
    :param rng: decides on operations and moments.
    :param count: how many documents are made beside the samples; 0 for a short test without these,
        in which the command ``doctor`` is not run: this process looks at the same things.
    :param only: names of the operations to run; by default all.
    """

    def __init__(
        self, work: Path, rng: random.Random, count: int, only: Sequence[str] = ()
    ) -> None:
        self.work, self.rng, self.is_short = work, rng, count == 0
        self.live, self.store = work / "documents", work / "store"
        first, second = work / "files-1", work / "files-2"
        write_documents(first, count)
        shutil.copytree(first, second)
        change_documents(second)
        self.operations = [
            each for each in self._prepare(first, second) if not only or each.name in only
        ]
        for each in self.operations:
            self._measure(each)

    def _prepare(self, first: Path, second: Path) -> list[Operation]:
        """Make the libraries before and after each command, undisturbed, and time them."""
        nothing, whole = self.work / "before-nothing", self.work / "before-whole"
        unpaired, damaged = self.work / "before-unpaired", self.work / "before-damaged"
        nothing.mkdir()
        ingest = ("ingest", str(self.live), "--prune")
        self._place(nothing, first)
        self._run(ingest)
        shutil.copytree(self.store, whole)
        self._place(whole, first)
        make_unpaired(self.store)
        shutil.copytree(self.store, unpaired)
        self._place(whole, first)
        shutil.rmtree(self.store / "vectors")
        for file in (self.store / "keywords").rglob("*.idx"):
            file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
        shutil.copytree(self.store, damaged)
        names = sorted(read_state(whole).documents)
        return [
            Operation("ingest", first, ingest, nothing),
            Operation("ingest changed files", second, ingest, whole),
            Operation("pair", first, ingest, unpaired),
            Operation("remove", first, ("remove", *names[1:3]), whole),
            Operation(
                "correct", first, ("correct", names[0], "title=新名 New", "date=2020-02"), whole
            ),
            Operation("repair", first, ("doctor", "--repair"), damaged),
        ]

    def _measure(self, operation: Operation) -> None:
        # A damaged library answers as the whole one does once it is repaired.
        source = operation.before_folder
        if operation.name != "repair" and is_made(source):
            operation.before = read_state(source)
        self._place(source, operation.files)
        started = time.monotonic()
        with self._start(operation.words) as process:
            held = self._wait_for_writer(process)
            process.wait(_MAX_SECONDS)
        operation.seconds = time.monotonic() - started
        operation.writing_seconds = time.monotonic() - held if held else operation.seconds
        if process.returncode:
            raise LossError(f"{operation.name}: undisturbed, it ended with {process.returncode}")
        operation.after = read_state(self.store)
        operation.before = operation.before or NOTHING
        if operation.name == "repair":
            operation.before = operation.after

    def run(self, operation: Operation) -> None:
        """Kill a command once, and check what it leaves.

        :param operation: the command.
        :raises LossError: if anything is lost.
        """
        while not self._kill(operation):
            pass  # it was done before the moment came
        operation.kills += 1
        if not is_made(self.store):
            self._note(operation, "nothing yet")
        else:
            self._note(operation, self._check_killed(operation))
        code = 0
        if operation.name != "repair":
            code = self._run(operation.words, may_fail=operation.name == "remove")
        # What is removed already is no writer's work.
        look(self.store, "after the command was run again", may_heal=code != 0)
        expect(read_state(self.store), operation.after, "run again, it differs from its twin")

    def _kill(self, operation: Operation) -> bool:
        self._place(operation.before_folder, operation.files)
        with self._start(operation.words) as process:
            if self.rng.random() < _SHARE_WRITING:
                self._wait_for_writer(process)
                time.sleep(self.rng.uniform(0, operation.writing_seconds))
            else:
                time.sleep(self.rng.uniform(0, operation.seconds))
            was_running = process.poll() is None
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(_MAX_SECONDS)
        return was_running and process.returncode == -signal.SIGKILL

    def _check_killed(self, operation: Operation) -> str:
        """Check what a killed command left; returns what that is."""
        with_command = not self.is_short and operation.kills % _DOCTOR_EVERY == 0
        if with_command or operation.name == "repair":
            self._doctor("after the kill")
        else:
            look(self.store, "after the kill", may_heal=True)
        found = read_state(self.store)
        before, after = operation.before, operation.after
        if before is None or after is None:
            raise AssertionError("operations are measured before they are killed")
        outcome = tell_outcome(found, before, after)
        if outcome == "between":
            check_rebuilt(self.store, found)
        return outcome

    def _doctor(self, when: str) -> None:
        for words in (("doctor", "--json"), ("doctor", "--repair", "--json")):
            with self._start(words) as process:
                output, errors = process.communicate(timeout=_MAX_SECONDS)
            if process.returncode == 0:
                return
        wrong = [line for line in map(json.loads, output.splitlines()) if not line["ok"]]
        raise LossError(f"doctor {when}: {wrong or errors}")

    def _place(self, store: Path, files: Path) -> None:
        for target, source in ((self.store, store), (self.live, files)):
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(source, target)

    def _start(self, words: Sequence[str]) -> subprocess.Popen[str]:
        return subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", "rag.cli", *words, "--store", str(self.store)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def _run(self, words: Sequence[str], *, may_fail: bool = False) -> int:
        said = io.StringIO()
        with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
            code = run_command([*words, "--store", str(self.store)])
        if code and not may_fail:
            raise LossError(f"{words[0]}, run again, ended with {code}: {said.getvalue()}")
        return code

    def _wait_for_writer(self, process: subprocess.Popen[str]) -> float | None:
        deadline = time.monotonic() + _MAX_SECONDS
        while process.poll() is None and time.monotonic() < deadline:
            if (self.store / "writer.pid").exists():
                return time.monotonic()
            time.sleep(_POLL_SECONDS)
        return None

    @staticmethod
    def _note(operation: Operation, outcome: str) -> None:
        operation.outcomes[outcome] = operation.outcomes.get(outcome, 0) + 1


def run_all(harness: Harness, runs: int, tell: Callable[[str], None]) -> int:
    """Kill so many times; returns how often something was lost."""
    losses = 0
    for number in range(runs):
        operation = harness.operations[number % len(harness.operations)]
        try:
            harness.run(operation)
        except LossError as error:
            losses += 1
            tell(f"LOST in run {number + 1}, {operation.name}: {error}")
        if number % 10 == 9:
            tell(f"{number + 1} runs, {losses} losses")
    for each in harness.operations:
        outcomes = ", ".join(f"{count} {name}" for name, count in sorted(each.outcomes.items()))
        tell(
            f"{each.name:<22} {each.seconds:5.1f} s, writing {each.writing_seconds:4.1f} s: "
            f"{each.kills} kills ({outcomes})"
        )
    return losses


def main() -> int:
    """Run the harness."""
    parser = argparse.ArgumentParser(description="Kill commands at random moments.")
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--documents", type=int, default=20, help="made beside the samples")
    parser.add_argument("--only", action="append", default=[], metavar="OPERATION")
    options = parser.parse_args()

    def tell(line: str) -> None:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()

    tell(f"seed {options.seed}")
    with tempfile.TemporaryDirectory(prefix="duizhao-kills-") as folder:
        rng = random.Random(options.seed)  # noqa: S311 - no secret
        losses = run_all(
            Harness(Path(folder), rng, options.documents, options.only), options.runs, tell
        )
    tell(f"{losses} of {options.runs} runs lost or broke something")
    return 1 if losses else 0


if __name__ == "__main__":
    sys.exit(main())
