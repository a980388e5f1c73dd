import gzip
import random

import numpy as np
import pytest
from pairing_fakes import GLOSSARY, FakeEmbedder, FakeLexicon

from rag.pairing.chain import GapCosts, run_chain
from rag.pairing.features import FEATURE_NAMES, LEXICAL_NAMES
from rag.pairing.fit import count_gaps, fit_weights, make_scopes, measure_fit, prepare_example
from rag.pairing.scopes import ScopeStyle, make_scope, make_strange_scope, read_lines
from rag.pairing.weakening import WeakEmbedder, WeakLexicon
from rag.pairing.weights import load_weights, score_beads

LINES = [
    (
        f"{one}和{two}，第{number}条。",
        f"The {GLOSSARY[one]} and the {GLOSSARY[two]}, item {number}.",
    )
    for number, (one, two) in enumerate(zip(list(GLOSSARY), list(GLOSSARY)[5:], strict=False))
]
PLAIN = ScopeStyle(
    lines=12, max_joined=1, split=0.0, dropped=0.0, formulas=0.0, interview=False, excerpt=False
)
ROUGH = ScopeStyle(
    lines=20, max_joined=3, split=0.5, dropped=0.3, formulas=0.2, interview=True, excerpt=True
)


def draw(seed):
    return random.Random(seed)  # noqa: S311 - no secret


def test_read_lines_skips_sentences_given_again(tmp_path):
    path = tmp_path / "lines.tsv.gz"
    rows = [
        "港口开放。渡轮开航。\tThe harbour opens. The ferry starts.",
        "渡轮开航。\tThe ferry starts.",
    ]
    path.write_bytes(gzip.compress("\n".join(rows).encode()))
    assert [zh for zh, _ in read_lines(path)] == ["港口开放。渡轮开航。"]


def test_scope_of_plain_style_is_one_to_one():
    scope = make_scope(LINES, PLAIN, draw(1))
    assert scope.gold == tuple(((i,), (i,)) for i in range(12))


@pytest.mark.parametrize("seed", range(8))
def test_scope_gold_is_in_order_and_inside(seed):
    scope = make_scope(LINES, ROUGH, draw(seed))
    for position, side in enumerate((scope.zh, scope.en)):
        flat = [index for bead in scope.gold for index in bead[position]]
        assert flat == sorted(set(flat))
        assert all(index < len(side) for index in flat)
        assert [paragraph.number for paragraph in side] == list(range(1, len(side) + 1))


def test_strange_scope_has_nothing_to_pair():
    scope = make_strange_scope(LINES, PLAIN, draw(1))
    assert scope.gold == ()
    assert scope.zh


def test_count_gaps_agrees_with_the_chain():
    scope = make_scope(LINES, ROUGH, draw(3))
    size = (len(scope.zh), len(scope.en))
    example = prepare_example(scope, FakeEmbedder(), FakeLexicon())
    assert example is not None
    # With the right beads all but certain, the chain's expected gaps are the right ones.
    sure = np.zeros(len(example.beads))
    rows = zip(example.beads.shapes, example.beads.zh, example.beads.en, strict=True)
    places = {((len(z), len(e)), z[0], e[0]) for z, e in scope.gold}
    shapes = ((1, 1), (1, 2), (2, 1), (1, 3), (3, 1), (2, 2))
    for row, (shape, i, j) in enumerate(rows):
        sure[row] = 60.0 if (shapes[shape], i, j) in places else -60.0
    beads = type(example.beads)(
        example.beads.shapes, example.beads.zh, example.beads.en, sure[:, None].astype(np.float32)
    )
    weights = load_weights("paragraphs")
    one = type(weights)(np.ones(1), GapCosts(-1.0, -0.5, -0.2))
    result = run_chain(score_beads(beads, one, size), one.gaps)
    assert count_gaps(scope, size) == pytest.approx(np.array(result.gap_counts), abs=1e-3)


def test_fit_gradient_is_that_of_the_likelihood():
    example = prepare_example(make_scope(LINES, ROUGH, draw(5)), FakeEmbedder(), None)
    assert example is not None
    values = np.random.default_rng(0).normal(size=len(FEATURE_NAMES) + 3) * 0.1
    _, gradient = measure_fit([example], values)
    step = 1e-2
    for index in (0, FEATURE_NAMES.index("cosine"), FEATURE_NAMES.index("turn_same"), -1):
        moved = [values.copy(), values.copy()]
        moved[0][index] += step
        moved[1][index] -= step
        above, below = (measure_fit([example], each)[0] for each in moved)
        assert gradient[index] == pytest.approx((above - below) / (2 * step), rel=0.05, abs=0.02)


def test_fit_raises_the_likelihood_and_leaves_unused_features_out():
    scopes = make_scopes([LINES], 6, sentences=False, seed=1)
    examples = [e for e in (prepare_example(s, FakeEmbedder(), None) for s in scopes) if e]
    names = frozenset(FEATURE_NAMES) - LEXICAL_NAMES
    fitted = fit_weights(examples, names=names, steps=20)
    values = np.concatenate(
        [fitted.features, [fitted.gaps.open, fitted.gaps.extend, fitted.gaps.both]]
    )
    start = np.zeros_like(values)
    assert measure_fit(examples, values)[0] > measure_fit(examples, start)[0]
    assert not any(fitted.features[FEATURE_NAMES.index(name)] for name in LEXICAL_NAMES)


def test_make_scopes_are_the_same_for_the_same_seed():
    assert make_scopes([LINES], 4, sentences=True, seed=2) == make_scopes(
        [LINES], 4, sentences=True, seed=2
    )


@pytest.mark.parametrize("name", ["paragraphs", "paragraphs_plain", "sentences", "sentences_plain"])
def test_weights_that_ship_are_complete(name):
    weights = load_weights(name)
    assert weights.features.shape == (len(FEATURE_NAMES),)
    assert weights.features[FEATURE_NAMES.index("cosine")] > 0


def test_weak_embedder_keeps_the_stated_cosine():
    texts = ["渡轮在港口", "The ferry at the harbour"]
    plain, weak = FakeEmbedder().encode(texts), WeakEmbedder(FakeEmbedder(), 0.8).encode(texts)
    assert (plain * weak).sum(axis=1) == pytest.approx([0.8, 0.8], abs=0.12)
    assert np.array_equal(weak, WeakEmbedder(FakeEmbedder(), 0.8).encode(texts))


def test_weak_lexicon_forgets_its_share():
    known = [zh for zh in GLOSSARY if WeakLexicon(FakeLexicon(), 0.5).translate(zh, "zh")]
    assert 0 < len(known) < len(GLOSSARY)
