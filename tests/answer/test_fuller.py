from __future__ import annotations

import pytest
from answer_fakes import SETTINGS, encode, finish, make_hit, make_passage, make_question

from rag.answer.extractive import ExtractiveAnswerer
from rag.answer.fuller import add_fuller_version, count_listed, is_fuller_version
from rag.answer.reading import split_passage
from rag.answer.wants import Wants
from rag.answer.wording import QUOTED_FULLER, name_versions
from rag.schema import Counterpart

ZH = "港口的“三害”已经消除。渡船照常开行。"
EN = "The port is rid of the silt, the noise and the rats. Ferries run as usual."
VAGUE_EN = "The port is rid of all its troubles. Ferries run as usual."
FULL_ZH = "港口消除了淤泥、噪声和鼠患。渡船照常开行。"
MIXED_ZH = "ABC计划覆盖港口的“三害”。渡船照常开行。"


def whole(passage, counterpart, span):
    """An aligner that takes the whole counterpart to say the same."""
    return counterpart.passages[0].paragraph.text


def add(text, other, language, wants, *, find_quote=whole, known=()):
    passage = make_passage(text, language)
    side = make_passage(other, "en" if language == "zh" else "zh")
    first = next(split_passage(0, passage, Counterpart((side,), 0.9)))
    found = add_fuller_version([first], wants, known, find_quote)
    assert found[0] == first
    return [sentence.text for sentence in found[1:]]


@pytest.mark.parametrize(
    ("text", "other", "language", "expected"),
    [
        (ZH, EN, "zh", "The port is rid of the silt, the noise and the rats."),
        (MIXED_ZH, EN, "zh", "The port is rid of the silt, the noise and the rats."),
        (VAGUE_EN, FULL_ZH, "en", "港口消除了淤泥、噪声和鼠患。"),
    ],
)
def test_version_that_names_the_items_is_added(text, other, language, expected):
    assert add(text, other, language, Wants("list", count=3)) == [expected]


@pytest.mark.parametrize(
    ("text", "other", "language", "kind", "expected"),
    [
        ("大桥造价不菲。", "The bridge cost 84 million crowns.", "zh", "number", True),
        ("The bridge opened in spring.", "大桥2019年3月通车。", "en", "date", True),
        ("大桥造价8400万。", "The bridge cost 84 million crowns.", "zh", "number", False),
        ("大桥造价不菲。", "The bridge was costly.", "zh", "number", False),
    ],
)
def test_version_with_the_figure_is_added_where_the_own_has_none(
    text, other, language, kind, expected
):
    assert add(text, other, language, Wants(kind)) == ([other] if expected else [])


@pytest.mark.parametrize(
    "wants", [Wants("list", count=4), Wants("list"), Wants("reason"), Wants("other")]
)
def test_version_is_not_added_for_more_items_or_what_cannot_be_told(wants):
    assert add(ZH, EN, "zh", wants) == []


@pytest.mark.parametrize(
    ("text", "other", "language", "speaker"),
    [
        ("市长：大桥造价不菲。", "The bridge cost 84 million crowns.", "zh", "Mayor"),
        ("Mayor: The bridge was costly.", "大桥造价8400万。", "en", "市长"),
        ("Mayor：大桥造价不菲。", "The “大桥” cost 84 million crowns.", "zh", "Mayor"),
    ],
)
def test_added_version_leaves_out_who_says_it(text, other, language, speaker):
    foreign = "en" if language == "zh" else "zh"
    side = make_passage(f"{speaker}: {other}", foreign, speaker=speaker)
    first = next(split_passage(0, make_passage(text, language), Counterpart((side,), 0.9)))
    found = add_fuller_version([first], Wants("number"), (), lambda *_: other)
    assert [sentence.quote for sentence in found[1:]] == [other]


def test_own_version_that_names_the_items_is_enough():
    assert add(FULL_ZH, EN, "zh", Wants("list", count=3)) == []


def test_sentence_that_says_something_else_is_not_added():
    wants = Wants("list", count=3)
    found = add(ZH, EN, "zh", wants, find_quote=lambda *_: "Ferries run as usual.")
    assert found == []
    assert add(ZH, EN, "zh", wants, find_quote=lambda *_: "") == []


def test_number_that_the_question_states_is_no_answer():
    text, other = "大桥造价不菲。", "The bridge has 2 decks."
    assert add(text, other, "zh", Wants("number"), known={"2"}) == []
    assert add(text, other, "zh", Wants("number")) == [other]


def test_nothing_is_added_to_nothing_or_without_a_counterpart():
    assert add_fuller_version([], Wants("number"), (), whole) == ()
    alone = next(split_passage(0, make_passage(ZH, "zh"), None))
    assert add_fuller_version([alone], Wants("list", count=3), (), whole) == (alone,)


def test_answer_quotes_both_versions_and_says_why():
    question = make_question("港口的“三害”是哪三样？", settings=SETTINGS)
    hit = make_hit(ZH, EN, language="zh", confidence=1.0)
    aligned = [((0, ZH.index("渡")), (0, EN.index("Ferries")))]
    answerer = ExtractiveAnswerer(SETTINGS, encode=encode, pairs=lambda zh, en: aligned)
    answer = finish(answerer, question, [hit])[1]
    quotes = [citation.quote for citation in answer.citations]
    assert quotes[-1] == "The port is rid of the silt, the noise and the rats."
    assert all(citation.verified for citation in answer.citations)
    assert answer.citations[-1].counterpart_quote in ZH
    assert answer.notes == (name_versions(QUOTED_FULLER, "zh", "zh"),)


def test_fuller_version_is_told_from_an_original():
    side = Counterpart((make_passage(ZH, "zh"),), 0.9)
    version, original = (
        next(split_passage(0, make_passage(EN), counterpart)) for counterpart in (side, None)
    )
    assert is_fuller_version(version, "zh")
    assert not is_fuller_version(version, "en")
    assert not is_fuller_version(original, "zh")


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("They sell tea, silk and salt.", "en", 3),
        ("They sell tea, silk, and salt.", "en", 3),
        ("They sell tea and salt.", "en", 2),
        ("They sell tea.", "en", 1),
        ("出售茶叶、丝绸和盐。", "zh", 3),
        ("出售茶叶、丝绸、盐。", "zh", 3),
        ("出售茶叶和盐。", "zh", 2),
        ("出售tea、silk和salt。", "zh", 3),
        ("出售茶叶。", "zh", 1),
        ("", "zh", 1),
        ("", "en", 1),
    ],
)
def test_listed_items_are_counted(text, language, expected):
    assert count_listed(text, language) == expected
