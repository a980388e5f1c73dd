"""A library's folder -> what is right and wrong with it, told by processes that may crash."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from rag.conversations import CONVERSATIONS_FILE
from rag.engine_access import engine_access
from rag.errors import LibraryError
from rag.settings import Settings
from rag.store_errors import library_errors
from rag.upkeep.checking import Check, check_library
from rag.upkeep.isolation import IsolatedError, run_isolated
from rag.upkeep.repairing import repair_library
from vectorstore import (
    Finding,
    Part,
    StoreLockedError,
    StoreReadOnlyError,
    StoreWriteError,
    WriterLock,
    describe_holder,
    inspect_catalogue,
    inspect_keywords,
    inspect_vectors,
    prepare_folder,
    reading_uri,
)

#: A library of a million passages is looked at in minutes.
_TIMEOUT_SECONDS = 3_600.0
#: How long to wait for a writer to finish; what is being written cannot be compared.
_WAIT_SECONDS = 10.0

_REPAIR = "'duizhao doctor --repair' makes it anew"
_REREAD = (
    "'duizhao doctor --repair' reads these again where their files are there, and else makes "
    "anew what it can from their texts"
)
_SAVE = (
    "restore a backup ('duizhao restore'), or save what can be read with 'duizhao doctor --rescue "
    "FOLDER' and index that into a new folder"
)
#: What SQLite keeps beside the file belongs to it, and would spoil another one of its name.
_REPLACE = (
    f"move {CONVERSATIONS_FILE} away with its -wal and -shm where there are any. A new one is made "
    "when something is next kept; what was kept comes back from a backup: restore that into a new "
    "folder ('duizhao restore') and copy the file from there"
)
_NOT_COMPARED = "not compared with the catalogue"
_NOT_YET = "not looked at before what is named above is mended"
_ADVICE: dict[Part, str] = {
    "file": _SAVE,
    "indexes": _REPAIR,
    "document": _REREAD,
    "pairs": _REPAIR,
    "value": _REPAIR,
    "vectors": f"{_REPAIR}; until then every vector is compared, which is slower",
    "keywords": _REPAIR,
    "server": "start the server, or check its address and sign-in; nothing has to be repaired. "
    "'duizhao migrate --to embedded' makes the library do without it",
}
_AT_ONCE = "builds it anew, and so does 'duizhao doctor --repair' at once"
#: Of what mends by itself.
_OUTLOOK: dict[Part, str] = {
    "vectors": f"the next change of the library {_AT_ONCE}; until then every vector is compared, "
    "which is slower",
    "keywords": f"the next change of the library or search by words {_AT_ONCE}",
}


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What was looked at in a library.

    :param checks: in the order in which they are shown.
    :param findings: what is damaged, or is still to be finished after a kill.
    """

    checks: tuple[Check, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong."""
        return all(check.passed for check in self.checks)

    @property
    def can_be_repaired(self) -> bool:
        """Whether ``repair`` has anything to do, and the file and a server allow it."""
        parts = {each.part for each in self.findings}
        return bool(parts) and parts.isdisjoint({"file", "server"})


def diagnose(folder: Path, settings: Settings, *, wait_seconds: float = _WAIT_SECONDS) -> Diagnosis:
    """Look at all that a library keeps; nothing is changed but an earlier format.

    :param folder: the library's.
    :param settings: those it is used with.
    :param wait_seconds: for a writer to finish; what is being written is not compared.
    :returns: what is right and wrong with it.
    :raises LibraryError: if there is no library.
    """
    with library_errors():
        prepare_folder(folder, create=False)
    catalogue = _isolated(partial(inspect_catalogue, folder), "file")
    checks = [
        _judge("catalogue", catalogue, "sound, and all of it as it was written"),
        *_check_conversations(folder),
    ]
    if any(finding.part == "file" for finding in catalogue):
        return Diagnosis(tuple(checks), tuple(catalogue))
    with ExitStack() as stack:
        hindered = _hold_writers(folder, stack, wait_seconds)
        if hindered:
            indexes = []
            checks.append(hindered)
        else:
            indexes = _inspect_indexes(folder, settings)
            checks += [
                _judge("vector index", indexes[0], "holds what the catalogue holds"),
                _judge("keyword index", indexes[1], "holds what the catalogue holds"),
            ]
        findings = [*catalogue, *(finding for found in indexes for finding in found)]
        if not all(finding.heals for finding in findings):
            checks.append(Check("contents", passed=False, found=_NOT_YET))
        elif any(finding.part == "keywords" for finding in findings):
            # Searching by words builds the index, and nobody may write while we look.
            checks.append(Check("contents", passed=True, found=_NOT_YET))
        else:
            checks += _check_contents(folder, settings)
    return Diagnosis(tuple(checks), tuple(findings))


def repair(folder: Path, settings: Settings, findings: Sequence[Finding]) -> list[str]:
    """Mend what was found, in a process of its own.

    :param folder: the library's.
    :param settings: those it is used with.
    :param findings: of ``diagnose``.
    :returns: what was done, a line each.
    :raises LibraryError: if it cannot be done.
    """
    job = partial(repair_library, folder, settings, findings)
    try:
        return run_isolated(job, timeout_seconds=_TIMEOUT_SECONDS)
    except IsolatedError as error:
        raise LibraryError(
            f"{folder}: the repair did not come to an end: {error}. What was mended so far stays; "
            f"run it again, or {_SAVE}"
        ) from error


def check_contents(folder: Path, settings: Settings) -> list[Check]:
    """Open a library and check it through what it answers; for a process of its own."""
    from rag.library import Library

    with Library.open(folder, settings=settings, create=False) as library, library_errors():
        learned = library.learned_terms()
        return list(
            check_library(library._store, library._embedder, learned, settings.answer)  # noqa: SLF001
        )


def _inspect_indexes(folder: Path, settings: Settings) -> list[list[Finding]]:
    access = engine_access(settings.engine)
    with ThreadPoolExecutor(2) as pool:
        vectors = pool.submit(_isolated, partial(inspect_vectors, folder, access), "vectors")
        keywords = pool.submit(_isolated, partial(inspect_keywords, folder, access), "keywords")
        return [vectors.result(), keywords.result()]


def _isolated(job: partial[list[Finding]], part: Part) -> list[Finding]:
    try:
        return run_isolated(job, timeout_seconds=_TIMEOUT_SECONDS)
    except IsolatedError as error:
        return [Finding(part, f"what looked at it did not come to an end: {error}")]


def _check_contents(folder: Path, settings: Settings) -> list[Check]:
    try:
        return run_isolated(
            partial(check_contents, folder, settings), timeout_seconds=_TIMEOUT_SECONDS
        )
    except IsolatedError as error:
        advice = "repair what is named above; if nothing is, " + _SAVE
        return [Check("contents", passed=False, found=f"cannot be read, {error}: {advice}")]


def _judge(name: str, findings: Sequence[Finding], right: str) -> Check:
    if not findings:
        return Check(name, passed=True, found=right)
    heals = all(finding.heals for finding in findings)
    advice = _OUTLOOK if heals else _ADVICE
    parts = dict.fromkeys(finding.part for finding in findings)
    says = [
        f"{'; '.join(each.text for each in findings if each.part == part)}: {advice[part]}"
        for part in parts
    ]
    return Check(name, passed=heals, found=". ".join(says))


def _hold_writers(folder: Path, stack: ExitStack, wait_seconds: float) -> Check | None:
    """Keep writers away while the indexes are looked at; says why that cannot be."""
    try:
        stack.enter_context(WriterLock(folder, timeout_seconds=wait_seconds).hold())
    except StoreLockedError:
        busy = f"{describe_holder(folder)} is writing the library"
        again = "run the command again when it is done"
        return Check("indexes", passed=True, found=f"{_NOT_COMPARED}: {busy}; {again}")
    except StoreWriteError as error:
        return Check("indexes", passed=False, found=f"{_NOT_COMPARED}: {error}")
    except StoreReadOnlyError:
        pass  # whoever else may write it, we can only look
    return None


def _check_conversations(folder: Path) -> Iterator[Check]:
    path = folder / CONVERSATIONS_FILE
    if not path.exists():
        return
    try:
        with closing(sqlite3.connect(reading_uri(path), uri=True)) as connection:
            found = [str(line) for (line,) in connection.execute("PRAGMA integrity_check(5)")]
    except sqlite3.Error as error:
        found = [str(error)]
    whole = found == ["ok"]
    says = f"{'; '.join(found)}: {_REPLACE}"
    yield Check("conversations", passed=whole, found="sound" if whole else says)
