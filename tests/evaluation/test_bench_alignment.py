import pytest

from rag.embedding import StaticEmbedder
from rag.errors import EvaluationError
from rag.evaluation.bench.alignment import (
    align_again,
    bench_alignment,
    join_paragraphs,
    score_alignment,
)
from rag.evaluation.bench.sentences import SENTENCE_SETS
from rag.settings import Settings
from rag.translation import load_lexicon

SENTENCES = [
    ("渡轮今天早上没有开。", "The ferry did not run this morning."),
    ("图书馆新买了三千本书。", "The library has bought three thousand new books."),
    ("市长感谢所有志愿者。", "The mayor thanked all volunteers."),
    ("RCEP展区设在二楼。", "The RCEP exhibition is on the second floor."),
]


def test_sentences_are_found_again():
    groups = align_again(SENTENCES, StaticEmbedder(), load_lexicon())
    assert groups == {(frozenset([n]), frozenset([n])) for n in range(4)}
    assert score_alignment([SENTENCES], StaticEmbedder(), load_lexicon()) == 1.0


def test_sentences_that_say_other_things_score_less():
    wrong = [(zh, SENTENCES[(n + 2) % 4][1]) for n, (zh, _) in enumerate(SENTENCES)]
    assert score_alignment([wrong], StaticEmbedder(), load_lexicon()) < 1.0


def test_nothing_scores_nothing():
    assert score_alignment([], StaticEmbedder(), None) == 0.0
    assert join_paragraphs([], 5) == []


def test_paragraphs_are_the_same_each_time_and_of_three_to_eight():
    pairs = [(f"句{n}。", f"Sentence {n}.") for n in range(100)]
    made = join_paragraphs(pairs, 9)
    assert made == join_paragraphs(pairs, 9)
    assert len(made) == 9
    assert all(3 <= len(each) <= 8 for each in made)


def test_missing_sets_are_left_out(tmp_path):
    told = bench_alignment(tmp_path, Settings()).splitlines()
    assert len(told) == len(SENTENCE_SETS)
    for line, source in zip(told, SENTENCE_SETS, strict=True):
        assert line == f"{source.title} is left out: there is no {tmp_path / source.zh}."


def write_set(folder, source, zh, en):
    for name, text in ((source.zh, zh), (source.en, en)):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")


def test_set_that_is_there_is_measured_and_the_others_told(tmp_path):
    zh, en = "".join(f"第{n}艘船离港。\n" for n in range(9)), "Ship left.\n" * 9
    write_set(tmp_path, SENTENCE_SETS[-1], zh, en)
    told = bench_alignment(tmp_path, Settings(), limit=2)
    assert f"| {SENTENCE_SETS[-1].title} | 2 |" in told
    assert told.count("is left out") == len(SENTENCE_SETS) - 1


def test_set_that_cannot_be_read_is_told(tmp_path):
    write_set(tmp_path, SENTENCE_SETS[-1], "一。\n二。\n", "One.\n")
    with pytest.raises(EvaluationError, match="has 2 lines"):
        bench_alignment(tmp_path, Settings())
