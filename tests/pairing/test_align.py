import numpy as np
import pytest
from pairing_fakes import FakeEmbedder, FakeLexicon, paragraphs

from rag.pairing import align_paragraphs
from rag.settings import PairingSettings

ZH = (
    "title||港口大桥今年冬季开工",
    "question|记者|记者：市长先生，新的渡轮什么时候载客？乘客等了很久。",
    "answer|市长|市长：渡轮5月开航，每天运送1200名乘客，工人正在港口做最后的检查。",
    "answer|市长|医院和学校的预算增加了，护士和老师的人数也会增加。",
    "answer|市长|冬季以前堤坝会修好，洪水不会再漫过公园和树木。",
    "answer|市长|图书馆旁边的电车车站重新开放，渔民担心的价格问题也有了答案。",
)
EN = (
    "title||Harbour bridge to be built this winter",
    "question|Question|Question: Mayor, when will the new ferry carry passengers? They wait.",
    "answer|Mayor|Mayor: The ferry starts in May with 1,200 passengers a day; workers are making "
    "the last checks at the harbour.",
    "answer|Mayor|The budget of hospital and school has grown, and with it the number of nurses "
    "and teachers.",
    "answer|Mayor|The dam will be mended before winter, so the flood will not reach park and trees "
    "again.",
    "answer|Mayor|The tram station beside the library is open again, and the prices that worried "
    "fishermen are settled.",
)


def align(zh, en, *, lexicon=True, **settings):
    encode = FakeEmbedder().encode
    return align_paragraphs(
        zh,
        en,
        zh_vectors=encode([paragraph.text for paragraph in zh]),
        en_vectors=encode([paragraph.text for paragraph in en]),
        lexicon=FakeLexicon() if lexicon else None,
        settings=PairingSettings(**settings),
    )


def indexes(pairs):
    return [(pair.zh, pair.en) for pair in pairs]


def one_to_one(*positions):
    return [((i,), (j,)) for i, j in positions]


@pytest.fixture(params=[True, False], ids=["with table", "without table"])
def lexicon(request):
    return request.param


def test_align_pairs_a_translated_document(lexicon):
    pairs = align(paragraphs("zh", *ZH), paragraphs("en", *EN), lexicon=lexicon)
    assert indexes(pairs) == one_to_one(*((i, i) for i in range(6)))


def test_align_scores_lie_between_threshold_and_one(lexicon):
    pairs = align(paragraphs("zh", *ZH), paragraphs("en", *EN), lexicon=lexicon)
    assert all(0.5 <= pair.score <= 1 for pair in pairs)


def test_align_leaves_an_insertion_alone(lexicon):
    en = (*EN[:4], "answer|Mayor|The music festival has its own briefing tomorrow.", *EN[4:])
    pairs = align(paragraphs("zh", *ZH), paragraphs("en", *en), lexicon=lexicon)
    assert indexes(pairs) == one_to_one((0, 0), (1, 1), (2, 2), (3, 3), (4, 5), (5, 6))


def test_align_bridges_an_omission(lexicon):
    en = (*EN[:2], *EN[4:])
    pairs = align(paragraphs("zh", *ZH), paragraphs("en", *en), lexicon=lexicon)
    assert indexes(pairs) == one_to_one((0, 0), (1, 1), (4, 2), (5, 3))


@pytest.mark.parametrize("side", ["zh", "en"])
def test_align_joins_a_paragraph_cut_on_one_side(side, lexicon):
    zh, en = list(ZH), list(EN)
    if side == "en":
        en[4:5] = [
            "answer|Mayor|The dam will be mended before winter.",
            "answer|Mayor|The flood will not reach park and trees again.",
        ]
        expected = ((4,), (4, 5))
    else:
        zh[4:5] = ["answer|市长|冬季以前堤坝会修好。", "answer|市长|洪水不会再漫过公园和树木。"]
        expected = ((4, 5), (4,))
    pairs = align(paragraphs("zh", *zh), paragraphs("en", *en), lexicon=lexicon)
    assert expected in indexes(pairs)
    assert len(pairs) == 6


