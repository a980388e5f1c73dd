import pytest

from rag.documents import find_table_heads, split_paragraphs
from rag.schema import Document, Paragraph

_ZH = "客运情况见下表，这里还有一句话。"
_EN = "The table below shows how many passengers there were."


def _heads(text):
    paragraphs = split_paragraphs(Document("d", "d.md", text, ""))
    heads = find_table_heads(paragraphs)
    assert len(heads) == len(paragraphs)
    return [(paragraph.text, head) for paragraph, head in zip(paragraphs, heads, strict=True)]


@pytest.mark.parametrize(
    ("head", "rows"),
    [
        pytest.param(
            "| 航线 | 2023年客运量 | 2024年客运量 |\n|---|---|---|",
            ["| 东岸线 | 31.2万 | 35.8万 |", "| 盐田线 | 4.6万 | 9.3万 |"],
            id="zh Markdown",
        ),
        pytest.param(
            "| Line | Passengers in 2024 |\n|---|---|",
            ["| East Bank | 358,000 |", "| Salt Field | 93,000 |"],
            id="en Markdown",
        ),
        pytest.param(
            "| 姓名 | 职务 |\n|---|---|", ["| 林岚 | 市长 |"], id="Markdown without figures"
        ),
        pytest.param(
            "航线 | 2023年客运量 | 2024年客运量",
            ["东岸线 | 31.2万人次 | 35.8万人次"],
            id="zh cells of pages",
        ),
        pytest.param(
            "Name | Post | Telephone", ["Lin Lan | Mayor | none", "Zhou He | Clerk | none"]
        ),
        pytest.param(
            "Berth 泊位\tDepth\t船 Ships",
            ["North 北\t9.5\t412", "South 南\t4.2\t7"],
            id="mixed, tabs",
        ),
        pytest.param(
            "航线　　上半年　　下半年",
            ["东岸　　31.2万　　35.8万", "盐田　　4.6万　　9.3万"],
            id="wide spaces",
        ),
        pytest.param("2023年 | 2024年", ["进口 | 12 | 13", "出口 | 8 | 9"], id="empty corner"),
        pytest.param(
            "项目 | 金额", ["工资 | 3.5万", "租金 | 2万", "其他 | 无"], id="two columns of figures"
        ),
        pytest.param("月份 | 1月 | 2月", ["进口 | 12 | 13"], id="months"),
        pytest.param(
            "航线 | 客运量 | 备注", ["东岸线 | 31.2万", "盐田线 | 4.6万 | 停航"], id="gaps"
        ),
    ],
)
def test_rows_are_given_what_stands_over_their_columns(head, rows):
    lines = head.split("\n") + rows if head.startswith("|") else [head, *rows]
    joint = "\n" if head.startswith("|") or " | " not in head else "\n\n"
    found = _heads(f"{_ZH}\n\n{joint.join(lines)}\n\n{_EN}")
    assert found[0] == (_ZH, "")
    assert found[-1] == (_EN, "")
    texts = [text for text, _ in found]
    assert [head for _, head in found[1:-1]] == ["", *[texts[1]] * len(rows)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param(f"{_ZH}\n\n{_EN}", id="no table"),
        pytest.param("东岸线 | 31.2万 | 35.8万\n\n盐田线 | 4.6万 | 9.3万", id="no head"),
        pytest.param("馆长 | 林岚\n\n地点 | 河滨路\n\n面积 | 120平方米", id="names and values"),
        pytest.param("航线 | 2023年客运量\n\n" + _ZH, id="no row"),
        pytest.param(f"Berth | Depth\n\n{_EN}  {_EN}\n\n{_EN}  {_EN}", id="prose"),
        pytest.param("林岚　　我们明年建港口。\n\n周禾　　好的，谢谢。", id="speakers"),
    ],
)
def test_nothing_else_is_given_a_head(text):
    assert {head for _, head in _heads(text)} <= {""}


def test_a_table_ends_where_the_next_begins():
    first = "| 项目 | 内容 |\n|---|---|\n| 面积 | 120平方米 |"
    second = "| Line | 2023 | 2024 |\n|---|---|---|\n| East Bank | 312,000 | 358,000 |"
    assert [head for _, head in _heads(f"{first}\n\n{second}")] == [
        "",
        "项目  内容",
        "",
        "Line  2023  2024",
    ]


def test_titles_and_questions_stand_over_no_columns():
    texts = ["新闻 | 今日 | 港口", "东岸线 | 31.2万 | 35.8万", "盐田线 | 4.6万 | 9.3万"]
    kinds = ["title", "paragraph", "paragraph"]
    paragraphs = [
        Paragraph("d", number, "zh", kind, None, text, ((0, len(text)),))
        for number, (kind, text) in enumerate(zip(kinds, texts, strict=True), 1)
    ]
    assert find_table_heads(paragraphs) == ["", "", ""]
