"""Parallel text and CC-CEDICT -> the translation table that ships.

``python -m rag.translation.train --data ../shared/data`` writes ``table.npz`` and
``names.npz`` beside this file; the same data gives the same bytes.
"""

from __future__ import annotations

import argparse
import math
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.errors import RagError
from rag.schema import Language
from rag.text.language import HAN, to_simplified
from rag.translation.align import Alignment, align
from rag.translation.corpus import SOURCES, Entry, read_cedict, read_pairs, split_names
from rag.translation.dictionary import (
    STOP_STEMS,
    Probabilities,
    collect_phrases,
    combine,
    content_stems,
    gloss_stems,
    prune,
    translate_by_glosses,
)
from rag.translation.names import NAMES_FILE, CharacterModel, save_names
from rag.translation.spelling import model_characters
from rag.translation.table import TABLE_FILE, Translations, save_table
from rag.translation.words import MAX_WORD_CHARS, cut_words, han_runs

_SEED = 7
#: Sets that name things: one Chinese word, one English name.
_NAME_SETS = frozenset({"chinesenotes_entities", "cldr_names", "osm_presets"})
_HAN_WORD = re.compile(f"[{HAN}]{{1,{MAX_WORD_CHARS}}}")
_NOT_HAN = re.compile(f"[^{HAN}]+")
_MAX_ZH_WORDS, _MAX_EN_WORDS = 60, 80
_MIN_COUNT = 0.5
_LEARNED_SHARE = 0.7
_FLOOR = 0.005
_TOP = 16


@dataclass(frozen=True, slots=True)
class _Example:
    """A sentence pair with what it counts."""

    zh: str
    en: str
    weight: float


@dataclass(frozen=True, slots=True)
class Trained:
    """What training gives.

    :param table: translations by term, for ``zh`` and ``en``.
    :param characters: how each character is spelt in names.
    """

    table: Mapping[Language, Mapping[str, Translations]]
    characters: Mapping[str, CharacterModel]


def train_table(data: Path, report: Callable[[str], None]) -> Trained:
    """Train both directions and the names model.

    :param data: the data folder, which holds ``parallel/``.
    :param report: told of each step.
    :returns: the table and the model.
    :raises RagError: where a file of the data is missing.
    """
    folder = data / "parallel"
    dictionary = read_cedict(folder / "cedict_ts.u8.gz")
    examples, names = _read_examples(folder)
    dictionary += names
    entries = [e for e in (*dictionary, *split_names(dictionary)) if _HAN_WORD.fullmatch(e.word)]
    report(f"{len(examples):,} sentence pairs, {len(entries):,} dictionary entries")
    runs = [han_runs(example.zh) for example in examples]
    char_counts = Counter(char for text in runs for run in text for char in run)
    characters = model_characters(dictionary, char_counts)
    report(f"{len(characters):,} characters spelt")
    cut, counts = _cut_all(runs, {entry.word for entry in entries})
    report("Chinese cut into words")
    to_english, to_chinese = _learn(examples, cut, entries, report)
    glossed_english, glossed_chinese = translate_by_glosses(entries, counts)
    glossed_chinese |= collect_phrases(entries, counts)
    return Trained(
        {
            "zh": prune(combine(to_english, glossed_english, _LEARNED_SHARE), _FLOOR, _TOP),
            "en": prune(combine(to_chinese, glossed_chinese, _LEARNED_SHARE), _FLOOR, _TOP),
        },
        characters,
    )


def _read_examples(folder: Path) -> tuple[list[_Example], list[Entry]]:
    """Read all sentence pairs; those of sets of names are dictionary entries too."""
    examples: list[_Example] = []
    names: list[Entry] = []
    for source in SOURCES:
        pairs = read_pairs(folder, source, _SEED)
        examples += [_Example(zh, en, source.weight) for zh, en in pairs]
        if source.name in _NAME_SETS:
            names += [
                Entry(to_simplified(zh.strip()), (), is_name=True, glosses=(en.partition("(")[0],))
                for zh, en in pairs
            ]
    return examples, names


def _cut_all(
    runs: Sequence[Sequence[str]], vocabulary: set[str]
) -> tuple[list[list[str]], Counter[str]]:
    """Cut texts by the fewest words, then again by how common the words turned out."""
    counts = _count(_cut_runs(runs, lambda word: 1.0 if word in vocabulary else None))
    total = sum(counts.values())
    costs = {word: -math.log((counts.get(word, 0) + 0.5) / total) for word in sorted(vocabulary)}
    cut = _cut_runs(runs, costs.get)
    return cut, _count(cut)


