"""What was found out about a quote -> the JSON object of the contract."""

from __future__ import annotations

from rag.records import Record, counterpart_record, passage_record, place_record
from rag.verifying import QuoteCheck, QuotePlace, QuoteStretch, mark_differences


def quote_record(check: QuoteCheck) -> Record:
    """Describe what was found out about a quote as ``duizhao verify`` prints it."""
    first = check.places[0] if check.places else QuotePlace(())
    return {
        "quote": check.quote,
        "status": check.status,
        "verified": check.verified,
        "variations": list(first.variations),
        "similarity": round(check.similarity, 4),
        "marked": mark_differences(check.quote, check.differences),
        "differences": [
            {
                "quote": each.quote,
                "source": each.source,
                "quote_span": list(each.quote_span),
                "source_span": list(each.source_span),
            }
            for each in check.differences
        ],
        "place_count": check.place_count,
        "places": [_quote_place_record(place) for place in check.places],
        "nearest": [passage_record(hit) for hit in check.nearest],
    }


def _quote_place_record(place: QuotePlace) -> Record:
    first, *rest = place.stretches
    return {
        **_stretch_record(first),
        "variations": list(place.variations),
        "continued": [_stretch_record(stretch) for stretch in rest],
    }


def _stretch_record(stretch: QuoteStretch) -> Record:
    """Describe a stretch of a paragraph; ``quote`` is its own letters, not the writer's."""
    passage = stretch.passage
    counterpart = counterpart_record(stretch.counterpart)
    if counterpart is not None:
        counterpart["quote"] = stretch.counterpart_quote
    return {
        **place_record(passage),
        "text": passage.paragraph.text,
        "quote": stretch.text,
        "start": stretch.span[0],
        "end": stretch.span[1],
        "after_denial": stretch.after_denial,
        "document_spans": [list(span) for span in stretch.document_spans],
        "counterpart": counterpart,
    }
