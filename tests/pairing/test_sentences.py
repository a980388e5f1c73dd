import pytest
from pairing_fakes import FakeEmbedder, FakeLexicon

from rag.pairing import align_sentences

ZH = "渡轮5月开航，工人在港口做检查。医院的护士增加了。冬季以前堤坝会修好，洪水不会再来。"
EN = (
    "The ferry starts in May, and workers make checks at the harbour. There are more nurses at the "
    "hospital. The dam will be mended before winter. The flood will not come again."
)


def align(zh, en, lexicon=True):
    table = FakeLexicon() if lexicon else None
    found = align_sentences(zh, en, encode=FakeEmbedder().encode, lexicon=table)
    return [
        ([zh[a:b] for a, b in zh_spans], [en[a:b] for a, b in en_spans], score)
        for zh_spans, en_spans, score in found
    ]


@pytest.mark.parametrize("lexicon", [True, False], ids=["with table", "without table"])
def test_sentences_are_aligned_many_to_many(lexicon):
    pairs = align(ZH, EN, lexicon)
    assert [(len(zh), len(en)) for zh, en, _ in pairs] == [(1, 1), (1, 1), (1, 2)]
    assert pairs[1][:2] == (["医院的护士增加了。"], ["There are more nurses at the hospital."])


def test_sentences_single_one_faces_all_of_the_other_side():
    ((zh, en, score),) = align("渡轮开航，护士增加。", "The ferry starts. There are more nurses.")
    assert (len(zh), len(en), score) == (1, 2, 1.0)


def test_sentences_without_counterpart_are_left_out():
    pairs = align(ZH + "音乐节日在公园举行。", EN)
    assert all("音乐" not in "".join(zh) for zh, _, _ in pairs)


@pytest.mark.parametrize(("zh", "en"), [("", EN), (ZH, ""), ("", "")], ids=["zh", "en", "both"])
def test_sentences_of_empty_text_give_nothing(zh, en):
    assert align(zh, en) == []


def test_sentences_spans_count_in_the_text_given():
    mixed = "  RCEP于5月生效。渡轮的乘客增加了。"
    found = align(mixed, "RCEP took effect in May. The ferry has more passengers.")
    assert found[0][0] == ["RCEP于5月生效。"]
