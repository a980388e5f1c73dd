"""Claims found within filters are cited from within them."""

from dataclasses import replace

import pytest
from answer_fakes import make_passage

from rag.answer.within import cite_within
from rag.schema import Answer, Citation, Counterpart, Question, SearchFilters

ZH = make_passage("新馆九月开馆。馆内免费。", "zh", document="zh-page", number=29)
EN = make_passage("The hall opens in September. It is free.", document="en-page", number=27)
CITED = Citation(
    1,
    EN,
    "The hall opens in September.",
    counterpart=Counterpart((ZH,), 0.9),
    counterpart_quote="新馆九月开馆。",
)


def cited_within(citation, **filters):
    answer = Answer(Question("?", "en"), "It does. [1]", False, (citation,), (), "extractive")
    found = cite_within(answer, SearchFilters(**filters))
    assert found.text == answer.text
    return found.citations[0]


@pytest.mark.parametrize(
    "filters", [{"documents": ("zh-page",)}, {"language": "zh"}], ids=["document", "language"]
)
def test_passage_found_is_cited_with_the_version_read_beside_it(filters):
    found = cited_within(CITED, **filters)
    assert (found.passage, found.quote) == (ZH, "新馆九月开馆。")
    assert found.counterpart == Counterpart((EN,), 0.9)
    assert found.counterpart_quote == "The hall opens in September."
    assert (found.marker, found.status) == (1, "verified")


@pytest.mark.parametrize(
    "filters",
    [
        {},
        {"documents": ("en-page",)},
        {"documents": ("en-page", "zh-page")},
        {"language": "en"},
        {"speakers": ("林岚",)},
        # Neither is within: nothing better is known.
        {"documents": ("third",)},
    ],
    ids=["none", "own", "both", "language", "speaker", "neither"],
)
def test_other_citations_stay_as_they_are(filters):
    assert cited_within(CITED, **filters) is CITED


def test_citation_without_a_counterpart_stays():
    alone = replace(CITED, counterpart=None, counterpart_quote="")
    assert cited_within(alone, documents=("zh-page",)) is alone


def test_whole_paragraph_is_quoted_where_the_sentence_is_not_known():
    found = cited_within(replace(CITED, counterpart_quote=""), documents=("zh-page",))
    assert found.quote == ZH.paragraph.text


def test_paragraph_that_holds_the_quote_is_cited():
    more = make_passage("馆址在老码头。", "zh", document="zh-page", number=30)
    both = replace(
        CITED, counterpart=Counterpart((ZH, more), 0.9), counterpart_quote="馆址在老码头。"
    )
    assert cited_within(both, documents=("zh-page",)).passage is more
