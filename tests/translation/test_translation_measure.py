from pathlib import Path

import pytest

from rag.translation import expand_query, load_lexicon
from rag.translation.measure import Pool, main, measure, read_xquad

DATA = Path(__file__).parents[2].parent / "shared" / "data"

HARBOUR = "The harbour was rebuilt in 1902."
FESTIVAL = "Lanterns float down the river at the festival."


def test_measure_ranks_the_right_paragraph():
    pool = Pool([HARBOUR, FESTIVAL, FESTIVAL])
    groups = {"a": [(("river", 1.0),)], "b": [(("river", 1.0),)], "c": []}
    examples = [("a", FESTIVAL), ("b", HARBOUR), ("c", HARBOUR)]
    found = measure(pool, examples, groups.__getitem__, Pool.score_pooled)
    assert (found.recall_at_1, found.recall_at_5) == (pytest.approx(1 / 3), pytest.approx(1 / 3))


@pytest.mark.parametrize("scorer", [Pool.score_pooled, Pool.score_summed], ids=["pooled", "summed"])
def test_pool_counts_alternatives_by_weight(scorer):
    pool = Pool([HARBOUR, FESTIVAL, "Nothing of the kind."])
    scores = scorer(pool, [(("harbour", 0.9), ("river", 0.1), ("absent", 0.5))])
    assert scores[pool.number_of[HARBOUR]] > scores[pool.number_of[FESTIVAL]] > 0


def test_main_names_the_missing_set(tmp_path, capsys):
    assert main(["--data", str(tmp_path)]) == 1
    assert "is missing" in capsys.readouterr().err


@pytest.mark.shared
@pytest.mark.parametrize(("asked", "found"), [("zh", "en"), ("en", "zh")])
def test_translated_keywords_find_paragraphs_of_xquad(asked, found):
    if not DATA.is_dir():
        pytest.skip("../shared/data is not here")
    examples = read_xquad(DATA)[asked, found]
    pool = Pool([text for _, text in examples])
    lexicon = load_lexicon()
    result = measure(
        pool, examples[::4], lambda q: expand_query(q, asked, lexicon), Pool.score_pooled
    )
    assert result.recall_at_1 > 0.78
    assert result.recall_at_5 > 0.91
