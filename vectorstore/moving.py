"""A library in one engine -> the same library in another.

The catalogue stays where it is; the indexes are built from it in the new engine, compared with it,
and only then used. Until then the library is what it was; readers go on, writers wait. A move that
was cut off goes on where it ended, unless the library has changed since.
"""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from vectorstore.catalogue import Catalogue
from vectorstore.database import Database
from vectorstore.engines import TermsRow
from vectorstore.errors import (
    StoreDamagedError,
    StoreEngineError,
    StoreWriteError,
    VectorStoreError,
)
from vectorstore.folder import CATALOGUE, KEYWORDS, VECTORS, is_writable, prepare_folder
from vectorstore.index_inspection import compare_keywords, compare_vectors
from vectorstore.indexes import OpenEngine, open_engine
from vectorstore.inspection import connect
from vectorstore.lock import WriterLock
from vectorstore.servers.address import EMBEDDED, EngineAddress
from vectorstore.servers.record import (
    EngineAccess,
    EngineRecord,
    identify,
    new_record,
    read_record,
    record_path,
    write_record,
)
from vectorstore.values import LANGUAGES, Selection

logger = logging.getLogger(__name__)

#: Folder within those of the indexes, for what is kept here of an engine that is being filled.
_NEXT = "next"
_OLD_SUFFIX = "-old"
#: Beside them: where to, under which name, and as of which change of the library.
_PLAN, _GENERATION = "moving.json", ".generation"
#: Documents whose terms are written at a time, and vectors.
_DOCUMENTS, _VECTORS = 200, 5_000
#: A graph that was just built finds fewer where many vectors are nearly the same; of an index that
#: is broken hardly any search finds the nearest.
_LEAST_FOUND = 0.5

#: Called with how many steps are done and how many there are: passages twice, vectors and terms.
MoveProgress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Moved:
    """What a move did.

    :param passages: how many there are.
    :param resumed: how many vectors and terms of passages an earlier attempt had written.
    :param left_behind: why the former engine still holds its copy; None where it does not.
    """

    origin: EngineAddress
    target: EngineAddress
    passages: int
    resumed: int
    left_behind: str | None = None


def move_library(
    folder: Path,
    target: EngineAddress,
    access: EngineAccess,
    *,
    progress: MoveProgress | None = None,
) -> Moved:
    """Keep a library's indexes in another engine from now on.

    :param folder: the library's.
    :param target: the engine.
    :param access: how to use its server.
    :param progress: called now and then.
    :returns: what was done.
    :raises StoreEngineError: if a server cannot be used, or the library is there already.
    :raises StoreDamagedError: if the new indexes are not what the catalogue holds.
    """
    prepare_folder(folder, create=False)
    with WriterLock(folder).hold(), _open_catalogue(folder) as catalogue:
        origin = _read_origin(folder)
        if origin.address == target:
            raise StoreEngineError(
                f"{folder}: its indexes are kept in {target} already. To have them made anew "
                "there: duizhao doctor --repair"
            )
        record, is_resumed = _plan(folder, catalogue, target, access)
        engine = open_engine(folder, record, access, inside=_NEXT)
        try:
            resumed = _fill(engine, catalogue, is_resumed=is_resumed, progress=progress)
            _verify(folder, engine)
        finally:
            engine.close()
        left_behind = _switch(folder, origin, record, access)
        # Whoever has the library open looks again.
        catalogue.take_turn()
        catalogue.set_meta("engine", str(target))
        passages = catalogue.info().paragraph_count
    return Moved(origin.address, target, passages, resumed, left_behind)


@contextmanager
def _open_catalogue(folder: Path) -> Iterator[Catalogue]:
    path = folder / CATALOGUE
    with closing(Database(path, writable=is_writable(folder))) as database:
        database.migrate()
    with closing(Catalogue(path, writable=is_writable(folder))) as catalogue:
        yield catalogue


def _read_origin(folder: Path) -> EngineRecord:
    try:
        return read_record(record_path(folder))
    except StoreDamagedError as error:
        logger.warning("%s", error)
        return EngineRecord(EngineAddress("chroma", "unknown"))


def _plan(
    folder: Path, catalogue: Catalogue, target: EngineAddress, access: EngineAccess
) -> tuple[EngineRecord, bool]:
    """Go on with an earlier attempt, or begin a new one; tells which."""
    path = folder / VECTORS / _PLAN
    generation = catalogue.generation()
    try:
        earlier = read_record(path)
        begun_at = json.loads(path.with_suffix(_GENERATION).read_text("ascii"))
    except (OSError, ValueError, VectorStoreError):
        earlier, begun_at = EngineRecord(), None
    is_own = earlier.catalogue == identify(folder)
    if begun_at == generation and earlier.address == target and is_own:
        return earlier, True
    if earlier.name and is_own:
        _drop(folder, earlier, access)
    for name in (VECTORS, KEYWORDS):
        shutil.rmtree(folder / f"{name}{_OLD_SUFFIX}", ignore_errors=True)
        shutil.rmtree(folder / name / _NEXT, ignore_errors=True)
    record = new_record(folder, target)
    write_record(path, record)
    path.with_suffix(_GENERATION).write_text(json.dumps(generation), "ascii")
    return record, False