def test_align_finds_an_excerpt_inside_a_longer_text(lexicon):
    before = (
        "answer|Mayor|The music festival is moved to the library this year.",
        "answer|Mayor|Tax and prices stay as they are, says the hospital.",
    )
    after = ("answer|Mayor|Trees along the tram station need water, the teachers found.",)
    en = paragraphs("en", *before, *EN[2:5], *after, document="long")
    pairs = align(paragraphs("zh", *ZH[2:5]), en, lexicon=lexicon)
    assert indexes(pairs) == one_to_one((0, 2), (1, 3), (2, 4))


def test_align_pairs_nothing_where_nothing_is_shared(lexicon):
    zh = ("公园里的音乐节日请来了渔民。", "税收问题下周讨论。", "图书馆买了新书给学校。")
    en = ("Passengers praised the nurses.", "The dam held in winter.", "Workers met the mayor.")
    assert align(paragraphs("zh", *zh), paragraphs("en", *en), lexicon=lexicon) == []


def test_align_keeps_formulas_in_order(lexicon):
    zh = ("谢谢主持人。", *ZH[2:4], "谢谢主持人。", ZH[4], "谢谢主持人。")
    en = (*EN[2:4], "Thank you, moderator.", EN[4])
    pairs = align(paragraphs("zh", *zh), paragraphs("en", *en), lexicon=lexicon)
    assert ((3,), (2,)) in indexes(pairs)
    assert not {((0,), (2,)), ((5,), (2,))} & set(indexes(pairs))


def test_align_never_crosses_or_overlaps(lexicon):
    zh, en = paragraphs("zh", *ZH), paragraphs("en", *EN[3:], *EN[:3])
    pairs = align(zh, en, lexicon=lexicon, min_score=0.0)
    flat_zh = [i for pair in pairs for i in pair.zh]
    flat_en = [j for pair in pairs for j in pair.en]
    assert flat_zh == sorted(set(flat_zh))
    assert flat_en == sorted(set(flat_en))


def test_align_does_not_join_question_and_answer(lexicon):
    zh = paragraphs(
        "zh", "question|记者|记者：渡轮的价格怎么样？", "answer|市长|市长：渡轮的价格不变。"
    )
    en = paragraphs(
        "en",
        "question|Question|Question: What of ferry prices?",
        "answer|Mayor|Mayor: Ferry prices stay.",
    )
    assert indexes(align(zh, en, lexicon=lexicon)) == one_to_one((0, 0), (1, 1))


def test_align_higher_threshold_gives_fewer_pairs():
    zh, en = paragraphs("zh", *ZH), paragraphs("en", *EN)
    sure = align(zh, en, lexicon=False, min_score=0.999999)
    assert len(sure) < len(align(zh, en, lexicon=False))


@pytest.mark.parametrize(
    ("zh", "en"),
    [((), EN), (ZH, ()), ((), ())],
    ids=["no zh", "no en", "neither"],
)
def test_align_empty_side_gives_nothing(zh, en):
    assert align(paragraphs("zh", *zh), paragraphs("en", *en)) == []


def test_align_switched_off_gives_nothing():
    assert align(paragraphs("zh", *ZH), paragraphs("en", *EN), enabled=False) == []


def test_align_mixed_script_paragraphs_by_names_and_numbers():
    zh = ("RCEP与Lakeside协议涉及15国。", "Harbour One项目投资2.5亿元。")
    en = ("Harbour One costs 250 million yuan.", "The RCEP and Lakeside deal has 15 members.")
    pairs = align(paragraphs("zh", zh[1], zh[0]), paragraphs("en", *en))
    assert indexes(pairs) == one_to_one((0, 0), (1, 1))


def test_align_text_without_words_is_no_error():
    pairs = align(paragraphs("zh", "……", ZH[3]), paragraphs("en", "***", EN[3]))
    assert ((1,), (1,)) in indexes(pairs)


def test_align_single_pair_needs_no_rivals(lexicon):
    pairs = align(paragraphs("zh", ZH[2]), paragraphs("en", EN[2]), lexicon=lexicon)
    assert indexes(pairs) == one_to_one((0, 0))


def test_align_takes_zero_vectors():
    zh, en = paragraphs("zh", *ZH), paragraphs("en", *EN)
    pairs = align_paragraphs(
        zh,
        en,
        zh_vectors=np.zeros((6, 8), dtype=np.float32),
        en_vectors=np.zeros((6, 8), dtype=np.float32),
        lexicon=FakeLexicon(),
        settings=PairingSettings(),
    )
    assert set(indexes(pairs)) <= set(one_to_one(*((i, i) for i in range(6))))
