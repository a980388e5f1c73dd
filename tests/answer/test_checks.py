import pytest
from answer_fakes import (
    HARBOUR_EN,
    HARBOUR_ZH,
    LIBRARY_EN,
    LIBRARY_ZH,
    Table,
    encode,
    make_hit,
    make_question,
)

from rag.answer.checks import check_answer
from rag.answer.denials import says_not_there
from rag.answer.support import ClaimReader

HITS = [
    make_hit(HARBOUR_EN, HARBOUR_ZH, speaker="Ada Lund"),
    make_hit(LIBRARY_EN, LIBRARY_ZH, number=2, score=0.8),
]
EN = make_question("Tell me about the harbour bridge and the library.")
ZH = make_question("请介绍港口大桥和图书馆。")
READER = ClaimReader(encode)


def check(text, question=EN, hits=HITS, reader=READER):
    return check_answer(text, question, hits, reader=reader)


def statuses(text, question=EN):
    return [citation.status for citation in check(text, question).citations]


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("The bridge is 1,200 metres long. [1]", EN),
        ("It cost 84 million yuan [1].", EN),
        ("Mayor Ada Lund said ferries could no longer carry the traffic. [1]", EN),
        ("The central library has 310,000 books. [2]", EN),
        ("大桥全长1200米。[1]", ZH),
        ("大桥造价为8400万元。[1]", ZH),
        ("图书馆有31万册图书。[2]", ZH),
    ],
)
def test_faithful_sentence_is_verified(text, question):
    assert statuses(text, question) == ["verified"]


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("The bridge is 1,300 metres long. [1]", EN),
        ("The bridge opened on May 4, 2019. [1]", EN),
        ("It cost 84 billion yuan. [1]", EN),
        ("Mayor Peter Lund said ferries could no longer carry the traffic. [1]", EN),
        ("The bridge is haunted by sailors. [1]", EN),
        ("大桥全长1300米。[1]", ZH),
        ("大桥造价为8400亿元。[1]", ZH),
        ("大桥常有水手的鬼魂出没。[1]", ZH),
    ],
)
def test_unfaithful_sentence_is_shown_as_unsupported(text, question):
    checked = check(text, question)
    assert [citation.status for citation in checked.citations] == ["unsupported"]
    assert checked.unsupported == 1
    assert checked.text


def test_figures_are_compared_across_languages():
    hit = make_hit(HARBOUR_ZH, language="zh")
    table = Table(bridg=["大桥"], cost=["造价"], yuan=["元"])
    checked = check(
        "The bridge cost 84 million yuan. [1]", hits=[hit], reader=ClaimReader(encode, table)
    )
    assert [citation.status for citation in checked.citations] == ["verified"]
    assert "8400万元" in checked.citations[0].quote


def test_wrong_mark_is_repaired():
    checked = check("The central library has 310,000 books. [1]")
    (citation,) = checked.citations
    assert citation.status == "repaired"
    assert citation.passage.paragraph.number == 2
    assert checked.repaired == 1


def test_missing_mark_is_repaired():
    assert statuses("The central library has 310,000 books.") == ["repaired"]


def test_unknown_mark_is_removed_and_counted():
    checked = check("The bridge is 1,200 metres long. [1][9]")
    assert checked.unknown_marks == 1
    assert checked.text == "The bridge is 1,200 metres long. [1]"


def test_marks_are_renumbered_in_order_of_use():
    checked = check(
        "The central library has 310,000 books. [2] The bridge is 1,200 metres long. [1]"
    )
    assert checked.text.index("[1]") < checked.text.index("[2]")
    assert [citation.marker for citation in checked.citations] == [1, 2]


def test_quote_is_the_sentence_that_supports():
    (citation,) = check("The library extended its opening hours in 2020. [2]").citations
    assert citation.quote == "Opening hours were extended in 2020."
    assert citation.counterpart_quote == "2020年延长了开放时间。"


def test_sentence_without_support_or_mark_is_counted():
    checked = check("Whales sing at night.")
    assert checked.citations == ()
    assert checked.unsupported == 1
    assert checked.text == "Whales sing at night."


def test_two_passages_may_support_a_sentence_together():
    text = "The bridge is 1,200 metres long, and the central library has 310,000 books. [1][2]"
    assert statuses(text) == ["verified", "verified"]


@pytest.mark.parametrize("text", ["", "   ", "\n\n"])
def test_empty_answer_is_empty(text):
    checked = check(text)
    assert checked.text == ""
    assert checked.citations == ()


def test_quoted_denial_of_a_document_is_an_answer():
    hit = make_hit("The treaty does not mention a date of expiry.")
    checked = check("The treaty does not mention a date of expiry. [1]", hits=[hit])
    assert not checked.not_there
    assert checked.verified == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "The passages do not say when it opened.",
        "The documents don't mention this.",
        "There is no information about the fare in the passages.",
        "This is not stated.",
        "I cannot answer this from the given text.",
        "None of the provided passages gives a date.",
        "The opening date is not specified.",
        "I don't know.",
        "文档中没有提到票价。",
        "所提供的段落并未说明这一点。",
        "根据现有资料无法确定。",
        "资料里找不到相关信息。",
        "未提及。",
        "文中没有给出 the fare。",
        "無法從文檔中得知。".replace("無", "无").replace("從", "从").replace("檔", "档"),
    ],
)
def test_denial_is_recognised_in_any_wording(sentence):
    assert says_not_there(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The bridge opened in 2019.",
        "Ferries could no longer carry the traffic.",
        "China will not seek hegemony.",
        "大桥于2019年通车。",
        "渡轮已无法承担交通量。",
        "我们没有忘记历史。",
        "",
    ],
)
def test_plain_statement_is_no_denial(sentence):
    assert not says_not_there(sentence)
