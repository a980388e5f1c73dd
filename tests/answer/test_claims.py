"""The claim cases with the shipped embedder and table; figures in docs/measurements.md."""

import pytest
from claim_cases import CASES, HITS, QUESTIONS
from measure_claims import make_reader, measure, status_of

from rag.answer.checks import check_answer
from rag.answer.naming import names_occur
from rag.answer.polarity import contradicts
from rag.answer.units import units_differ


@pytest.fixture(scope="module")
def reader():
    return make_reader()


def test_there_are_cases_of_every_kind_in_both_languages():
    assert len(CASES) >= 60
    kinds = {case.kind for case in CASES}
    assert kinds >= {"right", "number", "unit", "negated", "speaker", "date", "name", "paraphrase"}
    assert kinds >= {"missing", "wrongmark", "cross"}
    assert {(case.kind, case.language) for case in CASES} == {
        (kind, language) for kind in kinds for language in ("zh", "en")
    }


@pytest.mark.parametrize("held_out", [False, True], ids=["seen", "held out"])
def test_unsupported_is_told_from_supported(reader, held_out):
    figures = measure([case for case in CASES if case.held_out == held_out], reader)
    assert figures["precision"] >= 0.95
    assert figures["recall"] >= 0.88
    assert figures["right"] >= 0.92


@pytest.mark.parametrize("kind", sorted({case.kind for case in CASES}))
def test_no_kind_is_missed_as_a_whole(reader, kind):
    cases = [case for case in CASES if case.kind == kind]
    right = sum(status_of(case, reader) == case.expected for case in cases)
    assert right / len(cases) >= 0.7


@pytest.mark.parametrize("case", CASES, ids=[case.sentence for case in CASES])
def test_every_quote_is_to_the_letter(reader, case):
    checked = check_answer(case.sentence, QUESTIONS[case.language], HITS, reader=reader)
    for citation in checked.citations:
        assert citation.quote
        assert citation.quote in citation.passage.paragraph.text


@pytest.mark.parametrize(
    ("claim", "evidence", "differ"),
    [
        ("It cost 5 million dollars.", "It cost 5 million yuan.", True),
        ("It cost $5 million.", "造价500万美元。", False),
        ("It cost ¥5 million.", "造价500万元。", False),
        ("It cost 5 million euros.", "It cost 5 million crowns.", True),
        ("It cost 5 million crowns.", "造价500万克朗。", False),
        ("造价500万元。", "It cost 5 million US dollars.", True),
        ("全长12公里。", "The line is 12 kilometres long.", False),
        ("全长12公里。", "全长12千米。", False),
        ("全长12公里。", "全长12米。", True),
        ("The field has 30 hectares.", "占地30公顷。", False),
        ("It weighs 30 tonnes.", "重30公斤。", True),
        ("It lasts ten years.", "为期十个月。", True),
        ("It lasts ten years.", "成立十周年。", False),
        ("12 people came.", "来了12人。", False),
        ("He is 12.", "12 kilometres", False),
        ("", "", False),
    ],
)
def test_units_are_compared(claim, evidence, differ):
    assert units_differ(claim, evidence) is differ


@pytest.mark.parametrize(
    ("claim", "evidence", "occur"),
    [
        ("The Chinese side met Anna Berg.", "China met Anna Berg.", True),
        ("Talks with Norwegian officials.", "Norway held talks.", True),
        ("Talks with Anna Lindqvist.", "Anna Lindal held talks.", False),
        ("In Lindal it rained.", "In Lindau it rained.", True),
        ("市长安娜·贝格出席。", "市长安娜·贝格出席会议。", True),
        ("市长安娜·罗斯出席。", "市长安娜·贝格出席会议。", False),
        ("会议在海临市举行。", "会议在海临市举行。", True),
        ("会议在云州市举行。", "会议在海临市举行。", False),
        ("全市有三座城市公园。", "全市共有三座公园，都在城里。", True),
        ("王岚表示，将会扩建。", "发言人王岚：将会扩建，明年开工。", True),
        ("李强表示，将会扩建。", "发言人王岚：将会扩建，明年开工。", False),
        ("政府表示，将会扩建。", "发言人王岚：将会扩建，明年开工。", True),
        ("会议在云州市举行。", "The meeting was held in Hailin.", True),
        ("", "", True),
    ],
)
def test_names_are_compared(claim, evidence, occur):
    assert names_occur(claim, evidence) is occur


@pytest.mark.parametrize(
    ("claim", "quote", "languages", "expected"),
    [
        ("The bridge will not open in May.", "The bridge will open in May.", "en en", True),
        ("The bridge will open in May.", "The bridge will not open in May.", "en en", True),
        ("The bridge never opened.", "The bridge did not open.", "en en", False),
        ("The plan was rejected.", "They did not accept the plan.", "en en", False),
        ("It is not only cheap but fast.", "It is cheap and fast.", "en en", False),
        ("He asked whether it would open.", "It will not open.", "en en", False),
        ("大桥不会开放。", "大桥将会开放。", "zh zh", True),
        ("大桥将会开放。", "大桥不会开放。", "zh zh", True),
        ("大桥尚未开放。", "大桥没有开放。", "zh zh", False),
        ("两国关系不断发展。", "两国关系持续发展。", "zh zh", False),
        ("未来将扩大开放。", "今后将扩大开放。", "zh zh", False),
        ("", "", "zh en", False),
    ],
)
def test_denials_are_compared(reader, claim, quote, languages, expected):
    claimed, quoted = languages.split()
    assert contradicts(claim, quote, claimed, quoted, reader.lexicon) is expected


def test_what_cannot_be_translated_is_no_contradiction():
    assert not contradicts("The bridge will not open.", "大桥将会开放。", "en", "zh", None)


def test_parts_of_a_sentence_are_quoted_from_where_they_stand(reader):
    text = (
        "The Lindal railway is 312 kilometres long, and the agreement covers 1,500 vessels. [5][4]"
    )
    checked = check_answer(text, QUESTIONS["en"], HITS, reader=reader)
    quotes = {citation.passage.paragraph.document: citation.quote for citation in checked.citations}
    assert "312 kilometres" in quotes["railway"]
    assert "1,500 vessels" in quotes["fisheries"]


def test_passage_that_supports_no_part_is_not_cited(reader):
    text = "The Lindal railway is 312 kilometres long, and exports reached 4.2 billion. [5][1][3]"
    checked = check_answer(text, QUESTIONS["en"], HITS, reader=reader)
    assert "care-briefing" not in {
        citation.passage.paragraph.document for citation in checked.citations
    }
