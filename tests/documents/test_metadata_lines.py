"""Lines at a document's head and end, as notices, newspapers and records write them."""

import pytest

from rag.documents import load_source, split_paragraphs
from rag.settings import DocumentSettings

_ZH = "问：新码头何时开放？\n\n林岚：新码头将于五月开放。\n"
_EN = "Reed: When will the pier open?\n\nLin: It opens in May, on schedule.\n"
_EN = f"{_EN}\nReed: What does it cost?\n\nLin: Three hundred million yuan, and no more.\n"
_SIGNED = "关于放假的通知\n\n" + "请遵照执行，不得迟到早退。\n\n" * 9
_PUBLISHED = "来源：海岸日报  作者：王小明  发布时间：2025-07-23 08:15"
_HEAD = "新码头谈话\n\n记者 Reporter: 埃莉诺·瓦斯奎兹 Eleanor Vasquez\n\n"
_PLAIN = "The pier will open in June, and the city has spent three hundred million on it so far.\n"


def _load(text, tmp_path):
    return load_source(tmp_path / "a.txt", text.encode(), "a", DocumentSettings())


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "新码头防汛新闻发布会 / Press Conference on the New Pier\n\n"
            "各位记者好。\n\nWelcome to all.\n",
            "新码头防汛新闻发布会 / Press Conference on the New Pier",
        ),
        (
            "Press Conference on the New Pier / 新码头防汛新闻发布会\n\n"
            "Welcome to all.\n\n各位记者好。\n",
            "Press Conference on the New Pier / 新码头防汛新闻发布会",
        ),
        (
            "新码头防汛新闻发布会\n\nPress Conference on the New Pier\n\n"
            "各位记者好。\n\nWelcome to all.\n",
            "新码头防汛新闻发布会",
        ),
        (f"Interview with Dr. Lin Lan\n\n{_EN}", "Interview with Dr. Lin Lan"),
        (
            "PARLIAMENT OF THE ISLES\n\nSelect Committee on Transport\n\n"
            f"Hearing on the Safety of Ferries\nThursday, 6 February 2025\n\n{_PLAIN}",
            "Hearing on the Safety of Ferries",
        ),
        (
            "临湾市人民政府\n\n关于新码头开放的通知\n\n新码头将于五月开放，已投入三亿元。\n",
            "关于新码头开放的通知",
        ),
        (f"Ministry of Transport\n\n{_PLAIN}", "Ministry of Transport"),
    ],
    ids=[
        "zh / en",
        "en / zh",
        "on two lines",
        "with a Dr.",
        "letterhead en",
        "letterhead zh",
        "a body alone",
    ],
)
def test_title_of_a_head(tmp_path, text, title):
    assert _load(text, tmp_path).title == title


def test_the_slash_between_a_text_and_its_translation_is_in_no_paragraph(tmp_path):
    text = "# 新码头开放了 / The New Pier Is Open\n\n票价 10 元/人。\n\nA fare is 10 yuan / head.\n"
    document = _load(text, tmp_path)
    paragraphs = split_paragraphs(document)
    assert [p.text for p in paragraphs] == [
        "新码头开放了",
        "The New Pier Is Open",
        "票价 10 元/人。",
        "A fare is 10 yuan / head.",
    ]
    for p in paragraphs:
        assert p.text == "".join(document.text[start:end] for start, end in p.spans)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        (f"林岚会见记者\n{_PUBLISHED}\n\n林岚说，好。\n", "2025-07-23"),
        (f"新码头专访\n\n《海岸周刊》 2023年5月14日 记者　林晓彤\n\n{_ZH}", "2023-05-14"),
        (f"海岸週報專訪\n\n2023年5月14日 記者　林曉彤\n\n{_ZH}", "2023-05-14"),
        (f"新码头的讲话\n\n（2025年1月16日在临海市第三届人民代表大会上）\n\n{_ZH}", "2025-01-16"),
        (_SIGNED + "临海市交通局\n2025年8月28日\n", "2025-08-28"),
        ("A Notice\n\n" + f"{_PLAIN}\n" * 9 + "The Harbour Office\n28 August 2025\n", "2025-08-28"),
        (f"The Pier\n\n{_PLAIN}\nIt opened on 28 August 2025.\n", None),
    ],
    ids=["fields", "byline", "byline, Traditional", "speech", "signed", "signed en", "told"],
)
def test_date_of_a_line(tmp_path, text, date):
    assert _load(text, tmp_path).date == date


@pytest.mark.parametrize(
    ("text", "source", "interviewer"),
    [
        (f"新码头专访\n\n《海岸周刊》 2023年5月14日 记者　林晓彤\n\n{_ZH}", "海岸周刊", "林晓彤"),
        (
            f"Interview with Dr. Lin Lan\nBy Tom Reed | The Harbour Post | 12 March 2025\n\n{_EN}",
            "The Harbour Post",
            "Tom Reed",
        ),
        (f"The Pier\nBy Tom Reed | 12 March 2025\n\n{_PLAIN}", None, None),
        (_HEAD + _ZH, None, "埃莉诺·瓦斯奎兹"),
    ],
    ids=["zh", "en", "no interview", "both"],
)
def test_source_and_interviewer_of_a_line(tmp_path, text, source, interviewer):
    document = _load(text, tmp_path)
    assert (document.source, document.interviewer) == (source, interviewer)


def test_a_reporter_named_at_the_head_says_nothing(tmp_path):
    text = _HEAD + (
        "记者：何时开放？Reporter: When will it open?\n\n林岚：五月。Lin Lan: In May.\n"
    )
    speakers = {p.speaker for p in split_paragraphs(_load(text, tmp_path))}
    assert speakers == {None, "记者", "Reporter", "林岚", "Lin Lan"}


def test_a_line_that_states_a_figure_is_no_title(tmp_path):
    zh = "门票：成人45元，1.2米以下儿童免费"
    en = "Admission: adults 45 yuan, children under 1.2 metres free"
    document = _load(f"{zh} {en}\n", tmp_path)
    assert [(p.kind, p.text) for p in split_paragraphs(document)] == [
        ("paragraph", zh),
        ("paragraph", en),
    ]
