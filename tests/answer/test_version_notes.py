"""What is said where something is quoted in another language than the one wanted."""

from dataclasses import replace

import pytest
from answer_fakes import HARBOUR_EN, HARBOUR_ZH, SETTINGS, encode, finish, make_hit, make_question

from rag.answer.extractive import ExtractiveAnswerer

OPENED_EN = "The harbour bridge opened on May 3, 2019."
OPENED_ZH = "港口大桥于2019年5月3日通车，渡轮停航。"


def notes_on(text, hits):
    settings = SETTINGS.model_copy(update={"min_certainty": 0, "min_confidence": 0})
    question = make_question(text, settings=settings)
    answer = finish(ExtractiveAnswerer(settings, encode=encode), question, hits)[1]
    return [each.passage.paragraph.language for each in answer.citations], answer.notes


def sure(text, language, **changes):
    return replace(make_hit(text, language=language, **changes), confidence=0.8)


@pytest.mark.parametrize(
    ("text", "hit", "note"),
    [
        (
            "When did the harbour bridge open?",
            sure(HARBOUR_ZH, "zh"),
            "The library has no English version of this; the Chinese original is quoted.",
        ),
        (
            "港口大桥什么时候通车？",
            sure(HARBOUR_EN, "en"),
            "资料库里没有这段话的中文版本，引用的是英文原文。",
        ),
        # A wording is wanted in the other language, and is not there.
        (
            "港口大桥通车那句话英文怎么说？",
            sure(HARBOUR_ZH, "zh"),
            "资料库里没有这段话的英文版本，引用的是中文原文。",
        ),
        (
            "What is the Chinese wording for the opening of the harbour bridge?",
            sure(HARBOUR_EN, "en"),
            "The library has no Chinese version of this; the English original is quoted.",
        ),
        ("那句话 harbour bridge 的中文怎么说？", sure(HARBOUR_ZH, "zh"), None),
        ("When did the harbour bridge open?", sure(HARBOUR_EN, "en"), None),
    ],
)
def test_whole_answer_in_the_language_that_was_not_wanted_says_so(text, hit, note):
    languages, notes = notes_on(text, [hit])
    assert languages
    assert notes == ((note,) if note else ())


@pytest.mark.parametrize(
    ("text", "own", "original", "note"),
    [
        (
            "What is the harbour bridge 港口大桥 made for?",
            sure("The harbour bridge is long, wide and very well known in town.", "en"),
            sure("港口大桥 harbour bridge made for 渡轮。", "zh"),
            "Part of this is quoted in Chinese, as the library has no English version of it.",
        ),
        (
            "港口大桥的造价是多少？ harbour bridge cost",
            sure("港口大桥是全市最有名的一座桥，市民都喜欢在这里散步看风景。", "zh"),
            sure("The harbour bridge cost 84 million, 港口大桥的造价。", "en"),
            "其中一部分资料库里没有中文版本，引用的是英文原文。",
        ),
    ],
)
def test_answer_partly_in_the_other_language_says_so_of_that_part(text, own, original, note):
    languages, notes = notes_on(text, [own, original])
    assert len(set(languages)) == 2
    assert notes == (note,)
