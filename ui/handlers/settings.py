"""The settings: what the browser asks for -> what can be chosen, and choices that hold."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from rag.metadata import BOTH
from rag.schema import DocumentInfo
from rag.settings import PageSettings
from rag.text.language import fold
from ui import render
from ui import strings as s
from ui.choices import Choices
from ui.conversation import Notice
from ui.handlers.base import Handlers, Reply, Wanted, reply
from ui.handlers.choices import LISTED, read_choices, read_date
from ui.handlers.recent import Recent
from ui.handlers.wanted import read_language, read_text
from ui.protocols import PageLibrary
from ui.render import Offer, Pick, Picks

#: Values of a filter shown at once.
MAX_PICKS = 40
_MAX_QUERY_CHARS = 100


class SettingsHandlers(Handlers):
    """The functions of the settings page; each takes what the browser sends."""

    def __init__(self, library: PageLibrary, settings: PageSettings) -> None:
        super().__init__(library, settings)
        self._offered = Recent()
        self._lock = threading.Lock()
        self._tried: set[str] = set()

    def open_settings(self, wanted: Wanted) -> Reply:
        """Give the page.

        :param wanted: ``choices``, ``language``.
        :returns: ``html``, and the ``model`` chosen as far as it is offered.
        """
        language = read_language(wanted)

        def make() -> Reply:
            choices = self._chosen(wanted)
            offer = Offer(
                self._library.models(),
                self._library.top_k,
                [self._find_picks(field, "", choices) for field in LISTED],
            )
            html = render.render_settings(offer, choices, language)
            return {"html": html, "model": choices.model}

        return reply(make, language)

    def check_choices(self, wanted: Wanted) -> Reply:
        """Tell which choices hold, and show the filters among them.

        :param wanted: ``choices``, ``language``.
        :returns: ``choices`` as they hold, the filters' line as ``html``, ``dates`` with what is
            wrong with one (``wrong``, ``crossed``), and ``notice`` where a model is not offered.
        """
        language = read_language(wanted)

        def make() -> Reply:
            choices = self._chosen(wanted)
            sent = _read_part(wanted, "choices")
            lost = bool(read_text(sent, "model")) and not choices.model
            return {
                "html": render.render_chips(choices.filters, self._titles(), language),
                "choices": asdict(choices),
                "dates": _judge_dates(sent, choices),
                "notice": s.MODEL_NOT_OFFERED(language) if lost else "",
            }

        return reply(make, language)

    def find_picks(self, wanted: Wanted) -> Reply:
        """Give the values of a filter that hold what was typed.

        :param wanted: ``field``, ``query``, ``choices``, ``language``.
        :returns: ``html``.
        """
        language, field = read_language(wanted), read_text(wanted, "field")
        query = read_text(wanted, "query")[:_MAX_QUERY_CHARS]

        def make() -> Reply:
            if field not in LISTED:
                return {"html": ""}
            picks = self._find_picks(field, query, self._chosen(wanted))
            return {"html": render.render_picks(picks, language)}

        return reply(make, language)

    def try_model(self, wanted: Wanted) -> Reply:
        """Ask a model for one word; one at a time each.

        :param wanted: ``model``, one of those offered, and ``language``.
        :returns: what came of it as ``html``.
        """
        language, model = read_language(wanted), read_text(wanted, "model")

        def make() -> Reply:
            if model not in self._model_names():
                notice = Notice(s.MODEL_NOT_OFFERED(language))
                return {"failed": True, "html": render.render_notice(notice, language)}
            with self._lock:
                if model in self._tried:
                    return {"html": s.MODEL_TRYING(language)}
                self._tried.add(model)
            try:
                trial = self._library.try_model(model)
            finally:
                self._tried.discard(model)
            return {"html": render.render_trial(trial, language)}

        return reply(make, language)

    def _model_names(self) -> list[str]:
        return [model.name for model in self._library.models()]

    def _chosen(self, wanted: Wanted) -> Choices:
        return read_choices(_read_part(wanted, "choices"), self._model_names())

    def _titles(self) -> dict[str, str]:
        return {pick.value: pick.text for pick in self._values("documents")}

    def _find_picks(self, field: str, query: str, choices: Choices) -> Picks:
        chosen: Sequence[str] = getattr(choices.filters, field)
        values = self._values(field)
        held = {pick.value for pick in values}
        first = [pick for pick in values if pick.value in chosen]
        first += [Pick(value, value) for value in chosen if value not in held]
        listed = [*first, *(pick for pick in values if pick.value not in chosen)]
        words = fold(query).split()
        found = [
            pick
            for pick in listed
            if all(word in fold(f"{pick.text} {pick.note} {pick.value}") for word in words)
        ]
        return Picks(field, found[:MAX_PICKS], len(found), chosen)

    def _values(self, field: str) -> list[Pick]:
        """List the values of a filter that the library holds."""
        key = field, self._library.generation()
        found: list[Pick] = self._offered.get(key, lambda: self._read_values(field))
        return found

    def _read_values(self, field: str) -> list[Pick]:
        if field == "speakers":
            return _list_speakers([(each.label, each.count) for each in self._library.speakers()])
        documents = self._library.documents()
        if field == "sources":
            return _list_sources(documents)
        picks = [Pick(each.name, each.title or each.name, each.date or "") for each in documents]
        # Newest first, those without a date last.
        named = sorted(picks, key=lambda pick: pick.text)
        return sorted(named, key=lambda pick: pick.note, reverse=True)


def _read_part(sent: object, field: str) -> Mapping[str, object]:
    part = sent.get(field) if isinstance(sent, Mapping) else None
    return part if isinstance(part, Mapping) else {}


def _list_speakers(counted: Sequence[tuple[str, int]]) -> list[Pick]:
    """Name each speaker once, most frequent first."""
    counts: dict[str, int] = {}
    for label, count in counted:
        counts[label] = counts.get(label, 0) + count
    ordered = sorted(counts, key=lambda label: (-counts[label], label))
    return [Pick(label, label) for label in ordered]


def _list_sources(documents: Sequence[DocumentInfo]) -> list[Pick]:
    """List each wording of the sources once: a document may state its own in both languages."""
    counts: dict[str, int] = {}
    for info in documents:
        for wording in (info.source or "").split(BOTH):
            if wording.strip():
                counts[wording.strip()] = counts.get(wording.strip(), 0) + 1
    ordered = sorted(counts, key=lambda wording: (-counts[wording], wording))
    return [Pick(wording, wording) for wording in ordered]


def _judge_dates(sent: Mapping[str, object], choices: Choices) -> dict[str, str]:
    filters = _read_part(sent, "filters")
    judged = {}
    for field in ("since", "until"):
        typed = read_text(filters, field).strip()
        judged[field] = "wrong" if typed and read_date(typed) is None else ""
    since, until = choices.filters.since, choices.filters.until
    # ISO dates compare as texts, as far as the shorter one goes.
    if since and until and since[: len(until)] > until[: len(since)]:
        judged["until"] = "crossed"
    return judged
