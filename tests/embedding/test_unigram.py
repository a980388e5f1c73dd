from __future__ import annotations

import math
import subprocess
import sys

import pytest

from rag.embedding.unigram import learn_pieces

WORDS = {
    "▁station": 40,
    "▁stations": 30,
    "▁stationed": 3,
    "▁ferry": 25,
    "▁ferries": 5,
    "地铁": 60,
    "地铁站": 20,
    "站": 30,
}


def test_pieces_hold_every_character_of_the_words():
    pieces = {piece for piece, _ in learn_pieces(WORDS, 40)}
    assert set("".join(WORDS)) <= pieces


def test_frequent_words_become_pieces():
    pieces = {piece for piece, _ in learn_pieces(WORDS, 24)}
    assert {"▁station", "地铁"} <= pieces


def test_scores_are_logarithms_of_shares():
    shares = [math.exp(score) for _, score in learn_pieces(WORDS, 30)]
    assert sum(shares) == pytest.approx(1, abs=1e-3)


def test_no_more_pieces_than_asked_and_none_twice():
    pieces = [piece for piece, _ in learn_pieces(WORDS, 24)]
    assert len(pieces) == len(set(pieces)) <= 24
    assert pieces == sorted(pieces)


def test_order_of_the_words_does_not_matter():
    assert learn_pieces(dict(reversed(WORDS.items())), 24) == learn_pieces(WORDS, 24)


def test_words_longer_than_any_word_are_left_out():
    assert learn_pieces(WORDS | {"x" * 31: 100}, 30) == learn_pieces(WORDS, 30)


def test_pieces_are_the_same_in_another_process_with_other_hashes():
    code = (
        "from rag.embedding.unigram import learn_pieces\n"
        f"print(learn_pieces(dict({{*{list(WORDS.items())!r}}}), 24))"
    )
    printed = [
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert printed == [f"{learn_pieces(WORDS, 24)}\n"] * 2
