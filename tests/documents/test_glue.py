import pytest

from rag.documents.glue import find_seam, tell_order


def parted(text, first):
    seam = find_seam(text, first)
    return None if seam is None else (text[:seam], text[seam:].lstrip())


@pytest.mark.parametrize(
    ("first", "zh", "en"),
    [
        ("zh", "票价与补贴", "Fares and subsidies"),
        ("zh", "（一）扩大需求", "1. Expanding demand"),
        ("zh", "1. 改造旧区1200个；", "1. renovating 1,200 old quarters;"),
        ("zh", "各位代表：", "Fellow Deputies,"),
        ("zh", "——在开幕式上的演讲", "— Speech at the Opening Ceremony"),
        ("en", "三、合作领域：", "3. Areas of cooperation:"),
        ("en", "（一）农业；", "(a) farming;"),
        ("en", "介绍RCEP生效情况", "On the Effects of RCEP"),
    ],
)
def test_a_line_is_parted_where_its_translation_begins(first, zh, en):
    halves = (zh, en) if first == "zh" else (en, zh)
    assert parted("".join(halves), first) == halves


@pytest.mark.parametrize(
    "text",
    [
        "他的打字机是Underwood",
        "港口今年用上了iPhone",
        "馆里有一台旧机器，上面写着“Made in Linwan",
        "这家公司今年在港口边上开了一家卖鱼粥和虾饺的小店，名字叫Porridge",
        "他说完了。Then he left",
    ],
)
def test_english_in_a_chinese_line_stays(text):
    assert parted(text, "zh") is None


def test_order_is_what_most_lines_with_both_languages_show():
    assert tell_order([["zh", "en"], ["zh", "en"], ["zh"]]) == "zh"
    assert tell_order([["en", "zh"], ["en", "zh"], ["zh"]]) == "en"


def test_one_line_or_few_among_many_show_no_order():
    assert tell_order([]) is None
    assert tell_order([["zh", "en"]]) is None
    assert tell_order([["zh", "en"]] * 2 + [["zh"]] * 8) is None
