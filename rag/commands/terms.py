"""The command on a term's renderings: key word in context, in both languages."""

from __future__ import annotations

from argparse import Namespace

from rag.commands.opening import open_library
from rag.commands.output import print_record, say
from rag.concordance import Place, Rendering, RenderingGroup
from rag.records import Record
from rag.schema import Span

#: What is shown of a sentence on each side of the key word.
_CONTEXT_CHARS = {"zh": 24, "en": 48}


def run_terms(options: Namespace) -> int:
    """Show every place of a term and how it is rendered."""
    with open_library(options) as library:
        groups = library.terms(options.term)
    for group in groups:
        if options.json:
            for place in group.places:
                print_record(term_record(options.term, group, place))
        else:
            _print_group(group)
    if not groups:
        say(f"{options.term!r} stands nowhere in the library.")
    return 0


def term_record(term: str, group: RenderingGroup, place: Place) -> Record:
    """Describe one place of a term as ``duizhao terms`` prints it.

    ``rendering`` is the group's; it is null where none was found, and ``counterpart`` where the
    paragraph has none.

    :param term: as asked for.
    :param group: the places with the same rendering.
    :param place: one of them.
    :returns: a JSON object.
    """
    paragraph = place.passage.paragraph
    return {
        "term": term,
        "rendering": group.rendering or None,
        "document": paragraph.document,
        "paragraph": paragraph.number,
        "language": paragraph.language,
        "speaker": paragraph.speaker,
        "date": place.passage.date,
        **_in_context(place.sentence, place.span),
        "counterpart": _rendering_record(place.rendering),
    }


def _rendering_record(rendering: Rendering | None) -> Record | None:
    if rendering is None:
        return None
    first = rendering.passages[0].paragraph
    return {
        "document": first.document,
        "paragraph": first.number,
        "language": first.language,
        **_in_context(rendering.text, rendering.span),
    }


def _in_context(text: str, span: Span | None) -> Record:
    start, end = span or (len(text), len(text))
    return {"left": text[:start], "key": text[start:end], "right": text[end:]}


def _print_group(group: RenderingGroup) -> None:
    if group.rendering:
        title = group.rendering
    elif group.places[0].rendering is not None:
        title = "no rendering found"
    else:
        title = "no counterpart"
    print(f"{title}  ({len(group.places)})")
    for place in group.places:
        _print_place(place)
    print()


def _print_place(place: Place) -> None:
    paragraph = place.passage.paragraph
    name = " ".join(filter(None, (f"#{paragraph.number}", paragraph.speaker)))
    print(f"    {_show(place.sentence, place.span)}    [{paragraph.document} {name}]")
    if place.rendering is not None:
        print(f"  = {_show(place.rendering.text, place.rendering.span)}")


def _show(text: str, span: Span | None) -> str:
    """Show a stretch in its context, on one line; all of a text where there is no stretch."""
    if span is None:
        return " ".join(text.split())
    start, end = span
    context = _CONTEXT_CHARS["en" if text[start:end].isascii() else "zh"]
    left, right = text[max(0, start - context) : start], text[end : end + context]
    before = "…" if start > context else ""
    after = "…" if len(text) - end > context else ""
    shown = f"{before}{left}[{text[start:end]}]{right}{after}"
    return " ".join(shown.split())
