"""An exchange -> the evidence panel: one card for each mark, counterpart beside it."""

from __future__ import annotations

from collections.abc import Sequence

from rag.origin import describe_source
from rag.schema import (
    Answer,
    Citation,
    CitationStatus,
    Counterpart,
    Hit,
    Language,
    Passage,
)
from ui import strings as s
from ui.conversation import Exchange
from ui.render.buttons import action_button
from ui.render.content import mark_language
from ui.render.links import link_to_paragraph
from ui.render.markup import Markup, join, tag
from ui.render.sides import Side, make_counterpart_side, render_sides

_EXTRACTIVE = "extractive"
_ICONS: dict[CitationStatus, str] = {"verified": "✓", "repaired": "↻", "unsupported": "!"}


def render_evidence(exchange: Exchange | None, number: int, language: Language) -> Markup:
    """Show what stands behind an answer.

    :param exchange: None where nothing has been asked.
    :param number: the exchange's position in its conversation, from 0.
    :param language: the page's language.
    :returns: the whole panel.
    """
    if exchange is None or (exchange.status == "failed" and not exchange.hits):
        return _panel(
            _head(s.EVIDENCE(language)), _render_legend(language), number=number, language=language
        )
    if exchange.answer is None:
        return _panel(*_render_found(exchange, language), number=number, language=language)
    if exchange.answer.refused or not exchange.answer.citations:
        return _panel(*_render_nearest(exchange.answer, language), number=number, language=language)
    return _panel(*_render_cited(exchange.answer, language), number=number, language=language)


def describe_passage(
    passage: Passage, language: Language, counterpart: Counterpart | None = None
) -> str:
    """Say who said it, when, where it stands, and where it comes from, in one line."""
    facts = [*_list_facts(passage, language), _describe_origin(passage, language, counterpart)]
    return " · ".join(fact for fact in facts if fact)


def _describe_origin(
    passage: Passage, language: Language, counterpart: Counterpart | None = None
) -> str:
    """Say who published it, on which occasion, and who asked whom."""
    versions = counterpart.passages if counterpart else ()
    speaker = passage.paragraph.speaker
    return describe_source(passage, language, speaker=speaker, versions=versions)


def _list_facts(passage: Passage, language: Language) -> list[str]:
    paragraph = passage.paragraph
    parts = [
        paragraph.speaker,
        passage.date,
        s.KINDS[paragraph.kind](language),
        None if paragraph.page is None else s.PAGE_NUMBER(language, page=paragraph.page),
        s.PARAGRAPH_NUMBER(language, number=paragraph.number),
    ]
    return [part for part in parts if part]


def _render_facts(passage: Passage, language: Language, name: str = "p") -> Markup:
    """Keep each fact on one line: a date broken at its hyphens is hard to read."""
    speaker = passage.paragraph.speaker
    facts = [
        mark_language(fact) if fact == speaker else tag("span", fact)
        for fact in _list_facts(passage, language)
    ]
    return tag(name, *facts, class_="dz-meta dz-facts")


def title_of(passage: Passage) -> str:
    """Give the document's title, or its name where it states none."""
    return passage.title or passage.paragraph.document


def name_status(citation: Citation, answer: Answer, language: Language) -> str:
    """Say what checking found: of a quote its letters, of a model's sentence its support."""
    if _is_quote(citation, answer):
        return s.QUOTED_STATUS(language)
    return s.STATUSES[citation.status](language)


def _is_quote(citation: Citation, answer: Answer) -> bool:
    return answer.model == _EXTRACTIVE and citation.status == "verified"


def _panel(*children: Markup | None, number: int, language: Language) -> Markup:
    return tag(
        "section",
        *children,
        class_="dz-evidence",
        data_exchange=number,
        aria_label=s.EVIDENCE(language),
    )


def _head(title: str, remark: str | None = None, *, warn: bool = False) -> Markup:
    return tag(
        "header",
        tag("h2", title),
        tag("span", remark, class_="dz-remark dz-warn" if warn else "dz-remark")
        if remark
        else None,
        class_="dz-evidence-head",
    )


def _render_legend(language: Language) -> Markup:
    entries = [
        _render_legend_entry("verified", s.QUOTED_STATUS(language), s.QUOTED_MEANING(language)),
        *(
            _render_legend_entry(status, s.STATUSES[status](language), meaning(language))
            for status, meaning in s.STATUS_MEANINGS.items()
        ),
    ]
    return tag(
        "div",
        tag("p", s.EVIDENCE_EMPTY(language)),
        tag("h3", s.LEGEND(language)),
        tag("ul", *entries),
        class_="dz-legend",
    )


def _render_legend_entry(status: CitationStatus, name: str, meaning: str) -> Markup:
    return tag("li", _badge_of(status, name), " ", meaning, class_=f"dz-is-{status}")


def _render_found(exchange: Exchange, language: Language) -> list[Markup]:
    if not exchange.hits:
        return [_head(s.EVIDENCE(language))]
    lines = [_render_line(hit.passage, language) for hit in exchange.hits]
    return [_head(s.FOUND(language)), tag("ol", *lines, class_="dz-lines")]


def _render_line(passage: Passage, language: Language) -> Markup:
    paragraph = passage.paragraph
    return tag(
        "li",
        mark_language(title_of(passage), class_="dz-line-title"),
        _render_facts(passage, language, "span"),
        tag("span", paragraph.text[:160], class_="dz-line-text", lang=paragraph.language),
    )


