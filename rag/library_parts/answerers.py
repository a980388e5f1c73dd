"""A library's parts -> whatever answers its questions, one for each model."""

from __future__ import annotations

from rag.embedding import load_reader
from rag.protocols import Answerer, Embedder, Lexicon
from rag.schema import Counterpart, Passage, Span
from rag.settings import AnswerSettings, Settings
from rag.store_errors import library_errors
from vectorstore import Store

_EXTRACTIVE = "extractive"


class Answerers:
    """Loads answerers, each once.

    :param settings: of the library.
    :param store: of the library.
    :param embedder: of the library.
    :param table: the translation table that ships, for pairing sentences.
    :param terms: that table and what was learned from the library.
    """

    def __init__(
        self,
        settings: Settings,
        store: Store,
        embedder: Embedder,
        table: Lexicon | None,
        terms: Lexicon | None,
    ) -> None:
        self._settings = settings.answer
        named = (settings.answer.model, *settings.page.models)
        self._addressed = next((name for name in named if name != _EXTRACTIVE), "")
        self._store = store
        self._embedder = embedder
        self._table = table
        self._terms = terms
        self._reader = load_reader(settings.answer)
        self._loaded: dict[str, Answerer] = {}

    def load(self, model: str) -> Answerer:
        """Load the answerer of a model.

        :param model: ``extractive`` or a chat model's name.
        :returns: the same one each time.
        :raises ModelError: if the chat model's settings cannot be used.
        """
        from rag.answer import load_answerer

        if model not in self._loaded:
            self._loaded[model] = load_answerer(
                self.settings_for(model),
                encode=self._embedder.encode,
                sentence_reader=self._reader,
                lexicon=self._terms,
                sentence_pairs=self.sentence_pairs,
                read_around=self._read_around,
            )
        return self._loaded[model]

    def settings_for(self, model: str) -> AnswerSettings:
        """Give the settings that a model is asked with.

        Address and key belong to the first chat model that the settings name, and to others of its
        provider: no vendor is sent another one's key.

        :param model: ``extractive`` or a chat model's name.
        :returns: the settings.
        """
        from rag.answer.certainty import CALIBRATED_WITH

        changes: dict[str, object] = {"model": model}
        if self._embedder.name != CALIBRATED_WITH:
            # Another embedder's cosines mean something else.
            changes["min_relevance"] = 0.0
        if self._addressed and _provider(model) != _provider(self._addressed):
            changes |= {"base_url": None, "api_key": None, "api_key_file": None}
        return self._settings.model_copy(update=changes)

    def _read_around(self, passage: Passage, most: int) -> list[tuple[Passage, Counterpart | None]]:
        """List the paragraphs around one in reading order, each with its best counterpart."""
        with library_errors():
            passages = self._store.passages_around(passage, before=most, behind=most)
            found = self._store.counterparts([passage.id for passage in passages])
        best = {id_: sides[0] for id_, sides in found.items() if sides}
        return [(passage, best.get(passage.id)) for passage in passages]

    def sentence_pairs(self, zh_text: str, en_text: str) -> list[tuple[Span, Span]]:
        """Tell which stretch of a Chinese paragraph says the same as which of an English one."""
        from rag.pairing import align_sentences

        aligned = align_sentences(
            zh_text, en_text, encode=self._embedder.encode, lexicon=self._table
        )
        return [((zh[0][0], zh[-1][1]), (en[0][0], en[-1][1])) for zh, en, _ in aligned]


def _provider(model: str) -> str:
    return model.partition(":")[0]
