"""Paragraphs that say the same -> their sentences that do.

Words alone decide, so that what is learned from a library does not depend on its embedder; and it
takes a fraction of the time of the alignment that marks sentences for readers.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rag.schema import Language
from rag.text.language import split_sentences
from rag.text.stopwords import HAN_STOP_CHARS
from rag.translation.reading import Reader, Sentence

#: A translation of this chance makes two sentences match.
_MIN_CHANCE = 0.01
#: Sentences joined on each side, and what joining them costs in matched words.
_BEADS: tuple[tuple[int, int, float], ...] = (
    (1, 1, 0.0),
    (1, 2, 1.0),
    (2, 1, 1.0),
    (1, 3, 2.0),
    (3, 1, 2.0),
    (2, 2, 2.5),
    (1, 0, 0.3),
    (0, 1, 0.3),
)
_MAX_JOINED = max(en for _, en, _ in _BEADS)
#: Share of the Chinese words that match by chance.
_CHANCE = 0.15
#: Natural logarithm of words a word that costs nothing.
_FREE_LENGTH_RATIO = 0.3
#: A bead with fewer matches, as a share of its shorter side, is left out: translators skip
#: sentences, and paragraphs may be paired wrongly.
_MIN_MATCHED = 0.2
#: Paragraphs of more sentences and beads of more words are left out: time grows with the square.
_MAX_SENTENCES, _MAX_WORDS = 60, 150

#: Sentences that say the same, Chinese and English.
SentencePair = tuple[Sentence, Sentence]


def pair_sentences(pairs: Iterable[tuple[str, str]], reader: Reader) -> list[SentencePair]:
    """Find the sentences of paired paragraphs that say the same.

    :param pairs: Chinese and English text of each pair of paragraphs.
    :param reader: cuts the words, and knows which translate each other.
    :returns: pairs of sentences, or of a few joined, in order; those without counterpart, those
        too long and those that repeat an earlier one are left out.
    """
    found: list[SentencePair] = []
    # The same speech in two newspapers is one piece of evidence, not two.
    seen: set[tuple[str, ...]] = set()
    for zh_text, en_text in pairs:
        zh, en = _read(zh_text, "zh", reader), _read(en_text, "en", reader)
        if len(zh) > _MAX_SENTENCES or len(en) > _MAX_SENTENCES:
            continue
        for zh_part, en_part in _align(zh, en, reader):
            pair = _join(zh[zh_part]), _join(en[en_part])
            words = [tuple(side.words) for side in pair]
            if seen.isdisjoint(words) and max(map(len, words)) <= _MAX_WORDS:
                found.append(pair)
                seen.update(words)
    return found


def _read(text: str, language: Language, reader: Reader) -> list[Sentence]:
    sentences = (reader.read(text[start:end], language) for start, end in split_sentences(text))
    return [sentence for sentence in sentences if sentence.runs and sentence.runs[0]]


def _join(sentences: Sequence[Sentence]) -> Sentence:
    if len(sentences) == 1:
        return sentences[0]
    text = " ".join(sentence.text for sentence in sentences)
    return Sentence(text, tuple(run for sentence in sentences for run in sentence.runs))


@dataclass(frozen=True, slots=True)
class _Grid:
    """What is compared.

    :param matches: by how many English sentences are joined, less one: of each Chinese sentence,
        how many of its words match those that begin with each English sentence.
    :param zh_sizes: different words of each Chinese sentence.
    :param en_sizes: different words of each English sentence.
    """

    matches: list[list[list[int]]]
    zh_sizes: list[int]
    en_sizes: list[int]

    def count(self, zh: slice, en: slice) -> tuple[int, int, int]:
        """Count a bead's matched Chinese words, and the words of its sides."""
        joined = self.matches[en.stop - en.start - 1]
        matched = sum([row[en.start] for row in joined[zh]])
        return matched, sum(self.zh_sizes[zh]), sum(self.en_sizes[en])


def _align(
    zh: Sequence[Sentence], en: Sequence[Sentence], reader: Reader
) -> list[tuple[slice, slice]]:
    """Find the beads of the best row through both sides."""
    if not zh or not en:
        return []
    grid = _compare(zh, en, reader)
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {(0, 0): (0.0, (0, 0))}
    for i in range(len(zh) + 1):
        for j in range(len(en) + 1):
            for a, b, cost in _BEADS:
                if a <= i and b <= j and (i - a, j - b) != (i, j):
                    before = best[i - a, j - b][0]
                    score = before - cost + _score(grid, slice(i - a, i), slice(j - b, j))
                    if (i, j) not in best or score > best[i, j][0]:
                        best[i, j] = score, (a, b)
    return list(_walk(best, grid, len(zh), len(en)))[::-1]


def _walk(
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]], grid: _Grid, i: int, j: int
) -> Iterator[tuple[slice, slice]]:
    """Go back along the best row, and yield the beads that match well enough."""
    while i or j:
        a, b = best[i, j][1]
        zh, en = slice(i - a, i), slice(j - b, j)
        i, j = i - a, j - b
        if a and b:
            matched, zh_size, en_size = grid.count(zh, en)
            if matched and matched >= _MIN_MATCHED * min(zh_size, en_size):
                yield zh, en


def _score(grid: _Grid, zh: slice, en: slice) -> float:
    if zh.start == zh.stop or en.start == en.stop:
        return 0.0
    matched, zh_size, en_size = grid.count(zh, en)
    ratio = abs(math.log((zh_size + 2) / (en_size + 2)))
    return matched - _CHANCE * zh_size - max(0.0, ratio - _FREE_LENGTH_RATIO)


def _compare(zh: Sequence[Sentence], en: Sequence[Sentence], reader: Reader) -> _Grid:
    where: dict[str, int] = {}
    for number, sentence in enumerate(en):
        for word in sentence.words:
            where[word] = where.get(word, 0) | 1 << number
    sizes = []
    matches: list[list[list[int]]] = [[] for _ in range(_MAX_JOINED)]
    for sentence in zh:
        words = set(sentence.words) - HAN_STOP_CHARS
        found = [bits for word in words if (bits := _find_matches(word, where, reader))]
        sizes.append(len(words))
        for more, rows in enumerate(matches):
            masks = [((2 << more) - 1) << start for start in range(len(en))]
            rows.append([sum([bits & mask > 0 for bits in found]) for mask in masks])
    return _Grid(matches, sizes, [len(set(sentence.words)) for sentence in en])


def _find_matches(word: str, where: Mapping[str, int], reader: Reader) -> int:
    """Give a bit for each English sentence that holds a translation of a word."""
    bits = 0
    for other, chance in reader.translate(word, "zh").items():
        if chance >= _MIN_CHANCE and other in where:
            bits |= where[other]
    return bits