def _render_nearest(answer: Answer, language: Language) -> list[Markup]:
    if not answer.hits:
        return [_head(s.EVIDENCE(language))]
    cards = [_render_hit(hit, answer.language, language) for hit in answer.hits]
    hint = tag("p", s.NEAREST_HINT(language), class_="dz-hint") if answer.refused else None
    return [_head(s.NEAREST(language)), join([hint]), *cards]


def _render_cited(answer: Answer, language: Language) -> list[Markup]:
    cards: list[Markup] = []
    cited: set[int] = set()
    for citation in answer.citations:
        # The second card of a passage shows its own sentence; the whole stands in the first.
        brief = citation.passage.id in cited
        cards.append(_render_citation(citation, answer, language, brief=brief))
        cited.add(citation.passage.id)
    for citation in answer.citations:
        others_of_pair = citation.counterpart.passages if citation.counterpart else ()
        cited.update(passage.id for passage in others_of_pair)
    others = [hit for hit in answer.hits if hit.passage.id not in cited]
    return [
        _render_summary(answer, language),
        *cards,
        join([_render_others(others, answer, language)]),
    ]


def _render_summary(answer: Answer, language: Language) -> Markup:
    count = len(answer.citations)
    bad = sum(not citation.verified for citation in answer.citations)
    if bad:
        remark = s.EVIDENCE_UNSUPPORTED(language, count=count, bad=bad)
    elif all(_is_quote(citation, answer) for citation in answer.citations):
        remark = s.EVIDENCE_ALL_QUOTED(language, count=count)
    else:
        remark = s.EVIDENCE_ALL_VERIFIED(language, count=count)
    return _head(s.EVIDENCE(language), remark, warn=bad > 0)


def _render_others(hits: Sequence[Hit], answer: Answer, language: Language) -> Markup | None:
    if not hits:
        return None
    cards = [_render_hit(hit, answer.language, language) for hit in hits]
    summary = tag("summary", s.CONSIDERED(language, count=len(hits)))
    return tag("details", summary, *cards, class_="dz-others")


def _render_citation(
    citation: Citation, answer: Answer, language: Language, *, brief: bool
) -> Markup:
    label = s.MARK_LABEL(language, marker=citation.marker, title=title_of(citation.passage))
    cited = Side([citation.passage], s.CITED(language), citation.quote)
    other = make_counterpart_side(
        citation.passage, citation.counterpart, citation.counterpart_quote, language
    )
    texts, cut = render_sides(cited, other, answer.language, language, brief=brief)
    is_quote = _is_quote(citation, answer)
    meaning = s.QUOTED_MEANING if is_quote else s.STATUS_MEANINGS[citation.status]
    badge = _badge_of(citation.status, name_status(citation, answer, language))
    return tag(
        "article",
        _card_head(
            citation.passage, citation.counterpart, language, marker=citation.marker, badge=badge
        ),
        tag("p", meaning(language), class_="dz-meaning"),
        texts,
        None if brief else _render_copies(answer.copies_of(citation), language),
        _card_foot(
            language,
            cut=cut,
            marker=citation.marker,
            link=_link_to_text(
                citation.passage, language, citation.quote, citation.counterpart_quote
            ),
        ),
        class_=f"dz-card dz-is-{citation.status}",
        data_marker=citation.marker,
        aria_label=label,
        tabindex="-1",
    )


def _render_hit(hit: Hit, asked_in: Language, language: Language) -> Markup:
    found = Side([hit.passage], s.FOUND_PASSAGE(language))
    other = make_counterpart_side(hit.passage, hit.counterpart, "", language)
    texts, cut = render_sides(found, other, asked_in, language)
    return tag(
        "article",
        _card_head(hit.passage, hit.counterpart, language),
        texts,
        _render_copies(hit.copies, language),
        _card_foot(language, cut=cut, link=_link_to_text(hit.passage, language)),
        class_="dz-card dz-is-nearest",
        aria_label=title_of(hit.passage),
    )


def _render_copies(copies: Sequence[Passage], language: Language) -> Markup | None:
    if not copies:
        return None
    places = (f"{title_of(each)}, {describe_passage(each, language)}" for each in copies)
    return tag("p", s.ALSO_IN(language), "; ".join(places), class_="dz-meta dz-copies")


def _badge_of(status: CitationStatus, name: str) -> Markup:
    icon = tag("span", _ICONS[status], aria_hidden="true", class_="dz-icon")
    return tag("span", icon, name, class_="dz-badge")


def _card_head(
    passage: Passage,
    counterpart: Counterpart | None,
    language: Language,
    *,
    marker: int | None = None,
    badge: Markup | None = None,
) -> Markup:
    number = tag("span", str(marker), class_="dz-number", aria_hidden="true") if marker else None
    origin = _describe_origin(passage, language, counterpart)
    names = tag(
        "div",
        mark_language(title_of(passage), "h3"),
        _render_facts(passage, language),
        tag("p", origin, class_="dz-meta dz-origin") if origin else None,
        class_="dz-card-names",
    )
    return tag("header", number, names, badge, class_="dz-card-head")


def _link_to_text(
    passage: Passage, language: Language, quote: str = "", counterpart_quote: str = ""
) -> Markup:
    return link_to_paragraph(
        passage.paragraph.document,
        passage.paragraph.number,
        s.SHOW_IN_DOCUMENT(language),
        class_="dz-link",
        data_quote=quote or None,
        data_counterpart=counterpart_quote or None,
    )


def _card_foot(language: Language, *, cut: bool, link: Markup, marker: int | None = None) -> Markup:
    expand = action_button(s.WHOLE_PARAGRAPH(language), "expand") if cut else None
    back = action_button(s.BACK_TO_ANSWER(language), "back") if marker else None
    return tag("footer", expand, link, back, class_="dz-card-foot")
