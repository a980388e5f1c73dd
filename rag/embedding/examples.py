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
    """How examples are drawn from lines; lengths are in pieces.

    :param whole_question: share of questions that are a whole line; the others are a part of it.
    :param question: shortest and longest part.
    :param same_language: share of examples whose passage is in the question's language.
    :param alone: share of passages without the lines around them.
    :param passage: least and most that a passage with the lines around it is filled up to.
    :param max_tokens: longest passage, which a single long line may be.
    """

    whole_question: float = 0.5
    question: tuple[int, int] = (4, 20)
    same_language: float = 0.15
    alone: float = 0.25
    passage: tuple[int, int] = (30, 220)
    max_tokens: int = 256


@dataclass(frozen=True, slots=True)
class Bags:
    """Texts as ``torch.nn.EmbeddingBag`` takes them: ids and where each text starts."""

    ids: Ints
    offsets: Ints


@dataclass(frozen=True, slots=True)
class Batch:
    """Questions, their passages, and for each pair of them whether they must not be told apart.

    :param also: shape (questions, passages); true where another question's passage holds the line
        that the question is from.
    """

    questions: Bags
    passages: Bags
    also: NDArray[np.bool_]


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
) -> Iterator[Batch]:
    """Yield one epoch of batches; the last, incomplete one is left out."""
    order = draw_order(lines, rng)
    for start in range(0, len(order) - batch_size + 1, batch_size):
        yield draw_batch(lines, order[start : start + batch_size], shape, rng)


def draw_batch(lines: Lines, chosen: Ints, shape: Shape, rng: np.random.Generator) -> Batch:
    """Draw the question and the passage of each chosen line."""
    size = len(chosen)
    forward = lines.one_way[chosen] | (rng.random(size) < 0.5)
    same = ~lines.one_way[chosen] & (rng.random(size) < shape.same_language)
    question = np.where(forward, lines.first[chosen], lines.second[chosen])
    passage = np.where(forward ^ same, lines.second[chosen], lines.first[chosen])
    starts, ends = _draw_parts(lines.starts[question], lines.starts[question + 1], shape, rng)
    first, last = _draw_windows(lines, chosen, passage, shape, rng)
    own = chosen - passage
    also = (chosen[:, None] >= first + own) & (chosen[:, None] < last + own)
    np.fill_diagonal(also, val=False)
    return Batch(
        _gather(lines.ids, starts, ends),
        _gather(
            lines.ids,
            lines.starts[first],
            np.minimum(lines.starts[last], lines.starts[first] + shape.max_tokens),
        ),
        also,
    )


def _draw_parts(
    starts: Ints, ends: Ints, shape: Shape, rng: np.random.Generator
) -> tuple[Ints, Ints]:
    lengths = ends - starts
    wanted = _draw_lengths(shape.question, len(starts), rng)
    wanted[rng.random(len(starts)) < shape.whole_question] = shape.max_tokens
    kept = np.minimum(lengths, wanted)
    first = starts + (rng.random(len(starts)) * (lengths - kept + 1)).astype(np.int64)
    return first, first + kept


def _draw_windows(
    lines: Lines, chosen: Ints, passage: Ints, shape: Shape, rng: np.random.Generator
) -> tuple[Ints, Ints]:
    """Fill each passage up with whole lines on both sides: its first text, one past its last."""
    start, end = lines.starts[passage], lines.starts[passage + 1]
    room = np.maximum(0, _draw_lengths(shape.passage, len(chosen), rng) - (end - start))
    room[rng.random(len(chosen)) < shape.alone] = 0
    before = (rng.random(len(chosen)) * (room + 1)).astype(np.int64)
    first = np.searchsorted(lines.starts, start - before, "left")
    last = np.searchsorted(lines.starts, end + room - before, "right") - 1
    return (
        np.clip(first, passage - (chosen - lines.lower[chosen]), passage),
        np.clip(last, passage + 1, passage + (lines.upper[chosen] - chosen) + 1),
    )


def _draw_lengths(limits: tuple[int, int], count: int, rng: np.random.Generator) -> Ints:
    # As many between 10 and 20 as between 20 and 40.
    least, most = np.log(limits).tolist()
    return np.exp(rng.uniform(least, most, count)).astype(np.int64)


def _gather(ids: Ints, starts: Ints, ends: Ints) -> Bags:
    lengths = ends - starts
    offsets = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    places = np.repeat(starts - offsets, lengths) + np.arange(int(lengths.sum()))
    return Bags(ids[places], offsets)
