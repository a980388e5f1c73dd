from __future__ import annotations

import pytest

from rag.answer.openings import open_alike


@pytest.mark.parametrize(
    ("texts", "alike"),
    [
        pytest.param(["我们修海堤。", "我们开夜校。"], True, id="zh"),
        pytest.param(["We repair walls.", "we plant trees."], True, id="en"),
        pytest.param(["坚持开放，加入RCEP。", "坚持创新。"], True, id="mixed"),
        pytest.param(["First, walls.", "Second, trees."], True, id="ordinals, en"),
        pytest.param(["一是修堤。", "第二，植树。"], True, id="ordinals, zh"),
        pytest.param(["市长：我讲两点：首先修堤。", "第二，植树。"], True, id="announced, zh"),
        pytest.param(["Two points: first, walls.", "Second, trees."], True, id="announced, en"),
        pytest.param(["我讲两点：先修堤。", "第二，植树。"], False, id="announced, no ordinal"),
        pytest.param(["“RCEP”展区", "rcep exhibits"], True, id="behind a quotation mark"),
        pytest.param(["我们修海堤。", "他们开夜校。"], False, id="another word"),
        pytest.param(["First, walls.", "Trees."], False, id="one ordinal"),
        pytest.param(["……", "……"], False, id="no letter"),
        pytest.param(["", ""], False, id="empty"),
    ],
)
def test_items_of_one_list_open_alike(texts, alike):
    assert open_alike(texts) is alike
