"""The command that checks quotes against the library."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from pathlib import Path

from rag.commands.opening import open_library, read_settings
from rag.commands.output import describe_elsewhere, print_record, say
from rag.origin import describe_source
from rag.quote_records import quote_record
from rag.schema import Passage
from rag.verifying import Quotation, QuoteCheck, QuoteStretch, find_quotations, mark_differences

_INDENT = "    "
_STATUS = {
    "exact": "exact",
    "same_letters": "same letters",
    "differs": "DIFFERS",
    "not_found": "NOT FOUND",
}
_COUNTED = {
    "exact": "exact",
    "same_letters": "of the same letters",
    "differs": "differing",
    "not_found": "not found",
}
#: Of a passage that is only the nearest.
_SHOWN_CHARS = 120
#: What a variation is for people.
_VARIATIONS = {"script": "Traditional or Simplified script", "order": "order of its parts"}


def run_verify(options: Namespace) -> int:
    """Check one quote, or every quotation of a file; exit code 1 where one does not stand."""
    if (options.quote is None) == (options.file is None):
        say("duizhao verify: give either a QUOTE or --file FILE")
        return 2
    if options.file is not None:
        return _verify_file(options)
    with open_library(options) as library:
        check = library.verify_quote(options.quote, document=options.document)
    if options.json:
        print_record(quote_record(check))
    else:
        _print_check(check)
    return 0 if check.verified else 1


def _verify_file(options: Namespace) -> int:
    quotations = find_quotations(_read_text(options.file))
    wanted = [each for each in quotations if each.size >= options.min_size]
    found: Counter[str] = Counter()
    with open_library(options) as library:
        for quotation in wanted:
            check = library.verify_quote(quotation.text, document=options.document)
            found[check.status] += 1
            if options.json:
                print_record({"line": quotation.line, **quote_record(check)})
            else:
                _print_check(check, quotation)
    left_out = len(quotations) - len(wanted)
    say(_describe_counts(found) + (f"; {left_out} shorter ones left out" if left_out else ""))
    return 1 if found["differs"] or found["not_found"] else 0


def _read_text(path: Path) -> str:
    from rag.documents import load_document

    return load_document(path, path.stem, read_settings().documents).text


def _describe_counts(found: Counter[str]) -> str:
    if not found:
        return (
            "No quotations to check: they stand in quotation marks, or in lines that begin with >"
        )
    parts = [f"{found[status]} {text}" for status, text in _COUNTED.items() if found[status]]
    what = "quotation" if found.total() == 1 else "quotations"
    return f"{found.total()} {what}: {', '.join(parts)}"


def _print_check(check: QuoteCheck, quotation: Quotation | None = None) -> None:
    place = check.places[0] if check.places else None
    line = "" if quotation is None else f"line {quotation.line}: "
    names = [_VARIATIONS.get(each, each) for each in place.variations] if place else []
    how = f" (not the same: {', '.join(names)})" if names else ""
    print(f"{line}{_STATUS[check.status]}{how}")
    print(f"{_INDENT}{_flat(mark_differences(check.quote, check.differences))}")
    for stretch in place.stretches if place else ():
        _print_stretch(stretch)
    if check.place_count > 1:
        count = check.place_count - 1
        print(f"{_INDENT}and {count} more {'place' if count == 1 else 'places'}")
    for hit in check.nearest:
        print(f"{_INDENT}nearest: {_describe_place(hit.passage)}")
        print(f"{_INDENT * 2}{_shorten(hit.passage.paragraph.text)}")


def _print_stretch(stretch: QuoteStretch) -> None:
    print(f"{_INDENT}{_describe_place(stretch.passage)}")
    denied = "  (mind: the word before it denies it)" if stretch.after_denial else ""
    print(f"{_INDENT * 2}{_flat(stretch.text)}{denied}")
    if stretch.counterpart and stretch.counterpart_quote:
        place = describe_elsewhere(stretch.passage, stretch.counterpart, stretch.counterpart_quote)
        print(f"{_INDENT * 2}= {place}{_flat(stretch.counterpart_quote)}")


def _describe_place(passage: Passage) -> str:
    paragraph = passage.paragraph
    origin = describe_source(passage, paragraph.language, speaker=paragraph.speaker)
    parts = [f"{paragraph.document} #{paragraph.number}", paragraph.speaker, passage.date, origin]
    return " · ".join(part for part in parts if part)


def _shorten(text: str) -> str:
    flat = _flat(text)
    return flat if len(flat) <= _SHOWN_CHARS else f"{flat[:_SHOWN_CHARS]}…"


def _flat(text: str) -> str:
    return " ".join(text.split())
