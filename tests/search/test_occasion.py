import pytest

from rag.schema import Counterpart, Paragraph, Passage
from rag.search.entries import EntryMap
from rag.search.occasion import Occasion, read_occasion, weigh_occasion


def month(year, number):
    return year * 12 + number


@pytest.mark.parametrize(
    ("text", "kinds", "months", "years"),
    [
        pytest.param("2023年3月的记者会上谁提问？", {"press conference"}, {(2023, 3)}, (), id="zh"),
        pytest.param(
            "What was said at the March 2023 news conference?",
            {"press conference"},
            {(2023, 3)},
            {2023},
            id="en",
        ),
        pytest.param(
            "市长在 March 2023 的 interview 里说了什么？",
            {"interview"},
            {(2023, 3)},
            (),
            id="mixed",
        ),
        pytest.param(
            "In the 2022 year-end interview, what came first?",
            {"interview"},
            {(2022, 12)},
            {2022},
            id="year-end, en",
        ),
        pytest.param("2022年年底的专访", {"interview"}, {(2022, 12)}, {2022}, id="year-end, zh"),
        pytest.param("2022年的那场专访是谁做的？", {"interview"}, (), {2022}, id="of a year"),
        pytest.param("How many bridges were built in 2022?", (), (), (), id="a year of events"),
        pytest.param("采访和记者会的说法有何不同？", (), (), (), id="two kinds name none"),
        pytest.param("大桥何时通车？", (), (), (), id="nothing"),
        pytest.param("", (), (), (), id="empty"),
    ],
)
def test_question_says_of_which_occasion(text, kinds, months, years):
    found = read_occasion(text)
    expected = frozenset(month(*each) for each in months)
    assert found == Occasion(frozenset(kinds), expected, frozenset(years))
    assert bool(found) is bool(kinds or months or years)


def passage(id_, *, language="zh", **stated):
    paragraph = Paragraph(f"d{id_}", 1, language, "answer", None, "text", ((0, 4),))
    return Passage(id_, paragraph, **stated)


def weigh(question, *passages, counterparts=None):
    entries = EntryMap(
        {each.id: each.id for each in passages},
        {},
        lambda ids: {each.id: each for each in passages if each.id in ids},
        lambda ids: {id_: counterparts[id_] for id_ in ids} if counterparts else {},
    )
    scores = {each.id: 1.0 for each in passages}
    return weigh_occasion(read_occasion(question), scores, entries)


def test_documents_of_another_date_or_kind_fall_behind_and_unknown_ones_stay():
    found = weigh(
        "2023年3月的记者会上说了什么？",
        passage(1, event="回答中外记者提问", date="2023-03-07"),
        passage(2),
        passage(3, title="市长接受联合采访", date="2022-12-31"),
        passage(4, language="en", event="Press Conference", date="2022-12-31"),
    )
    assert found[1] > found[2] == 1.0 > found[4] > found[3] > 0


def test_date_a_little_before_or_after_is_the_same_occasion():
    found = weigh(
        "In the 2022 year-end interview, what came first?",
        passage(1, language="en", date="2023-01-02"),
        passage(2, language="en", date="2023-06-02"),
    )
    assert found[1] > 1 > found[2]


def test_translation_of_a_dated_document_has_its_date():
    undated = passage(1, language="en")
    dated = passage(2, date="2022-12-31", title="专访市长")
    found = weigh(
        "What was said at the March 2023 press conference?",
        undated,
        counterparts={1: (Counterpart((dated,), 0.9),)},
    )
    assert found[1] < 1


def test_question_without_an_occasion_changes_nothing():
    assert weigh("大桥何时通车？", passage(1, date="2020-01-01")) == {1: 1.0}


def test_score_below_zero_is_not_raised_by_a_loss():
    stated = {1: passage(1, date="2020-01-01")}
    entries = EntryMap({1: 1}, {}, lambda ids: {id_: stated[id_] for id_ in ids}, lambda ids: {})
    found = weigh_occasion(read_occasion("2023年3月的记者会"), {1: -0.5}, entries)
    assert found == {1: -0.5}
