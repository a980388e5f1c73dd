"""Parallel text -> the token table that ships: ``python -m rag.embedding.train_tokens --data DIR``.

Byte-level BPE in tiktoken's own file format: one line a token, base64 and rank.
"""

from __future__ import annotations

import argparse
import base64
from collections.abc import Iterator, Sequence
from pathlib import Path

from tokenizers import Regex, Tokenizer, models, pre_tokenizers, trainers

from rag.embedding.corpus import SOURCES, read_pairs
from rag.text.tokens import OWN_TABLE, PATTERN

#: As many as stay under 400 kB in the file.
_SIZE = 24_000
#: Longest token in bytes: eight Han characters.
_MAX_TOKEN_BYTES = 24
#: Every so many lines of a source that is mostly software documentation or law.
_THIN = 4


def train_table(lines: Iterator[str], size: int) -> dict[bytes, int]:
    """Train the table.

    :param lines: text as people write it, not folded.
    :param size: number of tokens, of which 256 are the single bytes.
    :returns: token -> rank, from 0, without gaps.
    """
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(PATTERN), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    trainer = trainers.BpeTrainer(
        vocab_size=size,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        max_token_length=_MAX_TOKEN_BYTES,
        show_progress=False,
    )
    tokenizer.train_from_iterator(lines, trainer)
    letters = _byte_letters()
    by_id = sorted(tokenizer.get_vocab().items(), key=lambda item: item[1])
    tokens = (bytes(letters[letter] for letter in token) for token, _ in by_id)
    return {token: rank for rank, token in enumerate(tokens)}


def _byte_letters() -> dict[str, int]:
    # The printable stand-ins that byte-level BPE writes bytes with (Radford and others, 2019).
    shown = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    hidden = [byte for byte in range(256) if byte not in shown]
    return {chr(byte): byte for byte in shown} | {
        chr(0x100 + place): byte for place, byte in enumerate(hidden)
    }


def write_table(table: dict[bytes, int], path: Path) -> None:
    """Write a table as tiktoken reads it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = (f"{base64.b64encode(token).decode()} {rank}\n" for token, rank in table.items())
    path.write_text("".join(lines), encoding="ascii")


def read_lines(data: Path) -> Iterator[str]:
    """Read all sources; of those that weigh less than one in training, a fourth."""
    for source in SOURCES:
        step = 1 if source.repeats >= 1 else _THIN
        for zh, en in read_pairs(data, source.name)[::step]:
            yield zh
            yield en


def main(arguments: Sequence[str] | None = None) -> int:
    """Train and write.

    :param arguments: the command line; that of the process by default.
    :returns: exit code.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds parallel/")
    parser.add_argument("--out", type=Path, default=OWN_TABLE)
    options = parser.parse_args(arguments)
    write_table(train_table(read_lines(options.data), _SIZE), options.out)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
