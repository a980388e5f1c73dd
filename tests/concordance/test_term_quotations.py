"""Terms in quotation marks, and renderings beside them."""

import pytest
from dictionary import Dictionary, render

WORDS = Dictionary(
    fast="快捷",
    boat="船",
    green="绿色",
    signal="灯",
    state="两国 国",
    solut="方案",
    right="正确",
    built="修",
)


@pytest.mark.parametrize(
    ("source", "term", "target", "rendering"),
    [
        ("修了“快捷水道”。", "快捷水道", "We built “fast lanes”.", "fast lanes"),
        (
            "修了“快捷水道”“绿色水道”。",
            "绿色水道",
            "We built “fast lanes” for crews and “green lanes” for goods.",
            "green lanes",
        ),
        ("走《港口约》。", "港口约", "See the ‘Harbour Pact’.", "Harbour Pact"),
        ("They built “fast lanes”.", "fast lanes", "修了“快捷水道”的口。", "快捷水道"),
        ('They "fast lanes" built', "fast lanes", "修了「快捷水道」。", "快捷水道"),
        ("走“RCEP快捷道”。", "RCEP快捷道", "Take the “fast RCEP way”.", "fast RCEP way"),
    ],
    ids=["zh", "zh two", "zh unknown", "en", "en straight", "mixed"],
)
def test_a_quotation_is_rendered_by_a_quotation(source, term, target, rendering):
    assert render(source, term, target, lexicon=WORDS) == rendering


def test_quotations_of_which_nothing_is_known_keep_their_order():
    source, target = "“春望”和“秋望”。", "“Zubrin” and “Morvan”."
    assert render(source, "秋望", target, lexicon=None) == "Morvan"


def test_a_quotation_of_something_else_is_not_taken():
    source, target = "“春望”在港口修快捷船。", "They built a “fast boat”."
    assert render(source, "春望", target, lexicon=WORDS) is None


def test_a_rendering_without_marks_is_found_before_another_quotation():
    source, target = "坐“快捷船”看望春。", "Take the fast boat to “Morvan”."
    assert render(source, "快捷船", target, lexicon=WORDS) == "fast boat"


@pytest.mark.parametrize(
    ("source", "term", "target", "rendering"),
    [
        ("the two-state solution is right", "state solution", "“两国方案”的正确", "两国方案"),
        ("快捷和绿色", "绿色", "“fast boats” or “green”", "green"),
        ("a green signal", "green signal", "开“绿色”灯", "“绿色”灯"),
    ],
    ids=["en", "zh", "both marks"],
)
def test_a_rendering_does_not_cross_one_of_two_marks(source, term, target, rendering):
    assert render(source, term, target, lexicon=WORDS) == rendering


def test_without_words_there_is_no_quotation():
    assert render("“快捷”", "快捷", "“”", lexicon=WORDS) is None
