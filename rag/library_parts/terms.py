"""A library's pairs -> its own terms, learned when the pairs change and kept with it.

What is kept is derived and small: one named value in the catalogue, the same for the same pairs. A
second one holds the generation of the library at which the first was known to fit, so that opening
a library need not read its pairs.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Collection, Sequence
from itertools import accumulate

from rag.protocols import Lexicon
from rag.schema import Language, Paragraph
from rag.settings import AdaptationSettings
from rag.translation import AdaptedLexicon, LearnedTerms
from vectorstore import Store, StoreLockedError, StoreReadOnlyError, StoreWriteError

_TERMS, _FITS_AT = "learned_terms", "learned_terms_fit_at"
_Texts = tuple[str, str]
_EMPHASIS, _COLONS = " *_", ":\uff1a"


def update_terms(store: Store, base: Lexicon | None, settings: AdaptationSettings) -> None:
    """Learn a library's terms anew where its pairs have changed, and keep them.

    :param store: the library; it is written.
    :param base: the table that ships; without one nothing is learned.
    :param settings: whether to learn, and from how many pairs.
    """
    if base is None or not settings.enabled or _fits(store):
        return
    with store.writer():
        _keep(store, _learn(store, base, settings, _read(store)))


class LibraryLexicon:
    """The table with the library's terms over it, as they are now; a ``Lexicon``.

    For questions and answers. Pairing goes on with the table alone: what is learned from pairs
    must not decide on pairs, or they would depend on the order in which documents came.

    :param store: the library.
    :param base: the table that ships.
    :param settings: whether to learn, and from how many pairs.
    """

    def __init__(self, store: Store, base: Lexicon, settings: AdaptationSettings) -> None:
        self._store = store
        self._base = base
        self._settings = settings
        self._lock = threading.Lock()
        self._generation: int | None = None
        self._learned = LearnedTerms()
        self._current: Lexicon = base

    def translate(self, term: str, source: Language) -> Sequence[tuple[str, float]]:
        """Translate a term; best first, empty for an unknown one."""
        return self._current.translate(term, source)

    def refresh(self) -> LearnedTerms:
        """Take over what any process has learned since; cheap where nothing has changed.

        A library without terms, of an older version or written with learning switched off, is
        learned from here, and keeps them where it can be written at once.

        :returns: the library's terms; empty where learning is switched off.
        """
        if not self._settings.enabled:
            return self._learned
        generation = self._store.generation()
        if generation == self._generation:
            return self._learned
        with self._lock:
            is_first = self._generation is None
            learned = _read(self._store)
            if learned is None or (is_first and not _fits(self._store)):
                learned = _learn(self._store, self._base, self._settings, learned)
                generation = self._try_to_keep(learned, generation)
            self._learned = learned
            self._current = AdaptedLexicon(self._base, learned) if len(learned) else self._base
            self._generation = generation
        return learned

    def _try_to_keep(self, learned: LearnedTerms, generation: int) -> int:
        """Keep the terms if no one else writes; returns the generation they belong to."""
        try:
            with self._store.writer(wait_seconds=0):
                if self._store.generation() == generation:
                    return _keep(self._store, learned)
        except (StoreLockedError, StoreReadOnlyError, StoreWriteError):
            # They serve from memory; whoever writes the library keeps them at the end.
            pass
        return generation


def _read(store: Store) -> LearnedTerms | None:
    """Read the terms that are kept; None where there are none that this version can use."""
    text = store.get_meta(_TERMS)
    return None if text is None else LearnedTerms.from_json(text)


def _fits(store: Store) -> bool:
    """Tell, without reading pairs, whether the terms kept are those of the library as it is."""
    return store.get_meta(_FITS_AT) == str(store.generation()) and _read(store) is not None


def _keep(store: Store, learned: LearnedTerms) -> int:
    """Keep terms; returns the generation of the library then. For a writer."""
    text = learned.to_json()
    if store.get_meta(_TERMS) != text:
        store.set_meta(_TERMS, text)
    generation = store.generation() + 1  # what noting it makes it
    store.set_meta(_FITS_AT, str(generation))
    return generation


def _learn(
    store: Store, base: Lexicon, settings: AdaptationSettings, known: LearnedTerms | None
) -> LearnedTerms:
    """Learn from the pairs, unless they are those of what is known."""
    texts = _choose(_pair_texts(store), settings)
    digest = _digest(texts)
    if known is not None and known.digest == digest:
        return known
    from rag.translation.adaptation import learn_terms  # reading learned terms needs none of it

    return learn_terms(texts, base, digest=digest)


def _pair_texts(store: Store) -> set[_Texts]:
    """List the different texts of the pairs."""
    return {(_join(pair.zh), _join(pair.en)) for pair in store.pairs()}


def _choose(texts: Collection[_Texts], settings: AdaptationSettings) -> list[_Texts]:
    """Choose what is learned from, in no order of ingest; of too much, the same each time.

    What is taken depends on each pair alone, so that a new document changes little.
    """
    size = sum(len(zh) + len(en) for zh, en in texts)
    if len(texts) <= settings.max_pairs and size <= settings.max_chars:
        return sorted(texts)
    drawn = sorted(texts, key=lambda each: _digest([each]))[: settings.max_pairs]
    sizes = accumulate(len(zh) + len(en) for zh, en in drawn)
    kept = sum(1 for size in sizes if size <= settings.max_chars)
    return sorted(drawn[: max(1, kept)])


def _join(paragraphs: Sequence[Paragraph]) -> str:
    """Join the texts without their speakers: 记者 before a question does not mean question."""
    texts = []
    for each in paragraphs:
        text = each.text.lstrip(_EMPHASIS)
        if each.speaker and text.startswith(each.speaker):
            text = text[len(each.speaker) :].lstrip(_EMPHASIS + _COLONS)
        texts.append(text)
    return "\n".join(texts)


def _digest(texts: Sequence[_Texts]) -> str:
    digest = hashlib.sha256()
    for zh, en in texts:
        for text in (zh, en):
            data = text.encode()
            digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()
