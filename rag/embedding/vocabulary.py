"""Training lines -> the vocabulary: one Unigram tokenizer for folded Chinese and English."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

from rag.language import HAN

UNKNOWN = "<unk>"
_HAN_RUN = re.compile(f"[{HAN}]+")
#: Longest dictionary headword that is looked for; longer ones are phrases.
_MAX_WORD = 6
#: English words of up to this many letters, and their mark, may become one piece.
_MAX_PIECE = 18


def build_tokenizer() -> Tokenizer:
    """Build the untrained tokenizer.

    Han runs, Latin words and numbers are apart, punctuation is dropped (it says nothing about the
    topic), and a Latin word starts with a mark that a Han run does not get, since white space tells
    nothing about where a Chinese word starts.
    """
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(r"\s+|[\p{P}&&[^%#&@]]+"), "removed"),
            pre_tokenizers.Split(Regex(r"\p{Han}+"), "isolated"),
            pre_tokenizers.Metaspace(prepend_scheme="always"),
            pre_tokenizers.Split(Regex(r"▁(?=\p{Han})"), "removed"),
        ]
    )
    return tokenizer


def train_vocabulary(
    pairs: Iterable[tuple[str, str]], headwords: frozenset[str], size: int
) -> Tokenizer:
    """Train the tokenizer.

    :param pairs: Chinese and English lines, folded.
    :param headwords: Chinese dictionary words; the Chinese lines are cut at them first, so that no
        piece spans two words.
    :param size: number of pieces.
    :returns: the trained tokenizer.
    """
    tokenizer = build_tokenizer()
    trainer = trainers.UnigramTrainer(
        vocab_size=size,
        special_tokens=[UNKNOWN],
        unk_token=UNKNOWN,
        max_piece_length=_MAX_PIECE,
        shrinking_factor=0.8,
        show_progress=False,
    )
    tokenizer.train_from_iterator(_vocabulary_lines(pairs, headwords), trainer)
    _, *pieces = json.loads(tokenizer.to_str())["model"]["vocab"]
    # The trainer's order changes from run to run; that of a piece's vector must not.
    ordered = [(UNKNOWN, 0.0), *sorted((piece, score) for piece, score in pieces)]
    tokenizer.model = models.Unigram(ordered, unk_id=0)
    return tokenizer


def _vocabulary_lines(pairs: Iterable[tuple[str, str]], headwords: frozenset[str]) -> Iterator[str]:
    for zh, en in pairs:
        yield _HAN_RUN.sub(lambda run: " ".join(["", *cut_words(run.group(), headwords), ""]), zh)
        yield en


def cut_words(run: str, headwords: frozenset[str]) -> list[str]:
    """Cut a run of Han characters by the longest dictionary word from the left."""
    words = []
    start = 0
    while start < len(run):
        end = next(
            (
                stop
                for stop in range(min(len(run), start + _MAX_WORD), start + 1, -1)
                if run[start:stop] in headwords
            ),
            start + 1,
        )
        words.append(run[start:end])
        start = end
    return words
