"""Heads of several short lines: each line is its own, with its kind and what it states."""

import pytest

from rag.documents import load_source, split_paragraphs
from rag.documents.metadata.issues import Issue, read_issue
from rag.schema import Document
from rag.settings import DocumentSettings

ZH_TURNS = (
    "主持人：各位记者朋友，大家好。先请林经理讲话。\n\n林岚：感谢大家。今年码头的收入是三亿元。\n"
)
EN_TURNS = (
    "Operator: Good morning. I will now turn the call over to Lin Lan.\n\n"
    "Lin Lan: Thank you, operator. Revenue was $412 million, up 18% from last year.\n"
)
ZH_PROSE = "新码头将于五月开放，已投入三亿元。\n\n渡轮从早上六点开到晚上十点。\n"
EN_PROSE = "The pier opens in June, on schedule.\n\nThe ferries run from six to ten.\n"

#: Lines of a head with their kinds, and what follows; a blank line stands where a line is None.
HEADS = {
    "zh press conference": (
        [
            ("临海码头公司2025年度总结新闻发布会", "title"),
            ("2025年11月12日，临海市湖滨体育中心", "dateline"),
            ("出席人员：总经理林岚、总工程师何志、新员工葛晓枫", "paragraph"),
        ],
        ZH_TURNS,
    ),
    "zh fields": (
        [
            ("临海理工大学2026年招生情况通报会实录", "title"),
            ("时间：2025年12月18日下午3时", "dateline"),
            ("地点：临海理工大学望潮楼报告厅", "dateline"),
            ("出席：副校长林岚、教务处处长欧阳颖", "paragraph"),
        ],
        ZH_TURNS,
    ),
    "zh magazine": (
        [
            ("让铅字再响一次——访印刷博物馆馆长林岚", "title"),
            ("《海岸札记》2025年第5期", "dateline"),
            ("采访人：柯一帆", "dateline"),
            ("采访日期：2025年4月27日", "dateline"),
        ],
        "柯一帆：林馆长，这座楼原来是做什么的？\n\n林岚：是印刷厂，1931年建的。\n",
    ),
    "zh speech": (
        [
            ("在第七届海港大会开幕式上的讲话", "title"),
            ("临海省港务厅厅长 林岚", "heading"),
            ("2025年8月22日，临海", "dateline"),
        ],
        "各位来宾：\n\n" + ZH_PROSE,
    ),
    "zh, turns without a blank line": (
        [("临海码头公司新闻发布会", "title"), ("2025年11月12日，临海市体育中心", "dateline"), ...],
        ZH_TURNS,
    ),
    "en earnings call": (
        [
            ("Linhai Ridge Energy Storage, Inc. (LRES)", "title"),
            ("Third Quarter 2025 Earnings Conference Call", "heading"),
            ("Transcript, October 29, 2025, 8:30 a.m. Eastern", "dateline"),
            None,
            ("Participants: Lin Lan, Chief Executive Officer; Tom Reed, Finance.", "paragraph"),
            ("Analysts: Colin Abernathy, Stonebridge Securities.", "paragraph"),
        ],
        EN_TURNS,
    ),
    "en magazine": (
        [
            ('"The Sea Floor Does Not Care About Our Deadlines"', "title"),
            ("Meridian & Line magazine, Issue 58, Spring 2025", "dateline"),
            ("Lin Lan, chief cartographer of the Coast Trust, talks to Tom Reed", "heading"),
        ],
        "Lin Lan has spent thirty-one years there.\n\n" + EN_TURNS,
    ),
    "en interviewer": (
        [
            ("To Make the Type Ring Once More", "title"),
            ("Museum Notes, 2025, No. 5", "dateline"),
            ("Interviewer: Ke Yifan", "dateline"),
            ("Date of the interview: April 27, 2025", "dateline"),
        ],
        "The museum is in an old building.\n\n"
        "Ke Yifan: What was it before?\n\nLin Lan: It was the printing works.\n",
    ),
    "en title that asks": (
        [
            ("Who Owns the Sea Floor?", "title"),
            ("Lecture Hall of the Coast Trust, 4 June 2025", "dateline"),
        ],
        EN_PROSE,
    ),
    "mixed": (
        [
            ("临海省冬季保供新闻发布会实录", "title"),
            ("Transcript of the Press Conference on Winter Supply in Linhai", "title"),
            ("2025年11月6日，临海国际会议中心", "dateline"),
            ("Linhai International Conference Centre, November 6, 2025", "dateline"),
        ],
        ZH_TURNS + "\n" + EN_TURNS,
    ),
}


def _split(text):
    paragraphs = split_paragraphs(Document("head", "head.txt", text, ""))
    for paragraph in paragraphs:
        assert paragraph.text == "".join(text[start:end] for start, end in paragraph.spans)
    return paragraphs


def _write(lines, rest):
    head = "\n".join("" if line is None else line[0] for line in lines if line is not ...)
    return f"{head}\n{rest}" if lines[-1] is ... else f"{head}\n\n{rest}"


@pytest.mark.parametrize("name", HEADS)
def test_each_line_of_a_head_is_its_own(name):
    lines, rest = HEADS[name]
    expected = [line for line in lines if line not in (None, ...)]
    found = _split(_write(lines, rest))[: len(expected)]
    assert [(p.text, p.kind) for p in found] == expected
    assert {p.speaker for p in found} == {None}