def _count(cut: Iterable[Iterable[str]]) -> Counter[str]:
    return Counter(word for words in cut for word in words)


def _cut_runs(
    runs: Sequence[Sequence[str]], cost: Callable[[str], float | None]
) -> list[list[str]]:
    seen: dict[str, list[str]] = {}
    for text in runs:
        for run in text:
            if run not in seen:
                seen[run] = cut_words(run, cost)
    return [[word for run in text for word in seen[run]] for text in runs]


def _learn(
    examples: Sequence[_Example],
    cut: Sequence[Sequence[str]],
    entries: Sequence[Entry],
    report: Callable[[str], None],
) -> tuple[Probabilities, Probabilities]:
    """Align the sentence pairs, with each gloss of the dictionary as one more pair."""
    zh_numbers: dict[str, int] = {}
    en_numbers: dict[str, int] = {}
    zh: list[NDArray[np.int32]] = []
    en: list[NDArray[np.int32]] = []
    weights: list[float] = []

    def add(zh_words: Sequence[str], en_words: Sequence[str], weight: float) -> None:
        if 0 < len(zh_words) <= _MAX_ZH_WORDS and 0 < len(en_words) <= _MAX_EN_WORDS:
            zh.append(_number(zh_words, zh_numbers))
            en.append(_number(en_words, en_numbers))
            weights.append(weight)

    for example, words in zip(examples, cut, strict=True):
        latin = " ".join(_NOT_HAN.findall(example.zh))
        add([*words, *content_stems(latin)], content_stems(example.en), example.weight)
    for entry in entries:
        for stems in gloss_stems(entry):
            add([entry.word], stems, 1.0)
    alignment = align(zh, en, np.array(weights, np.float32))
    report(f"{len(alignment.pairs):,} word pairs aligned")
    return _to_probabilities(alignment, list(zh_numbers), list(en_numbers))


def _number(words: Sequence[str], numbers: dict[str, int]) -> NDArray[np.int32]:
    return np.array([numbers.setdefault(word, len(numbers)) for word in words], np.int32)


def _to_probabilities(
    alignment: Alignment, zh_words: Sequence[str], en_words: Sequence[str]
) -> tuple[Probabilities, Probabilities]:
    is_han = np.array([bool(_HAN_WORD.fullmatch(word)) for word in zh_words])
    is_english = np.array([w not in STOP_STEMS and not _HAN_WORD.match(w) for w in en_words])
    keep = (alignment.counts > _MIN_COUNT) & is_han[alignment.pairs[:, 0]]
    keep &= is_english[alignment.pairs[:, 1]]
    pairs, counts = alignment.pairs[keep], alignment.counts[keep]
    zh_totals = np.bincount(pairs[:, 0], counts)[pairs[:, 0]]
    en_totals = np.bincount(pairs[:, 1], counts)[pairs[:, 1]]
    to_english: Probabilities = {}
    to_chinese: Probabilities = {}
    cells = zip(
        pairs.tolist(), (counts / zh_totals).tolist(), (counts / en_totals).tolist(), strict=True
    )
    for (zh, en), forward, backward in cells:
        if forward >= _FLOOR / 2:
            to_english.setdefault(zh_words[zh], {})[en_words[en]] = forward
        if backward >= _FLOOR / 2:
            to_chinese.setdefault(en_words[en], {})[zh_words[zh]] = backward
    return to_english, to_chinese


def main(arguments: Sequence[str] | None = None) -> int:
    """Train the table and write it."""
    parser = argparse.ArgumentParser(prog="python -m rag.translation.train", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds parallel/")
    parser.add_argument("--out", type=Path, default=TABLE_FILE.parent, help="folder to write to")
    options = parser.parse_args(arguments)
    start = time.monotonic()

    def report(message: str) -> None:
        sys.stderr.write(f"{time.monotonic() - start:6.1f} s  {message}\n")

    try:
        trained = train_table(options.data, report)
    except RagError as exc:
        report(str(exc))
        return 1
    options.out.mkdir(parents=True, exist_ok=True)
    save_table(options.out / TABLE_FILE.name, trained.table)
    save_names(options.out / NAMES_FILE.name, trained.characters)
    for source, rows in trained.table.items():
        report(f"{len(rows):,} terms of {source}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
