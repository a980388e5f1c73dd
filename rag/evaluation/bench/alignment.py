"""Parallel sentences joined into paragraphs -> how well they are found again inside them.

What a quote's counterpart is marked by: of each paragraph of 3 to 8 sentences and its translation,
which sentences say the same.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from pathlib import Path

from rag.embedding import load_embedder
from rag.evaluation.bench.sentences import SENTENCE_SETS, SentenceSet, read_sentences
from rag.pairing import align_sentences
from rag.protocols import Embedder, Lexicon
from rag.schema import Span
from rag.settings import Settings
from rag.translation import load_lexicon

_SEED = 7
_JOINED = (3, 8)
_PARAGRAPHS = 150
#: Letters of a sentence that a stretch must hold, to hold the sentence.
_LEAST = 3

Group = tuple[frozenset[int], frozenset[int]]


def bench_alignment(data: Path, settings: Settings, *, limit: int | None = None) -> str:
    """Measure the alignment of sentences on every set that is there.

    :param data: folder of the public sets.
    :param settings: which embedder.
    :param limit: paragraphs of each set.
    :returns: a table, and a line for each set that is left out.
    :raises EvaluationError: if a set is there and cannot be read.
    """
    missing = {each.title: gone for each in SENTENCE_SETS if (gone := _find_missing(data, each))}
    left_out = [f"{title} is left out: there is no {gone}." for title, gone in missing.items()]
    if len(missing) == len(SENTENCE_SETS):
        return "\n".join(left_out)
    embedder, lexicon = load_embedder(settings.embedding), load_lexicon()
    rows = [
        "Sentences found again in paragraphs of 3 to 8 of them and their translations:",
        "",
        "| set | paragraphs | sentences | strict F1 (floor .95) |",
        "|---|---|---|---|",
    ]
    for source in SENTENCE_SETS:
        if source.title in missing:
            continue
        texts = read_sentences(data, source)
        pairs = list(zip(texts["zh"], texts["en"], strict=True))
        made = join_paragraphs(pairs, limit or _PARAGRAPHS)
        score = score_alignment(made, embedder, lexicon)
        count = sum(len(paragraph) for paragraph in made)
        rows.append(f"| {source.title} | {len(made)} | {count} | {score:.3f} |")
    return "\n".join([*rows, "", *left_out] if left_out else rows)


def _find_missing(data: Path, source: SentenceSet) -> Path | None:
    return next((data / each for each in source.files if not (data / each).is_file()), None)


def join_paragraphs(pairs: Sequence[tuple[str, str]], most: int) -> list[Sequence[tuple[str, str]]]:
    """Take runs of sentences, each to be one paragraph; the same ones every time."""
    rng = random.Random(_SEED)  # noqa: S311 - no secret
    made: list[Sequence[tuple[str, str]]] = []
    start = 0
    while len(made) < most and start + _JOINED[0] <= len(pairs):
        end = start + rng.randint(*_JOINED)
        made.append(pairs[start:end])
        start = end
    return made


def score_alignment(
    paragraphs: Sequence[Sequence[tuple[str, str]]], embedder: Embedder, lexicon: Lexicon | None
) -> float:
    """Score exact groups of sentences by F1, 0 to 1; each sentence and its translation are one."""
    right = found = gold = 0
    for sentences in paragraphs:
        groups = align_again(sentences, embedder, lexicon)
        wanted = {(frozenset([n]), frozenset([n])) for n in range(len(sentences))}
        right += len(groups & wanted)
        found += len(groups)
        gold += len(wanted)
    return 2 * right / (found + gold) if found + gold else 0.0


def align_again(
    sentences: Sequence[tuple[str, str]], embedder: Embedder, lexicon: Lexicon | None
) -> set[Group]:
    """Align a paragraph made of sentences; groups of their numbers, zh and en."""
    zh, en = "".join(zh for zh, _ in sentences), " ".join(en for _, en in sentences)
    places = _places([zh for zh, _ in sentences], 0), _places([en for _, en in sentences], 1)
    groups: list[tuple[set[int], set[int]]] = []
    for left, right, _ in align_sentences(zh, en, encode=embedder.encode, lexicon=lexicon):
        own = _held(left, places[0]), _held(right, places[1])
        # A sentence that the aligner cut in two is one again.
        for other in [each for each in groups if each[0] & own[0] and each[1] & own[1]]:
            own = own[0] | other[0], own[1] | other[1]
            groups.remove(other)
        groups.append(own)
    return {(frozenset(left), frozenset(right)) for left, right in groups}


def _places(sentences: Sequence[str], blank: int) -> list[Span]:
    ends = itertools.accumulate(len(sentence) + blank for sentence in sentences)
    return [
        (end - blank - len(sentence), end - blank)
        for sentence, end in zip(sentences, ends, strict=True)
    ]


def _held(stretches: Sequence[Span], places: Sequence[Span]) -> set[int]:
    return {
        number
        for number, (start, end) in enumerate(places)
        for left, right in stretches
        if min(end, right) - max(start, left) >= min(_LEAST, end - start)
    }