@pytest.mark.parametrize("name", HEADS)
def test_what_follows_a_head_is_as_it_was(name):
    lines, rest = HEADS[name]
    count = sum(line not in (None, ...) for line in lines)
    found = _split(_write(lines, rest))[count:]
    assert [p.text for p in found] == [line for line in rest.split("\n") if line]
    labelled = [p for p in found if p.speaker]
    assert all(p.text.startswith(p.speaker) for p in labelled)


#: Short lines that are no head: their text, and that of the paragraphs.
NO_HEADS = {
    "letter en": ("Dear colleagues,\nthank you for coming.\n\n" + EN_PROSE, 1),
    "letter zh": ("亲爱的同事们，\n谢谢你们的到来。\n\n" + ZH_PROSE, 1),
    "poem en": ("The sea is wide\nAnd we are small\nThe night is long\n\n" + EN_PROSE, 0),
    "told day en": ("On May 3, 2024 the pier\nwas opened by the mayor.\n\n" + EN_PROSE, 1),
    "told day zh": ("2024年5月3日，新码头\n开放了，市长到场祝贺。\n\n" + ZH_PROSE, 1),
    "mixed": ("亲爱的 Lin Lan，\n谢谢你的 postcard。\n\n" + ZH_PROSE, 1),
}


@pytest.mark.parametrize("name", NO_HEADS)
def test_prose_of_short_lines_is_no_head(name):
    text, told = NO_HEADS[name]
    block = text.split("\n\n")[0]
    head = [p for p in _split(text) if p.spans[0][0] < len(block)]
    assert "dateline" not in {p.kind for p in head}
    assert sum(p.kind == "paragraph" for p in head) >= told


def test_a_name_of_a_turn_stays_a_turn_outside_heads():
    text = "Interviewer: What was it before?\n\nLin Lan: It was a mill.\n"
    assert [p.speaker for p in _split(text)] == ["Interviewer", "Lin Lan"]


def test_fields_of_a_notice_state_what_it_tells():
    text = "关于召开读者座谈会的通知\n地点：临海市图书馆三楼\n\n" + ZH_PROSE
    assert [p.kind for p in _split(text)][:2] == ["title", "paragraph"]


def test_a_title_of_two_lines_stays_whole_in_a_wrapped_text():
    lines = ["Minister of Water Lin Lan Meets the Press on the", "Southern Transfer", "May 3, 2024"]
    body = "The minister said on Friday that the water would\nreach the city in spring, a year"
    text = (
        "\n".join(lines) + "\n\n" + f"{body}\nearlier than it was planned to be there at all.\n" * 2
    )
    assert _split(text)[0].text == "\n".join(lines[:2])


@pytest.mark.parametrize("text", ["", "\n\n", "标题", "Title\nMay 3, 2024"])
def test_nothing_below_a_head(text):
    assert len(_split(text)) == len([line for line in text.split("\n") if line])


@pytest.mark.parametrize(
    ("name", "stated"),
    [
        ("zh press conference", ("临海码头公司2025年度总结新闻发布会", "2025-11-12", None)),
        ("zh magazine", ("让铅字再响一次——访印刷博物馆馆长林岚", "2025-04-27", "海岸札记")),
        ("zh speech", ("在第七届海港大会开幕式上的讲话", "2025-08-22", None)),
        ("en earnings call", ("Linhai Ridge Energy Storage, Inc. (LRES)", "2025-10-29", None)),
        (
            "en magazine",
            (
                '"The Sea Floor Does Not Care About Our Deadlines"',
                "2025",
                "Meridian & Line magazine",
            ),
        ),
        ("mixed", ("临海省冬季保供新闻发布会实录", "2025-11-06", None)),
    ],
)
def test_a_head_states_title_date_and_source(name, stated, tmp_path):
    data = _write(*HEADS[name]).encode()
    document = load_source(tmp_path / "head.txt", data, "head", DocumentSettings())
    assert (document.title, document.date, document.source) == stated


def test_the_event_of_a_conference_call(tmp_path):
    data = _write(*HEADS["en earnings call"]).encode()
    document = load_source(tmp_path / "head.txt", data, "head", DocumentSettings())
    assert document.event == "Third Quarter 2025 Earnings Conference Call"


@pytest.mark.parametrize(
    ("line", "issue"),
    [
        ("《海岸札记》2025年第5期", Issue("海岸札记", "2025")),
        ("海岸月刊 2025年第十二期（总第88期）", Issue("海岸月刊", "2025")),
        ("《海岸》，2025年春季号", Issue("海岸", "2025")),
        ("Museum Notes, 2025, No. 5", Issue("Museum Notes", "2025")),
        (
            "Coast & Harbour magazine, Issue 58, Spring 2025",
            Issue("Coast & Harbour magazine", "2025"),
        ),
        ("Coast Review, Vol. 12, No. 3", Issue("Coast Review", "")),
        ("Spring 2025", None),
        ("Lin Lan, 2025", None),
        ("2025年第5期", None),
        ("他在《海岸札记》2025年第5期写道", None),
        ("第七届海港大会 2025年", None),
        ("", None),
    ],
)
def test_issues_of_periodicals(line, issue):
    assert read_issue(line) == issue
