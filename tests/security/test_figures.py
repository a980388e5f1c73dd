"""Figures in Prometheus' text format."""

from __future__ import annotations

import re

from rag.errors import LibraryError
from rag.runtime.observing import listening, tell_error
from ui.observing import Figures
from ui.observing.exposition import BUCKETS, Counter, Histogram

_LINE = re.compile(r'(?:# (?:HELP|TYPE) .+|[a-z_]+(?:\{[a-z_]+="[^"\n]*"(?:,le="[^"]+")?\})? \S+)')


def read(text: str) -> dict[str, float]:
    rows = [line for line in text.splitlines() if not line.startswith("#")]
    return {row.rpartition(" ")[0]: float(row.rpartition(" ")[2]) for row in rows}


def test_answers_and_refusals_are_counted(sample_library):
    figures = Figures(sample_library)
    with listening(figures.listen):
        sample_library.ask("新港口博物馆什么时候开馆？")
        refused = sample_library.ask("How tall is Mount Everest above the sea?")
        tell_error(LibraryError("/home/lin/secret"))
    text = figures.text()
    assert all(_LINE.fullmatch(line) for line in text.splitlines()), text
    found = read(text)
    assert refused.refused
    assert found["duizhao_questions_total"] == 2
    assert found['duizhao_answers_total{result="refused"}'] == 1
    assert found['duizhao_errors_total{error="LibraryError"}'] == 1
    assert found["duizhao_running_answers"] == 0
    assert found["duizhao_documents"] == len(sample_library.documents())
    assert found["duizhao_passages"] > found["duizhao_documents"]
    assert found['duizhao_stage_seconds_count{stage="search"}'] == 2
    assert found["duizhao_answer_seconds_count"] == 2


def test_no_text_of_a_user_is_in_the_figures(sample_library):
    figures = Figures(sample_library)
    with listening(figures.listen):
        sample_library.ask("港口博物馆 Zanzibar-Geheimnis?")
        tell_error(LibraryError("Zanzibar-Geheimnis"))
    assert "Zanzibar" not in figures.text()
    assert "港口" not in figures.text()


def test_unreadable_library_is_down():
    class Broken:
        def generation(self):
            raise LibraryError("gone")

    found = read(Figures(Broken()).text())
    assert found["duizhao_up"] == 0
    assert "duizhao_documents" not in found


def test_histogram_adds_up():
    histogram = Histogram("seconds", "Seconds.", "stage")
    for seconds in (0.001, 0.01, 7.0, 1_000.0):
        histogram.add(seconds, "read")
    rows = read("\n".join(histogram.lines()))
    assert rows['seconds_bucket{stage="read",le="0.005"}'] == 1
    assert rows['seconds_bucket{stage="read",le="10"}'] == 3
    assert rows['seconds_bucket{stage="read",le="+Inf"}'] == 4
    assert len([row for row in rows if "bucket" in row]) == len(BUCKETS) + 1


def test_labels_are_escaped_and_few():
    counter = Counter("c", "C.", "error")
    counter.add('a"\n\\')
    for number in range(500):
        counter.add(str(number))
    lines = list(counter.lines())
    assert r'c_total{error="a\"\n\\"} 1' in lines
    assert len(lines) < 110
