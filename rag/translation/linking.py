"""Sentences that say the same -> which of their words translate each other, and how surely.

IBM Model 1 in both directions, trained to agree as in ``align``, but started from a lexicon: a word
whose translation stands in the other sentence is linked to that, and only words that nothing
explains are free to be anything. So a few sentences are enough, and take little time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.text.stopwords import HAN_STOP_CHARS
from rag.translation.bitext import SentencePair
from rag.translation.reading import Reader

# Chosen on the odd half of XQuAD's paragraphs after learning from the even half; none of them
# changes the share of questions answered by the first paragraph by more than 0.003.
#: A translation of this chance explains a word.
_EXPLAINS = 0.05
#: Chance of the lexicon's word pairs in the other direction, where it has them in one alone.
_OTHER_DIRECTION = 0.5
#: What words that the lexicon knows otherwise share out over the free words beside them.
_FREE_SHARE = 0.02
#: Occurrences that the lexicon's own opinion counts as, in every round.
_PRIOR_COUNT = 1.0
_NULL_WEIGHT, _DIAGONAL_TENSION = 0.05, 2.0
_SOLO_ROUNDS, _AGREEING_ROUNDS = 2, 3
_TINY = 1e-12

_Ints = NDArray[np.int64]
_Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Side:
    """The words of one language.

    :param words: the different words, by number.
    :param tokens: number of each word of each sentence, one sentence after the other.
    :param counts: occurrences of each word, shape ``(len(words),)``.
    """

    words: tuple[str, ...]
    tokens: _Ints
    counts: _Ints


@dataclass(frozen=True, slots=True)
class Links:
    """Which words are linked, over all sentence pairs.

    :param pairs: numbers of the Chinese and the English word of each link that is possible, shape
        ``(n, 2)``.
    :param counts: expected number of links of each pair, shape ``(n,)``.
    :param known: whether the lexicon has the pair in either direction, shape ``(n,)``.
    :param cells: single links: sentence pair, position of the Chinese word and of the English one
        in it, and row in ``pairs``; shape ``(m, 4)``.
    :param chances: how sure each single link is, 0 to 1, shape ``(m,)``.
    """

    zh: Side
    en: Side
    pairs: _Ints
    counts: _Floats
    known: NDArray[np.bool_]
    cells: _Ints
    chances: _Floats


@dataclass(frozen=True, slots=True)
class _Cell:
    """A link that is possible.

    :param forward: the lexicon's chance of the English word for the Chinese one.
    :param backward: the other way round.
    """

    sentence: int
    zh: int
    en: int
    forward: float
    backward: float


def link_words(sentences: Sequence[SentencePair], reader: Reader) -> Links:
    """Find which words of paired sentences translate each other.

    :param sentences: what says the same.
    :param reader: knows what the lexicon says.
    :returns: the possible links, of which most are unlikely.
    """
    rows = [(zh.words, en.words) for zh, en in sentences]
    zh, zh_starts = _number([zh for zh, _ in rows])
    en, en_starts = _number([en for _, en in rows])
    found = [
        cell
        for number, (zh_row, en_row) in enumerate(rows)
        for cell in _possible(number, zh_row, en_row, reader)
    ]
    places = np.array([(c.sentence, c.zh, c.en) for c in found], np.int64).reshape(-1, 3)
    zh_tokens = zh_starts[places[:, 0]] + places[:, 1]
    en_tokens = en_starts[places[:, 0]] + places[:, 2]
    size = max(len(en.words), 1)
    codes, first, row = np.unique(
        zh.tokens[zh_tokens] * size + en.tokens[en_tokens], return_index=True, return_inverse=True
    )
    pairs = np.column_stack([codes // size, codes % size])
    lexical = np.array([(c.forward, c.backward) for c in found], np.float64).reshape(-1, 2)[first]
    cells = np.column_stack([places, row.reshape(-1)])
    distance = _relative(places[:, 1], places[:, 0], zh_starts)
    distance -= _relative(places[:, 2], places[:, 0], en_starts)
    trainer = _Trainer(zh, en, pairs, lexical=lexical)
    chances = trainer.train(
        cells[:, 3], zh_tokens, en_tokens, prior=np.exp(-_DIAGONAL_TENSION * np.abs(distance))
    )
    counts = _sum(cells[:, 3], chances, len(pairs))
    return Links(zh, en, pairs, counts, lexical.max(axis=1, initial=0.0) > 0, cells, chances)


def _number(rows: Sequence[Sequence[str]]) -> tuple[Side, _Ints]:
    """Give each word of a language a number, and where each sentence starts among all tokens."""
    numbers: dict[str, int] = {}
    tokens = [numbers.setdefault(word, len(numbers)) for row in rows for word in row]
    starts = np.cumsum([0, *(len(row) for row in rows)])
    all_tokens = np.array(tokens, np.int64)
    return Side(tuple(numbers), all_tokens, np.bincount(all_tokens)), starts


def _possible(number: int, zh: Sequence[str], en: Sequence[str], reader: Reader) -> Iterator[_Cell]:
    """Yield the links that the lexicon knows, and all between words that nothing explains."""
    zh_places, en_places = _places(zh), _places(en)
    forward = {
        (word, other): chance
        for word in zh_places
        for other, chance in reader.translate(word, "zh").items()
        if other in en_places
    }
    backward = {
        (other, word): chance
        for word in en_places
        for other, chance in reader.translate(word, "en").items()
        if other in zh_places
    }
    explained_zh: set[str] = set()
    explained_en: set[str] = set()
    for pair in sorted(forward.keys() | backward.keys()):
        there, back = forward.get(pair, 0.0), backward.get(pair, 0.0)
        if max(there, back) >= _EXPLAINS:
            explained_zh.add(pair[0])
            explained_en.add(pair[1])
        for i in zh_places[pair[0]]:
            for j in en_places[pair[1]]:
                yield _Cell(number, i, j, there, back)
    free = [j for j, word in enumerate(en) if word not in explained_en]
    for i, word in enumerate(zh):
        if word in explained_zh or word in HAN_STOP_CHARS:
            continue
        for j in free:
            if (word, en[j]) not in forward and (word, en[j]) not in backward:
                yield _Cell(number, i, j, 0.0, 0.0)


def _places(row: Sequence[str]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for place, word in enumerate(row):
        if word not in HAN_STOP_CHARS:
            places[word].append(place)
    return places


def _relative(places: _Ints, sentences: _Ints, starts: _Ints) -> _Floats:
    """Give each word's place in its sentence, 0 to 1."""
    lengths = (starts[1:] - starts[:-1])[sentences]
    relative: _Floats = (places + 0.5) / np.maximum(lengths, 1)
    return relative


