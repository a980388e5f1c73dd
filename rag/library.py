"""The facade that joins the steps: a folder of documents that can be asked."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from rag.arguments import require_question, require_top_k
from rag.document_names import require_document
from rag.embedding import load_embedder, load_interaction
from rag.embedding.lazy_reranker import plan_reranker
from rag.engine_access import engine_access
from rag.history import History, read_history
from rag.ingesting.report import IngestReport
from rag.library_parts.answerers import Answerers
from rag.library_parts.choices import LibraryChoices
from rag.library_parts.conversations import LibraryConversations
from rag.library_parts.follow_ups import LibraryFollowUps
from rag.library_parts.metadata import LibraryMetadata
from rag.library_parts.search import LibrarySearch
from rag.library_parts.terms import LibraryLexicon, update_terms
from rag.library_parts.verifying import LibraryVerifying
from rag.library_parts.views import LibraryViews
from rag.protocols import Answerer, Embedder, Interaction, Lexicon
from rag.runtime.observing import observe_answer
from rag.schema import (
    Answer,
    AnswerDone,
    AnswerEvent,
    Hit,
    HitsFound,
    Language,
    Pair,
    Passage,
    Question,
    SearchFilters,
)
from rag.search import Sources
from rag.settings import Settings
from rag.store_errors import library_errors
from rag.translation import LearnedTerms, load_lexicon
from vectorstore import Store, StoreInfo

if TYPE_CHECKING:
    from rag.ingesting.ingest import ProgressCallback
    from rag.retriever import LibraryRetriever
    from rag.upkeep.checking import Check

#: Folder inside the store where the page keeps uploaded files.
_UPLOADS = "uploads"
#: Reading them takes time on a large library; nobody looks through more.
_MAX_EXAMPLES = 50


class Library(
    LibraryMetadata, LibraryConversations, LibraryViews, LibraryChoices, LibraryVerifying
):
    """Documents, their paragraphs and pairs, and the ways to ask them.

    One library may be used by many threads; a second process may read while one writes.
    """

    def __init__(
        self,
        store: Store,
        *,
        embedder: Embedder,
        lexicon: Lexicon | None,
        interaction: Interaction | None,
        settings: Settings,
    ) -> None:
        self._store = store
        self._embedder = embedder
        self._lexicon = lexicon
        self._interaction = interaction
        self._settings = settings
        # Pairing keeps to the table that ships; questions and answers use the library's terms too.
        self._terms = LibraryLexicon(store, lexicon, settings.adaptation) if lexicon else None
        self._search = LibrarySearch(
            Sources(store, embedder, lexicon, interaction),
            self._terms,
            plan_reranker(settings.search.reranker, settings.embedding.device),
            settings.search,
        )
        self._answerers = Answerers(settings, store, embedder, lexicon, self._terms)
        self._follow_ups = LibraryFollowUps(store, self._search, self._answerers, self._terms)
        #: By language: the generation of the library they were read from, and the questions.
        self._examples: dict[Language, tuple[int, list[str]]] = {}

    @classmethod
    def open(
        cls,
        path: str | Path | None = None,
        *,
        settings: Settings | None = None,
        create: bool = True,
    ) -> Library:
        """Open a library's folder, or make a new one.

        :param path: the folder; by default the one the settings name.
        :param settings: all settings; by default read from the environment.
        :param create: make the folder where there is none.
        :returns: the library.
        :raises LibraryError: if the folder cannot be used, or holds something else.
        :raises EmbedderError: if the embedding model cannot be loaded.
        """
        settings = settings or Settings()
        folder = Path(path) if path is not None else settings.store
        embedder = load_embedder(settings.embedding)
        with library_errors():
            store = Store.open(
                folder,
                embedder=embedder.name,
                dimension=embedder.dimension,
                create=create,
                access=engine_access(settings.engine),
            )
        lexicon = load_lexicon() if settings.search.use_translation else None
        return cls(
            store,
            embedder=embedder,
            lexicon=lexicon,
            interaction=load_interaction(embedder) if settings.search.interaction_weight else None,
            settings=settings,
        )

    def __enter__(self) -> Library:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Release the library's files."""
        self._store.close()

    @property
    def info(self) -> StoreInfo:
        """What the library holds, and the embedder it was made with."""
        with library_errors():
            return self._store.info

    @property
    def settings(self) -> Settings:
        """The settings it was opened with."""
        return self._settings

    @property
    def upload_folder(self) -> Path:
        """Where the page keeps the files that users upload."""
        return self._folder / _UPLOADS

    @property
    def _folder(self) -> Path:
        return Path(self._store.info.path)

    def ingest(
        self,
        paths: str | Path | Sequence[str | Path],
        *,
        prune: bool = False,
        progress: ProgressCallback | None = None,
    ) -> IngestReport:
        """Index files and folders; unchanged files are skipped, changed ones replaced.

        :param paths: files and folders.
        :param prune: also drop the documents whose file is gone.
        :param progress: called as files are begun.
        :returns: what became of each file; files that failed are listed with the reason.
        :raises DocumentError: if a path does not exist.
        :raises LibraryError: if the library cannot be written.
        """
        from rag.ingesting.entries import EntryMaker
        from rag.ingesting.ingest import ingest_files, missing_documents

        wanted = [paths] if isinstance(paths, str | Path) else paths
        with library_errors():
            report = ingest_files(
                [Path(path) for path in wanted],
                store=self._store,
                maker=EntryMaker(self._embedder, self._interaction),
                lexicon=self._lexicon,
                settings=self._settings,
                progress=progress,
            )
            gone = missing_documents(self._store.documents())
            removed = self._store.remove(gone) if gone and prune else []
            update_terms(self._store, self._lexicon, self._settings.adaptation)
        kept = () if prune else tuple(gone)
        return dataclasses.replace(report, removed=(*report.removed, *removed), missing=kept)

    def remove(self, names: Sequence[str]) -> list[str]:
        """Remove documents everywhere.

        :param names: documents' names.
        :returns: those that were there.
        :raises LibraryError: if the library cannot be written.
        """
        with library_errors():
            removed = self._store.remove(names)
            update_terms(self._store, self._lexicon, self._settings.adaptation)
        return removed

    def passages_of(self, name: str) -> list[Passage]:
        """List a document's paragraphs in reading order; empty for an unknown name."""
        with library_errors():
            return self._store.passages_of(name)

    def pairs(self, document: str | None = None) -> list[Pair]:
        """List the pairs, of one document or of all; a DocumentError says that it is unknown."""
        with library_errors():
            require_document(self._store, document)
            return self._store.pairs(document)

    def check(self) -> list[Check]:
        """Look at everything the library keeps and say what is right and wrong with it."""
        from rag.upkeep.doctor import diagnose

        return list(diagnose(self._folder, self._settings).checks)

    def learned_terms(self) -> LearnedTerms:
        """Give the terms learned from the library's pairs; empty where that is switched off."""
        with library_errors():
            return self._terms.refresh() if self._terms is not None else LearnedTerms()

    def search(
        self,
        question: str,
        *,
        history: History = (),
        filters: SearchFilters | None = None,
        top_k: int | None = None,
        adapted: bool = True,
    ) -> list[Hit]:
        """Find the passages that bear on a question, in either language.

        :param question: in Chinese or English.
        :param history: earlier turns of the conversation, as for ``stream``.
        :param filters: what to limit the search to.
        :param top_k: how many entries; by default what the settings say.
        :param adapted: whether to use the terms learned from the library's pairs.
        :returns: hits, best first; a passage and its counterpart are one.
        :raises QuestionError: if the question is no text, empty, too long or in a third language,
            or the history cannot be read.
        :raises FilterError: if no document meets the filters.
        :raises ValueError: if ``top_k`` is no whole number from 1.
        """
        from rag.answer import resolve_follow_up

        checked = self._check(question, history, top_k)
        narrowed = self._narrowed(filters)
        resolved = resolve_follow_up(checked, self._follow_ups.within(narrowed))
        return self._search.retrieve(resolved, narrowed, top_k, adapted=adapted)

    def stream(
        self,
        question: str,
        *,
        history: History = (),
        filters: SearchFilters | None = None,
        model: str | None = None,
        top_k: int | None = None,
    ) -> Iterator[AnswerEvent]:
        """Answer a question step by step.

        :param question: in Chinese or English.
        :param history: earlier turns of the conversation, oldest first: ``Turn``s, or mappings with
            ``role`` and ``content``.
        :param filters: what to limit the search to.
        :param model: ``extractive`` or a chat model's name; by default what the settings say.
        :param top_k: how many entries of evidence to consider.
        :returns: ``HitsFound``, then pieces of text, then ``AnswerDone``.
        :raises QuestionError: if the question is no text, empty, too long or in a third language,
            or the history cannot be read.
        :raises FilterError: if no document meets the filters.
        :raises ValueError: if ``top_k`` is no whole number from 1.
        :raises ModelError: if the chat model's settings cannot be used.
        """
        started = time.perf_counter()
        checked = self._check(question, history, top_k)
        answerer = self.answerer(model)
        narrowed = self._narrowed(filters)
        events = self._events(checked, answerer, narrowed, top_k, started)
        return observe_answer(events, checked, with_text=self._settings.log.question_texts)

    def ask(
        self,
        question: str,
        *,
        history: History = (),
        filters: SearchFilters | None = None,
        model: str | None = None,
        top_k: int | None = None,
    ) -> Answer:
        """Answer a question; arguments and errors as ``stream``."""
        events = self.stream(question, history=history, filters=filters, model=model, top_k=top_k)
        for event in events:
            if isinstance(event, AnswerDone):
                return event.answer
        raise AssertionError("an answerer ended without AnswerDone")

    async def aask(
        self,
        question: str,
        *,
        history: History = (),
        filters: SearchFilters | None = None,
        model: str | None = None,
        top_k: int | None = None,
    ) -> Answer:
        """Answer a question without blocking the event loop; arguments and errors as ``ask``."""
        import asyncio

        return await asyncio.to_thread(
            self.ask, question, history=history, filters=filters, model=model, top_k=top_k
        )

    def answerer(self, model: str | None = None) -> Answerer:
        """Give the answerer of a model.

        :param model: ``extractive`` or a chat model's name; by default what the settings say.
        :returns: the same one each time.
        :raises ModelError: if the chat model's settings cannot be used.
        """
        return self._answerers.load(model or self._settings.answer.model)

    def as_retriever(self, top_k: int = 8) -> LibraryRetriever:
        """Give the library as a LangChain retriever."""
        from rag.retriever import LibraryRetriever

        return LibraryRetriever(library=self, top_k=top_k)

    def example_questions(self, language: Language, limit: int = 4) -> list[str]:
        """Suggest questions that the library can answer.

        :param language: of the questions.
        :param limit: how many at most, up to 50.
        :returns: questions its documents put themselves, or those of the sample documents.
        """
        from rag.examples import suggest_questions

        with library_errors():
            generation = self._store.generation()
            if self._examples.get(language, (None, []))[0] != generation:
                found = suggest_questions(self._store, language, _MAX_EXAMPLES)
                self._examples[language] = (generation, found)
        return self._examples[language][1][:limit]

    def _check(self, question: str, history: History, top_k: int | None) -> Question:
        """Check what a program asks with."""
        from rag.answer import check_question

        require_question(question)
        require_top_k(top_k)
        return check_question(question, self._settings.answer, read_history(history))

    def _events(
        self,
        question: Question,
        answerer: Answerer,
        filters: SearchFilters,
        top_k: int | None,
        started: float,
    ) -> Iterator[AnswerEvent]:
        from rag.answer import cite_within, is_courtesy, refuse, resolve_question

        if is_courtesy(question.text):
            yield HitsFound(question, ())
            yield AnswerDone(refuse(question, (), "no_question", model=answerer.name))
            return
        alone = self._follow_ups.within(filters)
        resolved = yield from resolve_question(question, answerer, alone)
        question = self._search.note_names(resolved.question)
        hits = self._search.find_evidence(question, filters, top_k)
        yield HitsFound(question, tuple(hits))
        if not hits and not self.info.document_count:
            yield AnswerDone(refuse(question, (), "empty_library", model=answerer.name))
            return
        for event in answerer.stream(question, hits):
            if isinstance(event, AnswerDone):
                seconds = time.perf_counter() - started
                answer = cite_within(resolved.add_to(event.answer), filters)
                yield AnswerDone(dataclasses.replace(answer, seconds=seconds))
            else:
                yield event
