from __future__ import annotations

import pytest

from rag.embedding.vocabulary import build_tokenizer, cut_words, train_vocabulary

HEADWORDS = frozenset({"地铁", "地铁站", "市长", "开通"})


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("地铁开通，市长发言。", ["地铁开通", "市长发言"]),
        ("Don't stop!", ["▁don", "▁t", "▁stop"]),
        ("3号线metro 50%", ["▁3", "号线", "▁metro", "▁50%"]),
        ("ＭＥＴＲＯ　Ⅳ", ["▁metro", "▁iv"]),
        ("……", []),
        ("", []),
    ],
    ids=["zh", "en", "mixed", "wide", "punctuation", "empty"],
)
def test_text_is_cut_at_scripts_and_punctuation(text, pieces):
    tokenizer = build_tokenizer()
    normal = tokenizer.normalizer.normalize_str(text)
    assert [piece for piece, _ in tokenizer.pre_tokenizer.pre_tokenize_str(normal)] == pieces


@pytest.mark.parametrize(
    ("run", "words"),
    [
        ("地铁站开通", ["地铁站", "开通"]),
        ("新地铁", ["新", "地铁"]),
        ("", []),
    ],
)
def test_cut_words_takes_the_longest_headword(run, words):
    assert cut_words(run, HEADWORDS) == words


def test_pieces_stand_in_the_same_order_in_every_run():
    pairs = [("地铁开通市长地铁站", "the metro station opens")] * 5
    first, second = (train_vocabulary(pairs, HEADWORDS, 60).get_vocab() for _ in range(2))
    assert first == second


def test_no_piece_spans_two_headwords():
    pairs = [
        ("地铁开通市长地铁开通", "the metro opens"),
        ("市长地铁站", "mayor, metro station"),
    ] * 20
    tokenizer = train_vocabulary(pairs, HEADWORDS, 80)
    assert "地铁开通" not in tokenizer.get_vocab()
    assert "地铁" in tokenizer.encode("地铁开通").tokens
