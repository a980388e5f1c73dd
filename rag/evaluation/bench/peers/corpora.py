"""Passages for all contestants, as files for those that read files and as a list for the others."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rag.documents import find_files, load_document, split_paragraphs
from rag.evaluation.bench.corpus import make_documents
from rag.evaluation.bench.sets import SETS, Pool
from rag.settings import DocumentSettings


@dataclass(frozen=True, slots=True)
class Corpus:
    """What is ingested.

    :param files: folder of text files.
    :param passages: JSON list of an id and a text for each passage.
    :param count: how many passages.
    """

    files: Path
    passages: Path
    count: int


def write_made(folder: Path, passages: int) -> Corpus:
    """Write made-up documents of that many passages."""

    def files() -> Iterable[tuple[str, list[str]]]:
        for document, paragraphs in make_documents(passages):
            yield Path(document.path).stem, [each.text for each in paragraphs]

    return _write(folder, files())


def list_documents(folder: Path, documents: Path) -> Corpus:
    """List the paragraphs of documents; they stay where they are.

    :param folder: for the list; made here.
    :param documents: a folder of documents.
    :returns: the documents.
    :raises DocumentError: if there is no such folder, or one cannot be read.
    """
    passages: list[tuple[str, str]] = []
    for path in find_files([documents]):
        document = load_document(path, path.stem, DocumentSettings())
        passages += [
            (f"{path.stem}-{each.number}", each.text) for each in split_paragraphs(document)
        ]
    folder.mkdir(parents=True)
    return Corpus(documents, _list(folder, passages), len(passages))


def write_pool(folder: Path, pool: Pool) -> Corpus:
    """Write each paragraph of a pool as a document of its own, named after its place."""
    return _write(folder, ((f"{place:06}", [text]) for place, text in enumerate(pool.paragraphs)))


def xquad_pools(data: Path) -> list[Pool]:
    """Read XQuAD's pools of one language.

    :param data: folder of the public sets.
    :returns: a pool for each language; none where the set is missing.
    """
    xquad = next(each for each in SETS if each.name == "xquad")
    if not all((data / name).is_file() for name in xquad.files):
        return []
    return [pool for pool in xquad.read(data) if not pool.paired]


def _write(folder: Path, files: Iterable[tuple[str, list[str]]]) -> Corpus:
    (folder / "files").mkdir(parents=True)
    passages: list[tuple[str, str]] = []
    for name, texts in files:
        path = folder / "files" / f"{name}.txt"
        path.write_text("\n\n".join(texts) + "\n", encoding="utf-8", newline="\n")
        single = len(texts) == 1
        passages += [
            (name if single else f"{name}-{number}", text) for number, text in enumerate(texts, 1)
        ]
    return Corpus(folder / "files", _list(folder, passages), len(passages))


def _list(folder: Path, passages: list[tuple[str, str]]) -> Path:
    listed = folder / "passages.json"
    listed.write_text(json.dumps(passages, ensure_ascii=False), encoding="utf-8")
    return listed
