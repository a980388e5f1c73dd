from __future__ import annotations

import itertools
import re

import pytest

from rag.evaluation.bench.corpus import make_documents, make_questions, read_words
from rag.evaluation.bench.speed import bench_speed
from rag.settings import Settings
from rag.text.language import detect_language


@pytest.mark.parametrize("language", ["zh", "en"])
def test_vocabulary_is_of_its_language_and_common_words_come_first(language):
    source = read_words(language)
    assert len(source.words) == len(set(source.words)) > 20_000
    assert source.shares.sum() == pytest.approx(1)
    assert all(detect_language(word) == language for word in source.words[:200])
    assert source.shares[0] > source.shares[100] > source.shares[-1]


def test_documents_are_the_same_every_time():
    one, other = (list(make_documents(120)) for _ in range(2))
    assert one == other
    assert [len(paragraphs) for _, paragraphs in one] == [50, 50, 20]


def test_documents_hold_their_paragraphs_to_the_letter():
    for document, paragraphs in make_documents(100):
        for paragraph in paragraphs:
            ((start, end),) = paragraph.spans
            assert document.text[start:end] == paragraph.text
            assert detect_language(paragraph.text) == paragraph.language


def test_documents_take_turns_between_the_languages():
    languages = [paragraphs[0].language for _, paragraphs in make_documents(200)]
    assert languages == ["zh", "en", "zh", "en"]


def test_no_documents():
    assert list(make_documents(0)) == []


def test_questions_are_different_and_of_both_languages():
    questions = make_questions(60)
    assert len(set(questions)) == 60
    assert make_questions(60) == questions
    made = questions[30:]
    assert {detect_language(text) for text in made} == {"zh", "en"}
    assert make_questions(0) == []


def test_word_counts_follow_zipf():
    texts = [p.text for d, ps in itertools.islice(make_documents(400), 8) for p in ps]
    words = re.findall(r"[a-z]+", " ".join(texts).lower())
    assert words.count("the") > 5 * words.count("between") > 0


def test_bench_speed_reports_every_figure_beside_its_floor():
    text = bench_speed(300, Settings(), questions=20)
    assert "speed, 300 passages" in text
    for name in (
        "more: median",
        "95th percentile",
        "model and table",
        "memory of the loaded defaults",
    ):
        (line,) = [line for line in text.splitlines() if f" {name} " in line]
        assert "met" in line.lower() or "not measured" in text
