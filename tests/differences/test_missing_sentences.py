import pytest

from rag.differences.sentences import find_lone_sentences, measure_ratio
from rag.translation import load_lexicon

ZH = ["新港口将于六月开放。", "十二艘渡轮载着乘客前往群岛。", "市长感谢了所有的医生和老师。"]
EN = [
    "The new port will open in June.",
    "Twelve ferries carry passengers to the islands.",
    "The mayor thanked all doctors and teachers.",
]


@pytest.fixture(scope="module")
def lexicon():
    return load_lexicon()


def spans_of(sentences, joint):
    spans, start = [], 0
    for sentence in sentences:
        spans.append((start, start + len(sentence)))
        start += len(sentence) + len(joint)
    return spans


def find(make_texts, lexicon, zh, en, aligned):
    texts = make_texts("".join(zh), " ".join(en))
    return [
        (each.first.quote, each.second.quote)
        for each in find_lone_sentences(texts, texts, aligned, lexicon=lexicon, ratio=2.8)
    ]


def test_nothing_is_missing(make_texts, lexicon):
    aligned = list(zip(spans_of(ZH, ""), spans_of(EN, " "), strict=True))
    assert find(make_texts, lexicon, ZH, EN, aligned) == []


def test_a_sentence_of_each_language_is_missing(make_texts, lexicon):
    zh, en = spans_of(ZH, ""), spans_of([EN[0], EN[2]], " ")
    aligned = [(zh[0], en[0]), (zh[2], en[1])]
    assert find(make_texts, lexicon, ZH, [EN[0], EN[2]], aligned) == [(ZH[1], "")]
    zh, en = spans_of([ZH[0], ZH[2]], ""), spans_of(EN, " ")
    aligned = [(zh[0], en[0]), (zh[1], en[2])]
    assert find(make_texts, lexicon, [ZH[0], ZH[2]], EN, aligned) == [("", EN[1])]


def test_a_sentence_that_only_the_alignment_misses_is_there(make_texts, lexicon):
    zh, en = spans_of(ZH, ""), spans_of(EN, " ")
    assert find(make_texts, lexicon, ZH, EN, [(zh[0], en[0])]) == []


def test_the_ratio_is_measured_where_there_are_pairs_enough(make_texts):
    texts = make_texts("渡" * 40, "a" * 200)
    assert measure_ratio([texts] * 30) == 5.0
    assert measure_ratio([texts] * 3) == 3.6
    assert measure_ratio([]) == 3.6
