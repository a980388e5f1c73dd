"""The shapes real documents have, each in small; the city of Linhai and its mayor are invented."""

import re
import textwrap
import time

import pytest

from rag.documents import split_paragraphs
from rag.schema import Document

_ZH = (
    "临海市去年新建了十二座公园，市民步行十分钟即可到达绿地。市长林岚表示，这项工作还将继续推进，"
    "预计明年再建五座，覆盖全部老城区。"
)
_ZH_TOO = (
    "另一方面，港口的货物吞吐量达到两千万吨，比上年增长百分之八。RCEP生效后，本地企业对东南亚的"
    "出口明显上升，“Made in Linhai”成为新的名片。"
)
_EN = (
    "The city of Linhai built twelve new parks last year, so that residents reach green space "
    "within ten minutes on foot. Mayor Lin Lan said the work would continue, with five more "
    "parks planned for next year."
)
_EN_TOO = (
    "Meanwhile, the port handled twenty million tonnes of goods, eight per cent more than the "
    "year before. After RCEP took effect, exports to the region rose sharply."
)
#: Between the name and the verb of the second sentence.
_EN_CUT = _EN.index(" said")


def _split(text):
    paragraphs = split_paragraphs(Document("linhai", "linhai.txt", text, ""))
    for number, paragraph in enumerate(paragraphs, 1):
        assert paragraph.text == "".join(text[start:end] for start, end in paragraph.spans)
        assert paragraph.number == number
        assert paragraph.document == "linhai"
        assert list(paragraph.spans) == sorted(paragraph.spans)
    return paragraphs


def _texts(text):
    """Texts with every run of white space as one space."""
    return [" ".join(paragraph.text.split()) for paragraph in _split(text)]


def _roles(text):
    return [(p.language, p.kind, p.speaker) for p in _split(text)]


def _wrap_zh(text, columns):
    lines, line, width = [], "", 0
    for piece in re.findall(r"[A-Za-z ]+|.[，。、；：？！”》]*", text):
        size = sum(1 if char.isascii() else 2 for char in piece)
        if width + size > columns:
            lines.append(line)
            line, width = "", 0
        line, width = line + piece, width + size
    return "\n".join([*lines, line])


# Wrapped lines


@pytest.mark.parametrize("columns", [40, 72, 80])
def test_wrapped_lines_are_joined(columns):
    blocks = [
        _wrap_zh(_ZH, columns),
        textwrap.fill(_EN, columns),
        _wrap_zh(_ZH_TOO, columns),
        textwrap.fill(_EN_TOO, columns),
    ]
    assert _texts("\n\n".join(blocks)) == [_ZH, _EN, _ZH_TOO, _EN_TOO]


@pytest.mark.parametrize("columns", [40, 72, 80])
def test_wrapped_paragraphs_told_apart_by_indentation_alone(columns):
    english = [textwrap.fill(text, columns, initial_indent="    ") for text in (_EN, _EN_TOO)]
    chinese = [_wrap_zh("　　" + text, columns) for text in (_ZH, _ZH_TOO)]
    assert _texts("\n".join(english)) == [_EN, _EN_TOO]
    assert _texts("\n".join(chinese)) == [_ZH, _ZH_TOO]


def test_wrapped_lines_keep_a_full_stop_at_the_edge_inside_the_paragraph():
    text = "The port opened in the spring.\nThe parks opened in the autumn\nof the following year."
    assert len(_split(f"{text}\n\n{text}")) == 2


def test_short_lines_that_are_complete_stay_apart():
    text = "The port is open.\nThe parks are closed until the summer.\nCome and see."
    assert _texts(text) == text.split("\n")


def test_hyphens_divide_words_or_belong_to_them():
    text = (
        "The develop-\nment of people-\ncentred parks and COVID-\n19 clinics in the city-\nwide "
        "plan.\n\nThe development is good; people say that it is centred on them."
    )
    assert _split(text)[0].text == (
        "The development of people-centred parks and COVID-19 clinics in the city-wide plan."
    )


def test_parts_of_words_at_line_ends_are_no_words():
    text = (
        "The long and win-\nding road leads to the har-\n\n- 4 -\n\nbour and its well-\nworn steps."
    )
    assert _texts(f"{text}\n\nThe steps are well and worn.")[0] == (
        "The long and winding road leads to the harbour and its well-worn steps."
    )


def test_marks_of_notes_behind_a_full_stop_leave_it_one():
    text = "It was built in 1903.[1]\n\nIt burnt down later.*\n\nThe city built it again."
    assert _roles(text) == [("en", "paragraph", None)] * 3


def test_lines_of_a_title_of_like_length_stay_apart():
    lines = ["在临海论坛上的讲话", "（2024年3月5日，临海）", "市长 林岚"]
    assert _texts("\n".join([*lines, "", _ZH])) == [*lines, _ZH]


