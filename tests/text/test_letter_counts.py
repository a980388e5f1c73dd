import numpy as np
import pytest

from rag.text.letter_counts import is_packed, pack_letters, unpack_letters


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("渡轮六点开，鱼市休息。", 9),
        ("The ferry leaves at 6.", 17),
        ("“WHO”说2.5万人。", 8),
        ("", 0),
        ("。…— ", 0),
    ],
    ids=["zh", "en", "mixed", "empty", "marks"],
)
def test_letters_and_digits_are_counted(text, count):
    packed = pack_letters(text)
    assert is_packed(packed)
    numbers, counts = unpack_letters([packed])
    assert numbers.tolist() == [count]
    assert counts.sum() == count


def test_case_script_and_marks_do_not_count():
    assert pack_letters("The barrier!") == pack_letters("the BARRIER")
    assert pack_letters("防潮閘關閉了。") == pack_letters("防潮闸关闭了")


def test_texts_are_laid_out_row_by_row():
    texts = ["渡轮", "", "ferry"]
    numbers, counts = unpack_letters([pack_letters(text) for text in texts])
    assert numbers.tolist() == [2, 0, 5]
    assert counts.sum(axis=1).tolist() == [2, 0, 5]
    assert unpack_letters([])[1].shape == (0, counts.shape[1])


def test_more_of_a_letter_than_is_counted_makes_texts_more_alike_never_less():
    long, longer = (unpack_letters([pack_letters("渡" * n + "轮")]) for n in (400, 430))
    assert (long[0][0], longer[0][0]) == (401, 431)
    assert np.abs(long[1] - longer[1]).sum() == 0


@pytest.mark.parametrize("stored", [b"", b"letters"])
def test_anything_else_is_not_packed(stored):
    assert not is_packed(stored)
