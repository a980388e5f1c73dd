"""Values -> the JSON objects of the contract, as the command line and the evaluation write them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from rag.ingesting.report import IngestReport
from rag.metadata import DocumentMetadata, metadata_of
from rag.schema import Answer, Citation, Counterpart, DocumentInfo, Hit, Pair, Paragraph, Passage
from rag.text.language import detect_language

#: One JSON object; its values are strings, numbers, booleans, null, lists and further objects.
Record = dict[str, object]

#: Scores of rank fusion differ in the fourth decimal place and later.
_SCORE_DIGITS = 6
_SECONDS_DIGITS = 4


def ingest_record(report: IngestReport) -> Record:
    """Describe what an ingest did as ``duizhao ingest`` prints it."""
    return {
        "added": report.added,
        "updated": report.updated,
        "renamed": [{"from": old, "to": new} for old, new in report.renamed],
        "unchanged": report.unchanged,
        "removed": report.removed,
        "missing": report.missing,
        "described": report.described,
        "failed": [{"path": each.path, "reason": each.reason} for each in report.failed],
        "warnings": [{"path": each.path, "message": each.message} for each in report.warnings],
        "seconds": round(report.seconds, 3),
    }


def document_record(info: DocumentInfo) -> Record:
    """Describe a document as ``duizhao documents`` prints it."""
    return {
        "document": info.name,
        "path": info.path,
        **asdict(metadata_of(info)),
        "languages": info.languages,
        "paragraphs": info.paragraph_count,
        "pairs": info.pair_count,
        "added": info.added,
        "corrected": _set_values(info.layers.corrected),
        "sidecar": _set_values(info.layers.sidecar),
    }


def _set_values(layer: DocumentMetadata) -> Record:
    """Give the values that a layer sets; null for those of which it says that there is none."""
    return {name: value or None for name, value in asdict(layer).items() if value is not None}


def paragraph_record(paragraph: Paragraph) -> Record:
    """Describe a paragraph as ``duizhao inspect`` prints it."""
    return {
        "document": paragraph.document,
        "paragraph": paragraph.number,
        "language": paragraph.language,
        "kind": paragraph.kind,
        "speaker": paragraph.speaker,
        "text": paragraph.text,
        "page": paragraph.page,
        "spans": [[start, end] for start, end in paragraph.spans],
    }


def pair_record(pair: Pair) -> Record:
    """Describe a pair as ``duizhao pairs`` prints it."""
    return {
        "zh": _pair_side(pair.zh),
        "en": _pair_side(pair.en),
        "score": round(pair.score, _SCORE_DIGITS),
    }


def passage_record(hit: Hit) -> Record:
    """Describe a hit as ``duizhao search`` prints it."""
    paragraph = hit.passage.paragraph
    return {
        "document": paragraph.document,
        "paragraph": paragraph.number,
        "language": paragraph.language,
        "speaker": paragraph.speaker,
        "text": paragraph.text,
        "score": round(hit.score, _SCORE_DIGITS),
        "counterpart": counterpart_record(hit.counterpart),
        "also_in": _place_records(hit.copies),
    }


def answer_record(answer: Answer, id: str | None = None) -> Record:  # noqa: A002 - its JSON key
    """Describe an answer as ``duizhao ask`` prints it.

    :param answer: the answer.
    :param id: the question line's id; left out where the question came without one.
    :returns: a JSON object.
    """
    usage = answer.tokens
    tokens = usage and {"prompt": usage.prompt, "completion": usage.completion}
    return {
        **({} if id is None else {"id": id}),
        "question": answer.question.text,
        "standalone": answer.question.search_text,
        "language": answer.language,
        "answer": answer.text,
        "refused": answer.refused,
        "certainty": None if answer.certainty is None else round(answer.certainty, 4),
        "reason": answer.reason,
        "citations": [
            _citation_record(citation, answer.copies_of(citation)) for citation in answer.citations
        ],
        "passages": [passage_record(hit) for hit in answer.hits],
        "model": answer.model,
        "seconds": round(answer.seconds, _SECONDS_DIGITS),
        "tokens": tokens,
        "notes": list(answer.notes),
    }


def refusal_record(id: str, question: str, message: str) -> Record:  # noqa: A002 - its JSON key
    """Describe a question that could not be asked, as an answer refused for that reason.

    :param id: the question line's id.
    :param question: its text.
    :param message: what was wrong with the question.
    :returns: a JSON object with the keys of an answer.
    """
    return {
        "id": id,
        "question": question,
        "standalone": question,
        "language": detect_language(question) or "en",
        "answer": "",
        "refused": True,
        "certainty": None,
        "reason": "not_askable",
        "citations": [],
        "passages": [],
        "model": "",
        "seconds": 0.0,
        "tokens": None,
        "notes": [message],
    }


def place_record(passage: Passage) -> Record:
    """Describe where a passage stands, as a citation does."""
    paragraph = passage.paragraph
    return {
        "document": paragraph.document,
        "title": passage.title,
        "paragraph": paragraph.number,
        "language": paragraph.language,
        "kind": paragraph.kind,
        "page": paragraph.page,
        "speaker": paragraph.speaker,
        "date": passage.date,
        "source": passage.source,
        "event": passage.event,
        "interviewer": passage.interviewer,
        "interviewee": passage.interviewee,
    }


def _pair_side(paragraphs: Sequence[Paragraph]) -> list[Record]:
    return [
        {"document": each.document, "paragraph": each.number, "text": each.text}
        for each in paragraphs
    ]


def _place_records(passages: Sequence[Passage]) -> list[Record]:
    return [
        {"document": each.paragraph.document, "paragraph": each.paragraph.number}
        for each in passages
    ]


def counterpart_record(counterpart: Counterpart | None) -> Record | None:
    """Describe what a passage says in the other language.

    Where a counterpart runs over several paragraphs, the first one's number stands for all.
    """
    if counterpart is None:
        return None
    first = counterpart.passages[0].paragraph
    return {
        "document": first.document,
        "paragraph": first.number,
        "language": first.language,
        "text": counterpart.text,
        "score": round(counterpart.score, _SCORE_DIGITS),
    }


def _citation_record(citation: Citation, copies: Sequence[Passage]) -> Record:
    passage = citation.passage
    paragraph = passage.paragraph
    counterpart = counterpart_record(citation.counterpart)
    if counterpart is not None:
        counterpart["quote"] = citation.counterpart_quote
    return {
        "marker": citation.marker,
        "document": paragraph.document,
        "title": passage.title,
        "paragraph": paragraph.number,
        "language": paragraph.language,
        "speaker": paragraph.speaker,
        "date": passage.date,
        "source": passage.source,
        "event": passage.event,
        "interviewer": passage.interviewer,
        "interviewee": passage.interviewee,
        "text": paragraph.text,
        "quote": citation.quote,
        "verified": citation.verified,
        "status": citation.status,
        "counterpart": counterpart,
        "also_in": _place_records(copies),
    }
