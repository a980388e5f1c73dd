import numpy as np

from rag.translation.align import align


def as_numbers(sentences, numbers):
    return [
        np.array([numbers.setdefault(word, len(numbers)) for word in sentence.split()], np.int32)
        for sentence in sentences
    ]


def align_texts(pairs, weights=None):
    zh_numbers, en_numbers = {}, {}
    zh = as_numbers([zh for zh, _ in pairs], zh_numbers)
    en = as_numbers([en for _, en in pairs], en_numbers)
    alignment = align(zh, en, np.array(weights or [1.0] * len(pairs), np.float32))
    zh_words, en_words = list(zh_numbers), list(en_numbers)
    return {
        (zh_words[z], en_words[e]): count
        for (z, e), count in zip(alignment.pairs.tolist(), alignment.counts, strict=True)
    }


PAIRS = [("红 灯", "red lantern"), ("红 船", "red boat"), ("大 船", "big boat"), ("灯", "lantern")]


def test_align_finds_which_words_go_together():
    counts = align_texts(PAIRS)
    for zh, en in [("红", "red"), ("灯", "lantern"), ("船", "boat"), ("大", "big")]:
        rivals = [count for (z, e), count in counts.items() if (z == zh) != (e == en)]
        assert counts[zh, en] > max(rivals)


def test_align_takes_order_into_account():
    counts = align_texts([("甲 乙", "one two")])
    assert counts["甲", "one"] > counts["甲", "two"]


def test_align_counts_sentences_by_weight():
    once, twice = align_texts(PAIRS), align_texts(PAIRS, [2.0] * 4)
    assert np.isclose(twice["灯", "lantern"], 2 * once["灯", "lantern"])


def test_align_gives_the_same_twice():
    assert align_texts(PAIRS) == align_texts(PAIRS)
