import numpy as np

from rag.pairing.anchors import cut_stretches, find_partners


def draw_vectors(count, seed=0):
    rows = np.random.default_rng(seed).standard_normal((count, 32)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_cut_stretches_leaves_short_sides_whole():
    (stretch,) = cut_stretches(draw_vectors(5), draw_vectors(4), max_cells=20)
    assert stretch.zh.tolist() == [0, 1, 2, 3, 4]
    assert stretch.en.tolist() == [0, 1, 2, 3]


def test_cut_stretches_keeps_partners_together():
    vectors = draw_vectors(100)
    stretches = cut_stretches(vectors, vectors, max_cells=400)
    assert len(stretches) > 4
    assert all(np.array_equal(stretch.zh, stretch.en) for stretch in stretches)
    assert np.concatenate([stretch.zh for stretch in stretches]).tolist() == list(range(100))


def test_cut_stretches_are_short_enough():
    vectors = draw_vectors(100)
    longer = np.concatenate([draw_vectors(30, seed=1), vectors])
    stretches = cut_stretches(vectors, longer, max_cells=900)
    assert all(len(stretch.zh) * len(stretch.en) <= 900 for stretch in stretches)


def test_cut_stretches_thins_what_nowhere_meets():
    stretches = cut_stretches(draw_vectors(200), draw_vectors(300, seed=1), max_cells=600)
    assert all(len(stretch.zh) * len(stretch.en) <= 600 for stretch in stretches)
    for stretch in stretches:
        assert stretch.zh.tolist() == sorted(stretch.zh)


def test_find_partners_agrees_with_the_whole_matrix():
    zh, en = draw_vectors(1100), draw_vectors(90, seed=1)
    similarity = zh @ en.T
    partners = find_partners(zh, en)
    assert np.array_equal(partners.of_zh, similarity.argmax(axis=1))
    assert np.array_equal(partners.of_en, similarity.argmax(axis=0))
