"""What is damaged in a library -> made anew from its catalogue, or from its documents' files."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from rag.documents import find_source_file
from rag.embedding import load_embedder, load_interaction
from rag.engine_access import engine_access
from rag.errors import LibraryError
from rag.ingesting.entries import EntryMaker
from rag.ingesting.ingest import ingest_files
from rag.library_parts.pairs import update_pairs
from rag.protocols import Lexicon
from rag.schema import Pair
from rag.settings import Settings
from rag.store_errors import library_errors
from rag.translation import load_lexicon
from rag.upkeep.checking import is_exact
from vectorstore import Finding, Store, VectorStoreError, forget_damaged, forget_hashes

_INDEXES = {
    "vectors": "vector index",
    "keywords": "keyword index",
    "indexes": "catalogue's own indexes",
}


def repair_library(folder: Path, settings: Settings, findings: Sequence[Finding]) -> list[str]:
    """Mend what is damaged; no file that documents were read from is changed.

    To be run in a process of its own, since it reads what is damaged.

    :param folder: the library's.
    :param settings: those it is used with.
    :param findings: what was found; where the catalogue's file is damaged, nothing can be done.
    :returns: what was done, a line each.
    :raises LibraryError: if the library cannot be written.
    """
    parts = {finding.part for finding in findings}
    if "file" in parts:
        raise LibraryError(
            f"{folder}: the catalogue itself is damaged, and nothing was changed. Restore a backup "
            "('duizhao restore'), or save what can be read: duizhao doctor --rescue FOLDER"
        )
    with library_errors():
        forget_damaged(folder, findings)
    said = [f"made the {name} anew" for part, name in _INDEXES.items() if part in parts]
    said += [
        f"dropped {name}; it is made anew when it is needed"
        for each in findings
        if each.part == "value"
        for name in each.names
    ]
    broken = [name for each in findings if each.part == "document" for name in each.names]
    embedder = load_embedder(settings.embedding)
    reads = settings.search.interaction_weight > 0
    maker = EntryMaker(embedder, load_interaction(embedder) if reads else None)
    lexicon = load_lexicon() if settings.search.use_translation else None
    with (
        library_errors(),
        Store.open(
            folder,
            embedder=embedder.name,
            dimension=embedder.dimension,
            create=False,
            access=engine_access(settings.engine),
        ) as store,
    ):
        with store.writer():
            pass  # entering makes the indexes anew
        said += _mend_documents(store, broken, maker, lexicon, settings)
        if "pairs" in parts or broken:
            try:
                said.append(f"paired anew: {_pair_all(store, lexicon, settings)} pairs")
            except VectorStoreError as error:
                said.append(f"not paired anew, while a document cannot be read: {error}")
    return said


def _mend_documents(
    store: Store,
    names: Sequence[str],
    maker: EntryMaker,
    lexicon: Lexicon | None,
    settings: Settings,
) -> list[str]:
    """Read files again, or make what is kept beside a text anew where that can be believed."""
    said, unreadable = [], []
    for name in names:
        try:
            document, passages = store.document(name), store.passages_of(name)
            if (
                document is None
                or not passages
                or not is_exact(document, passages)
                or _is_unchanged(Path(document.path), document.content_hash)
            ):
                unreadable.append(name)
                continue
            paragraphs = [passage.paragraph for passage in passages]
            store.put(document, maker.build(document, paragraphs))
            said.append(f"{name}: vectors and words made anew from its text")
        except (VectorStoreError, ValueError, LookupError):
            unreadable.append(name)
    if unreadable:
        forget_hashes(store.info.path, unreadable)
        said += _read_again(store, unreadable, maker, lexicon, settings)
    return said


def _is_unchanged(path: Path, content_hash: str) -> bool:
    """Tell whether a document's file is there as it was read; it knows best what is right."""
    file = find_source_file(path)
    return (
        file is not None
        and file.is_file()
        and hashlib.sha256(file.read_bytes()).hexdigest() == content_hash
    )


def _read_again(
    store: Store,
    names: Sequence[str],
    maker: EntryMaker,
    lexicon: Lexicon | None,
    settings: Settings,
) -> list[str]:
    """Read the files of documents whose text is damaged, all before any is paired."""
    paths = {info.name: Path(info.path) for info in store.documents() if info.name in names}
    files = {name: find_source_file(path) for name, path in paths.items()}
    there = sorted({file for file in files.values() if file is not None})
    if there:
        report = ingest_files(there, store=store, maker=maker, lexicon=lexicon, settings=settings)
        updated = {*report.updated}
        reasons = {Path(each.path): each.reason for each in report.failed}
    else:
        updated, reasons = set(), {}
    said = []
    for name in names:
        file = files.get(name)
        if name in updated:
            said.append(f"{name}: read again from {file}")
        elif file is None:
            said.append(f"{name}: its text is damaged and its file is gone ({paths.get(name)})")
        else:
            said.append(f"{name}: cannot be read again: {reasons.get(file, file)}")
    return said


def _pair_all(store: Store, lexicon: Lexicon | None, settings: Settings) -> int:
    if not settings.pairing.enabled:
        return 0
    names = [info.name for info in store.documents()]
    stated = {name: _stated_pairs(store.pairs(name), name) for name in names}
    given = {name: pairs for name, pairs in stated.items() if pairs}
    return update_pairs(store, names, lexicon=lexicon, settings=settings.pairing, given=given)


def _stated_pairs(pairs: Sequence[Pair], name: str) -> list[tuple[int, int]]:
    """Give the pairs that a document's file states, which alone are all certain."""
    own = [pair for pair in pairs if {each.document for each in (*pair.zh, *pair.en)} == {name}]
    if any(pair.score != 1.0 for pair in own):
        return []
    return [(pair.zh[0].number, pair.en[0].number) for pair in own]