class _Trainer:
    """The rounds: how sure each link is, given how often words are linked, and again.

    :param zh: the Chinese words.
    :param en: the English words.
    :param pairs: word numbers of each pair.
    :param lexical: the lexicon's chance of each pair in both directions, shape ``(n, 2)``.
    """

    def __init__(self, zh: Side, en: Side, pairs: _Ints, *, lexical: _Floats) -> None:
        self._zh, self._en = zh, en
        self._zh_of, self._en_of = pairs[:, 0], pairs[:, 1]
        forward = np.maximum(lexical[:, 0], _OTHER_DIRECTION * lexical[:, 1])
        backward = np.maximum(lexical[:, 1], _OTHER_DIRECTION * lexical[:, 0])
        self._forward_prior = _start(forward, self._zh_of)
        self._backward_prior = _start(backward, self._en_of)

    def train(self, row: _Ints, zh: _Ints, en: _Ints, *, prior: _Floats) -> _Floats:
        """Run the rounds.

        :param row: pair of each cell.
        :param zh: Chinese token of each cell.
        :param en: English token of each cell.
        :param prior: how much its place speaks for each cell.
        :returns: how sure each cell is.
        """
        zh_null, en_null = _null(self._zh), _null(self._en)
        forward, backward = self._forward_prior, self._backward_prior
        chances = np.zeros(len(row))
        for number in range(_SOLO_ROUNDS + _AGREEING_ROUNDS):
            to_zh = _posterior(forward[row] * prior, en, en_null)
            to_en = _posterior(backward[row] * prior, zh, zh_null)
            chances = to_zh * to_en
            alone = number < _SOLO_ROUNDS
            forward_counts = _sum(row, to_zh if alone else chances, len(forward))
            backward_counts = _sum(row, to_en if alone else chances, len(backward))
            forward = _share(forward_counts + _PRIOR_COUNT * self._forward_prior, self._zh_of)
            backward = _share(backward_counts + _PRIOR_COUNT * self._backward_prior, self._en_of)
        return chances


def _start(lexical: _Floats, word: _Ints) -> _Floats:
    """Begin with the lexicon's chances; words without any begin with all alike."""
    alike = _share(np.ones(len(word)), word)
    has_known = _sum(word, lexical, 0) > 0
    return _share(np.where(has_known[word], lexical + _FREE_SHARE * alike, alike), word)


def _null(side: Side) -> _Floats:
    """Weigh for each token that it translates nothing."""
    weights: _Floats = _NULL_WEIGHT * side.counts[side.tokens] / max(len(side.tokens), 1)
    return weights


def _posterior(mass: _Floats, token: _Ints, null: _Floats) -> _Floats:
    """Share each token out over what it may translate, and over nothing."""
    total = _sum(token, mass, len(null)) + null
    shared: _Floats = mass / total[token]
    return shared


def _share(weights: _Floats, word: _Ints) -> _Floats:
    """Bring the weights of each word to a sum of 1."""
    shared: _Floats = weights / np.maximum(_sum(word, weights, 0), _TINY)[word]
    return shared


def _sum(numbers: _Ints, weights: _Floats, size: int) -> _Floats:
    """Add up the weights of each number; at least ``size`` sums."""
    return np.bincount(numbers, weights, minlength=size).astype(np.float64, copy=False)
