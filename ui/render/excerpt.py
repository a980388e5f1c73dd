"""A paragraph and the quote in it -> the paragraph with the quote marked, cut where it is long."""

from __future__ import annotations

from rag.schema import Language, Span
from rag.text.language import split_sentences
from ui.render.markup import Markup, join, tag

#: About ten lines of a column of the evidence panel; what is longer starts out cut.
_MAX_CHARS: dict[Language, int] = {"zh": 240, "en": 560}
#: A paragraph is only cut where that hides more than a line or two.
_SLACK = 1.25


def render_excerpt(
    text: str, quote: str, language: Language, *, brief: bool = False
) -> tuple[Markup, bool]:
    """Mark a quote in its paragraph.

    :param text: the whole paragraph; all of it is in the result, what is cut only hidden.
    :param quote: exact letters of the paragraph, or empty.
    :param language: decides how much is shown at first.
    :param brief: show no more than the sentences of the quote, where there is one.
    :returns: the paragraph, and whether part of it is hidden.
    """
    quoted = _find(text, quote)
    shown = _choose_shown(text, quoted, 0 if brief and quoted else _MAX_CHARS[language])
    start, end = shown
    before = _hidden(text[:start], after_gap=False)
    after = _hidden(text[end:], after_gap=True)
    return join([before, _mark(text, shown, quoted), after]), shown != (0, len(text))


def _find(text: str, quote: str) -> Span | None:
    start = text.find(quote) if quote else -1
    return None if start < 0 else (start, start + len(quote))


def _choose_shown(text: str, quoted: Span | None, max_chars: int) -> Span:
    """Grow from the quote by whole sentences, the following ones first, until it is enough."""
    if len(text) <= max_chars * _SLACK:
        return 0, len(text)
    sentences = split_sentences(text) or [(0, len(text))]
    start, end = quoted or (0, sentences[0][1])
    first = max((n for n, span in enumerate(sentences) if span[0] <= start), default=0)
    last = min((n for n, span in enumerate(sentences) if span[1] >= end), default=first)
    shown = (min(start, sentences[first][0]), max(end, sentences[last][1]))
    while True:
        if last + 1 < len(sentences) and sentences[last + 1][1] - shown[0] <= max_chars:
            last += 1
            shown = (shown[0], sentences[last][1])
        elif first > 0 and shown[1] - sentences[first - 1][0] <= max_chars:
            first -= 1
            shown = (sentences[first][0], shown[1])
        else:
            break
    return 0 if first == 0 else shown[0], len(text) if last + 1 == len(sentences) else shown[1]


def _mark(text: str, shown: Span, quoted: Span | None) -> Markup:
    start, end = shown
    if quoted is None:
        return join([text[start:end]])
    return join(
        [text[start : quoted[0]], tag("mark", text[quoted[0] : quoted[1]]), text[quoted[1] : end]]
    )


def _hidden(text: str, *, after_gap: bool) -> Markup | None:
    if not text:
        return None
    gap = tag("span", " … " if after_gap else "… ", class_="dz-cut", aria_hidden="true")
    rest = tag("span", text, class_="dz-rest")
    return join([gap, rest] if after_gap else [rest, gap])
