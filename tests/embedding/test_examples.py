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
    batch = draw_batch(lines, chosen, shape, np.random.default_rng(seed))
    return _texts(batch.questions), _texts(batch.passages)


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
    _, passages = _draw(RUNNING, Shape(1, same_language=0, alone=0, passage=(15, 40)))
    for number, passage in enumerate(passages):
        lines = sorted({int(id_) % 100 for id_ in passage})
        assert number in lines
        assert lines == list(range(lines[0], lines[-1] + 1))
        assert len(passage) <= 40
    assert max(len(set(passage)) for passage in passages) > 1


def test_draw_batch_joins_nothing_in_a_list():
    _, passages = _draw(LISTED, Shape(1, same_language=0, alone=0))
    assert all(len(set(passage)) == 1 for passage in passages)


def test_draw_batch_keeps_the_line_where_a_passage_has_no_room():
    for seed in range(20):
        _, passages = _draw(RUNNING, Shape(1, same_language=0, alone=0, passage=(2, 12)), seed)
        for number, passage in enumerate(passages):
            assert np.count_nonzero(passage % 100 == number) in {5, 7}
            assert len(passage) <= 12


def test_draw_batch_cuts_questions_within_the_line():
    shape = Shape(whole_question=0, same_language=0, question=(2, 4))
    questions, _ = _draw(LISTED, shape)
    assert {len(question) for question in questions} <= {2, 3, 4}
    assert all(len(set(question)) == 1 for question in questions)


def test_draw_batch_does_not_tell_apart_what_holds_the_same_line():
    lines = join_blocks([RUNNING])
    shape = Shape(1, same_language=0, alone=0, passage=(15, 40))
    batch = draw_batch(lines, np.arange(8), shape, np.random.default_rng(2))
    held = [{int(id_) % 100 for id_ in passage} for passage in _texts(batch.passages)]
    for question in range(8):
        for passage in range(8):
            expected = question != passage and question in held[passage]
            assert batch.also[question, passage] == expected
    assert batch.also.any()


def test_draw_batch_tells_the_same_line_drawn_twice_apart_from_others_only():
    lines = join_blocks([LISTED])
    batch = draw_batch(lines, np.array([3, 3, 4]), WHOLE, np.random.default_rng(1))
    assert batch.also.tolist() == [
        [False, True, False],
        [True, False, False],
        [False, False, False],
    ]


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
        assert np.array_equal(one.questions.ids, other.questions.ids)
        assert np.array_equal(one.passages.offsets, other.passages.offsets)
