"""Documents of our own writing and engines that keep everything in memory or in plain files."""

import hashlib
import json
from pathlib import Path

import numpy as np

from rag.schema import Document, Paragraph
from vectorstore import Entry, Store
from vectorstore.chroma import ChromaIndex
from vectorstore.dense import SCAN_LIMIT
from vectorstore.keyword import TantivyIndex
from vectorstore.lock import WriterLock
from vectorstore.opening import open_catalogue

#: First line of a program for another process, which is to find this module and ours.
FIND_MODULES = f"import sys; sys.path[:0] = {[str(Path(__file__).parents[n]) for n in (2, 0)]}"
DIMENSION = 16
EMBEDDER = "toy-1"

HARBOUR = [
    ("zh", "海港今年接待了三百艘货船。", "林市长"),
    ("en", "The harbour received three hundred cargo ships this year.", "Mayor Lin"),
    ("zh", "新码头将于明年开放。", "林市长"),
    ("en", "The new pier opens next year.", "Mayor Lin"),
]
LIBRARY = [
    ("en", "The city library lends ten thousand books a month.", "Ms Frost"),
    ("zh", "市图书馆每月借出一万本书。", "Ms Frost"),
    ("zh", "RCEP 生效后, harbour 的货船增多。", None),
]


def terms_of(text: str) -> list[str]:
    """Cut a text into lower-case words and single Han characters."""
    terms, word = [], ""
    for char in text.lower() + " ":
        if char.isascii() and char.isalnum():
            word += char
            continue
        if word:
            terms.append(word)
            word = ""
        if "\u4e00" <= char <= "\u9fff":
            terms.append(char)
    return terms


def vector_of(text: str) -> np.ndarray:
    """Give every text its own direction; the same text always the same."""
    seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
    vector = np.random.default_rng(seed).standard_normal(DIMENSION).astype(np.float32)
    return vector / np.linalg.norm(vector)


def make_document(name, lines, *, context="", **fields):
    """Make a document of lines (language, text, speaker) with its entries."""
    text = "\n".join(line for _, line, _ in lines)
    fields = {"path": f"/files/{name}.txt", "content_hash": f"hash-{text}"} | fields
    document = Document(name=name, text=text, **fields)
    entries, start = [], 0
    for number, (language, line, speaker) in enumerate(lines, 1):
        kind = "paragraph" if speaker else "notice"
        span = ((start, start + len(line)),)
        paragraph = Paragraph(name, number, language, kind, speaker, line, span, page=1)
        entries.append(
            Entry(paragraph, context, vector_of(line), terms_of(line), terms_of(context))
        )
        start += len(line) + 1
    return document, entries


def open_engines(path: Path, vectors, keywords, *, scan_limit=SCAN_LIMIT, timeout_seconds=5.0):
    """Open a store on engines of the test's choice."""
    catalogue = open_catalogue(path, embedder=EMBEDDER, dimension=DIMENSION, create=True)
    lock = WriterLock(path, timeout_seconds=timeout_seconds)
    return Store(catalogue, lock, vectors=vectors, keywords=keywords, scan_limit=scan_limit)


def open_real(path: Path, scan_limit=0):
    """Open a store on Chroma and tantivy; 0 asks Chroma even for the smallest library."""
    return open_engines(
        path, ChromaIndex(path / "vectors"), TantivyIndex(path / "keywords"), scan_limit=scan_limit
    )


class FileVectors:
    """Vectors in a JSON file, compared one by one."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._rows = self._load()

    def upsert(self, language, ids, vectors):
        pairs = zip(ids, np.asarray(vectors).tolist(), strict=True)
        self._rows.setdefault(language, {}).update({str(id_): row for id_, row in pairs})
        self._save()

    def delete(self, language, ids):
        for id_ in ids:
            self._rows.get(language, {}).pop(str(id_), None)
        self._save()

    def search(self, language, vector, limit):
        rows = self._rows.get(language, {}).items()
        scored = [(int(id_), float(np.dot(row, vector))) for id_, row in rows]
        return sorted(scored, key=lambda each: -each[1])[:limit]

    def refresh(self):
        self._rows = self._load()

    def is_damaged(self):
        return not self._path.exists()

    def rebuild(self, rows):
        self._rows = {}
        for language, ids, vectors in rows:
            self.upsert(language, ids, vectors)
        self._save()

    def close(self):
        self._rows = {}

    def ids(self):
        return {int(id_) for rows in self._load().values() for id_ in rows}

    def _load(self):
        return json.loads(self._path.read_text()) if self._path.exists() else {}

    def _save(self):
        replace_file(self._path, json.dumps(self._rows))


class FileKeywords:
    """Terms in a JSON file, ranked by how many of them a passage holds."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.refresh()
        self._pending = list(self._rows)

    def add(self, rows):
        self._pending += [
            {
                "id": row.id,
                "version": row.version,
                "language": row.language,
                "codes": row.counts["code"].tolist(),
            }
            for row in rows
        ]

    def delete(self, versions):
        self._pending = [row for row in self._pending if row["version"] not in versions]

    def commit(self):
        replace_file(self._path, json.dumps(self._pending))
        self.refresh()

    def rollback(self):
        self._pending = list(self._rows)

    def release(self):
        """Nothing is held."""

    def search(self, groups, selection, limit):
        weights = {code: weight for group in groups for code, weight in group}
        scored = [
            (row["id"], sum(weights.get(code, 0.0) for code in row["codes"]))
            for row in self._rows
            if row["language"] == selection.language
        ]
        return sorted((each for each in scored if each[1]), key=lambda each: -each[1])[:limit]

    def document_counts(self, language, codes, *, without=()):
        rows = [
            row
            for row in self._rows
            if row["language"] == language and row["version"] not in without
        ]
        return [sum(code in row["codes"] for row in rows) for code in codes]

    def refresh(self):
        self._rows = json.loads(self._path.read_text()) if self._path.exists() else []

    def is_damaged(self):
        return not self._path.exists()

    def require(self, languages):
        """It is whole."""

    def rebuild(self, batches):
        self._pending = []
        for rows in batches:
            self.add(rows)
        self.commit()

    def close(self):
        self._rows = []

    def ids(self):
        self.refresh()
        return {row["id"] for row in self._rows}


def replace_file(path: Path, text: str) -> None:
    """Write a file all or nothing."""
    path.parent.mkdir(exist_ok=True)
    path.with_suffix(".new").write_text(text)
    path.with_suffix(".new").replace(path)
