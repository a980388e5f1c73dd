"""Whatever is not made by ``tag`` comes out as text."""

import pytest

from ui.render.markup import Markup, join, tag


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<b>粗</b>", "<p>&lt;b&gt;粗&lt;/b&gt;</p>"),
        ("A & B", "<p>A &amp; B</p>"),
        ("说“是”", "<p>说“是”</p>"),
        ("", "<p></p>"),
    ],
    ids=["tags", "ampersand", "chinese quotes", "empty"],
)
def test_tag_escapes_text(text, html):
    assert tag("p", text) == html


def test_tag_keeps_markup_and_drops_none():
    assert tag("p", tag("b", "<"), None, "x") == "<p><b>&lt;</b>x</p>"


def test_tag_escapes_attributes():
    assert tag("a", title='" onclick="x') == '<a title="&quot; onclick=&quot;x"></a>'


def test_tag_names_attributes():
    made = tag("input", class_="a", data_x=3, hidden=True, disabled=False, id=None)
    assert made == '<input class="a" data-x="3" hidden>'


def test_formatted_markup_is_text_again():
    # An f-string of markup is a plain string: it is escaped rather than trusted.
    assert tag("p", f"{Markup('<b>')}") == "<p>&lt;b&gt;</p>"


def test_join_escapes_text():
    assert join(["<", tag("i", "x")]) == "&lt;<i>x</i>"
