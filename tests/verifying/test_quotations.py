"""Texts -> the quotations in them."""

import pytest

from rag.verifying import find_quotations


@pytest.mark.parametrize(
    ("text", "quotations"),
    [
        ("他说：“水位下降了。”随后离开。", ["水位下降了。"]),
        ("他說「水位『下降』了」。", ["水位『下降』了"]),
        ('She said "the water fell" and left.', ["the water fell"]),
        ("She said ‘the water’s falling’ and left.", ["the water’s falling"]),
        ("Don’t quote the mayor’s words.", []),
        ("他说“the barrier 关了三次”，又说“没错”。", ["the barrier 关了三次", "没错"]),
        ("“外面“里面”外面”", ["外面“里面”外面"]),
        ("“没有关上的引语\n\n“接着又一段。”", ["没有关上的引语", "接着又一段。"]),
        ("前文\n> 整段引文，\n> 两行。\n后文", ["整段引文，\n两行。"]),
        ("“”", []),
        ("", []),
    ],
)
def test_quotations(text, quotations):
    assert [each.text for each in find_quotations(text)] == quotations


def test_lines_and_sizes():
    found = find_quotations("一\n\n二“三四”\n五“six seven八”\n\n> nine")
    assert [(each.line, each.size) for each in found] == [(3, 2), (4, 3), (6, 1)]
