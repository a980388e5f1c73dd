"""Parallel text -> the table of ``rag.documents.edges``.

``python -m rag.documents.train_edges DATA`` writes it; the same data give the same table. Only
counts of characters and pairs of characters are kept. Read are (licence): gov_reports and
tw_laws_same (official documents, outside copyright), un_devset (United Nations, free use with
attribution), pawsx (free for any purpose), mlqe_pe_wiki, tico19 and plurality_book (CC0), tatoeba
(CC BY 2.0 FR), opensource_guide (CC BY 4.0), python_docs (CC0).
"""

from __future__ import annotations

import argparse
import gzip
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from rag.documents.edges import LOWEST_LOG, LOWEST_SHIFT, SCALE, STEPS_PER_UNIT, TABLE_PATH
from rag.text.language import HAN, to_simplified

#: Lines read of each; the laws are many and of one style.
SOURCES = {
    "gov_reports": 100_000,
    "tw_laws_same": 30_000,
    "un_devset": 100_000,
    "pawsx": 100_000,
    "mlqe_pe_wiki": 100_000,
    "tico19": 100_000,
    "plurality_book": 100_000,
    "tatoeba": 20_000,
    "opensource_guide": 100_000,
    "python_docs": 6_000,
}
#: 60,000 pairs cover nine tenths of running text and take 390 kB.
MAX_PAIRS = 60_000
_RUN = re.compile(f"[{HAN}]+")
_SENTENCE_END = re.compile("[。！？；!?]")
_BEGINNING = re.compile(f"[“《「]?([{HAN}]{{2}})")
_ENDING = re.compile(f"([{HAN}]{{2}})[”》」]?$")
_MIN_SENTENCE_CHARS = 6
_SMOOTHING = 0.3
_SMOOTHED_CHARS = 5_000
#: Sentence ends and beginnings that a pair must outweigh before it says more than its character.
_SHIFT_SMOOTHING = 5.0
_UNKNOWN_PAIR_SHARE = 0.3


@dataclass(slots=True)
class _Counts:
    chars: Counter[str] = field(default_factory=Counter)
    pairs: Counter[str] = field(default_factory=Counter)
    endings: Counter[str] = field(default_factory=Counter)
    beginnings: Counter[str] = field(default_factory=Counter)


def build_table(texts: Iterable[str]) -> str:
    """Count Chinese texts and write the table."""
    counts = _Counts()
    for text in texts:
        _count(counts, to_simplified(text))
    pairs = sorted(counts.pairs.items(), key=lambda item: (-item[1], item[0]))[:MAX_PAIRS]
    total = sum(counts.pairs.values())
    rows: dict[str, list[str]] = defaultdict(list)
    ends, begins = _singles(counts.endings, -1), _singles(counts.beginnings, 0)
    for pair, count in pairs:
        rows[pair[0]].append(
            pair[1]
            + _write(math.log(count / total), LOWEST_LOG)
            + _write(
                _shift(counts.endings[pair], count, ends[pair[1]], counts.chars[pair[1]]),
                LOWEST_SHIFT,
            )
            + _write(
                _shift(counts.beginnings[pair], count, begins[pair[0]], counts.chars[pair[0]]),
                LOWEST_SHIFT,
            )
        )
    unknown = math.log(pairs[-1][1] * _UNKNOWN_PAIR_SHARE / total) if pairs else LOWEST_LOG
    singles = _write_singles(ends, begins)
    lines = [first + "".join(sorted(entries)) for first, entries in sorted(rows.items())]
    return "\n".join([singles, _write(unknown, LOWEST_LOG), *lines])


def _count(counts: _Counts, text: str) -> None:
    for run in _RUN.findall(text):
        counts.chars.update(run)
        counts.pairs.update(run[start : start + 2] for start in range(len(run) - 1))
    for sentence in _SENTENCE_END.split(text):
        if len(sentence) < _MIN_SENTENCE_CHARS:
            continue
        begin, end = _BEGINNING.match(sentence.strip()), _ENDING.search(sentence.strip())
        if begin:
            counts.beginnings[begin.group(1)] += 1
        if end:
            counts.endings[end.group(1)] += 1


def _singles(pairs: Counter[str], place: int) -> Counter[str]:
    singles: Counter[str] = Counter()
    for pair, count in pairs.items():
        singles[pair[place]] += count
    return singles


def _shift(at_edge: int, count: int, char_at_edge: int, char_count: int) -> float:
    base = (char_at_edge + _SMOOTHING) / (char_count + _SHIFT_SMOOTHING)
    rate = (at_edge + _SHIFT_SMOOTHING * base) / (count + _SHIFT_SMOOTHING)
    return math.log(rate / base)


def _write_singles(ends: Counter[str], begins: Counter[str]) -> str:
    total_ends = sum(ends.values()) + _SMOOTHING * _SMOOTHED_CHARS
    total_begins = sum(begins.values()) + _SMOOTHING * _SMOOTHED_CHARS
    return "".join(
        (char or "_")
        + _write(math.log((ends[char] + _SMOOTHING) / total_ends), LOWEST_LOG)
        + _write(math.log((begins[char] + _SMOOTHING) / total_begins), LOWEST_LOG)
        for char in ["", *sorted(set(ends) | set(begins))]
    )


def _write(value: float, lowest: float) -> str:
    step = round((value - lowest) * STEPS_PER_UNIT)
    return SCALE[min(max(step, 0), len(SCALE) - 1)]


def read_sources(folder: Path) -> Iterator[str]:
    """Yield the Chinese side of the sources, in a fixed order."""
    for name, max_lines in SOURCES.items():
        with gzip.open(folder / f"{name}.tsv.gz", "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines):
                if number >= max_lines:
                    break
                yield line.split("\t")[0]


def main() -> None:
    """Write the table that ships."""
    parser = argparse.ArgumentParser(description="Learn how Chinese sentences begin and end.")
    parser.add_argument("data", type=Path, help="folder of zh<TAB>en files, gzip")
    parser.add_argument("--out", type=Path, default=TABLE_PATH)
    options = parser.parse_args()
    options.out.write_text(build_table(read_sources(options.data)), encoding="utf-8")


if __name__ == "__main__":
    main()
