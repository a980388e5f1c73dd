"""Texts -> vectors with the model that ships, by numpy and tokenizers alone.

A text's vector is the sum of its pieces' vectors, made unit length; there is no network to run.
"""

from __future__ import annotations

import functools
import itertools
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from rag.errors import EmbedderError
from rag.protocols import FloatMatrix
from rag.text.language import fold

#: Where the model that ships with the package lies, in sentence-transformers format.
BUILTIN_MODEL = Path(__file__).parent / "model"

_WEIGHTS = "embedding.weight"
#: Pieces summed at once, so that a text of any length needs no more than 20 MB.
MAX_PIECES = 20_000
#: Texts tokenised at once, so that a large library needs no more than a small one.
_BATCH = 512
#: Words between spaces whose pieces are remembered: English repeats its words, and looking one up
#: takes a thirtieth of the time of cutting it. A Chinese text is one "word" and too long to keep.
_MAX_WORDS = 50_000
_MAX_WORD_CHARS = 24
#: Up to so many words, what a search has to cut, are cut one after the other: sharing a batch out
#: to threads and waking them takes longer. A batch leaves other threads their turn.
_FEW_WORDS = 1_000


class StaticEmbedder:
    """A sentence-transformers ``StaticEmbedding`` model, read without torch.

    A file that is missing or is not what it should be is an ``EmbedderError``.

    :param path: the model's folder.
    """

    def __init__(self, path: Path = BUILTIN_MODEL) -> None:
        #: Whether it is the model that ships.
        self.is_builtin = path == BUILTIN_MODEL
        model = _read_builtin() if self.is_builtin else _read_model(path)
        self._name, self._tokenizer, self._vectors = model
        self._words: dict[str, list[int]] = {}

    @property
    def name(self) -> str:
        """The name and version stated in the model's folder."""
        return self._name

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._vectors.shape[1])

    def encode(self, texts: Sequence[str]) -> FloatMatrix:
        """Embed texts.

        :param texts: any strings; one without a known piece (empty, punctuation) gets zeros.
        :returns: shape (len(texts), dimension), float32, rows unit length or zero.
        """
        matrix = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), _BATCH):
            for row, ids in enumerate(self.cut_texts(texts[start : start + _BATCH]), start):
                matrix[row] = self.sum_pieces(np.array(ids, np.intp))
        return to_unit_length(matrix)

    def encode_questions(self, texts: Sequence[str]) -> FloatMatrix:
        """Embed questions: the same as ``encode``."""
        return self.encode(texts)

    def cut_texts(self, texts: Sequence[str]) -> list[list[int]]:
        """Cut texts into the numbers of their pieces.

        The same as tokenising each text whole, which white space ends.
        """
        rows = [fold(text).split(" ") for text in texts]
        known = self._words
        new = [word for word in {word for row in rows for word in row} if word not in known]
        fresh = self._tokenize(new)
        cut = [
            [*itertools.chain(*[fresh[word] if word in fresh else known[word] for word in row])]
            for row in rows
        ]
        self._remember(fresh)
        return cut

    def piece_vectors(self, pieces: NDArray[np.intp]) -> FloatMatrix:
        """Give the vectors of pieces, shape (len(pieces), dimension); not of unit length."""
        # Brackets take three times as long.
        return self._vectors.take(pieces, axis=0)

    def sum_pieces(self, pieces: NDArray[np.intp]) -> NDArray[np.float32]:
        """Add up the vectors of pieces, shape (dimension,); zeros where there are none."""
        if len(pieces) <= MAX_PIECES:
            whole: NDArray[np.float32] = np.add.reduce(self.piece_vectors(pieces), axis=0)
            return whole
        parts = range(0, len(pieces), MAX_PIECES)
        total = np.zeros(self.dimension, dtype=np.float32)
        for start in parts:
            total += self.sum_pieces(pieces[start : start + MAX_PIECES])
        return total

    def piece_lengths(self) -> NDArray[np.float32]:
        """Give the length of every piece's vector; 0 for those that training never saw."""
        lengths: NDArray[np.float32] = np.linalg.norm(self._vectors, axis=1)
        return lengths

    def _tokenize(self, words: list[str]) -> dict[str, list[int]]:
        batches = [[word] for word in words] if len(words) <= _FEW_WORDS else [words]
        encodings = itertools.chain.from_iterable(
            self._tokenizer.encode_batch_fast(batch, add_special_tokens=False) for batch in batches
        )
        return {word: encoding.ids for word, encoding in zip(words, encodings, strict=True)}

    def _remember(self, fresh: dict[str, list[int]]) -> None:
        if len(self._words) + len(fresh) > _MAX_WORDS:
            # A new one: other threads go on reading the old one.
            self._words = {}
        self._words.update(
            (word, ids) for word, ids in fresh.items() if len(word) <= _MAX_WORD_CHARS
        )


def to_unit_length(matrix: FloatMatrix) -> FloatMatrix:
    """Make rows unit length, in place; those of zeros stay."""
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    np.divide(matrix, lengths, out=matrix, where=lengths > 0)
    return matrix


@functools.cache
def _read_builtin() -> tuple[str, Tokenizer, NDArray[np.float32]]:
    """Read the model that ships once a process, however many libraries it opens."""
    name, tokenizer, vectors = _read_model(BUILTIN_MODEL)
    vectors.flags.writeable = False
    return name, tokenizer, vectors


def _read_model(path: Path) -> tuple[str, Tokenizer, NDArray[np.float32]]:
    try:
        tensors = load_file(path / "model.safetensors")
        name = str(json.loads((path / "duizhao.json").read_text(encoding="utf-8"))["name"])
        tokenizer_json = (path / "tokenizer.json").read_text(encoding="utf-8")
        # Its own parser raises bare exceptions; this one tells a damaged file first.
        json.loads(tokenizer_json)
    except (OSError, SafetensorError, ValueError, KeyError, TypeError) as exc:
        raise EmbedderError(
            f"The embedding model in {path} cannot be read ({exc}). Install the package again, or"
            " train the model anew with python -m rag.embedding.train."
        ) from exc
    tokenizer = Tokenizer.from_str(tokenizer_json)
    vectors = tensors.get(_WEIGHTS)
    if vectors is None or len(vectors) != tokenizer.get_vocab_size():
        found = "none" if vectors is None else f"{len(vectors)}"
        raise EmbedderError(
            f"The embedding model in {path} holds {found} vectors in {_WEIGHTS!r} where its"
            f" tokenizer has {tokenizer.get_vocab_size()} pieces; install the package again."
        )
    # 32 bits in memory: adding up 16-bit rows takes three times as long.
    return name, tokenizer, vectors.astype(np.float32)
