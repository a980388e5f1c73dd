"""Files -> what a library stores: load, cut, embed, keep, pair."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rag.documents import (
    Source,
    find_files,
    find_source_file,
    list_sources,
    load_source,
    split_paragraphs,
)
from rag.errors import DocumentError
from rag.library_pairs import update_pairs
from rag.passages import find_contexts
from rag.protocols import Embedder, Lexicon
from rag.schema import (
    Document,
    DocumentInfo,
    FailedFile,
    FileWarning,
    IngestProgress,
    IngestReport,
    Paragraph,
)
from rag.settings import Settings
from rag.terms import index_terms
from vectorstore import Entry, Store

ProgressCallback = Callable[[IngestProgress], None]

#: Name of the last step in progress reports.
PAIRING_STEP = "pairs"


@dataclass(frozen=True, slots=True)
class _Job:
    source: Source
    data: bytes
    name: str
    is_new: bool


def ingest_files(
    paths: Sequence[Path],
    *,
    store: Store,
    embedder: Embedder,
    lexicon: Lexicon | None,
    settings: Settings,
    progress: ProgressCallback | None = None,
) -> IngestReport:
    """Index files and folders; unchanged files are skipped, changed ones replaced.

    A file that fails is reported and leaves what is stored of it as it was. Of an archive, each
    file in it is a document, and what is no longer in it is removed.

    :param paths: files and folders.
    :param store: the library to write; its writer lock is held meanwhile.
    :param embedder: the model the store was made with.
    :param lexicon: evidence for pairing; optional.
    :param settings: limits of documents and pairing.
    :param progress: called when a file is begun and when all is done.
    :returns: what became of each file.
    :raises DocumentError: if a path does not exist.
    """
    started = time.perf_counter()
    files = find_files(paths)
    run = _Run(store, embedder, settings, progress or (lambda _: None), len(files))
    with store.writer():
        store.put_many(run.loaded_documents(files))
        removed = store.remove(run.gone) if run.gone else []
        changed = [*run.added, *run.updated]
        if changed and settings.pairing.enabled:
            run.report(len(files), PAIRING_STEP)
            update_pairs(
                store, changed, lexicon=lexicon, settings=settings.pairing, given=run.given
            )
        run.report(len(files), "")
    return IngestReport(
        added=tuple(run.added),
        updated=tuple(run.updated),
        unchanged=tuple(run.unchanged),
        removed=tuple(removed),
        failed=tuple(run.failed),
        warnings=tuple(run.warnings),
        seconds=time.perf_counter() - started,
    )


class _Run:
    """One ingest under way: what became of each file so far."""

    def __init__(
        self,
        store: Store,
        embedder: Embedder,
        settings: Settings,
        progress: ProgressCallback,
        total: int,
    ) -> None:
        self.added: list[str] = []
        self.updated: list[str] = []
        self.unchanged: list[str] = []
        self.failed: list[FailedFile] = []
        #: Documents that are no longer in their archive.
        self.gone: list[str] = []
        self.warnings: list[FileWarning] = []
        #: By document whose file gives its pairs: the numbers of the paragraphs that it pairs.
        self.given: dict[str, list[tuple[int, int]]] = {}
        self._embedder = embedder
        self._settings = settings
        self._progress = progress
        self._total = total
        known = store.documents()
        self._by_path = {info.path: info for info in known}
        self._path_of = {info.name: info.path for info in known}

    def report(self, done: int, name: str) -> None:
        self._progress(IngestProgress(done, self._total, name))

    def loaded_documents(self, files: Iterable[Path]) -> Iterator[tuple[Document, Sequence[Entry]]]:
        """Yield each new or changed document with its entries; note the others."""
        for done, path in enumerate(files):
            self.report(done, path.name)
            listed: set[str] = set()
            try:
                for source in list_sources(path, self._settings.documents):
                    listed.add(str(source.path.resolve()))
                    yield from self._load(source)
            except DocumentError as error:
                self.failed.append(FailedFile(str(path), str(error)))
                continue
            inside = f"{path.resolve()}/"
            self.gone += [
                info.name
                for key, info in self._by_path.items()
                if key.startswith(inside) and key not in listed
            ]

    def _load(self, source: Source) -> Iterator[tuple[Document, Sequence[Entry]]]:
        """Yield the document of a source, unless it is unchanged or fails."""
        try:
            job = self._plan(source)
            if job is None:
                return
            document, entries = self._prepare(job)
        except DocumentError as error:
            self.failed.append(FailedFile(str(source.path), str(error)))
            return
        if document.given_pairs:
            self.given[job.name] = _number_pairs(document, entries)
        self.warnings += [FileWarning(str(source.path), said) for said in document.warnings]
        yield document, entries
        (self.added if job.is_new else self.updated).append(job.name)

    def _plan(self, source: Source) -> _Job | None:
        """Decide what to do with a source; None where it is stored already as it is."""
        key = str(source.path.resolve())
        data = source.read()
        known = self._by_path.get(key)
        if known is not None and known.content_hash == hashlib.sha256(data).hexdigest():
            self.unchanged.append(known.name)
            return None
        name = known.name if known is not None else source.name
        if known is None and name in self._path_of:
            name = unique_name(source.path, self._path_of)
        self._path_of[name] = key
        return _Job(source, data, name, is_new=known is None)

    def _prepare(self, job: _Job) -> tuple[Document, list[Entry]]:
        path = job.source.path
        document = load_source(path, job.data, job.name, self._settings.documents)
        paragraphs = split_paragraphs(document)
        if not paragraphs:
            raise DocumentError(
                f"{path}: no paragraph of Chinese or English text was found. "
                "Check that the file holds the text itself and not pictures of it."
            )
        return document, build_entries(document, paragraphs, self._embedder)


def _number_pairs(document: Document, entries: Sequence[Entry]) -> list[tuple[int, int]]:
    """Turn the places of given pairs into numbers of paragraphs."""
    numbers = {entry.paragraph.spans[0][0]: entry.paragraph.number for entry in entries}
    return [(numbers[zh[0]], numbers[en[0]]) for zh, en in document.given_pairs]


def build_entries(
    document: Document, paragraphs: Sequence[Paragraph], embedder: Embedder
) -> list[Entry]:
    """Make what the store indexes of each paragraph.

    Every paragraph is also found by the title and date of its document: "in the 2023 interview".

    :param document: with the title and date it states.
    :param paragraphs: all of one document, in reading order.
    :param embedder: the library's model.
    :returns: one entry a paragraph, in the same order.
    """
    contexts = find_contexts(paragraphs)
    frame = index_terms("\n".join(filter(None, (document.title, document.date))))
    vectors = embedder.encode([paragraph.text for paragraph in paragraphs])
    return [
        Entry(
            paragraph=paragraph,
            context=context,
            vector=vector,
            terms=index_terms(paragraph.text),
            context_terms=[*index_terms(context), *frame],
        )
        for paragraph, context, vector in zip(paragraphs, contexts, vectors, strict=True)
    ]


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