# Page and column breaks


def test_halves_are_joined_over_the_other_language():
    text = (
        f"Question: How are the parks?\n\nLin Lan: {_EN[:_EN_CUT]}\n\n记者：公园怎么样？\n\n"
        f"林岚：{_ZH[:36]}\n\n{_EN[_EN_CUT + 1 :]}\n\n{_EN_TOO}\n\n{_ZH[36:]}\n\n{_ZH_TOO}"
    )
    assert _texts(text) == [
        "Question: How are the parks?",
        f"Lin Lan: {_EN}",
        "记者：公园怎么样？",
        f"林岚：{_ZH}",
        _EN_TOO,
        _ZH_TOO,
    ]
    assert [p.speaker for p in _split(text)[-2:]] == ["Lin Lan", "林岚"]


@pytest.mark.parametrize("word", ["绿地", "市长", "表示", "工作", "继续", "推进", "明年"])
def test_chinese_words_are_joined_over_a_blank_line(word):
    place = _ZH.index(word) + 1
    assert _texts(f"{_ZH[:place]}\n\n{_ZH[place:]}\n\n{_ZH_TOO}") == [_ZH, _ZH_TOO]


def test_traditional_halves_are_joined():
    text = "記者：公園何時開放？\n\n林嵐：三月一日開放。我們歡迎所有市\n\n民前來參觀。"
    assert _texts(text)[1] == "林嵐：三月一日開放。我們歡迎所有市民前來參觀。"


def test_page_numbers_do_not_part_a_sentence():
    assert _texts("The mayor spoke of the\n\n12\n\nharbour and its parks.") == [
        "The mayor spoke of the harbour and its parks."
    ]


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param(
            [_ZH_TOO[:-1], "市政府高度重视老旧小区的改造，今年将投入三亿元。", _ZH], id="zh"
        ),
        pytest.param(
            [_EN_TOO[:-1], "The council approved the plan for old housing.", _EN], id="en"
        ),
        pytest.param(["港口发展", _ZH], id="zh-heading"),
        pytest.param(["坚持开放，共享机遇", _ZH], id="zh-heading-with-comma"),
        pytest.param(["A New Port for the City", _EN], id="en-heading"),
        pytest.param(["有三点意见：", _ZH], id="introduction"),
        pytest.param(["女士们，先生们，", _ZH], id="address"),
        pytest.param(["Ladies and Gentlemen,", _EN], id="address-en"),
    ],
)
@pytest.mark.parametrize("between", ["\n\n", "\n"])
def test_what_lacks_a_full_stop_does_not_swallow_the_next(parts, between):
    assert _texts(between.join(parts)) == parts


def test_careless_documents_are_not_joined():
    parts = [
        f"临海市在{n}月举行了第{n}次会议，讨论了港口建设和城市交通的安排" for n in "二三五七九"
    ]
    assert _texts("\n\n".join(parts)) == parts


# Two languages


@pytest.mark.parametrize("order", ["zh-en", "en-zh"])
def test_glued_lines_are_cut_by_language(order):
    pairs = [
        ("记者:公园怎么样?", "Question: How are the parks?"),
        (f"林岚:{_ZH}", f"Lin Lan: {_EN}"),
        (_ZH_TOO, _EN_TOO),
    ]
    ordered = [(zh, en) if order == "zh-en" else (en, zh) for zh, en in pairs]
    text = "\n\n".join(first + second for first, second in ordered)
    assert _texts(text) == [part for pair in ordered for part in pair]
    speakers = {p.language: p.speaker for p in _split(text)[-2:]}
    assert speakers == {"zh": "林岚", "en": "Lin Lan"}


def test_alternating_lines_stay_apart():
    lines = ["公园开放了。", "The parks are open.", "欢迎各位市民。", "Everyone is welcome here."]
    assert _texts("\n".join(lines)) == lines


def test_glued_titles_and_dates_are_cut():
    text = (
        "临海市召开新闻发布会 Linhai Holds a Press Conference on the Parks\n"
        f"2024年3月5日 March 5, 2024\n\n{_ZH}{_EN}"
    )
    kinds = [("zh", "title"), ("en", "title"), ("zh", "dateline"), ("en", "dateline")]
    assert [(p.language, p.kind) for p in _split(text)[:4]] == kinds


def test_unlabelled_translation_takes_over_the_turn():
    text = "记者：公园何时开放？When do the parks open?\n\n林岚：三月一日。On March 1, everyone."
    assert _roles(text) == [
        ("zh", "question", "记者"),
        ("en", "question", "记者"),
        ("zh", "answer", "林岚"),
        ("en", "answer", "林岚"),
    ]


# Speakers and kinds

