"""Our measures against scikit-learn, SciPy and SQuAD's definitions written out here."""

from __future__ import annotations

import collections
import random
import re
import string

import numpy as np
import pytest
import scipy.stats
from sklearn.metrics import ndcg_score

from rag.evaluation.figures import compare_figures, mean_figure
from rag.evaluation.measures import token_f1
from rag.evaluation.retrieval import CUTOFFS, score_rankings

WORDS = "the tidal barrier closed nine times a year, in 2024: 3.5 metres; an old town".split()
CHARACTERS = "防潮闸今年一共关闭了九次夜市摊位。，"


def squad_f1(text: str, wanted: str) -> float:
    """F1 as SQuAD 1.1 defines it: lower case, no punctuation, no articles, words."""

    def tokens(value: str) -> list[str]:
        plain = "".join(" " if each in string.punctuation else each for each in value.lower())
        return re.sub(r"\b(a|an|the)\b", " ", plain).split()

    return _f1(tokens(text), tokens(wanted))


def cmrc_f1(text: str, wanted: str) -> float:
    """F1 as for Chinese: every character but punctuation."""
    kept = [[each for each in value if each not in "。，"] for value in (text, wanted)]
    return _f1(*kept)


def _f1(have: list[str], want: list[str]) -> float:
    common = sum((collections.Counter(have) & collections.Counter(want)).values())
    if not common:
        return 0.0
    precision, recall = common / len(have), common / len(want)
    return 2 * precision * recall / (precision + recall)


def test_english_f1_is_that_of_squad():
    rng = random.Random(3)  # noqa: S311
    for _ in range(200):
        text, wanted = (" ".join(rng.choices(WORDS, k=rng.randint(0, 9))) for _ in range(2))
        assert token_f1(text, wanted) == pytest.approx(squad_f1(text, wanted)), (text, wanted)


def test_chinese_f1_is_that_by_characters():
    rng = random.Random(4)  # noqa: S311
    for _ in range(200):
        text, wanted = ("".join(rng.choices(CHARACTERS, k=rng.randint(0, 15))) for _ in range(2))
        assert token_f1(text, wanted) == pytest.approx(cmrc_f1(text, wanted)), (text, wanted)


@pytest.mark.parametrize("cutoff", CUTOFFS)
def test_ndcg_is_that_of_scikit_learn(cutoff: int):
    rng = random.Random(cutoff)  # noqa: S311
    for _ in range(40):
        groups = rng.randint(1, 4)
        places: list[int | None] = [*range(groups), *[None] * 12]
        rng.shuffle(places)
        ranking = [frozenset() if each is None else frozenset({each}) for each in places]
        relevant = np.array([[float(each is not None) for each in places]])
        ranks = np.array([[float(len(places) - rank) for rank in range(len(places))]])
        ours = score_rankings({"q": ranking}, {"q": groups})["q"][f"ndcg@{cutoff}"]
        assert ours == pytest.approx(ndcg_score(relevant, ranks, k=cutoff))


def test_interval_is_that_of_scipy():
    rng = random.Random(7)  # noqa: S311
    values = [rng.betavariate(2, 1) for _ in range(120)]
    figure = mean_figure([[each] for each in values])
    known = scipy.stats.bootstrap(
        (values,), np.mean, method="percentile", n_resamples=4000, rng=np.random.default_rng(1)
    ).confidence_interval
    assert figure is not None
    assert figure.low == pytest.approx(known.low, abs=0.008)
    assert figure.high == pytest.approx(known.high, abs=0.008)


@pytest.mark.parametrize("shift", [0.0, 0.05, 0.1])
def test_paired_p_is_about_that_of_a_permutation_test(shift: float):
    rng = random.Random(9)  # noqa: S311
    first = [rng.random() for _ in range(80)]
    second = [each + rng.gauss(shift, 0.2) for each in first]
    found = compare_figures(
        {str(n): [each] for n, each in enumerate(first)},
        {str(n): [each] for n, each in enumerate(second)},
    )
    known = scipy.stats.permutation_test(
        (second, first),
        lambda a, b, axis: np.mean(a - b, axis=axis),
        permutation_type="samples",
        n_resamples=4000,
        rng=np.random.default_rng(1),
    ).pvalue
    assert found is not None
    assert found.p_bootstrap == pytest.approx(known, abs=0.04)
