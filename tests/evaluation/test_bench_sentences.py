from __future__ import annotations

import pytest
from bench_samples import write_sets

from rag.embedding import StaticEmbedder
from rag.errors import EvaluationError
from rag.evaluation.bench.sentences import SENTENCE_SETS, read_sentences, score_sentences

TATOEBA = SENTENCE_SETS[-1]


@pytest.fixture
def data(tmp_path):
    return write_sets(tmp_path)


@pytest.mark.parametrize("source", SENTENCE_SETS, ids=lambda each: each.title)
def test_read_sentences_gives_both_sides(data, source):
    sentences = read_sentences(data, source)
    assert sentences["zh"][0].startswith("防潮闸")
    assert sentences["en"][0].startswith("The tidal barrier")
    assert len(sentences["zh"]) == len(sentences["en"]) == 3


def test_translations_of_clear_sentences_are_nearest(data):
    scores = score_sentences(read_sentences(data, TATOEBA), StaticEmbedder())
    assert {direction: each.at_1 for direction, each in scores.items()} == {"zh>en": 1, "en>zh": 1}


def test_sentence_with_a_line_separator_stays_one(data):
    (data / TATOEBA.zh).write_text("一\u2028个\n两个\n三个\n", encoding="utf-8")
    assert read_sentences(data, TATOEBA)["zh"] == ["一\u2028个", "两个", "三个"]


def test_files_of_different_length_are_refused(data):
    (data / TATOEBA.zh).write_text("只有一行。\n", encoding="utf-8")
    with pytest.raises(EvaluationError, match=r"has 1 lines and .* has 3"):
        read_sentences(data, TATOEBA)


def test_file_that_is_no_text_is_refused(data):
    (data / TATOEBA.zh).write_bytes(b"\xff\xfe\x80")
    with pytest.raises(EvaluationError, match="cannot be read"):
        read_sentences(data, TATOEBA)
