from __future__ import annotations

import pytest
import tiktoken
from tiktoken.load import load_tiktoken_bpe

from rag.embedding.train_tokens import train_table, write_table
from rag.text.tokens import PATTERN

LINES = [
    "地铁明年开通，市长说。",
    "The metro opens next year, the mayor said.",
    "naïve 🚇 metro 2031",
] * 30


@pytest.fixture(scope="module")
def table():
    return train_table(iter(LINES), 400)


def test_train_table_holds_every_byte_and_ranks_without_gaps(table):
    assert {bytes([byte]) for byte in range(256)} <= table.keys()
    assert sorted(table.values()) == list(range(len(table)))


def test_write_table_is_read_by_tiktoken(table, tmp_path):
    write_table(table, tmp_path / "t" / "own.tiktoken")
    assert load_tiktoken_bpe(str(tmp_path / "t" / "own.tiktoken")) == table


@pytest.mark.parametrize("text", ["市长说地铁", "the metro", "metro 地铁 🚇", ""])
def test_trained_table_encodes_without_loss(table, text):
    encoding = tiktoken.Encoding("own", pat_str=PATTERN, mergeable_ranks=table, special_tokens={})
    ids = encoding.encode(text)
    assert encoding.decode(ids) == text


def test_trained_table_holds_the_words_it_was_shown(table):
    assert {"市长说".encode(), b" metro"} & table.keys()
