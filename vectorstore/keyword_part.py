"""The keyword index of one language: tantivy. The only module that imports tantivy."""

from __future__ import annotations

import json
import threading
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from rag.schema import SearchFilters
from vectorstore.dates import first_day, last_day
from vectorstore.engines import TermsRow
from vectorstore.errors import StoreDamagedError, StoreWriteError
from vectorstore.mirror import Mirror
from vectorstore.scoring import CONTEXT_SHARE
from vectorstore.terms import CodeGroup
from vectorstore.values import Ranking

if TYPE_CHECKING:
    from tantivy import Index, IndexWriter, Query, Schema, Searcher

#: Bytes of terms that the writer gathers before it makes a segment; each language has a writer.
_HEAP_BYTES = 32_000_000
_TEXT, _CONTEXT = "text", "context"
_SHARES = ((_TEXT, 1.0), (_CONTEXT, CONTEXT_SHARE))
#: Document counts of terms remembered, about 10 MB.
_MAX_COUNTS = 50_000
#: Term frequencies without positions: no phrase is ever searched.
_COUNTS, _PRESENCE = "freq", "basic"


class LanguageIndex:
    """One tantivy index; methods as ``KeywordIndex`` has them.

    :param folder: its files.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._mirror = Mirror(folder)
        self._lock = threading.RLock()
        self._index: Index | None = None
        self._schema: Schema | None = None
        self._writer: IndexWriter | None = None
        self._has_changes = False
        self._has_deleted = False
        #: In how many passages' texts and contexts a term stands; those deleted count as well,
        #: until their segment is merged.
        self._frequencies: dict[int, tuple[int, int]] = {}
        #: The same without what is deleted or left out, which takes a look at each passage.
        self._counts: dict[tuple[str, int], tuple[int, int]] = {}

    @property
    def exists(self) -> bool:
        """Whether there is one."""
        # What tantivy writes last when an index is made.
        return (self._folder / "meta.json").exists()

    def add(self, row: TermsRow) -> None:
        """Add a passage."""
        import tantivy

        with self._writing() as writer:
            document = tantivy.Document(
                id=row.id,
                version=row.version,
                document=row.document,
            )
            for field in (_TEXT, _CONTEXT):
                codes = np.repeat(row.counts["code"], row.counts[field])
                document.add_text(field, " ".join(map(str, codes.tolist())))
            if row.speaker is not None:
                document.add_text("speaker", row.speaker)
            if row.first_day is not None and row.last_day is not None:
                document.add_integer("first_day", row.first_day)
                document.add_integer("last_day", row.last_day)
            writer.add_document(document)

    def delete(self, versions: Sequence[int]) -> None:
        """Forget versions."""
        if not self._folder.exists():
            return
        with self._writing() as writer:
            for version in versions:
                writer.delete_documents_by_term("version", version)

    def commit(self) -> None:
        """Make changes durable."""
        if self._has_changes:
            with self._writing() as writer:
                writer.commit()
            # What is searched stays as it was: whoever searches knows when there is more to see.
            self._has_changes = False

    def rollback(self) -> None:
        """Drop uncommitted changes."""
        writer, self._writer = self._writer, None
        if writer is None or not self._has_changes:
            self._writer = writer
            return
        self._has_changes = False
        # A writer that failed may fail at this too; let go, it drops what was not committed.
        with suppress(ValueError, OSError, RuntimeError):
            writer.rollback()
            self._writer = writer

    def release(self) -> None:
        """End writing."""
        if self._writer is not None:
            writer, self._writer = self._writer, None
            with self._translated():
                # Segments are merged in the background; without the wait a series of short
                # writes would never finish a merge, and searches would slow down.
                writer.wait_merging_threads()

    def search(self, groups: Sequence[CodeGroup], filters: SearchFilters, limit: int) -> Ranking:
        """Find candidates."""
        searcher = self._searcher()
        query = None if searcher is None else self._query(groups, filters, searcher)
        if searcher is None or query is None:
            return []
        with self._translated(StoreDamagedError):
            hits = searcher.search(query, limit, count=False).hits
            ids = searcher.fast_field_values("id", [address for _, address in hits])
        return [
            (int(id_), float(score))
            for id_, (score, _) in zip(ids, hits, strict=True)
            if id_ is not None and score > 0
        ]

    def document_counts(self, codes: Sequence[int], without: Sequence[int]) -> list[int]:
        """Count passages."""
        searcher = self._searcher()
        if searcher is None:
            return [0] * len(codes)
        if not without and not self._has_deleted:
            return [max(self._frequency(searcher, code)) for code in codes]
        left_out = self._versions_query(without) if without else None
        name = str(left_out)
        return [max(self._exact_counts(searcher, code, left_out, name=name)) for code in codes]

    def _frequency(self, searcher: Searcher, code: int) -> tuple[int, int]:
        """Look up once, until the index changes: a question asks for each term several times."""
        frequencies = self._frequencies
        known = frequencies.get(code)
        if known is None:
            if len(frequencies) >= _MAX_COUNTS:
                frequencies = self._frequencies = {}
            term = str(code)
            known = searcher.doc_freq(_TEXT, term), searcher.doc_freq(_CONTEXT, term)
            frequencies[code] = known
        return known

    def _exact_counts(
        self, searcher: Searcher, code: int, left_out: Query | None, *, name: str
    ) -> tuple[int, int]:
        counts = self._counts
        known = counts.get((name, code))
        if known is None:
            if len(counts) >= _MAX_COUNTS:
                counts = self._counts = {}
            text, context = self._frequency(searcher, code)
            known = counts[(name, code)] = (
                self._exact_count(searcher, _TEXT, code, left_out) if text else 0,
                self._exact_count(searcher, _CONTEXT, code, left_out) if context else 0,
            )
        return known

    def _exact_count(
        self, searcher: Searcher, field: str, code: int, left_out: Query | None
    ) -> int:
        from tantivy import Occur, Query

        query = self._term(field, str(code), _COUNTS)
        if left_out is not None:
            query = Query.boolean_query([(Occur.Must, query), (Occur.MustNot, left_out)])
        with self._translated(StoreDamagedError):
            return int(searcher.search(query, 1, count=True).count or 0)

    def _versions_query(self, versions: Sequence[int]) -> Query:
        from tantivy import Occur, Query

        self._searcher()
        return Query.boolean_query(
            [(Occur.Should, Query.term_query(self._schema, "version", each)) for each in versions]
        )

    def ids(self) -> list[int]:
        """List all ids."""
        from tantivy import Query

        searcher = self._searcher()
        if searcher is None or not searcher.num_docs:
            return []
        with self._translated(StoreDamagedError):
            hits = searcher.search(Query.all_query(), searcher.num_docs, count=False).hits
            found = searcher.fast_field_values("id", [address for _, address in hits])
        return [int(id_) for id_ in found if id_ is not None]

    def refresh(self) -> None:
        """See what has been committed since."""
        with self._lock:
            # A new one: searches under way go on with the counts of the index they search.
            self._frequencies, self._counts = {}, {}
            if self._index is None:
                return
            if self._mirror.is_used:
                self._index = None
                return
            had_deleted = self._look_for_deleted()
            with self._translated(StoreDamagedError):
                self._index.reload()
            # Another process may have committed in between; both looks can only err to the slow.
            self._has_deleted = had_deleted or self._look_for_deleted()

    def close(self) -> None:
        """Release files and memory."""
        self.release()
        with self._lock:
            self._index = None
            self._mirror.close()

    def _query(
        self, groups: Sequence[CodeGroup], filters: SearchFilters, searcher: Searcher
    ) -> Query | None:
        """Any of the terms, within the filters; None where none occurs."""
        from tantivy import Occur, Query

        term, boost = Query.term_query, Query.boost_query
        # One flat sum: only in a flat one does tantivy skip what cannot reach the best places.
        clauses = [
            (Occur.Should, boost(term(self._schema, field, str(code), _COUNTS), weight * share))
            for group in groups
            for code, weight in group
            for (field, share), count in zip(_SHARES, self._frequency(searcher, code), strict=True)
            if count
        ]
        if not clauses:
            return None
        query = Query.boolean_query(clauses)
        limits = [
            (Occur.Must, Query.const_score_query(limit, 0.0)) for limit in self._limits(filters)
        ]
        return Query.boolean_query([(Occur.Must, query), *limits]) if limits else query

    def _limits(self, filters: SearchFilters) -> list[Query]:
        from tantivy import FieldType, Occur, Query

        limits = []
        for field, values in (("document", filters.documents), ("speaker", filters.speakers)):
            if values:
                terms = [(Occur.Should, self._term(field, value, _PRESENCE)) for value in values]
                limits.append(Query.boolean_query(terms))
        integer = FieldType.Integer
        if filters.since is not None:
            day = first_day(filters.since)
            limits.append(Query.range_query(self._schema, "last_day", integer, lower_bound=day))
        if filters.until is not None:
            day = last_day(filters.until)
            limits.append(Query.range_query(self._schema, "first_day", integer, upper_bound=day))
        return limits

    def _term(self, field: str, value: str, option: str) -> Query:
        from tantivy import Query

        return Query.term_query(self._schema, field, value, option)

    def _searcher(self) -> Searcher | None:
        with self._lock:
            if self._index is None:
                if not self.exists:
                    return None
                with self._translated(StoreDamagedError):
                    self._open(self._mirror.folder())
            return self._index.searcher() if self._index is not None else None

    def _open(self, folder: Path) -> Index:
        import tantivy

        self._schema = _make_schema()
        index = tantivy.Index(self._schema, path=str(folder))
        # Other processes' commits are looked for when the catalogue says that there are any.
        index.config_reader("manual")
        self._has_deleted = self._look_for_deleted()
        self._index = index
        return index

    def _look_for_deleted(self) -> bool:
        """Tell whether segments hold passages that are deleted."""
        try:
            segments = json.loads((self._folder / "meta.json").read_bytes())["segments"]
            return any(segment["deletes"] for segment in segments)
        except FileNotFoundError:
            return False
        except (OSError, ValueError, LookupError, TypeError):
            return True

    @contextmanager
    def _writing(self) -> Generator[Any, None, None]:
        with self._translated():
            if self._writer is None:
                self._folder.mkdir(parents=True, exist_ok=True)
                with self._lock:
                    index = self._index or self._open(self._folder)
                # One thread: what is indexed lands in the same order and segments every time.
                self._writer = index.writer(_HEAP_BYTES, 1)
            self._has_changes = True
            yield self._writer

    @contextmanager
    def _translated(
        self, kind: type[StoreDamagedError | StoreWriteError] = StoreWriteError
    ) -> Generator[None, None, None]:
        # tantivy reports what goes wrong inside it as ValueError.
        try:
            yield
        except (ValueError, OSError, RuntimeError) as exc:
            raise kind(
                f"{self._folder}: the keyword index cannot be "
                f"{'read' if kind is StoreDamagedError else 'written'} ({exc}). Check that the "
                "disk has free space and that the folder is complete, then try again."
            ) from exc


def _make_schema() -> Schema:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("id", fast=True)
    builder.add_integer_field("version", indexed=True)
    for field in (_TEXT, _CONTEXT):
        builder.add_text_field(field, tokenizer_name="whitespace", index_option=_COUNTS)
    for field in ("document", "speaker"):
        builder.add_text_field(field, tokenizer_name="raw", index_option=_PRESENCE)
    for field in ("first_day", "last_day"):
        builder.add_integer_field(field, indexed=True, fast=True)
    return builder.build()
