"""A run -> the tables of the page."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping

from rag.evaluation.bench.peers.contestants import OURS, RAW
from rag.evaluation.bench.peers.results import Ingest, Outcome, Results, Search
from rag.evaluation.figures import percentile
from rag.evaluation.report import markdown_table

#: Stated for the peers' usual default against ours.
_TIMES_COLD, _TIMES_QUERY, _TIMES_MEMORY, _TIMES_INGEST = 3.0, 3.0, 2.0, 1.0
#: Query time over Chroma alone, at the largest number of passages.
_OVERHEAD, _OVERHEAD_FROM = 3.0, 100_000
_DIRECTIONS = ("zh>zh", "en>en", "zh>en", "en>zh")

Labels = Mapping[str, str]
Value = Callable[[Outcome, str], float | None]


def cold_start(outcome: Outcome, size: str) -> float | None:
    """Give seconds to the first passages: the middle of the starts."""
    found = outcome.searches.get(size, Search())
    return statistics.median(found.cold) if found.cold else None


def query_median(outcome: Outcome, size: str) -> float | None:
    """Give milliseconds of a question."""
    found = outcome.searches.get(size, Search())
    return statistics.median(found.milliseconds) if found.milliseconds else None


def query_slow(outcome: Outcome, size: str) -> float | None:
    """Give milliseconds that 95 of 100 questions take at most."""
    found = outcome.searches.get(size, Search())
    return percentile(found.milliseconds, 0.95) if found.milliseconds else None


def ingest_seconds(outcome: Outcome, size: str) -> float | None:
    """Give seconds of an ingest."""
    found = outcome.ingests.get(size)
    return found.seconds if found else None


def ingest_memory(outcome: Outcome, size: str) -> float | None:
    """Give MB of an ingest."""
    found = outcome.ingests.get(size)
    return found.peak or None if found else None


def query_memory(outcome: Outcome, size: str) -> float | None:
    """Give MB of a process that answers questions."""
    return outcome.searches.get(size, Search()).peak or None


def cold_table(results: Results, labels: Labels) -> str:
    """Write seconds to the first passages."""
    return _by_size("seconds", results, labels, cold_start, "{:.1f}")


def processor_table(results: Results, labels: Labels) -> str:
    """Write what processors worked: on a busy machine this says more than the clock."""
    header = ["processor: s to start / ms a question / ms a passage"]
    rows = []
    for key, label in labels.items():
        cells = [_processor_cell(results.outcomes[key], str(size)) for size in results.measured]
        rows.append([label, *cells])
    return _without_empty([*header, *[f"{size:,}" for size in results.measured]], rows)


def query_table(results: Results, labels: Labels) -> str:
    """Write the median and the 95th percentile of query time, and what is above Chroma alone."""
    header = ["ms, median / 95th percentile"]
    header += [f"{size:,}" for size in results.measured]
    rows = []
    for key, label in labels.items():
        outcome = results.outcomes[key]
        cells = []
        for size in map(str, results.measured):
            middle, slow = query_median(outcome, size), query_slow(outcome, size)
            if middle is None or slow is None:
                cells.append("")
                continue
            cells.append(f"{middle:.1f} / {slow:.1f}{_ratio(results, size, query_median, middle)}")
        rows.append([label, *cells])
    table = _without_empty(header, rows)
    above = _overheads(results)
    return f"{table}\n\n{above}" if above else table


def ingest_table(results: Results, labels: Labels) -> str:
    """Write passages a second, and the whole time with loading."""
    header = ["passages a second (whole process)"]
    header += [f"{size:,}" for size in results.measured]
    rows = []
    for key, label in labels.items():
        cells = []
        for size in map(str, results.measured):
            found = results.outcomes[key].ingests.get(size)
            cells.append(_ingest_cell(results, size, found) if found else "")
        rows.append([label, *cells])
    return _without_empty(header, rows)


def memory_table(results: Results, labels: Labels) -> str:
    """Write peak memory of ingest and of asking."""
    header = ["MB at most, ingest / questions", *[f"{size:,}" for size in results.measured]]
    rows = []
    for key, label in labels.items():
        outcome = results.outcomes[key]
        cells = []
        for size in map(str, results.measured):
            one, other = ingest_memory(outcome, size), query_memory(outcome, size)
            shown = [f"{value:,.0f}" if value else "" for value in (one, other)]
            cells.append(" / ".join(shown) if any(shown) else "")
        rows.append([label, *cells])
    return _without_empty(header, rows)


def quality_table(results: Results, labels: Labels) -> str:
    """Write shares of questions whose paragraph is first, and in the first five."""
    rows = []
    count = 0
    for key, label in labels.items():
        quality = results.outcomes[key].quality
        if not quality:
            continue
        count = max(each.questions for each in quality.values())
        shares = [
            f"{quality[name].at_1:.3f} / {quality[name].at_5:.3f}" if name in quality else ""
            for name in _DIRECTIONS
        ]
        rows.append([label, *shares])
    if not rows:
        return "Not measured in this run."
    told = (
        f"XQuAD, pools of one language of 240 paragraphs, {count} questions a direction: share "
        "whose paragraph comes first / is in the first five."
    )
    return f"{told}\n\n{markdown_table(['question > paragraphs', *_DIRECTIONS], rows)}"


def environment_table(results: Results, labels: Labels) -> str:
    """Write versions, and what the environments take on the disk."""
    rows = []
    seen: set[tuple[tuple[str, str], ...]] = set()
    for key, label in labels.items():
        outcome = results.outcomes[key]
        versions = tuple(outcome.versions.items())
        # The same environment serves both embedders.
        if not versions or versions in seen:
            continue
        seen.add(versions)
        named = ", ".join(f"{name} {version}" for name, version in versions)
        size = f"{outcome.environment:,.0f}, of which torch {outcome.torch:,.0f}"
        rows.append([label.partition(";")[0], size, named])
    return markdown_table(["environment", "MB", "versions"], rows)


def wanted_table(results: Results) -> str:
    """Set the figures against what was wanted of them."""
    rows = []
    for size in map(str, results.measured):
        rows += [
            _against(results, size, "cold start", cold_start, _TIMES_COLD),
            _against(results, size, "query, median", query_median, _TIMES_QUERY),
            _against(results, size, "ingest", ingest_seconds, _TIMES_INGEST),
            _against(results, size, "memory of ingest", ingest_memory, _TIMES_MEMORY),
            _against(results, size, "memory of questions", query_memory, _TIMES_MEMORY),
        ]
    ours, raw = (results.outcomes.get(each.key, Outcome()) for each in (OURS, RAW))
    size = str(max(results.measured, default=0))
    one, other = query_median(ours, size), query_median(raw, size)
    if one and other:
        times = one / other
        # The fixed cost of a question weighs more on few passages; nothing is wanted of those.
        wanted = int(size) >= _OVERHEAD_FROM
        met = ("met" if times <= _OVERHEAD else "NOT MET") if wanted else ""
        over = f"at most {_OVERHEAD:g} times" if wanted else ""
        rows.append([f"{int(size):,}", "query over Chroma alone", f"{times:.1f} times", over, met])
    header = ["passages", "Duizhao against the best with MiniLM", "figure", "wanted", ""]
    return markdown_table(header, [row for row in rows if row])


def _against(results: Results, size: str, what: str, value: Value, wanted: float) -> list[str]:
    """Compare with the best of those that use their usual default; all values: less is better."""
    ours = value(results.outcomes.get(OURS.key, Outcome()), size)
    theirs = [
        (found, key)
        for key, outcome in results.outcomes.items()
        if key.endswith("-minilm") and (found := value(outcome, size)) is not None
    ]
    if not ours or not theirs:
        return []
    best, key = min(theirs)
    times = best / ours
    figure = f"{times:.1f} times as good as {key.removesuffix('-minilm')}"
    met = "met" if times >= wanted else "NOT MET"
    return [f"{int(size):,}", what, figure, f"at least {wanted:g}", met]


def _by_size(title: str, results: Results, labels: Labels, value: Value, form: str) -> str:
    rows = []
    for key, label in labels.items():
        cells = []
        for size in map(str, results.measured):
            found = value(results.outcomes[key], size)
            cells.append(
                "" if found is None else form.format(found) + _ratio(results, size, value, found)
            )
        rows.append([label, *cells])
    return _without_empty([title, *[f"{size:,}" for size in results.measured]], rows)


def _ratio(results: Results, size: str, value: Value, found: float) -> str:
    ours = value(results.outcomes.get(OURS.key, Outcome()), size)
    return f" ({found / ours:.1f})" if ours and found != ours else ""


def _ingest_cell(results: Results, size: str, found: Ingest) -> str:
    ratio = _ratio(results, size, ingest_seconds, found.seconds)
    return f"{found.rate:,.0f}{ratio}, {found.whole:,.0f} s"


def _without_empty(header: list[str], rows: list[list[str]]) -> str:
    """Write a table without those that were not given so many passages, or failed."""
    return markdown_table(header, [row for row in rows if any(row[1:])])


def _processor_cell(outcome: Outcome, size: str) -> str:
    search, ingest = outcome.searches.get(size, Search()), outcome.ingests.get(size)
    figures = [
        f"{statistics.median(search.cold_processor):.1f}" if search.cold_processor else "",
        f"{statistics.median(search.processor):.1f}" if search.processor else "",
        f"{ingest.processor * 1000 / ingest.passages:.1f}" if ingest and ingest.processor else "",
    ]
    return " / ".join(figures) if any(figures) else ""


def _overheads(results: Results) -> str:
    """Say by how much each is above Chroma alone at the largest number of passages."""
    size = str(max(results.measured, default=0))
    raw = query_median(results.outcomes.get(RAW.key, Outcome()), size)
    ours = query_median(results.outcomes.get(OURS.key, Outcome()), size)
    if not raw or not ours:
        return ""
    return (
        f"At {int(size):,} passages all channels of Duizhao together take {ours / raw:.1f} times "
        "as long as one query of Chroma alone with the vector given."
    )
