"""A quote is marked, and a long paragraph is cut around it without losing a letter."""

import html
import re

import pytest

from ui.render.excerpt import render_excerpt

LONG = {
    "zh": "".join(f"这是第{n}句话，说的是城里的第{n}座桥和它的故事。" for n in range(40)),
    "en": " ".join(
        f"This is sentence {n}, about the bridge number {n} of the town." for n in range(40)
    ),
}


def _text_of(markup: str) -> str:
    without_gaps = re.sub(r'<span class="dz-cut".*?</span>', "", markup)
    return html.unescape(re.sub(r"<[^>]+>", "", without_gaps))


def _shown(markup: str) -> str:
    return _text_of(re.sub(r'<span class="dz-rest">.*?</span>', "", markup, flags=re.DOTALL))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("place", [0, 20, 39], ids=["first", "middle", "last"])
def test_long_paragraph_is_cut_around_quote(language, place):
    sentences = re.findall(r".+?[。.]", LONG[language])
    quote = sentences[place].strip()
    markup, cut = render_excerpt(LONG[language], quote, language)
    assert cut
    assert _text_of(markup) == LONG[language]
    assert f"<mark>{quote}</mark>" in markup
    assert quote in _shown(markup)
    assert len(_shown(markup)) < len(LONG[language]) / 2


@pytest.mark.parametrize(
    ("text", "quote"),
    [("桥在城北。", "城北"), ("The bridge is in the north.", "north"), ("RCEP 生效了。", "RCEP")],
    ids=["zh", "en", "mixed"],
)
def test_short_paragraph_is_whole(text, quote):
    markup, cut = render_excerpt(text, quote, "zh")
    assert (cut, _text_of(markup)) == (False, text)
    assert f"<mark>{quote}</mark>" in markup


@pytest.mark.parametrize("quote", ["", "not there"])
def test_paragraph_without_quote_has_no_mark(quote):
    markup, _ = render_excerpt("桥在城北。", quote, "zh")
    assert markup == "桥在城北。"


def test_brief_excerpt_shows_the_quotes_sentence_alone():
    markup, cut = render_excerpt(
        "One is here. Two is there. Three is gone.", "Two is", "en", brief=True
    )
    assert cut
    assert "Two is there." in _shown(markup)
    assert "Three" not in _shown(markup)


def test_long_paragraph_without_sentences_is_not_lost():
    text = "x" * 2000
    markup, _ = render_excerpt(text, "", "en")
    assert _text_of(markup) == text


def test_hostile_paragraph_is_text():
    markup, _ = render_excerpt("<script>x</script> <b>bold</b>", "<b>", "en")
    assert "<script" not in markup
    assert "<mark>&lt;b&gt;</mark>" in markup