def _fill(
    engine: OpenEngine,
    catalogue: Catalogue,
    *,
    is_resumed: bool,
    progress: MoveProgress | None,
) -> int:
    engine.make()
    total = 2 * catalogue.info().paragraph_count
    counter = _Counter(total, progress or (lambda _done, _total: None))
    resumed = _fill_vectors(engine, catalogue, counter, is_resumed=is_resumed)
    resumed += _fill_keywords(engine, catalogue, counter, is_resumed=is_resumed)
    if total:
        engine.seal()
    return resumed


class _Counter:
    """Counts what is done, and tells."""

    def __init__(self, total: int, progress: MoveProgress) -> None:
        self._total = total
        self._progress = progress
        self._done = 0

    def add(self, count: int) -> None:
        """Count more."""
        self._done += count
        self._progress(self._done, self._total)


def _fill_vectors(
    engine: OpenEngine, catalogue: Catalogue, counter: _Counter, *, is_resumed: bool
) -> int:
    if engine.vectors.is_damaged():
        # Chroma embedded: nothing is there yet, or a change was cut off and cannot be trusted.
        engine.vectors.rebuild(())
        is_resumed = False
    resumed = 0
    for language in LANGUAGES:
        present: set[int] = set()
        if is_resumed:
            for ids, _ in engine.vectors.contents(language):
                present.update(ids)
        for found, vectors in catalogue.vectors(Selection(language), block=_VECTORS):
            is_missing = np.array([id_ not in present for id_ in found.tolist()], bool)
            if is_missing.any():
                engine.vectors.upsert(language, found[is_missing].tolist(), vectors[is_missing])
            resumed += int(np.count_nonzero(~is_missing))
            counter.add(len(found))
    return resumed


def _fill_keywords(
    engine: OpenEngine, catalogue: Catalogue, counter: _Counter, *, is_resumed: bool
) -> int:
    present = engine.versions() if engine.versions is not None and is_resumed else set()
    ids: set[int] = set()
    if engine.versions is None and is_resumed:
        ids = {id_ for language in LANGUAGES for id_ in engine.keywords.ids(language)}
    resumed = 0
    for rows in _terms(catalogue):
        missing = [row for row in rows if row.version not in present and row.id not in ids]
        engine.keywords.add(missing)
        engine.keywords.commit()
        resumed += len(rows) - len(missing)
        counter.add(len(rows))
    engine.keywords.release()
    return resumed


def _terms(catalogue: Catalogue) -> Iterator[list[TermsRow]]:
    numbers = catalogue.ready()
    for start in range(0, len(numbers), _DOCUMENTS):
        yield catalogue.terms_rows(numbers[start : start + _DOCUMENTS])


def _verify(folder: Path, engine: OpenEngine) -> None:
    """Compare the new indexes with the catalogue, passage by passage."""
    engine.vectors.refresh()
    engine.keywords.refresh()
    with closing(connect(folder / CATALOGUE)) as connection:
        connection.execute("BEGIN")
        findings = [
            *compare_vectors(connection, engine.vectors, least_found=_LEAST_FOUND),
            *compare_keywords(connection, engine.keywords, folder / KEYWORDS / _NEXT),
        ]
        ready = {
            number
            for (number,) in connection.execute(
                "SELECT DISTINCT document_id FROM paragraphs JOIN documents d "
                "ON d.id = document_id WHERE d.state = 'ready'"
            )
        }
    problems = [finding.text for finding in findings]
    if engine.versions is not None and engine.versions() != ready:
        problems.append("the terms of some documents are not counted")
    if problems:
        # The next attempt begins anew.
        (folder / VECTORS / _PLAN).with_suffix(_GENERATION).unlink(missing_ok=True)
        raise StoreDamagedError(
            f"{engine.record.address}: what was written there is not what the catalogue holds "
            f"({'; '.join(problems)}). The library is as it was, in its former engine. Run the "
            "command again; if it fails again, look into the server's log."
        )


def _switch(
    folder: Path, origin: EngineRecord, record: EngineRecord, access: EngineAccess
) -> str | None:
    """Use the new engine from now on; says why the former one still holds its copy, if it does.

    A kill in between leaves an index that counts as damaged, which the next writer makes anew.
    """
    try:
        for name in (KEYWORDS, VECTORS):
            old = folder / f"{name}{_OLD_SUFFIX}"
            (folder / name / _NEXT).mkdir(parents=True, exist_ok=True)
            (folder / name).rename(old)
            (old / _NEXT).rename(folder / name)
    except OSError as exc:
        raise StoreWriteError(
            f"{folder}: the new indexes cannot be put in their place ({exc.strerror or exc}). "
            "Nothing is lost: run the command again, or duizhao doctor --repair"
        ) from exc
    if record.address != EMBEDDED:
        write_record(record_path(folder), record)
    # Where the folder is a copy, what its record names is another library's.
    is_own = origin.catalogue == identify(folder)
    left_behind = _drop(folder, origin, access) if origin.name and is_own else None
    for name in (VECTORS, KEYWORDS):
        shutil.rmtree(folder / f"{name}{_OLD_SUFFIX}", ignore_errors=True)
    return left_behind


def _drop(folder: Path, record: EngineRecord, access: EngineAccess) -> str | None:
    """Delete a library from a server; says why that cannot be."""
    engine = open_engine(folder, record, access, inside=_NEXT)
    try:
        engine.drop()
    except VectorStoreError as error:
        return f"its collections there are called {record.name}_...: {error}"
    finally:
        engine.close()
    return None


def describe_engine(folder: Path) -> str:
    """Name the engine that a library's indexes are kept in."""
    return str(read_record(record_path(folder)).address)
