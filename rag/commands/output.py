"""Values -> lines on stdout; messages and progress -> stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any, TextIO

from tqdm import tqdm

from rag.ingesting.report import IngestProgress, IngestReport
from rag.origin import describe_source, list_elsewhere
from rag.schema import Answer, Counterpart, Hit, Passage

_INDENT = "    "
#: Missing documents that are named, of those counted.
_NAMED = 5
#: Refusals that say that the nearest passages are shown with them; how many, and how much of each.
_NEAREST_ANNOUNCED = ("not_stated", "name_absent")
_NEAREST, _MAX_NEAREST_CHARS = 3, 160


def print_record(record: object) -> None:
    """Print one JSON object a line, UTF-8, not escaped."""
    print(json.dumps(record, ensure_ascii=False))


def print_records(records: Iterable[object]) -> None:
    """Print JSON objects, one a line."""
    for record in records:
        print_record(record)


def say(message: str) -> None:
    """Tell the user something that is not data."""
    print(message, file=sys.stderr, flush=True)


#: Time goes by bytes; what is counted out are files.
_BAR = "{percentage:3.0f}% {bar:20} {desc} [{elapsed} gone, {remaining} left{postfix}]"
_BAR_PAIRING = "{percentage:3.0f}% {bar:20} {desc} [{elapsed} gone{postfix}]"


class IngestBar:
    """A progress bar on a terminal, nothing elsewhere: files, the one at work, and time left.

    :param file: where to show it; by default stderr.
    """

    def __init__(self, file: TextIO | None = None) -> None:
        self._file = file
        self._bar: tqdm[Any] | None = None

    def __call__(self, progress: IngestProgress) -> None:
        """Show where the ingest stands."""
        if self._bar is None:
            # disable=None: tqdm shows nothing where the file is no terminal.
            self._bar = tqdm(
                total=progress.total_bytes,
                bar_format=_BAR,
                file=self._file,
                disable=None,
                leave=False,
                dynamic_ncols=True,
            )
        if progress.done >= progress.total and not progress.name:
            self._bar.close()
            return
        is_pairing = progress.done >= progress.total
        if is_pairing:  # how long it takes is not known
            self._bar.bar_format = _BAR_PAIRING
        self._bar.set_description_str(f"{progress.done}/{progress.total} files", refresh=False)
        self._bar.set_postfix_str("pairing" if is_pairing else progress.name, refresh=False)
        self._bar.update(progress.done_bytes - self._bar.n)
        # Also what is shown for a moment: the next file may take minutes.
        self._bar.refresh()


class QuestionBar:
    """A progress bar over questions on a terminal, nothing elsewhere."""

    def __init__(self) -> None:
        self._bar: tqdm[Any] | None = None

    def __call__(self, done: int, total: int) -> None:
        """Show how many questions are answered."""
        if self._bar is None:
            self._bar = tqdm(total=total, unit="question", disable=None, leave=False)
        self._bar.update(done - self._bar.n)
        if done >= total:
            self._bar.close()


def describe_report(report: IngestReport) -> str:
    """Say in one line what an ingest did, and in more what was renamed, failed or is gone."""
    lines = [f"{describe_counts(report)} in {report.seconds:.1f} s"]
    lines += [f"renamed: {old} -> {new}" for old, new in report.renamed if new != old]
    lines += [f"failed: {failed.reason}" for failed in report.failed]
    lines += [f"warning: {each.path}: {each.message}" for each in report.warnings]
    if report.missing:
        lines.append(_describe_missing(report.missing))
    return "\n".join(lines)


def describe_counts(report: IngestReport) -> str:
    """Count what became of the files of an ingest."""
    counts = {
        "added": report.added,
        "updated": report.updated,
        "renamed or moved": report.renamed,
        "described anew": report.described,
        "unchanged": report.unchanged,
        "removed": report.removed,
        "failed": report.failed,
    }
    done = ", ".join(f"{len(names)} {word}" for word, names in counts.items() if names)
    return done or "nothing to do"


def _describe_missing(names: Sequence[str]) -> str:
    named = ", ".join(names[:_NAMED]) + (", ..." if len(names) > _NAMED else "")
    count = f"{len(names)} documents" if len(names) > 1 else "1 document"
    return (
        f"gone: the files of {count} ({named}), which stay in the library; "
        "drop them with 'duizhao ingest PATH... --prune' or 'duizhao remove DOCUMENT...'"
    )


def print_hit(rank: int, hit: Hit) -> None:
    """Print a hit for a person."""
    paragraph = hit.passage.paragraph
    print(f"{rank}. {_place(hit.passage)}  {hit.score:.4f}")
    print(f"{_INDENT}{_flat(paragraph.text)}")
    if hit.counterpart:
        place = describe_elsewhere(hit.passage, hit.counterpart)
        print(f"{_INDENT}= {place}{_flat(hit.counterpart.text)}")


def print_answer(answer: Answer) -> None:
    """Print an answer with its sources for a person."""
    if answer.question.search_text != answer.question.text:
        label = "问题理解为" if answer.language == "zh" else "Understood as"
        say(f"{label}: {answer.question.search_text}\n")
    print(answer.text)
    for citation in answer.citations:
        paragraph = citation.passage.paragraph
        mark = "" if citation.verified else "  (not verified)"
        print(f"\n[{citation.marker}] {_place(citation.passage)}{mark}")
        print(f"{_INDENT}{_flat(citation.quote or paragraph.text)}")
        if citation.counterpart:
            other = citation.counterpart_quote or citation.counterpart.text
            place = describe_elsewhere(
                citation.passage, citation.counterpart, citation.counterpart_quote
            )
            print(f"{_INDENT}= {place}{_flat(other)}")
    if answer.reason in _NEAREST_ANNOUNCED:
        _print_nearest(answer.hits[:_NEAREST])
    for note in answer.notes:
        say(note)


def _print_nearest(hits: Sequence[Hit]) -> None:
    """Print the passages that a refusal speaks of."""
    for hit in hits:
        text = _flat(hit.passage.paragraph.text)
        shown = (
            text if len(text) <= _MAX_NEAREST_CHARS else f"{text[:_MAX_NEAREST_CHARS].rstrip()}…"
        )
        print(f"\n- {_place(hit.passage)}\n{_INDENT}{shown}")


def describe_elsewhere(passage: Passage, counterpart: Counterpart, quote: str = "") -> str:
    """Name a counterpart's place where it stands in another document than the passage."""
    elsewhere = list_elsewhere(passage, counterpart.passages, quote)
    if not elsewhere:
        return ""
    first = elsewhere[0].paragraph
    return f"({first.document} #{first.number}) "


def _place(passage: Passage) -> str:
    paragraph = passage.paragraph
    origin = describe_source(passage, paragraph.language, speaker=paragraph.speaker)
    parts = [f"{paragraph.document} #{paragraph.number}", paragraph.speaker, passage.date, origin]
    return " · ".join(part for part in parts if part)


def _flat(text: str) -> str:
    return " ".join(text.split())
