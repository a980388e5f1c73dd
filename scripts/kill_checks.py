"""A library's folder -> all it holds and answers, and whether it is sound; for killed commands."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from rag.library import Library
from rag.samples import example_questions
from rag.settings import Settings
from rag.upkeep.doctor import check_contents
from vectorstore import inspect_catalogue, inspect_keywords, inspect_vectors

_QUESTIONS = (
    *example_questions("zh"),
    *example_questions("en"),
    "第7号泊位去年接待了多少艘货轮？",
    "How many ships called at berth 3 last year?",
)


class LossError(Exception):
    """A kill lost or broke something."""


@dataclass(frozen=True)
class State:
    """What a library holds and answers.

    :param documents: by name, all that is kept of a document but the time it was added.
    :param pairs: both sides and score.
    :param answers: text, citations and hits of each question.
    """

    documents: dict[str, object]
    pairs: frozenset[object]
    answers: tuple[object, ...]


#: What an empty folder holds.
NOTHING = State({}, frozenset(), (None,) * len(_QUESTIONS))


def is_made(folder: Path) -> bool:
    """Tell whether a folder has a library in it."""
    return (folder / "catalogue.sqlite3").exists()


def look(folder: Path, when: str, *, may_heal: bool = False) -> None:
    """Look as ``duizhao doctor`` does, in this process, which has all it takes loaded.

    :param folder: the library's.
    :param when: for the message.
    :param may_heal: whether an index may still wait for the next writer to build it.
    :raises LossError: if anything is wrong.
    """
    for inspect in (inspect_catalogue, inspect_vectors, inspect_keywords):
        findings = inspect(folder)
        if not all(finding.heals and may_heal for finding in findings):
            raise LossError(f"{when}: {findings}")
    wrong = [each for each in check_contents(folder, Settings()) if not each.passed]
    if wrong:
        raise LossError(f"{when}: {wrong}")


def tell_outcome(found: State, before: State, after: State) -> str:
    """Tell which state a killed command left.

    :param found: what it left.
    :param before: the library without the command.
    :param after: the library after it.
    :returns: "before", "after", or "between": whole documents of both.
    :raises LossError: if a document is neither, or the same documents answer differently.
    """
    for name in before.documents.keys() | after.documents.keys() | found.documents.keys():
        allowed = {repr(state.documents.get(name)) for state in (before, after)}
        if repr(found.documents.get(name)) not in allowed:
            raise LossError(f"{name}: neither as it was before, nor as it is to be")
    for outcome, state in (("before", before), ("after", after)):
        if found.documents == state.documents and found.pairs == state.pairs:
            expect(found, state, f"the same documents answer differently than {outcome}")
            return outcome
    return "between"


def check_rebuilt(folder: Path, found: State) -> None:
    """Check that a library answers as it would from indexes built anew.

    :param folder: the library's.
    :param found: what it holds and answers now.
    :raises LossError: if it answers differently then.
    """
    shutil.rmtree(folder / "vectors", ignore_errors=True)
    shutil.rmtree(folder / "keywords", ignore_errors=True)
    with Library.open(folder, settings=Settings(store=folder)) as library:
        library._store.set_meta("harness", "indexes are built anew")  # noqa: SLF001 - a writer's turn
    expect(read_state(folder), found, "indexes built anew answer differently")


def expect(found: State, expected: State | None, problem: str) -> None:
    """Compare two states; a LossError names the first difference."""
    if expected is None:
        raise AssertionError("operations are measured before they are killed")
    for kind in ("documents", "pairs", "answers"):
        left, right = getattr(found, kind), getattr(expected, kind)
        if left != right:
            raise LossError(f"{problem}: {kind}: {_first_difference(left, right)}")


def _first_difference(found: object, expected: object) -> str:
    if isinstance(found, frozenset) and isinstance(expected, frozenset):
        return f"only found {sorted(map(str, found - expected))[:2]}, only expected " + str(
            sorted(map(str, expected - found))[:2]
        )
    if isinstance(found, tuple) and isinstance(expected, tuple):
        both = zip(found, expected, strict=False)
        return next((f"{a}\n  instead of\n{b}" for a, b in both if a != b), "another number")
    return str(found)[:500]


def read_state(folder: Path) -> State:
    """Read all that a library holds, and ask it the questions."""
    with Library.open(folder, settings=Settings(store=folder), create=False) as library:
        store = library._store  # noqa: SLF001 - the whole document, which no caller needs
        documents: dict[str, object] = {}
        for info in library.documents():
            passages = tuple((p.paragraph, p.context) for p in library.passages_of(info.name))
            documents[info.name] = (store.document(info.name), passages)
        pairs = frozenset((pair.zh, pair.en, pair.score) for pair in library.pairs())
        answers = tuple(ask(library, question) for question in _QUESTIONS)
    return State(documents, pairs, answers)


def ask(library: Library, question: str) -> object:
    """Ask; gives all of the answer that does not depend on the time or on ids."""
    if not library.info.document_count:
        return None
    answer = library.ask(question)
    hits = [(hit.passage.paragraph.document, hit.passage.paragraph.number) for hit in answer.hits]
    cited = [(each.passage.paragraph.document, each.quote) for each in answer.citations]
    return question, answer.text, tuple(cited), tuple(hits)
