from __future__ import annotations

import numpy as np
import pytest

from rag.embedding.examples import (
    Block,
    Shape,
    draw_batch,
    draw_batches,
    draw_order,
    join_blocks,
)

# Chinese line i holds 100 + i, English line i 200 + i, so that ids tell where they come from.
RUNNING = Block([[100 + i] * 5 for i in range(8)], [[200 + i] * 7 for i in range(8)], 1, True)
LISTED = Block([[300 + i] * 5 for i in range(8)], [[400 + i] * 7 for i in range(8)], 2, False)
ASKED = Block(
    [[500 + i] * 3 for i in range(8)], [[600 + i] * 9 for i in range(8)], 0.5, False, True
)
WHOLE = Shape(whole_question=1, same_language=0, alone=1)


def _texts(bags):
    return np.split(bags.ids, bags.offsets[1:])


def _draw(block, shape, seed=1):
    lines = join_blocks([block])
    chosen = np.arange(len(block.first))
    questions, passages = draw_batch(lines, chosen, shape, np.random.default_rng(seed))
    return _texts(questions), _texts(passages)


def test_join_blocks_keeps_every_text():
    lines = join_blocks([RUNNING, ASKED])
    text = lines.first[9]
    assert lines.ids[lines.starts[text] : lines.starts[text + 1]].tolist() == [501] * 3
    text = lines.second[9]
    assert lines.ids[lines.starts[text] : lines.starts[text + 1]].tolist() == [601] * 9


def test_draw_batch_pairs_a_line_with_its_translation():
    for question, passage in zip(*_draw(RUNNING, WHOLE), strict=True):
        assert abs(int(question[0]) - int(passage[0])) == 100


def test_draw_batch_asks_in_both_languages():
    questions, _ = _draw(RUNNING, WHOLE)
    assert {int(question[0]) // 100 for question in questions} == {1, 2}


def test_draw_batch_asks_one_way_where_told():
    questions, passages = _draw(ASKED, Shape(same_language=1))
    assert {int(question[0]) // 100 for question in questions} == {5}
    assert {int(passage[0]) // 100 for passage in passages} == {6}


def test_draw_batch_can_stay_in_the_language():
    for question, passage in zip(*_draw(RUNNING, Shape(1, same_language=1, alone=1)), strict=True):
        assert question[0] == passage[0]


def test_draw_batch_joins_neighbours_around_the_line():
    _, passages = _draw(RUNNING, Shape(1, same_language=0, alone=0, max_neighbours=3))
    for number, passage in enumerate(passages):
        lines = sorted({int(id_) % 100 for id_ in passage})
        assert number in lines
        assert lines == list(range(lines[0], lines[-1] + 1))
    assert max(len(set(passage)) for passage in passages) > 1


def test_draw_batch_joins_nothing_in_a_list():
    _, passages = _draw(LISTED, Shape(1, same_language=0, alone=0))
    assert all(len(set(passage)) == 1 for passage in passages)


def test_draw_batch_keeps_the_line_where_the_passage_is_cut():
    for seed in range(20):
        _, passages = _draw(RUNNING, Shape(1, 0, alone=0, max_neighbours=6, max_tokens=8), seed)
        for number, passage in enumerate(passages):
            own = np.count_nonzero(passage % 100 == number)
            assert own in {5, 7}
            assert len(passage) <= 8


def test_draw_batch_cuts_questions_within_the_line():
    questions, _ = _draw(LISTED, Shape(whole_question=0, same_language=0))
    assert {len(question) for question in questions} <= {4, 5, 6, 7}
    assert all(len(set(question)) == 1 for question in questions)


def test_draw_order_repeats_lines_as_told():
    lines = join_blocks([RUNNING, LISTED, ASKED])
    counts = np.bincount(draw_order(lines, np.random.default_rng(1)), minlength=24)
    assert counts[:8].tolist() == [1] * 8
    assert counts[8:16].tolist() == [2] * 8
    assert set(counts[16:]) <= {0, 1}


@pytest.mark.parametrize("seed", [1, 2])
def test_draw_batches_is_the_same_for_the_same_seed(seed):
    lines = join_blocks([RUNNING, LISTED])
    runs = [list(draw_batches(lines, Shape(), 4, np.random.default_rng(seed))) for _ in range(2)]
    assert len(runs[0]) == 6
    for one, other in zip(*runs, strict=True):
        assert np.array_equal(one[0].ids, other[0].ids)
        assert np.array_equal(one[1].offsets, other[1].offsets)
