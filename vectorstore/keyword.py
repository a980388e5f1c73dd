"""The keyword index of both languages.

Terms come as codes. Each language has an index of its own, so that the other one's texts do not
weigh in its statistics.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from rag.schema import Language
from vectorstore.engines import TermsRow
from vectorstore.errors import StoreDamagedError, StoreWriteError
from vectorstore.folder import DAMAGED, begin_anew
from vectorstore.keyword_part import LanguageIndex
from vectorstore.terms import CodeGroup
from vectorstore.values import Ranking, Selection


class TantivyIndex:
    """Terms by tantivy; see ``KeywordIndex``.

    :param folder: where it keeps its files; made at the first change.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._parts: dict[Language, LanguageIndex] = {
            "zh": LanguageIndex(folder / "zh"),
            "en": LanguageIndex(folder / "en"),
        }

    def add(self, rows: Sequence[TermsRow]) -> None:
        """Add passages; see ``KeywordIndex``."""
        for row in rows:
            self._parts[row.language].add(row)

    def delete(self, versions: Sequence[int]) -> None:
        """Forget versions; see ``KeywordIndex``."""
        for part in self._parts.values():
            part.delete(versions)

    def commit(self) -> None:
        """Make changes durable; see ``KeywordIndex``."""
        for part in self._parts.values():
            part.commit()

    def rollback(self) -> None:
        """Drop uncommitted changes; see ``KeywordIndex``."""
        for part in self._parts.values():
            part.rollback()

    def release(self) -> None:
        """End writing; see ``KeywordIndex``."""
        for part in self._parts.values():
            part.release()

    def search(self, groups: Sequence[CodeGroup], selection: Selection, limit: int) -> Ranking:
        """Find candidates; see ``KeywordIndex``."""
        with self._marking():
            return self._parts[selection.language].search(groups, selection.filters, limit)

    def document_counts(
        self, language: Language, codes: Sequence[int], *, without: Sequence[int] = ()
    ) -> list[int]:
        """Count passages; see ``KeywordIndex``."""
        with self._marking():
            return self._parts[language].document_counts(codes, without)

    def ids(self, language: Language) -> list[int]:
        """List the ids of all passages of a language that are in the index.

        :param language: of the passages.
        :returns: in no order.
        :raises StoreDamagedError: if it cannot be read.
        """
        return self._parts[language].ids()

    def refresh(self) -> None:
        """See what has been committed since; see ``KeywordIndex``."""
        for part in self._parts.values():
            part.refresh()

    def is_damaged(self) -> bool:
        """Whether it has to be built again; see ``KeywordIndex``."""
        return not self._folder.exists() or (self._folder / DAMAGED).exists()

    def require(self, languages: Iterable[Language]) -> None:
        """Make sure that it can be searched; see ``KeywordIndex``."""
        missing = [each for each in languages if not self._parts[each].exists]
        if missing or self.is_damaged():
            with self._marking():
                raise StoreDamagedError(
                    f"{self._folder}: the keyword index is missing or has to be built anew from "
                    "the catalogue, which holds all of it. Run: duizhao doctor --repair"
                )

    def rebuild(self, batches: Iterable[Sequence[TermsRow]]) -> None:
        """Drop everything and begin anew; see ``KeywordIndex``."""
        self.close()
        try:
            begin_anew(self._folder)
        except OSError as exc:
            raise StoreWriteError(
                f"{self._folder}: the keyword index cannot be built anew ({exc}). Check that the "
                "disk has free space and can be written, then run the command again."
            ) from exc
        for rows in batches:
            self.add(rows)
        self.commit()
        self.refresh()
        (self._folder / DAMAGED).unlink()

    def close(self) -> None:
        """Release files and memory."""
        for part in self._parts.values():
            part.close()

    @contextmanager
    def _marking(self) -> Generator[None, None, None]:
        try:
            yield
        except StoreDamagedError:
            with suppress(OSError):
                (self._folder / DAMAGED).touch()
            raise