_ZH_LINES = ["何时？", "三月。", "欢迎大家。", "票价？", "免费。"]
_EN_LINES = ["When?", "In March.", "All may come.", "How much?", "It is free."]


def _dialogue(lines, asking, answering, between="\n\n"):
    labels = [asking, answering, "", asking, answering]
    return between.join(label + line for label, line in zip(labels, lines, strict=True))


_DIALOGUES = {
    "zh": _dialogue(_ZH_LINES, "记者：", "林岚："),
    "half-width": _dialogue(_ZH_LINES, "记者:", "林岚:"),
    "hant": _dialogue(["何時？", "三月。", "歡迎。", "票價？", "免費。"], "記者：", "林嵐："),
    "bold": _dialogue(_ZH_LINES, "**记者：**", "**林岚**："),
    "no-colon": _dialogue(_ZH_LINES, "记者　", "林岚　"),
    "small-colon": _dialogue(_ZH_LINES, "记者﹕", "林岚﹕"),
    "brackets": _dialogue(_ZH_LINES, "【记者】", "【林岚】"),
    "dashes": _dialogue(_ZH_LINES, "记者——", "林岚——"),
    "bullets": _dialogue(_ZH_LINES, "●记者：", "●林岚："),
    "tabs": _dialogue(_ZH_LINES, "记者\t", "林岚\t"),
    "en-brackets": _dialogue(_EN_LINES, "[Reporter] ", "[Lin Lan] "),
    "en-dashes": _dialogue(_EN_LINES, "Reporter – ", "Lin Lan – "),
    "en-tabs": _dialogue(_EN_LINES, "Reporter\t", "Lin Lan\t"),
    "own-line": _dialogue(_ZH_LINES, "记者\n\n", "林岚\n\n"),
    "own-line-colon": _dialogue(_ZH_LINES, "记者：\n", "林岚：\n"),
    "one-line": "记者：何时？林岚：三月。\n欢迎大家。\n记者：票价？林岚：免费。",
    "outlets": _dialogue(_ZH_LINES, "《海岸日报》：", "林岚："),
    "names": _dialogue(_ZH_LINES, "王明：", "林岚："),
    "en": _dialogue(_EN_LINES, "Question: ", "Lin Lan: "),
    "en-lines": _dialogue(_EN_LINES, "Q: ", "Lin Lan: ", between="\n"),
    "en-caps": _dialogue(_EN_LINES, "REPORTER: ", "MAYOR LIN: "),
    "en-outlets": _dialogue(_EN_LINES, "Coast News: ", "Lin Lan: "),
    "en-own-line": _dialogue(_EN_LINES, "Reporter:\n", "**Lin Lan:**\n"),
}


@pytest.mark.parametrize("text", _DIALOGUES.values(), ids=_DIALOGUES.keys())
def test_labels_begin_turns_that_others_inherit(text):
    paragraphs = _split(text)
    kinds = ["question", "answer", "answer", "question", "answer"]
    assert [p.kind for p in paragraphs] == kinds
    answering = {p.speaker for p in paragraphs if p.kind == "answer"}
    assert len(answering) == 1
    assert answering <= {"林岚", "林嵐", "Lin Lan", "MAYOR LIN"}


def test_three_speakers_keep_their_turns():
    text = (
        "主持人：欢迎各位。\n\n海岸社记者：经济前景如何？\n\n李明：前景良好。\n\n请看数据。\n\n"
        "张华：我补充一点。\n\n主持人：还有问题吗？\n\n答：没有。"
    )
    assert [(p.kind, p.speaker) for p in _split(text)] == [
        ("answer", "主持人"),
        ("question", "海岸社记者"),
        ("answer", "李明"),
        ("answer", "李明"),
        ("answer", "张华"),
        ("question", "主持人"),
        ("answer", "答"),
    ]


def test_a_heading_ends_the_turn():
    text = "记者：何时？\n\n林岚：三月。\n\n港口发展 再上新台阶\n\n港口今年扩建，明年完工。"
    assert _roles(text)[2:] == [("zh", "heading", None), ("zh", "paragraph", None)]


def test_titles_datelines_captions_and_notices_have_no_speaker():
    text = (
        "# 林岚谈港口\n\n2024年3月5日\n\n林岚在港口植树。\n海岸社记者王明摄\n\n"
        "近日，市长林岚接受采访。全文如下：\n\n记者：何时？\n\n林岚：三月。\n\n"
        "图为港口全景。（资料图）\n\n欢迎大家。  \n（下转第三版）"
    )
    assert [(p.kind, p.speaker) for p in _split(text)] == [
        ("title", None),
        ("dateline", None),
        ("caption", None),
        ("dateline", None),
        ("question", "记者"),
        ("answer", "林岚"),
        ("caption", None),
        ("answer", "林岚"),
        ("notice", None),
    ]


