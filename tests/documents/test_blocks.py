import pytest

from rag.documents.formats.blocks import (
    collapse_space,
    is_facing,
    join_blocks,
    lay_out_table,
    mark_heading,
    tidy_block,
)


@pytest.mark.parametrize(
    ("text", "collapsed"),
    [
        pytest.param("", "", id="empty"),
        pytest.param("港口\n   开放，\n记者", "港口开放，记者", id="zh wrapped"),
        pytest.param("港口 开放", "港口 开放", id="zh space meant"),
        pytest.param("The port\n\t opens", "The port opens", id="en"),
        pytest.param("加入\nRCEP\n协定", "加入 RCEP 协定", id="mixed"),
        pytest.param("a\xa0b\u2028c", "a\xa0b c", id="odd white space"),
    ],
)
def test_collapse_space(text, collapsed):
    assert collapse_space(text) == collapsed


def test_tidy_block_keeps_what_opens_a_paragraph():
    assert tidy_block(" \n　　港口 \n\n\n\n 开放\x0b了 ") == "　　港口\n\n开放\n了"


def test_mark_heading_stands_on_one_line():
    assert mark_heading("港口\n开放", 2) == "## 港口 开放"
    assert mark_heading(" \n", 1) == ""


def test_join_blocks_leaves_empty_ones_out():
    assert join_blocks(["a", " ", "b"]) == "a\n\nb"
    assert join_blocks([]) == ""


FACING = [
    ["中文", "English"],
    ["港口三月开放。", "The port opens in March."],
    ["我们欢迎 RCEP 生效。", "We welcome that RCEP (区域协定) takes effect."],
]


@pytest.mark.parametrize(
    ("rows", "facing"),
    [
        pytest.param(FACING, True, id="zh en"),
        pytest.param([row[::-1] for row in FACING], True, id="en zh"),
        pytest.param([["1", *row] for row in FACING], True, id="numbered"),
        pytest.param([["项目", "数值"], ["进口", "12"]], False, id="zh only"),
        pytest.param([["Item", "Tons"], ["Coal", "12"]], False, id="en only"),
        pytest.param([["GDP", "国内生产总值", "Total output"], ["a", "1", "2"]], False, id="three"),
        pytest.param([], False, id="empty"),
        pytest.param([["12", ""], ["", ""]], False, id="figures"),
    ],
)
def test_is_facing(rows, facing):
    assert is_facing(rows) is facing


def test_lay_out_table_goes_cell_by_cell_where_languages_face_each_other():
    assert lay_out_table(FACING) == [cell for row in FACING for cell in row]


def test_lay_out_table_keeps_rows_of_figures_together():
    assert lay_out_table([["项目", "2022", ""], ["", ""], ["进口", "12"]]) == [
        "项目 | 2022",
        "进口 | 12",
    ]


def test_lay_out_table_takes_cells_with_paragraphs_apart():
    assert lay_out_table([["港口\n\n渡轮", "侧栏"]]) == ["港口\n\n渡轮", "侧栏"]
