"""Nothing but what ships -> folders of made-up text files, one half the translation of the other.

English words are drawn as in ``corpus``, and the Chinese ones are those that the shipped table
gives for them, in the same order: what pairs documents and paragraphs finds real evidence.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from rag.evaluation.bench.corpus import read_words
from rag.text.terms import index_terms
from rag.translation import load_lexicon

_SEED = 20240815
#: Paragraphs of a file, and words of a paragraph and of a sentence, from and up to.
_PARAGRAPHS = (20, 200)
_WORDS = (20, 120)
_SENTENCE_WORDS = (8, 25)
#: Share of paragraphs that stand in one of the two files alone.
_LEFT_OUT = 0.05
#: Words of lesser probability than this are no translation.
_LEAST_CHANCE = 0.1

_Word = tuple[str, str]


def write_files(folder: Path, paragraphs: int) -> int:
    """Write text files; the same number gives the same files every time.

    :param folder: is made.
    :param paragraphs: how many they are to hold together, about.
    :returns: how many they hold.
    """
    folder.mkdir(parents=True)
    written = 0
    number = 0
    while written < paragraphs:
        generator = np.random.default_rng([_SEED, number])
        most = max(1, (paragraphs - written) // 2)
        count = min(int(generator.integers(*_PARAGRAPHS)), most)
        for language, texts in zip(("zh", "en"), _make_sides(count, generator), strict=True):
            path = folder / f"made-{number:05}-{language}.txt"
            path.write_text("\n\n".join(texts) + "\n", encoding="utf-8")
            written += len(texts)
        number += 1
    return written


def _make_sides(count: int, generator: np.random.Generator) -> tuple[list[str], list[str]]:
    zh: list[str] = []
    en: list[str] = []
    for _ in range(count):
        sentences = list(_make_sentences(generator))
        absent = generator.random()
        if absent >= _LEFT_OUT / 2 or not zh:
            zh.append("".join("".join(word for word, _ in each) + "。" for each in sentences))
        if absent <= 1 - _LEFT_OUT / 2 or not en:
            lines = (" ".join(word for _, word in each) for each in sentences)
            en.append(" ".join(f"{line[0].upper()}{line[1:]}." for line in lines))
    return zh, en


def _make_sentences(generator: np.random.Generator) -> Iterator[Sequence[_Word]]:
    words, shares = _known_words()
    left = int(generator.integers(*_WORDS))
    while left > 0:
        size = min(left, int(generator.integers(*_SENTENCE_WORDS)))
        yield [words[place] for place in generator.choice(len(words), size, p=shares).tolist()]
        left -= size


@functools.cache
def _known_words() -> tuple[list[_Word], np.ndarray[tuple[int], np.dtype[np.float64]]]:
    """English words that the table translates, with their translation and how likely each is."""
    lexicon = load_lexicon()
    source = read_words("en")
    words, shares = [], []
    for word, share in zip(source.words, source.shares.tolist(), strict=True):
        terms = index_terms(word)
        found = lexicon.translate(terms[0], "en") if terms else ()
        if found and found[0][1] >= _LEAST_CHANCE:
            words.append((found[0][0], word))
            shares.append(share)
    kept = np.asarray(shares)
    return words, kept / kept.sum()
