"""A document's metadata that change -> the store, with what its passages are searched with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace

from rag.document_names import explain_unknown
from rag.documents import read_value
from rag.errors import FilterError, MetadataError
from rag.metadata import BOTH, METADATA_FIELDS, DocumentMetadata, MetadataLayers
from rag.schema import Document, DocumentInfo, SearchFilters
from rag.text.terms import index_terms
from vectorstore import Redescription, Store

#: Values that a message lists, of those there are.
_LISTED = 12


def with_layers(document: Document, layers: MetadataLayers) -> Document:
    """Give a document the metadata that hold, and where they come from."""
    return replace(document, layers=layers, **asdict(layers.merged))


def frame_terms(metadata: DocumentMetadata) -> list[str]:
    """Give the terms every paragraph of a document is also found by: "in the 2023 interview"."""
    return index_terms("\n".join(filter(None, (metadata.title, metadata.date))))


def describe_documents(
    store: Store, infos: Iterable[DocumentInfo], layers: Mapping[str, MetadataLayers]
) -> None:
    """Give documents other metadata; their paragraphs, vectors and pairs stay.

    :param store: its writer lock is held.
    :param infos: documents as they are stored.
    :param layers: by name of those that change.
    """
    changes = [_redescribe(store, info, layers[info.name]) for info in infos if info.name in layers]
    if changes:
        store.describe(changes)


def _redescribe(store: Store, info: DocumentInfo, layers: MetadataLayers) -> Redescription:
    merged = layers.merged
    if (merged.title, merged.date) == (info.title, info.date):
        return Redescription(info.name, layers)
    frame = frame_terms(merged)
    contexts = [[*index_terms(passage.context), *frame] for passage in store.passages_of(info.name)]
    return Redescription(info.name, layers, contexts)


def correct_document(store: Store, name: str, changes: Mapping[str, str | None]) -> DocumentInfo:
    """Correct a document's metadata by hand.

    :param store: the library.
    :param name: the document.
    :param changes: as ``Library.correct`` takes them.
    :returns: the document as it is described now.
    :raises MetadataError: if the document, a field or a date is none.
    """
    values = _read_values(name, changes)
    with store.writer():
        info = find_document(store.documents(), name)
        corrected = replace(info.layers.corrected, **values)
        layers = replace(info.layers, corrected=corrected)
        if layers != info.layers:
            describe_documents(store, [info], {name: layers})
        return find_document(store.documents(), name)


def _read_values(name: str, changes: Mapping[str, str | None]) -> dict[str, str | None]:
    values: dict[str, str | None] = {}
    for field, text in changes.items():
        if field not in METADATA_FIELDS:
            raise MetadataError(
                f"{name}: {field!r} is nothing that can be corrected; a document has "
                f"{', '.join(METADATA_FIELDS)}"
            )
        try:
            values[field] = read_value(field, text or "")
        except ValueError as error:
            raise MetadataError(f"{name}: {field}: {error}") from error
    return values


def find_document(infos: Sequence[DocumentInfo], name: str) -> DocumentInfo:
    """Find a document by its name.

    :param infos: all there are.
    :param name: its name.
    :returns: the document.
    :raises MetadataError: if there is none; the message lists names that are near.
    """
    found = next((info for info in infos if info.name == name), None)
    if found is not None:
        return found
    raise MetadataError(explain_unknown(name, [info.name for info in infos]))


#: Fields that searches are limited by, with the filters that do so.
_FILTERED = {
    "source": "sources",
    "event": "events",
    "interviewer": "interviewers",
    "interviewee": "interviewees",
}


def narrow_filters(store: Store, filters: SearchFilters) -> SearchFilters:
    """Turn filters on metadata into names of documents, once for a whole search.

    :param store: the library.
    :param filters: what to limit a search to.
    :returns: filters without those on metadata.
    :raises FilterError: if no document meets them, or one that they name is unknown; the message
        lists the values there are.
    """
    described = store.described()
    names = [name for name, _ in described]
    for name in filters.documents:
        if name not in names:
            raise FilterError(explain_unknown(name, names))
    if described:  # of an empty library the answer tells that it is
        _require_speaker(store, filters.speakers)
        _require_date(filters, described)
    narrowed = store.narrow(filters)
    if narrowed is not None:
        return narrowed
    for field, attribute in _FILTERED.items():
        wanted = getattr(filters, attribute)
        alone = SearchFilters(**{attribute: wanted})
        if wanted and store.narrow(alone) is None:
            said = " or ".join(map(repr, wanted))
            raise FilterError(f"no document has the {field} {said}; {_list(field, described)}")
    raise FilterError(
        "each filter is met by some document, but none meets them all; leave one of them out"
    )


def _require_speaker(store: Store, wanted: Sequence[str]) -> None:
    labels = list(dict.fromkeys(label for label, _, _ in store.speakers())) if wanted else []
    if any(each in labels for each in wanted) or not wanted:
        return
    said = f"no paragraph has the speaker {' or '.join(map(repr, wanted))}"
    if not labels:
        raise FilterError(f"{said}; the library's documents name no speakers")
    held = [label for label in labels for each in wanted if each.casefold() in label.casefold()]
    raise FilterError(f"{said}; {_enumerate(list(dict.fromkeys([*held, *labels])))}")


def _require_date(
    filters: SearchFilters, described: Sequence[tuple[str, DocumentMetadata]]
) -> None:
    since, until = filters.since, filters.until
    if since is not None and until is not None and _is_before(until, since):
        raise FilterError(f"since {since} until {until}: this begins after it ends; change one")
    dates = sorted(each.date for _, each in described if each.date)
    if (since is None and until is None) or any(
        not (since is not None and _is_before(date, since))
        and not (until is not None and _is_before(until, date))
        for date in dates
    ):
        return
    wanted = " ".join([f"since {since}"] * bool(since) + [f"until {until}"] * bool(until))
    there = f"the documents go from {dates[0]} to {dates[-1]}" if dates else "none has a date"
    raise FilterError(f"no document is dated {wanted}; {there}")


def _is_before(date: str, other: str) -> bool:
    """Compare dates, of which a month or a year stands for any of its days."""
    shared = min(len(date), len(other))
    return date[:shared] < other[:shared]


def _list(field: str, described: Sequence[tuple[str, DocumentMetadata]]) -> str:
    stated = [getattr(each, field) or "" for _, each in described]
    values = sorted({wording for value in stated for wording in value.split(BOTH) if wording})
    if not values:
        return f"none states its {field}; say it with 'duizhao correct DOCUMENT {field}=...'"
    return _enumerate(values)


def _enumerate(values: Sequence[str]) -> str:
    more = f" and {len(values) - _LISTED} more" if len(values) > _LISTED else ""
    return f"there are: {'; '.join(values[:_LISTED])}{more}"
