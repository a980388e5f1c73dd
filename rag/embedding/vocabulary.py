"""Training lines -> the vocabulary: one Unigram tokenizer for folded Chinese and English."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

from rag.embedding.unigram import learn_pieces
from rag.text.language import HAN

UNKNOWN = "<unk>"
_HAN_RUN = re.compile(f"[{HAN}]+")
#: Longest dictionary headword that is looked for; longer ones are phrases.
_MAX_WORD = 6


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
    """Train the tokenizer; the same lines give the same one, whatever their order.

    :param pairs: Chinese and English lines, folded.
    :param headwords: Chinese dictionary words; the Chinese lines are cut at them first, so that no
        piece spans two words.
    :param size: most pieces, the unknown one among them.
    :returns: the trained tokenizer.
    """
    tokenizer = build_tokenizer()
    words = _count_words(tokenizer, _vocabulary_lines(pairs, headwords))
    tokenizer.model = models.Unigram([(UNKNOWN, 0.0), *learn_pieces(words, size - 1)], unk_id=0)
    return tokenizer


def _count_words(tokenizer: Tokenizer, lines: Iterable[str]) -> Counter[str]:
    between_spaces = Counter(word for line in lines for word in line.split())
    words: Counter[str] = Counter()
    for text, count in between_spaces.items():
        normal = tokenizer.normalizer.normalize_str(text)
        for word, _ in tokenizer.pre_tokenizer.pre_tokenize_str(normal):
            words[word] += count
    return words


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
