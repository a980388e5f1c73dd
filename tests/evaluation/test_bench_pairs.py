import pytest

from rag.errors import EvaluationError
from rag.evaluation.bench.pairs import bench_pairs, make_documents, read_news, score_pairs
from rag.schema import Pair, Paragraph
from rag.settings import Settings
from rag.text.language import letters

SENTENCES = [
    (f"第{place}艘渡船今天早上从港口开出。", f"Ferry number {place} left the harbour this morning.")
    for place in range(60)
]


def pair(zh, en):
    sides = [
        (Paragraph(document, 1, language, "paragraph", None, text, ((0, 1),)),)
        for language, (document, text) in (("zh", zh), ("en", en))
    ]
    return Pair(*sides, score=1.0)


def gold(zh, en):
    return tuple(frozenset([(document, letters(text))]) for document, text in (zh, en))


def test_documents_are_the_same_each_time_and_hold_their_pairs():
    made = make_documents([SENTENCES])
    assert made == make_documents([SENTENCES])
    assert made.gold
    for sides in made.gold:
        for document, text in (item for side in sides for item in side):
            assert text in letters(made.texts[document])


def test_pairs_are_scored_by_their_paragraphs():
    right = [gold(("a", "港口"), ("b", "Harbour")), gold(("a", "渡船"), ("b", "Ferry"))]
    found = [
        pair(("a", "港口"), ("b", "Harbour")),
        pair(("a", "渡船"), ("b", "Harbour")),
        pair(("a", "港口"), ("c", "Port")),
    ]
    scores = score_pairs(found, right)
    assert (scores.gold, scores.found, scores.outside) == (2, 2, 1)
    assert scores.strict == scores.lax == 0.5


def test_nothing_found_scores_nothing():
    assert score_pairs([], [gold(("a", "港口"), ("b", "Harbour"))]).strict == 0.0


def test_missing_folder_is_said(tmp_path):
    assert "There is no folder" in bench_pairs(tmp_path, Settings())


def test_files_of_other_lengths_are_refused(tmp_path):
    (tmp_path / "a").write_text("港口今天开放。\n渡船来了。\n", encoding="utf-8")
    (tmp_path / "b").write_text("The harbour opens today.\n", encoding="utf-8")
    with pytest.raises(EvaluationError, match=r"has 2 lines and .* has 1"):
        read_news(tmp_path, "a", "b")
    with pytest.raises(EvaluationError, match="none cannot be read"):
        read_news(tmp_path, "a", "none")
