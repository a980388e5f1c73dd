"""White space of a quote, for reading."""

import pytest

from rag.answer.reading import flatten


@pytest.mark.parametrize(
    ("text", "flat"),
    [
        pytest.param("保存\n总量", "保存总量", id="zh line"),
        pytest.param("保存 \n  总量", "保存总量", id="zh line with blanks"),
        pytest.param("保 存", "保存", id="zh blank"),
        pytest.param("60万份  战略保存", "60万份 战略保存", id="zh cells"),
        pytest.param("60万份\t战略保存", "60万份 战略保存", id="zh tab"),
        pytest.param("，  但是", "，但是", id="zh behind a mark"),
        pytest.param("但是  。", "但是。", id="zh before a mark"),
        pytest.param("the  old\nbridge", "the old bridge", id="en"),
        pytest.param("二期  Phase II\n大桥", "二期 Phase II 大桥", id="mixed"),
        pytest.param(" \n ", "", id="blank"),
        pytest.param("", "", id="empty"),
    ],
)
def test_lines_are_closed_and_cells_stay_apart(text, flat):
    assert flatten(text) == flat
