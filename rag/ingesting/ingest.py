"""Files -> what a library stores: load, cut, embed, keep, pair."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from pathlib import Path

from rag.describing import describe_documents, with_layers
from rag.documents import (
    METADATA_READER,
    Source,
    find_files,
    find_orphans,
    find_source_file,
    is_archive,
    list_sources,
    load_source,
    read_sidecar,
)
from rag.errors import DocumentError
from rag.ingesting.crew import Crew, count_processes
from rag.ingesting.embedding import is_shipped
from rag.ingesting.entries import EntryMaker
from rag.ingesting.preparing import Prepared, Task
from rag.ingesting.renaming import StoredDocuments
from rag.ingesting.report import FailedFile, FileWarning, IngestProgress, IngestReport
from rag.ingesting.unpaired import find_unpaired, noting_unpaired
from rag.library_parts.pairs import update_pairs
from rag.metadata import DocumentMetadata, MetadataLayers, metadata_of
from rag.protocols import Lexicon
from rag.runtime.memory import give_back_memory
from rag.schema import Document, DocumentInfo
from rag.settings import Settings
from vectorstore import Entry, Rename, Store

ProgressCallback = Callable[[IngestProgress], None]

#: Name of the last step in progress reports.
PAIRING_STEP = "pairs"
#: Paragraphs made ready before the writer's lock is taken; as many as the store writes at once.
_PREPARED_PARAGRAPHS = 2_000

_Loaded = tuple[Document, Sequence[Entry]]


@dataclass(frozen=True, slots=True)
class _Job:
    source: Source
    name: str
    is_new: bool
    corrected: DocumentMetadata


def ingest_files(
    paths: Sequence[Path],
    *,
    store: Store,
    maker: EntryMaker,
    lexicon: Lexicon | None,
    settings: Settings,
    progress: ProgressCallback | None = None,
) -> IngestReport:
    """Index files and folders; unchanged files are skipped, changed ones replaced.

    A file that fails is reported and leaves what is stored of it as it was. One that was renamed or
    moved keeps its paragraphs and pairs. Of an archive, each file in it is a document, and what is
    no longer in it is removed.

    :param paths: files and folders.
    :param store: the library to write; its writer lock is held while something is written.
    :param maker: has the model the store was made with.
    :param lexicon: evidence for pairing; optional.
    :param settings: limits of documents and pairing.
    :param progress: called when a file is begun and when all is done.
    :returns: what became of each file.
    :raises DocumentError: if a path does not exist.
    """
    started = time.perf_counter()
    files = find_files(paths)

    def begin() -> _Run:
        run = _Run(store.documents(), maker, settings, progress or (lambda _: None), files)
        run.unpaired = find_unpaired(store)
        for folder in filter(Path.is_dir, paths):
            run.warnings += find_orphans(folder)
        return run

    # The model that ships loads in a moment: whoever reads a document embeds it, too.
    embeds = is_shipped(maker.embedder, maker.interaction)
    with Crew(settings.documents, embeds=embeds) as crew:
        run, removed = _ingest(begin, crew, store, lexicon, settings)
    run.report(len(files), "")
    return _describe(run, removed, seconds=time.perf_counter() - started)


def _ingest(
    begin: Callable[[], _Run], crew: Crew, store: Store, lexicon: Lexicon | None, settings: Settings
) -> tuple[_Run, list[str]]:
    """Write what is new; returns the run, all of it done, and what was removed."""
    generation = store.generation()
    run = begin()
    loaded = run.loaded_documents(crew)
    first = _take_batch(loaded)
    is_large = sum(len(entries) for _, entries in first) >= _PREPARED_PARAGRAPHS
    removed: list[str] = []
    if first or run.renames or run.gone or run.unpaired or run.layers:
        with store.writer():
            if store.generation() != generation:
                # Another writer came between: names may be taken, and files done already.
                run, first, is_large = begin(), [], True
                loaded = run.loaded_documents(crew)
            with noting_unpaired(store):
                store.put_many(chain(_drain(first), loaded))
                crew.close()
                if is_large:
                    give_back_memory()  # all is read; what pairs needs it
                removed = _finish(run, store, lexicon, settings)
    return run, removed


def _describe(run: _Run, removed: Sequence[str], *, seconds: float) -> IngestReport:
    return IngestReport(
        added=tuple(run.added),
        updated=tuple(run.updated),
        unchanged=tuple(run.unchanged),
        removed=tuple(removed),
        # A few files are planned ahead of the one that is read: in the order of paths again.
        failed=tuple(sorted(run.failed, key=lambda each: Path(each.path))),
        warnings=tuple(sorted(run.warnings, key=lambda each: Path(each.path))),
        seconds=seconds,
        renamed=tuple((each.name, each.new_name) for each in run.renames),
        described=tuple(run.described),
    )


def _take_batch(loaded: Iterator[_Loaded]) -> list[_Loaded]:
    """Take the documents that are written first; all there are where they are few."""
    batch: list[_Loaded] = []
    count = 0
    for document, entries in loaded:
        batch.append((document, entries))
        count += len(entries)
        if count >= _PREPARED_PARAGRAPHS:
            break
    return batch


def _drain(batch: list[_Loaded]) -> Iterator[_Loaded]:
    """Yield documents and let go of them, which else stay in memory until all are written."""
    while batch:
        yield batch.pop(0)


def _finish(run: _Run, store: Store, lexicon: Lexicon | None, settings: Settings) -> list[str]:
    """Rename, describe, remove and pair once all files are read; returns what was removed."""
    store.rename(run.renames)
    describe_documents(store, store.documents() if run.layers else (), run.layers)
    removed = store.remove(run.gone) if run.gone else []
    names = {each.name: each.new_name for each in run.renames}
    unpaired = {names.get(name, name) for name in run.unpaired}
    stored = {info.name for info in store.documents()} if unpaired else set()
    changed = list(dict.fromkeys([*run.added, *run.updated, *sorted(unpaired & stored)]))
    if changed and settings.pairing.enabled:
        run.report_pairing()
        update_pairs(
            store,
            changed,
            lexicon=lexicon,
            settings=settings.pairing,
            given=run.given,
            processes=count_processes(settings.documents),
        )
    return removed


class _Run:
    """One ingest under way: what became of each file so far."""

    def __init__(
        self,
        known: Sequence[DocumentInfo],
        maker: EntryMaker,
        settings: Settings,
        progress: ProgressCallback,
        files: Sequence[Path],
    ) -> None:
        self.added: list[str] = []
        self.updated: list[str] = []
        self.unchanged: list[str] = []
        #: Documents of which only metadata change.
        self.described: list[str] = []
        #: By present name of stored documents: metadata to be written when all files are read.
        self.layers: dict[str, MetadataLayers] = {}
        self.failed: list[FailedFile] = []
        #: Documents whose file has another name or place, to be renamed when all files are read.
        self.renames: list[Rename] = []
        #: Documents that are no longer in their archive.
        self.gone: list[str] = []
        self.warnings: list[FileWarning] = []
        #: Documents of an interrupted ingest: read again where their file is at hand.
        self.unpaired: frozenset[str] = frozenset()
        #: By document whose file gives its pairs: the numbers of the paragraphs that it pairs.
        self.given: dict[str, list[tuple[int, int]]] = {}
        self._maker = maker
        self._settings = settings
        self._progress = progress
        self._files = files
        #: Size of the files before each one, and of all.
        self._bytes_before = list(accumulate(map(_find_bytes, files), initial=0))
        self._stored = StoredDocuments(known)
        #: Names in use; those that renames give up stay so until these are done.
        self._path_of = {info.name: info.path for info in known}

    def report(self, done: int, name: str) -> None:
        sizes = self._bytes_before
        self._progress(IngestProgress(done, len(self._files), name, sizes[done], sizes[-1]))

    def report_pairing(self) -> None:
        self.report(len(self._files), PAIRING_STEP)

    def loaded_documents(self, crew: Crew) -> Iterator[_Loaded]:
        """Yield each new or changed document with its entries; note the others."""
        for job, outcome in crew.prepare(self._jobs()):
            path = job.source.path
            if isinstance(outcome, DocumentError):
                self.failed.append(FailedFile(str(path), str(outcome)))
                continue
            document, entries = self._complete(job, outcome)
            if document.given_pairs:
                self.given[job.name] = _number_pairs(document, entries)
            self.warnings += [FileWarning(str(path), said) for said in document.warnings]
            yield document, entries
            (self.added if job.is_new else self.updated).append(job.name)

    def _jobs(self) -> Iterator[tuple[_Job, Task, int]]:
        """Yield what is to be read, and how many bytes come after it; note what is not."""
        for done, path in enumerate(self._files):
            self.report(done, path.name)
            left = self._bytes_before[-1] - self._bytes_before[done + 1]
            try:
                if is_archive(path):
                    self._note_left_out(path)
                for source in list_sources(path, self._settings.documents):
                    for job, data in self._planned(source):
                        yield job, Task(source.path, data, job.name), left
            except DocumentError as error:
                self.failed.append(FailedFile(str(path), str(error)))

    def _planned(self, source: Source) -> Iterator[tuple[_Job, bytes]]:
        """Yield the job of a source with its bytes, unless it is unchanged or cannot be read."""
        try:
            data = source.read()
            job = self._plan(source, data)
        except DocumentError as error:
            self.failed.append(FailedFile(str(source.path), str(error)))
            return
        if job is not None:
            yield job, data

    def _note_left_out(self, archive: Path) -> None:
        """Note the documents that an archive no longer holds."""
        known = self._stored.inside(archive)
        if not known:
            return
        listed = {
            str(each.path.resolve()) for each in list_sources(archive, self._settings.documents)
        }
        left_out = [info for info in known if info.path not in listed]
        self._stored.leave_out(left_out)
        self.gone += [info.name for info in left_out]

    def _plan(self, source: Source, data: bytes) -> _Job | None:
        """Decide what to do with a source; None where it is stored already as it is."""
        key = str(source.path.resolve())
        known = self._stored.at(key)
        content_hash = hashlib.sha256(data).hexdigest()
        is_same = known is not None and known.content_hash == content_hash
        if known is not None and is_same and known.name not in self.unpaired:
            if not self._describe(known, source, known.name, data):
                self.unchanged.append(known.name)
            return None
        if known is None:
            moved = self._stored.take_moved(source.path, content_hash)
            if moved is not None:
                self._describe(moved, source, self._rename(moved, source), data)
                return None
        name = known.name if known is not None else self._free_name(source)
        self._path_of[name] = key
        corrected = known.layers.corrected if known is not None else DocumentMetadata()
        return _Job(source, name, is_new=known is None, corrected=corrected)

    def _describe(self, info: DocumentInfo, source: Source, name: str, data: bytes) -> bool:
        """Look whether a file that is stored is described otherwise now; tells whether it shows."""
        stated = info.layers.stated
        if info.layers.reader < METADATA_READER:
            try:
                stated = metadata_of(load_source(source.path, data, name, self._settings.documents))
            except DocumentError as error:
                self.warnings.append(FileWarning(str(source.path), f"kept as it was: {error}"))
                return False
        layers = self._layers(source.path, stated, info.layers.corrected)
        if layers != info.layers:
            self.layers[name] = layers
        if layers.merged == metadata_of(info):
            return False
        self.described.append(name)
        return True

    def _layers(
        self, path: Path, stated: DocumentMetadata, corrected: DocumentMetadata
    ) -> MetadataLayers:
        sidecar = read_sidecar(path)
        self.warnings += [FileWarning(str(path), said) for said in sidecar.warnings]
        return MetadataLayers(stated, sidecar.metadata, corrected, METADATA_READER)

    def _rename(self, moved: DocumentInfo, source: Source) -> str:
        """Note that a document's file has another name or place; returns its new name."""
        if moved.name in self.gone:
            self.gone.remove(moved.name)
        # It may keep its own name, but no other document gets it before the renames are done.
        path = self._path_of.pop(moved.name)
        name = self._free_name(source)
        key = str(source.path.resolve())
        self._path_of |= {moved.name: path, name: key}
        self.renames.append(Rename(moved.name, name, key))
        return name

    def _free_name(self, source: Source) -> str:
        if source.name in self._path_of:
            return unique_name(source.path, self._path_of)
        return source.name

    def _complete(self, job: _Job, prepared: Prepared) -> _Loaded:
        """Add what the library knows of a document to what its file says."""
        read = prepared.document
        layers = self._layers(job.source.path, metadata_of(read), job.corrected)
        document = with_layers(read, layers)
        return document, self._maker.make(document, prepared)


