"""Questions about one of several that are numbered, and evidence of another."""

from dataclasses import replace

import pytest
from answer_fakes import SETTINGS, encode, make_hit, make_passage, make_question

from rag.answer.extractive import ExtractiveAnswerer
from rag.answer.ordinals import find_numbered, find_same_numbered
from rag.answer.reading import read_sentences
from rag.schema import Counterpart


def numbered(text):
    return [(kind, number) for kind, number, _ in find_numbered(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("地铁三号线", [("line", 3)], id="zh"),
        pytest.param("地鐵3號線", [("line", 3)], id="traditional"),
        pytest.param("第十二号线", [("line", 12)], id="tens"),
        pytest.param("Line 3, line three, the third line", [("line", 3)] * 3, id="en"),
        pytest.param("Line 3 比四号线", [("line", 3), ("line", 4)], id="mixed"),
        pytest.param("3、4号线", [("line", 3), ("line", 4)], id="list, zh"),
        pytest.param("Lines 3 and 4", [("line", 3), ("line", 4)], id="list, en"),
        pytest.param("三至五号线", [("line", n) for n in (3, 4, 5)], id="range, zh"),
        pytest.param("Lines 3 to 5", [("line", n) for n in (3, 4, 5)], id="range, en"),
        pytest.param("二期工程、Phase II", [("phase", 2), ("phase", 2)], id="roman"),
        pytest.param(
            "第三季度、二季度、Q3、the third quarter",
            [("quarter", n) for n in (3, 2, 3, 3)],
            id="quarters",
        ),
        pytest.param("嫦娥五号、神舟13号", [("嫦娥", 5), ("神舟", 13)], id="named, zh"),
        pytest.param("Apollo 11, Room 12", [("apollo", 11), ("room", 12)], id="named, en"),
        pytest.param("the first phase and the first woman", [("phase", 1)], id="first"),
        pytest.param("", [], id="empty"),
    ],
)
def test_numbered_things_are_found_in_both_languages(text, found):
    assert sorted(numbered(text)) == sorted(found)


@pytest.mark.parametrize(
    "text",
    [
        "What does chapter 2 say on page 3?",
        "第二章和第三页写了什么？",
        "On March 3, on the 3rd of March, on 3 March",
        "2021年3月5日、3月5号、5号",
        "What happened on Day 3? 第三天怎么样？",
        "Who was aged 12? Was it 3 to 2? 比分是3比2吗？",
        "前三季度、头三季度、三个季度、连续三季度",
        "三期叠加、分三期建设、一期间",
        "COVID-19, G20, MH370",
        "In Wuhan 12 people died; Larkport 1,200 came; Harbin 30 per cent",
        "第三个问题、第二点、第一位、the second reason",
        "三分之一、a third of them、十四五规划",
    ],
)
def test_figures_that_number_nothing_are_no_names(text):
    assert numbered(text) == []


def test_meetings_are_numbered_apart_from_what_was_done_several_times():
    assert not {*numbered("第二次世界大战")} & {*numbered("第三次会议")}


def agrees(question, *hits, language="en"):
    return find_same_numbered(question, read_sentences(hits, language))


@pytest.mark.parametrize(
    ("question", "told", "same"),
    [
        pytest.param("How long is Line 3?", "Line 3 is 20 km long.", True, id="same"),
        pytest.param("How long is Line 3?", "Line 2 is 20 km long.", False, id="another"),
        pytest.param(
            "三号线多长？", "The second line is 20 km long.", False, id="across languages"
        ),
        pytest.param("How long is Line 3?", "The ferry is 20 m long.", None, id="none"),
        pytest.param("How long is Line 3?", "Pier 2 is 20 m long.", None, id="another kind"),
        pytest.param("How long is Line 4?", "Lines 3 and 4 are 20 km long.", True, id="a list"),
        pytest.param("Is Line 3 longer than Line 4?", "Line 4 is 20 km long.", True, id="one of"),
        pytest.param("Is Line 3 longer than Line 4?", "Line 5 is 20 km long.", False, id="neither"),
        pytest.param("How long is it?", "Line 2 is 20 km long.", None, id="nothing asked"),
        pytest.param("", "Line 2 is 20 km long.", None, id="empty"),
    ],
)
def test_sentence_tells_of_what_is_asked_or_of_another(question, told, same):
    assert agrees(question, make_hit(told)) == [same]


def test_sentence_tells_of_what_was_named_last():
    text = "Line 2 opened in May. It has ten stations. Line 3 comes next. It has six stations."
    assert agrees("How many stations has Line 3?", make_hit(text)) == [False, False, True, True]


@pytest.mark.parametrize(
    "around",
    [
        pytest.param({"context": "What about Line 2?"}, id="what stands above"),
        pytest.param({"title": "Line 2 opens"}, id="title"),
    ],
)
def test_what_stands_around_tells(around):
    hit = make_hit("It has ten stations.", **around)
    assert agrees("How many stations has Line 3?", hit) == [False]
    assert agrees("二号线有几个站？", hit) == [True]


def test_other_version_tells():
    version = Counterpart((make_passage("二号线有十个站。", "zh"),), 0.9)
    hit = replace(make_hit("It has ten stations."), counterpart=version)
    assert agrees("How many stations has Line 3?", hit) == [False]
    assert agrees("How many stations has Line 2?", hit) == [True]


ANSWERER = ExtractiveAnswerer(SETTINGS, encode=encode)


@pytest.mark.parametrize(
    ("told", "same", "other"),
    [
        pytest.param(
            "Line 2 of the tramway will have 24 stations.",
            "How many stations will Line 2 of the tramway have?",
            "How many stations will Line 3 of the tramway have?",
            id="en",
        ),
        pytest.param(
            "电车二号线将有24个车站。",
            "电车二号线将有多少个车站？",
            "电车三号线将有多少个车站？",
            id="zh",
        ),
    ],
)
def test_figure_of_another_line_is_no_answer(told, same, other):
    language = "en" if told.isascii() else "zh"
    hit = make_hit(told, language=language, confidence=0.6)
    assert not ANSWERER.answer(make_question(same), [hit]).refused
    assert ANSWERER.answer(make_question(other), [hit]).refused
