"""A passage and its counterpart -> the two texts side by side, quotes marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.origin import list_elsewhere
from rag.schema import Counterpart, Language, Passage
from ui import strings as s
from ui.render.content import fill, mark_language
from ui.render.excerpt import render_excerpt
from ui.render.links import link_to_paragraph
from ui.render.markup import Markup, tag


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two texts.

    :param passages: in document order, at least one, all in one language.
    :param quote: the exact letters to mark; empty where unknown.
    :param role: what the text is here, in the page's language.
    :param score: the pair's confidence, 0 to 1, on the counterpart's side.
    :param elsewhere: those passages whose document is not the one that the card is headed with.
    """

    passages: Sequence[Passage]
    role: str
    quote: str = ""
    score: float | None = None
    elsewhere: Sequence[Passage] = ()

    @property
    def language(self) -> Language:
        """The language of the text."""
        return self.passages[0].paragraph.language


def make_counterpart_side(
    passage: Passage, counterpart: Counterpart | None, quote: str, language: Language
) -> Side | None:
    """Make the other language's side of a passage, if there is one."""
    if counterpart is None:
        return None
    elsewhere = list_elsewhere(passage, counterpart.passages, quote)
    return Side(counterpart.passages, s.COUNTERPART(language), quote, counterpart.score, elsewhere)


def render_sides(
    first: Side, other: Side | None, asked_in: Language, language: Language, *, brief: bool = False
) -> tuple[Markup, bool]:
    """Put two texts side by side, Chinese first.

    On a phone, where one stands above the other, the style puts the asker's language first.

    :param first: the passage itself.
    :param other: its counterpart.
    :param asked_in: the asker's language.
    :param language: the page's language.
    :param brief: show the quotes' sentences only.
    :returns: both texts, and whether part of one is hidden.
    """
    shown, cut = _render_side(first, language, brief=brief)
    if other is None:
        none = tag("p", s.NO_COUNTERPART(language), class_="dz-none")
        return tag("div", shown, none, class_="dz-texts dz-single"), cut
    other_shown, other_cut = _render_side(other, language, brief=brief)
    pair = [shown, other_shown] if first.language == "zh" else [other_shown, shown]
    return tag("div", *pair, class_=f"dz-texts dz-asked-{asked_in}"), cut or other_cut


def _render_side(side: Side, language: Language, *, brief: bool) -> tuple[Markup, bool]:
    texts: list[Markup] = []
    any_cut = False
    for passage in side.passages:
        excerpt, cut = render_excerpt(
            passage.paragraph.text, side.quote, side.language, brief=brief
        )
        texts.append(tag("blockquote", excerpt, lang=side.language))
        any_cut = any_cut or cut
    label, source = _render_label(side, language), render_elsewhere(side.elsewhere, language)
    return tag("div", label, source, *texts, class_=f"dz-side dz-side-{side.language}"), any_cut


def render_elsewhere(passages: Sequence[Passage], language: Language) -> Markup | None:
    """Say in which other document passages stand, with a link to the first.

    :param passages: of one document, in its order; nothing is said of none.
    :param language: the page's language.
    :returns: a line, or None.
    """
    if not passages:
        return None
    first, last = passages[0].paragraph, passages[-1].paragraph
    label = fill(
        s.OTHER_PARAGRAPH_LINK.in_language(language),
        title=mark_language(passages[0].title or first.document),
        number=str(first.number) if first == last else f"{first.number}–{last.number}",
    )
    link = link_to_paragraph(first.document, first.number, label)
    return tag("p", s.FROM_DOCUMENT(language), " ", link, class_="dz-from")


def _render_label(side: Side, language: Language) -> Markup:
    score = None
    if side.score is not None:
        text = s.PAIR_SCORE(language, percent=round(side.score * 100))
        score = tag("span", text, title=s.PAIR_SCORE_HINT(language))
    return tag(
        "p",
        tag("b", s.LANGUAGES[side.language](language)),
        tag("span", side.role),
        score,
        class_="dz-side-label",
    )