def test_english_datelines_captions_and_notices():
    text = (
        "The following is a transcript of the interview given by Mayor Lin Lan.\n\n"
        "Question: When?\n\nLin Lan: In March.\n\nLin plants a tree. Photo by Li Ming\n\n"
        "Continued on page 3"
    )
    kinds = ["dateline", "question", "answer", "caption", "notice"]
    assert [p.kind for p in _split(text)] == kinds


@pytest.mark.parametrize(
    "text",
    [
        "临湾——海边的城市——下雪了。\n\n林岚——市长——很高兴。\n\n林岚——市长——去看雪。",
        "Lin Lan – the mayor – was glad.\n\nLin Lan – the mayor – went to see it.",
        "[Linwan] It snowed.\n\n【快讯】今天下雪。\n\n【快讯】明天放晴。",
    ],
)
def test_dashes_and_brackets_alone_name_no_speakers(text):
    assert {p.speaker for p in _split(text)} == {None}


def test_narration_has_no_speakers():
    text = "张三说：“今天下雨。”\n\n会议强调：要做好工作。\n\n成本：100元\n\nHe said: we go."
    assert {(p.kind, p.speaker) for p in _split(text)} == {("paragraph", None)}


# Lists, quotations, tables, nothing


@pytest.mark.parametrize(
    "text",
    [
        "1. 公园全年开放\n2. 门票免费\n3. 夜间有灯光",
        "1. The parks are open\n2. Entry is free\n3. There are lights",
        "一是全年开放；\n二是门票免费；\n三是夜间有灯光。",
        "“我们修建了公园。\n“我们还修建了港口。\n“我们将继续努力。”林岚说。",
        '"We built parks.\n"We built a port.\n"We will go on," Lin Lan said.',
        "年份 | 公园\n2020 | 100\n2021 | 120",
    ],
)
def test_items_quotations_and_rows_are_paragraphs_of_their_own(text):
    assert _texts(text) == text.split("\n")
    assert {p.kind for p in _split(text)} == {"paragraph"}


def test_list_marks_are_left_out_and_items_may_run_on():
    assert _texts("- apples\n- pears and\n  plums\n* 苹果") == ["apples", "pears and plums", "苹果"]


@pytest.mark.parametrize("text", ["", "\n\n", "***\n123\n—", "Привет"])
def test_nothing_to_find(text):
    assert _split(text) == []


def test_pages_are_counted_from_one():
    document = Document("d", "d", "第一页。\n第二页。", "", page_starts=(0, 5))
    assert [p.page for p in split_paragraphs(document)] == [1, 2]


@pytest.mark.parametrize(
    "unit",
    [
        "记者：问题？林岚：回答。",
        "甲乙：丁\n",
        "a:",
        "中“(《",
        "[x](",
        "The city of\n",
        "*a ",
        "中a",
    ],
)
def test_odd_text_takes_no_more_than_linear_time(unit):
    # Quadratic steps took minutes on four times as much text.
    text = unit * (30_000 // len(unit))
    started = time.process_time()
    assert split_paragraphs(Document("d", "d", text, ""))
    # Five times what the slowest takes on a quiet machine.
    assert time.process_time() - started < 8


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(
            ["航线　　上半年　　下半年", "东岸　　31.2万　　35.8万", "盐田　　4.6万　　9.3万"],
            id="zh",
        ),
        pytest.param(["Line      First half   Second half", "East Bank   312   358"], id="en"),
        pytest.param(
            ["Berth 泊位\tDepth\tShips", "North 北\t9.5\t412", "2,960\t4.2\t7"], id="mixed"
        ),
    ],
)
def test_rows_of_tables_are_paragraphs_whatever_their_languages(rows):
    paragraphs = _split("\n".join([_EN, "", *rows, "", _ZH]))
    assert [p.text for p in paragraphs[1:-1]] == rows
    assert {p.kind for p in paragraphs} == {"paragraph"}


def test_glued_sentences_without_a_full_stop_are_cut():
    zh, en = "公园十二座都已经建成", "The city has built all of its twelve parks"
    assert _texts(f"{zh}{en}") == [zh, en]
    assert _texts(f"{en}{zh}") == [en, zh]


def test_wrapped_paragraph_goes_on_over_a_running_title():
    chinese, english = _wrap_zh(_ZH * 2, 40).split("\n"), textwrap.wrap(f"{_EN} {_EN_TOO}", 72)
    for lines, whole in ((chinese, _ZH * 2), (english, f"{_EN} {_EN_TOO}")):
        text = "\n".join(
            [*lines[:3], "", "- 4 -", "", "A B 港", "", *lines[3:], "", "- 5 -", "", "A B 港"]
        )
        assert _texts(text)[0] == whole
