"""Parallel text -> the shipped bilingual model: ``python -m rag.embedding.train --data DIR``.

Contrastive: each question must find its passage among those of its batch and the other way round.
The same seed, data and number of threads give the same model.
"""

from __future__ import annotations

import argparse
import itertools
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch.nn import functional

from rag.embedding.corpus import QUESTION_SOURCES, SOURCES, read_pairs, read_questions
from rag.embedding.examples import Bags, Block, Lines, Shape, draw_batches, join_blocks
from rag.embedding.saving import save_model
from rag.embedding.static import BUILTIN_MODEL
from rag.embedding.vocabulary import UNKNOWN, train_vocabulary
from rag.text.language import fold

logger = logging.getLogger(__name__)

#: Raised whenever the vectors change: a library made with another version must be re-indexed.
NAME = "duizhao-static-2"

_SLICE = 10_000
_WARM_UP = 0.1
_REPORT_EVERY = 50


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides what is learned.

    :param vocabulary_size: pieces; with ``dimension`` the file's size (2 bytes a number).
    :param scale: what similarities are multiplied by before the softmax.
    :param rare: frequency at which a piece weighs half of what a unique one does, as in smooth
        inverse frequency (Arora and others, ICLR 2017); only where the learned weights start.
    """

    vocabulary_size: int = 24_000
    dimension: int = 512
    epochs: int = 6
    batch_size: int = 2_048
    rate: float = 0.02
    scale: float = 20.0
    rare: float = 3e-4
    seed: int = 20_260_101
    shape: Shape = field(default_factory=Shape)


def read_blocks(data: Path, recipe: Recipe) -> tuple[Tokenizer, list[Block]]:
    """Read all sources, train the vocabulary on them, and tokenise them.

    :param data: folder that holds ``parallel/`` and ``qa/``.
    :param recipe: for the size of the vocabulary.
    :returns: the tokenizer, and the blocks in the order of the sources.
    """
    pairs = {source.name: _fold_all(read_pairs(data, source.name)) for source in SOURCES}
    tokenizer = train_vocabulary(
        _sample_pairs(pairs, recipe.seed),
        frozenset(zh for zh, _ in pairs["cedict"]),
        recipe.vocabulary_size,
    )
    logger.info("vocabulary: %d pieces", tokenizer.get_vocab_size())
    blocks = [
        _tokenise(tokenizer, pairs[source.name], source.repeats, running=source.running)
        for source in SOURCES
    ]
    for asked in QUESTION_SOURCES:
        rows = _fold_all(read_questions(data, asked.name))
        blocks.append(_tokenise(tokenizer, rows, asked.repeats, running=False, one_way=True))
    return tokenizer, blocks


def _fold_all(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(fold(first), fold(second)) for first, second in pairs]


def _sample_pairs(pairs: dict[str, list[tuple[str, str]]], seed: int) -> Iterator[tuple[str, str]]:
    # Software documentation is most of the text; its words must not be most of the vocabulary.
    rng = np.random.default_rng(seed)
    for source in SOURCES:
        for pair in pairs[source.name]:
            if source.repeats >= 1 or rng.random() < source.repeats:
                yield pair


def _tokenise(
    tokenizer: Tokenizer,
    pairs: list[tuple[str, str]],
    repeats: float,
    *,
    running: bool,
    one_way: bool = False,
) -> Block:
    first = _cut(tokenizer, [pair[0] for pair in pairs])
    second = _cut(tokenizer, [pair[1] for pair in pairs])
    kept = [place for place in range(len(pairs)) if first[place] and second[place]]
    return Block(
        [first[place] for place in kept],
        [second[place] for place in kept],
        repeats,
        running,
        one_way,
    )


def _cut(tokenizer: Tokenizer, texts: list[str]) -> list[list[int]]:
    """Tokenise texts, each distinct word between spaces once, and leave out unknown pieces."""
    unknown = tokenizer.token_to_id(UNKNOWN)
    known: dict[str, list[int]] = {}
    rows: list[list[int]] = []
    # In slices: an encoding holds far more than its ids.
    for start in range(0, len(texts), _SLICE):
        cut = [text.split() for text in texts[start : start + _SLICE]]
        new = list(dict.fromkeys(word for words in cut for word in words if word not in known))
        encodings = tokenizer.encode_batch_fast(new, add_special_tokens=False)
        for word, encoding in zip(new, encodings, strict=True):
            known[word] = [number for number in encoding.ids if number != unknown]
        rows += [[number for word in words for number in known[word]] for words in cut]
    return rows


class BagModel(torch.nn.Module):  # type: ignore[misc]  # torch's types are not followed
    """Weighted mean of piece vectors, unit length."""

    def __init__(self, counts: NDArray[np.int64], recipe: Recipe) -> None:
        super().__init__()
        share = torch.from_numpy(counts / counts.sum())
        self.table = torch.nn.Parameter(torch.randn(len(counts), recipe.dimension) * 0.3)
        self.weight = torch.nn.Parameter(torch.log(recipe.rare / (recipe.rare + share)).float())

    def forward(self, bags: Bags) -> torch.Tensor:
        """Embed bags, shape (bags, dimension), rows unit length."""
        ids = torch.from_numpy(bags.ids)
        # Not weight[ids]: its gradient is added up in whatever order the threads come.
        weights = functional.embedding(ids, self.weight[:, None])[:, 0]
        sums = functional.embedding_bag(
            ids,
            self.table,
            torch.from_numpy(bags.offsets),
            mode="sum",
            per_sample_weights=weights.exp(),
        )
        return functional.normalize(sums, dim=1)

    def vectors(self, counts: NDArray[np.int64]) -> NDArray[np.float16]:
        """Return the weighted table, shape (pieces, dimension); pieces never seen are zero."""
        table = (self.table * self.weight.exp()[:, None]).detach().numpy()
        table[counts == 0] = 0
        return np.asarray(table / np.abs(table).max(), dtype=np.float16)


def train_model(lines: Lines, pieces: int, recipe: Recipe) -> NDArray[np.float16]:
    """Train on tokenised lines.

    :param lines: from ``join_blocks``.
    :param pieces: size of the vocabulary.
    :param recipe: how.
    :returns: one vector a piece, shape (pieces, dimension), float16.
    """
    torch.manual_seed(recipe.seed)
    rng = np.random.default_rng(recipe.seed)
    counts = np.bincount(lines.ids, minlength=pieces)
    model = BagModel(counts, recipe)
    optimiser = torch.optim.Adam(model.parameters(), lr=recipe.rate, fused=True)
    steps = recipe.epochs * max(1, int(lines.repeats.sum()) // recipe.batch_size + 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, recipe.rate, total_steps=steps + 1, pct_start=_WARM_UP, cycle_momentum=False
    )
    batches = itertools.chain.from_iterable(
        draw_batches(lines, recipe.shape, recipe.batch_size, rng) for _ in range(recipe.epochs)
    )
    for step, batch in enumerate(itertools.islice(batches, steps), 1):
        scores = model(batch.questions) @ model(batch.passages).T * recipe.scale
        loss = _contrast(scores.masked_fill(torch.from_numpy(batch.also), -torch.inf))
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        schedule.step()
        if step % _REPORT_EVERY == 0:
            logger.info("step %d of %d, loss %.3f", step, steps, loss.item())
    return model.vectors(counts)


def _contrast(scores: torch.Tensor) -> torch.Tensor:
    target = torch.arange(len(scores))
    forward = functional.cross_entropy(scores, target)
    return (forward + functional.cross_entropy(scores.T, target)) / 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Train and write the model.

    :param arguments: the command line; that of the process by default.
    :returns: exit code.
    """
    recipe = Recipe()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="holds parallel/ and qa/")
    parser.add_argument("--out", type=Path, default=BUILTIN_MODEL)
    parser.add_argument("--name", default=NAME, help="name with version, recorded in libraries")
    parser.add_argument("--epochs", type=int, default=recipe.epochs)
    parser.add_argument("--batch", type=int, default=recipe.batch_size)
    parser.add_argument("--vocabulary", type=int, default=recipe.vocabulary_size)
    parser.add_argument("--dimension", type=int, default=recipe.dimension)
    parser.add_argument("--seed", type=int, default=recipe.seed)
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    recipe = replace(
        recipe,
        vocabulary_size=options.vocabulary,
        dimension=options.dimension,
        epochs=options.epochs,
        batch_size=options.batch,
        seed=options.seed,
    )
    tokenizer, blocks = read_blocks(options.data, recipe)
    vectors = train_model(join_blocks(blocks), tokenizer.get_vocab_size(), recipe)
    save_model(options.out, options.name, tokenizer, vectors)
    logger.info("written to %s", options.out)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
