"""Tokenised lines -> batches of questions and passages to match, as the model will meet them.

A question is a piece of one line; its passage is the line's translation (at times the line itself)
with the lines around it, since what is searched in a library are paragraphs of several sentences.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Block:
    """One source, tokenised.

    :param first: token ids of the Chinese lines, or of the questions.
    :param second: token ids of the English lines, or of the passages; as many.
    :param repeats: examples per line and epoch.
    :param running: whether neighbouring lines belong together.
    :param one_way: whether only ``first`` may be the question.
    """

    first: Sequence[Sequence[int]]
    second: Sequence[Sequence[int]]
    repeats: float
    running: bool
    one_way: bool = False


@dataclass(frozen=True, slots=True)
class Lines:
    """All blocks as flat arrays; a text is a row of ``starts``, a line is two texts.

    :param ids: token ids of all texts, one after the other.
    :param starts: where each text starts in ``ids``; one more than there are texts.
    :param first: text of each line's first side; ``second`` is that of its second side.
    :param lower: first line of the block, where lines may be joined; the line itself elsewhere.
    :param upper: last line of the block, likewise.
    :param repeats: examples per line and epoch.
    :param one_way: whether only the first side may be the question.
    """

    ids: Ints
    starts: Ints
    first: Ints
    second: Ints
    lower: Ints
    upper: Ints
    repeats: NDArray[np.float64]
    one_way: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Shape:
    """How examples are drawn from lines.

    :param whole_question: share of questions that are a whole line; the others are a piece of it.
    :param same_language: share of examples whose passage is in the question's language.
    :param alone: share of passages without the lines around them.
    :param max_neighbours: most lines that are joined to a passage's own.
    :param max_tokens: longest passage.
    """

    whole_question: float = 0.5
    same_language: float = 0.15
    alone: float = 0.3
    max_neighbours: int = 6
    max_tokens: int = 256


@dataclass(frozen=True, slots=True)
class Bags:
    """Texts as ``torch.nn.EmbeddingBag`` takes them: ids and where each text starts."""

    ids: Ints
    offsets: Ints


def join_blocks(blocks: Sequence[Block]) -> Lines:
    """Lay blocks out as flat arrays."""
    texts: list[Sequence[int]] = []
    columns: dict[str, list[NDArray[np.generic]]] = {
        name: [] for name in ("first", "second", "lower", "upper", "repeats", "one_way")
    }
    line = 0
    for block in blocks:
        size = len(block.first)
        numbers = np.arange(line, line + size, dtype=np.int64)
        columns["first"].append(np.arange(size, dtype=np.int64) + len(texts))
        columns["second"].append(np.arange(size, dtype=np.int64) + len(texts) + size)
        columns["lower"].append(np.full(size, line) if block.running else numbers)
        columns["upper"].append(np.full(size, line + size - 1) if block.running else numbers)
        columns["repeats"].append(np.full(size, block.repeats))
        columns["one_way"].append(np.full(size, block.one_way))
        texts += [*block.first, *block.second]
        line += size
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    return Lines(
        ids=np.concatenate([np.asarray(text, dtype=np.int64) for text in texts]),
        starts=np.concatenate([[0], np.cumsum(lengths)]),
        **{name: np.concatenate(parts) for name, parts in columns.items()},
    )


def draw_order(lines: Lines, rng: np.random.Generator) -> Ints:
    """Draw the lines of one epoch, each as often as its source says, shuffled."""
    whole = np.floor(lines.repeats)
    counts = whole + (rng.random(len(whole)) < lines.repeats - whole)
    return rng.permutation(np.repeat(np.arange(len(whole)), counts.astype(np.int64)))


def draw_batches(
    lines: Lines, shape: Shape, batch_size: int, rng: np.random.Generator
) -> Iterator[tuple[Bags, Bags]]:
    """Yield one epoch of (questions, passages); the last, incomplete batch is left out."""
    order = draw_order(lines, rng)
    for start in range(0, len(order) - batch_size + 1, batch_size):
        yield draw_batch(lines, order[start : start + batch_size], shape, rng)


def draw_batch(
    lines: Lines, chosen: Ints, shape: Shape, rng: np.random.Generator
) -> tuple[Bags, Bags]:
    """Draw the question and the passage of each chosen line."""
    size = len(chosen)
    forward = lines.one_way[chosen] | (rng.random(size) < 0.5)
    same = ~lines.one_way[chosen] & (rng.random(size) < shape.same_language)
    question = np.where(forward, lines.first[chosen], lines.second[chosen])
    passage = np.where(forward ^ same, lines.second[chosen], lines.first[chosen])
    starts, ends = _draw_pieces(lines.starts[question], lines.starts[question + 1], shape, rng)
    before, after = _draw_neighbours(lines, chosen, shape, rng)
    own_end = lines.starts[passage + 1]
    first = np.maximum(lines.starts[passage - before], own_end - shape.max_tokens)
    last = np.minimum(
        lines.starts[passage + after + 1], np.maximum(first + shape.max_tokens, own_end)
    )
    return _gather(lines.ids, starts, ends), _gather(lines.ids, first, last)


#: A shorter piece than this says too little to find its passage.
_MIN_PIECE = 4
_MIN_SHARE = 0.3


def _draw_pieces(
    starts: Ints, ends: Ints, shape: Shape, rng: np.random.Generator
) -> tuple[Ints, Ints]:
    lengths = ends - starts
    share = rng.uniform(_MIN_SHARE, 1.0, len(starts))
    share[rng.random(len(starts)) < shape.whole_question] = 1.0
    kept = np.minimum(lengths, np.maximum(_MIN_PIECE, np.ceil(lengths * share).astype(np.int64)))
    first = starts + (rng.random(len(starts)) * (lengths - kept + 1)).astype(np.int64)
    return first, first + kept


def _draw_neighbours(
    lines: Lines, chosen: Ints, shape: Shape, rng: np.random.Generator
) -> tuple[Ints, Ints]:
    joined = rng.integers(1, shape.max_neighbours + 1, len(chosen))
    joined[rng.random(len(chosen)) < shape.alone] = 0
    before = (rng.random(len(chosen)) * (joined + 1)).astype(np.int64)
    return (
        np.minimum(before, chosen - lines.lower[chosen]),
        np.minimum(joined - before, lines.upper[chosen] - chosen),
    )


def _gather(ids: Ints, starts: Ints, ends: Ints) -> Bags:
    lengths = ends - starts
    offsets = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    places = np.repeat(starts - offsets, lengths) + np.arange(int(lengths.sum()))
    return Bags(ids[places], offsets)
