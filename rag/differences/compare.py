"""A library -> what its pairs, and the copies of a text, do not say alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from rag.differences.copies import find_copy_differences
from rag.differences.counts import find_count_differences
from rag.differences.names import find_name_differences
from rag.differences.negation import is_denied_once
from rag.differences.numbers import find_number_differences
from rag.differences.sentences import find_lone_sentences, measure_ratio
from rag.differences.values import Difference, PairTexts
from rag.protocols import Lexicon
from rag.schema import FRAMING_KINDS, Pair, Paragraph, Span
from rag.text.language import letters, split_sentences
from vectorstore import Store

#: Which stretches of a zh text and of an en text say the same.
SentencePairs = Callable[[str, str], list[tuple[Span, Span]]]


def find_differences(
    store: Store,
    *,
    sentence_pairs: SentencePairs,
    lexicon: Lexicon | None,
    document: str | None = None,
) -> list[Difference]:
    """Find what differs in content between the sides of pairs, and in letters between copies.

    :param store: the library.
    :param sentence_pairs: aligns the sentences of a pair.
    :param lexicon: translations; without them, no denial and no missing sentence.
    :param document: the one to look at, and what it is paired with; by default all.
    :returns: those of pairs in the order of their Chinese sides, then those of copies. Pairs of the
        same texts are looked at once.
    """
    neighbours = _Neighbours(store)
    distinct = {
        (letters(texts.zh), letters(texts.en)): texts
        for texts in map(PairTexts, reversed(store.pairs(document)))
    }
    pairs = list(reversed(distinct.values()))
    ratio = measure_ratio(pairs)
    found: list[Difference] = []
    for texts in pairs:
        near = neighbours.widen(texts)
        numbers = list(find_number_differences(texts, near))
        aligned = sentence_pairs(texts.zh, texts.en)
        found += numbers
        found += _find_counts(texts, aligned, numbers)
        found += find_name_differences(texts, near)
        if lexicon is None:
            continue
        found += _find_denials(texts, aligned, lexicon)
        if not _is_framing(texts.pair):
            found += find_lone_sentences(texts, near, aligned, lexicon=lexicon, ratio=ratio)
    copies = find_copy_differences(neighbours.all_paragraphs())
    found += (each for each in copies if document is None or document in _documents(each))
    return found


def _find_counts(
    texts: PairTexts, aligned: Iterable[tuple[Span, Span]], numbers: Sequence[Difference]
) -> Iterator[Difference]:
    """Yield the counts that differ, but for those that stand among the numbers already found."""
    known = {stretch for each in numbers for stretch in (each.first, each.second)}
    for zh, en in aligned:
        near = _widen(texts.zh, zh), _widen(texts.en, en)
        for each in find_count_differences(texts, zh, en, near=near):
            if known.isdisjoint((each.first, each.second)):
                yield each


def _find_denials(
    texts: PairTexts, aligned: Iterable[tuple[Span, Span]], lexicon: Lexicon
) -> Iterator[Difference]:
    for zh, en in aligned:
        zh_text, en_text = texts.zh[slice(*zh)], texts.en[slice(*en)]
        # The denial may have gone into the sentence before or after.
        zh_near, en_near = _widen(texts.zh, zh), _widen(texts.en, en)
        zh_denies = is_denied_once(zh_text, en_near, "zh", lexicon)
        if zh_denies or is_denied_once(en_text, zh_near, "en", lexicon):
            yield texts.difference("negation", zh, en)


def _widen(text: str, span: Span) -> str:
    """Give a stretch of sentences with the one before and the one after."""
    spans = split_sentences(text)
    before = max((start for start, end in spans if end <= span[0]), default=span[0])
    after = min((end for start, end in spans if start >= span[1]), default=span[1])
    return text[before:after]


def _is_framing(pair: Pair) -> bool:
    """Titles and headings are worded anew rather than translated."""
    return pair.zh[0].kind in FRAMING_KINDS - {"question"}


def _documents(difference: Difference) -> set[str]:
    return {difference.first.paragraph.document, difference.second.paragraph.document}


class _Neighbours:
    """Finds the paragraphs beside those of a pair, of the same language."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._documents: dict[str, list[Paragraph]] = {}

    def all_paragraphs(self) -> list[Paragraph]:
        """List every paragraph of the library, document by document."""
        return [each for info in self._store.documents() for each in self._of(info.name)]

    def widen(self, texts: PairTexts) -> PairTexts:
        """Give a pair with the paragraph before and after each side."""
        pair = texts.pair
        return PairTexts(Pair(self._beside(pair.zh), self._beside(pair.en), pair.score))

    def _beside(self, side: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
        own = [p for p in self._of(side[0].document) if p.language == side[0].language]
        numbers = [paragraph.number for paragraph in own]
        first, last = numbers.index(side[0].number), numbers.index(side[-1].number)
        return tuple(own[max(0, first - 1) : last + 2])

    def _of(self, document: str) -> list[Paragraph]:
        if document not in self._documents:
            passages = self._store.passages_of(document)
            self._documents[document] = [passage.paragraph for passage in passages]
        return self._documents[document]