def _find_bytes(path: Path) -> int:
    """Give a file's size; 0 where reading it will tell what is wrong with it."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _number_pairs(document: Document, entries: Sequence[Entry]) -> list[tuple[int, int]]:
    """Turn the places of given pairs into numbers of paragraphs."""
    numbers = {entry.paragraph.spans[0][0]: entry.paragraph.number for entry in entries}
    return [(numbers[zh[0]], numbers[en[0]]) for zh, en in document.given_pairs]


def unique_name(path: Path, taken: Mapping[str, str]) -> str:
    """Name a document after its file: its stem, and what tells it from others of that stem.

    That is the suffix where the other file lies beside it, else as many folders as it takes.

    :param path: the file.
    :param taken: path of the document by each name in use.
    :returns: a name that is not taken.
    :raises DocumentError: if every name the path gives is taken.
    """
    path = path.resolve()
    folders = list(path.parent.parts[1:])
    prefixes = ["/".join(folders[-depth:]) + "/" for depth in range(1, len(folders) + 1)]
    candidates = [f"{prefix}{path.stem}" for prefix in prefixes]
    candidates += [f"{prefix}{path.name}" for prefix in prefixes]
    beside = taken.get(path.stem)
    if beside is not None and Path(beside).parent == path.parent:
        candidates.insert(0, path.name)
    for name in [path.stem, *candidates]:
        if name not in taken:
            return name
    raise DocumentError(
        f"{path}: no free name is left for this document. "
        "List the library with 'duizhao documents' and remove what is outdated."
    )


def missing_documents(infos: Iterable[DocumentInfo]) -> list[str]:
    """Name the documents whose file, or the archive it lay in, is gone.

    :param infos: documents of a library.
    :returns: their names, in the order given.
    """
    return [info.name for info in infos if find_source_file(Path(info.path)) is None]
