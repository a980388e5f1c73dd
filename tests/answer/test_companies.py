"""Questions for a company where evidence names none."""

from dataclasses import replace

import pytest
from answer_fakes import SETTINGS, encode, make_hit, make_passage, make_question

from rag.answer.companies import lacks_company
from rag.answer.extractive import ExtractiveAnswerer
from rag.answer.reading import read_sentences
from rag.schema import Counterpart

ZH, EN = "哪家公司建造了水库？", "Which company built the reservoir?"


def lacks(question, hit):
    language = hit.passage.paragraph.language
    return lacks_company(question, read_sentences([hit], language)[0])


@pytest.mark.parametrize(
    ("question", "told", "expected"),
    [
        pytest.param(ZH, "水库用了六年建成。", True, id="zh none"),
        pytest.param("哪個公司建造了水庫？", "水庫用了六年建成。", True, id="traditional"),
        pytest.param(ZH, "水库由大河集团建造。", False, id="zh group"),
        pytest.param("哪家保险公司承保渡轮？", "渡轮由远洋保险承保。", False, id="zh by"),
        pytest.param(ZH, "由于下雨，水库用了六年建成。", True, id="zh because"),
        pytest.param("哪家公司造的？", "那是Larkport Works造的。", False, id="mixed"),
        pytest.param(EN, "The reservoir took six years.", True, id="en none"),
        pytest.param(EN, "In the rain, it opened on a Monday in March.", True, id="times"),
        pytest.param(EN, "The reservoir was built by Lund Works.", False, id="en name"),
        pytest.param(EN, "Lund built the reservoir.", False, id="en first word"),
        pytest.param(EN, "They built the reservoir in six years.", True, id="en pronoun"),
        pytest.param(EN, "A firm from the north built it.", False, id="en a firm"),
        pytest.param(
            "Which company sank Larkport's ferry?", "A storm sank Larkport's ferry.", True, id="own"
        ),
        pytest.param("水库建了几年？", "水库用了六年建成。", False, id="zh not asked"),
        pytest.param("Who built the reservoir?", "It took six years.", False, id="not asked"),
        pytest.param("", "It took six years to build.", False, id="empty"),
    ],
)
def test_company_is_named_or_lacking(question, told, expected):
    language = "en" if told.isascii() else "zh"
    assert lacks(question, make_hit(told, language=language)) is expected


def test_other_version_may_name_it():
    version = Counterpart((make_passage("水库由大河集团建造。", "zh"),), 0.9)
    hit = make_hit("The reservoir took six years.")
    assert lacks(EN, hit)
    assert not lacks(EN, replace(hit, counterpart=version))


ANSWERER = ExtractiveAnswerer(SETTINGS, encode=encode)


@pytest.mark.parametrize(
    ("question", "none", "named"),
    [
        pytest.param(
            "Which company built the reservoir?",
            "It took six years until the reservoir was built.",
            "The reservoir was built by Lund Works.",
            id="en",
        ),
        pytest.param(
            "哪家公司建造了水库？", "水库的建造用了六年。", "水库由大河集团建造。", id="zh"
        ),
    ],
)
def test_without_a_company_the_answer_is_refused(question, none, named):
    language = "en" if question.isascii() else "zh"
    hits = [make_hit(told, language=language, confidence=0.5) for told in (none, named)]
    asked = make_question(question)
    assert ANSWERER.answer(asked, hits[:1]).refused
    assert not ANSWERER.answer(asked, hits[1:]).refused
