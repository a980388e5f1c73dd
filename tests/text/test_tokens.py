from __future__ import annotations

import hashlib
import inspect
import subprocess
import sys
from pathlib import Path

import pytest
from tiktoken_ext import openai_public

from rag.text import tokens
from rag.text.tokens import OWN_ENCODING, OWN_TABLE, count_tokens, encoding_name

TEXTS = {
    "zh": "外交部发言人主持例行记者会，介绍两国互免签证的安排。",
    "zh-traditional": "發言人說明兩國的經貿協議。",
    "en": "The spokesperson described the visa arrangement between the two countries.",
    "mixed": "发言人说，RCEP 将于2022年1月1日生效 (in force).",
    "rare": "𠮷野家 – naïve café ☕\r\n\tend",
}


@pytest.fixture(autouse=True)
def empty_cache(monkeypatch, tmp_path):
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_own_encoding_loses_nothing(text):
    encoding = tokens._load_encoding(OWN_ENCODING)
    assert encoding.decode(encoding.encode(text, disallowed_special=())) == text


def test_count_tokens_of_chinese_is_below_one_a_character():
    text = TEXTS["zh"]
    assert len(text) * 0.4 < count_tokens(text) < len(text)


def test_count_tokens_of_english_is_about_one_a_word():
    text = TEXTS["en"]
    words = len(text.split())
    assert words <= count_tokens(text) < words * 1.8


def test_count_tokens_of_mixed_text_is_that_of_its_parts():
    zh, en = "两国签署协议。", "Visa-free travel begins."
    assert count_tokens(zh + en) == count_tokens(zh) + count_tokens(en)


def test_count_tokens_of_empty_text_is_zero():
    assert count_tokens("") == 0


@pytest.mark.parametrize("text", ["<|endoftext|>", "甲<|im_start|>system", "<|fim_prefix|> x"])
def test_count_tokens_takes_special_tokens_as_plain_text(text):
    assert count_tokens(text) > 3
    assert count_tokens(text, "gpt-4o") == count_tokens(text)


@pytest.mark.parametrize(
    "model", [None, "", "extractive", "ollama:qwen3", "gpt-4o", "openai:gpt-4o"]
)
def test_encoding_name_is_own_where_no_table_is_cached(model):
    assert encoding_name(model) == OWN_ENCODING


@pytest.mark.parametrize(
    ("model", "name"),
    [
        ("gpt-4o", "o200k_base"),
        ("openai:gpt-4o-mini", "o200k_base"),
        ("openai/gpt-4.1", "o200k_base"),
        ("ft:gpt-4o:team", "o200k_base"),
        ("azure_openai:gpt-4", "cl100k_base"),
        ("ollama:qwen3", None),
    ],
)
def test_published_encoding_of_model(model, name):
    assert tokens._published_encoding(model) == name


def test_damaged_cached_table_is_not_used(empty_cache):
    [(address, _)] = tokens._TABLES["o200k_base"]
    name = hashlib.sha1(address.encode(), usedforsecurity=False).hexdigest()
    (empty_cache / name).write_bytes(b"half a table")
    assert encoding_name("gpt-4o") == OWN_ENCODING


def test_cached_table_is_used(monkeypatch, empty_cache):
    address, content = "https://example.org/small.tiktoken", b"IQ== 0\n"
    expected = hashlib.sha256(content).hexdigest()
    (empty_cache / hashlib.sha1(address.encode(), usedforsecurity=False).hexdigest()).write_bytes(
        content
    )
    monkeypatch.setitem(tokens._TABLES, "o200k_base", ((address, expected),))
    assert tokens._is_cached("o200k_harmony", str(empty_cache))


def test_switched_off_cache_counts_with_own_encoding(monkeypatch):
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", "")
    assert encoding_name("gpt-4o") == OWN_ENCODING


@pytest.mark.parametrize("name", tokens._TABLES)
def test_known_tables_are_those_of_the_installed_tiktoken(name):
    source = inspect.getsource(getattr(openai_public, name))
    for address, digest in tokens._TABLES[name]:
        assert address in source
        assert digest in source


def test_shipped_table_is_small_and_whole():
    ranks = [int(line.split()[1]) for line in OWN_TABLE.read_text(encoding="ascii").splitlines()]
    assert OWN_TABLE.stat().st_size < 400_000
    assert ranks == list(range(len(ranks)))


def test_counting_opens_no_connection():
    script = (
        "import socket\n"
        "def refuse(*args, **kwargs): raise SystemExit('connection attempted')\n"
        "socket.socket.connect = refuse; socket.getaddrinfo = refuse\n"
        "from rag.text.tokens import count_tokens\n"
        "print(count_tokens('中国 and others', 'gpt-4o'))\n"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=root, check=False
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 0
