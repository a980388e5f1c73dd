"""Public sets -> the tables of ``bench retrieval``: ours, BM25, the embedding alone, and theirs."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from rag.embedding import load_embedder
from rag.evaluation.bench.anchors import ANCHORS, NOTES, XQUAD, Anchor
from rag.evaluation.bench.pools import Row, measure_pool
from rag.evaluation.bench.scores import Scores
from rag.evaluation.bench.sentences import SENTENCE_SETS, read_sentences, score_sentences
from rag.evaluation.bench.sets import SETS, Pool
from rag.evaluation.report import markdown_table
from rag.protocols import Embedder
from rag.settings import AdaptationSettings, Settings

#: Names that ``--set`` takes.
SET_NAMES: tuple[str, ...] = tuple(
    dict.fromkeys([*(each.name for each in SETS), *(each.name for each in SENTENCE_SETS)])
)


def bench_retrieval(
    data: Path, settings: Settings, *, limit: int | None = None, names: Sequence[str] | None = None
) -> str:
    """Measure retrieval on the public sets that are there.

    :param data: folder that holds ``xquad``, ``mlqa``, ``cmrc2018`` and so on.
    :param settings: all settings.
    :param limit: questions per direction; None for all.
    :param names: sets to measure, of ``SET_NAMES``; None for all.
    :returns: Markdown tables, and a line for each set that is left out.
    :raises EvaluationError: if a set is there and cannot be read.
    """
    if not data.is_dir():
        return (
            f"There is no folder {data}: retrieval on public sets is left out. "
            "--data names the folder that holds xquad, mlqa, cmrc2018 and the others."
        )
    embedder = load_embedder(settings.embedding)
    left_out = _missing(data, names)
    rows = list(_measure_sets(data, settings, embedder, limit=limit, names=names))
    sentences = _sentence_rows(data, embedder, names)
    parts = [
        f"Embedding: {embedder.name}; "
        + ("all questions" if limit is None else f"up to {limit} questions a direction")
    ]
    if rows:
        parts.append(rows_table(rows))
    if any(row.holds == "both" for row in rows):
        parts.append(
            "In pools of both languages a paragraph and its translation are one entry, which "
            "counts for either; the embedding alone ranks each by itself."
        )
    if any(row.both_in_5 is not None for row in rows):
        parts.append(bias_table(rows))
    if sentences:
        header = ["sentence search, embedding alone", "direction", "sentences", "R@1", "R@5"]
        parts.append(markdown_table(header, sentences))
    if any(row.name == XQUAD for row in rows):
        parts.append(anchors_table(rows))
    return "\n\n".join([*parts, *left_out])


def rows_table(rows: Sequence[Row]) -> str:
    """Write the main table."""
    header = ["set", "direction", "paragraphs", "questions", "R@1", "R@5", "MRR@10"]
    header += ["BM25 R@1 / R@5", "embedding R@1 / R@5", "ms"]
    return markdown_table(
        header,
        [
            [
                " ".join(filter(None, (row.name, row.note))),
                row.direction,
                f"{row.paragraphs} {row.holds}",
                str(row.ours.count),
                f"{row.ours.at_1:.3f} ±{row.ours.half:.3f}",
                f"{row.ours.at_5:.3f}",
                f"{row.ours.mrr:.3f}",
                _pair(row.keyword),
                _pair(row.dense),
                f"{row.milliseconds:.1f}",
            ]
            for row in rows
        ],
    )


def bias_table(rows: Sequence[Row]) -> str:
    """Write how often both versions of a paragraph are found, where a pool holds both."""
    cells = [
        [
            f"{row.name}, {row.paragraphs} {row.holds}",
            row.direction.partition(">")[0],
            str(row.ours.count),
            f"{row.either_in_5:.3f}",
            f"{row.both_in_5:.3f}",
            row.note,
        ]
        for row in rows
        # Both directions of a question's language are the same searches.
        if row.both_in_5 is not None and row.direction in ("zh>zh", "en>en")
    ]
    header = ["language bias", "asked in", "questions", "paragraph or its translation in first 5"]
    return markdown_table([*header, "both in first 5", ""], cells)


def anchors_table(rows: Sequence[Row]) -> str:
    """Write the published figures on XQuAD with ours above them, and what does not compare."""
    single = {row.direction: row for row in rows if row.name == XQUAD and row.holds != "both"}
    ours = [
        _anchor_row("Duizhao", {name: row.ours for name, row in single.items()}, "this run"),
        _anchor_row(
            "Duizhao, BM25 alone",
            {name: row.keyword for name, row in single.items() if row.keyword is not None},
            "this run",
        ),
        _anchor_row(
            "Duizhao, embedding alone",
            {name: row.dense for name, row in single.items()},
            "this run",
        ),
    ]
    header = ["XQuAD, pools of one language", "zh>zh R@1 / R@5", "nDCG@10"]
    header += ["en>en R@1 / R@5", "nDCG@10", "zh>en R@5", "en>zh R@5", "source"]
    table = markdown_table(header, [*ours, *map(_published_row, ANCHORS)])
    return "\n\n".join([table, *NOTES])


def _anchor_row(name: str, scores: dict[str, Scores], source: str) -> list[str]:
    cells = [name]
    for direction in ("zh>zh", "en>en"):
        found = scores.get(direction)
        cells += [_pair(found), f"{found.ndcg:.3f}" if found else ""]
    for direction in ("zh>en", "en>zh"):
        cells.append(_number(scores[direction].at_5 if direction in scores else None))
    return [*cells, source]


def _published_row(anchor: Anchor) -> list[str]:
    cells = [anchor.system]
    for at_1, at_5, ndcg in (anchor.zh, anchor.en):
        both = f"{_number(at_1)} / {_number(at_5)}" if at_1 is not None else ""
        cells += [both, _number(ndcg)]
    return [*cells, *map(_number, anchor.across), anchor.source]


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def _pair(scores: Scores | None) -> str:
    return "" if scores is None else f"{scores.at_1:.3f} / {scores.at_5:.3f}"


def _measure_sets(
    data: Path,
    settings: Settings,
    embedder: Embedder,
    *,
    limit: int | None,
    names: Sequence[str] | None,
) -> Iterator[Row]:
    for each in SETS:
        if (names and each.name not in names) or not _is_there(data, each.files):
            continue
        for pool in each.read(data):
            yield from _measure(pool, settings, embedder, limit)
            if pool.paired and settings.adaptation.enabled:
                # What a library's own pairs teach is to be seen beside what it knows without them.
                plain = settings.model_copy(
                    update={"adaptation": AdaptationSettings(enabled=False)}
                )
                yield from _measure(_noted(pool, "without adaptation"), plain, embedder, limit)


def _measure(
    pool: Pool, settings: Settings, embedder: Embedder, limit: int | None
) -> Sequence[Row]:
    started = time.perf_counter()
    rows = measure_pool(pool, settings, embedder, limit=limit)
    for row in rows:
        _report(
            f"{row.name} {row.note} {row.direction} among {row.paragraphs} {row.holds}: "
            f"R@1 {row.ours.at_1:.3f} R@5 {row.ours.at_5:.3f}"
        )
    _report(f"  {time.perf_counter() - started:.0f} s")
    return rows


def _noted(pool: Pool, note: str) -> Pool:
    return replace(pool, tasks=tuple(replace(task, note=note) for task in pool.tasks))


def _sentence_rows(data: Path, embedder: Embedder, names: Sequence[str] | None) -> list[list[str]]:
    rows = []
    for each in SENTENCE_SETS:
        if (names and each.name not in names) or not _is_there(data, each.files):
            continue
        found = score_sentences(read_sentences(data, each), embedder)
        for direction, scores in found.items():
            values = [f"{scores.at_1:.3f} ±{scores.half:.3f}", f"{scores.at_5:.3f}"]
            rows.append([each.title, direction, str(scores.count), *values])
    return rows


def _missing(data: Path, names: Sequence[str] | None) -> list[str]:
    lines = []
    known = [(each.name, each.files) for each in SETS]
    known += [(each.name, each.files) for each in SENTENCE_SETS]
    for name, files in known:
        gone = [file for file in files if not (data / file).is_file()]
        if gone and (not names or name in names):
            lines.append(f"{name} is left out: there is no {data / gone[0]}.")
    return lines


def _is_there(data: Path, files: Sequence[str]) -> bool:
    return all((data / name).is_file() for name in files)


def _report(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()
