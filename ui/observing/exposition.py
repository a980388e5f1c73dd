"""Counters, gauges and histograms -> Prometheus' text format; safe in several threads.

The few kinds needed here take fewer lines than what starting a vendor's registry would.
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

#: Seconds. Stages take milliseconds, answers of a chat model up to minutes.
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0)
#: A label has few values; should one get out of hand, the rest count as "other".
_MAX_VALUES = 100
_OTHER = "other"


class Counter:
    """Counts, one for each value of its label.

    :param name: without the suffix ``_total``.
    :param text: what is counted.
    :param label: name of the label; empty for one count without any.
    :param known: values that are shown from the start, with 0.
    """

    def __init__(self, name: str, text: str, label: str = "", known: Sequence[str] = ()) -> None:
        self._name, self._text, self._label = f"{name}_total", text, label
        self._lock = threading.Lock()
        self._counts: dict[str, float] = dict.fromkeys(known if label else ("",), 0.0)

    def add(self, value: str = "", amount: float = 1.0) -> None:
        """Count up."""
        with self._lock:
            if value not in self._counts and len(self._counts) >= _MAX_VALUES:
                value = _OTHER
            self._counts[value] = self._counts.get(value, 0.0) + amount

    def lines(self) -> Iterator[str]:
        """Write the lines of it."""
        yield from _head(self._name, self._text, "counter")
        with self._lock:
            counts = sorted(self._counts.items())
        for value, count in counts:
            labels = {self._label: value} if self._label else {}
            yield f"{self._name}{_write_labels(labels)} {_write_number(count)}"


class Gauge:
    """A number that goes up and down.

    :param name: its name.
    :param text: what it is.
    :param value: as it is now; None where it is not known, and then no line is written.
    :param labels: fixed ones.
    """

    def __init__(
        self,
        name: str,
        text: str,
        value: float | None,
        labels: Mapping[str, str] | None = None,
    ) -> None:
        self._name, self._text, self._value = name, text, value
        self._labels = dict(labels or {})

    def lines(self) -> Iterator[str]:
        """Write the lines of it."""
        if self._value is not None:
            yield from _head(self._name, self._text, "gauge")
            yield f"{self._name}{_write_labels(self._labels)} {_write_number(self._value)}"


class Histogram:
    """How often something took how many seconds, for each value of its label.

    :param name: its name.
    :param text: what is measured.
    :param label: name of the label; empty for none.
    """

    def __init__(self, name: str, text: str, label: str = "") -> None:
        self._name, self._text, self._label = name, text, label
        self._lock = threading.Lock()
        self._counts: dict[str, list[int]] = {}
        self._sums: dict[str, float] = {}

    def add(self, seconds: float, value: str = "") -> None:
        """Count one measurement."""
        with self._lock:
            if value not in self._counts and len(self._counts) >= _MAX_VALUES:
                value = _OTHER
            counts = self._counts.setdefault(value, [0] * (len(BUCKETS) + 1))
            counts[bisect_left(BUCKETS, seconds)] += 1
            self._sums[value] = self._sums.get(value, 0.0) + seconds

    def lines(self) -> Iterator[str]:
        """Write the lines of it."""
        yield from _head(self._name, self._text, "histogram")
        with self._lock:
            found = {
                value: (list(self._counts[value]), self._sums[value]) for value in self._counts
            }
        for value, (counts, total) in sorted(found.items()):
            labels = {self._label: value} if self._label else {}
            running = 0
            for bound, count in zip((*BUCKETS, None), counts, strict=True):
                running += count
                edge = "+Inf" if bound is None else _write_number(bound)
                yield f"{self._name}_bucket{_write_labels({**labels, 'le': edge})} {running}"
            yield f"{self._name}_sum{_write_labels(labels)} {_write_number(total)}"
            yield f"{self._name}_count{_write_labels(labels)} {running}"


def _head(name: str, text: str, kind: str) -> Iterator[str]:
    yield f"# HELP {name} {text}"
    yield f"# TYPE {name} {kind}"


def _write_labels(labels: Mapping[str, str]) -> str:
    if not labels:
        return ""
    return "{" + ",".join(f'{name}="{_escape(value)}"' for name, value in labels.items()) + "}"


def _escape(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _write_number(number: float) -> str:
    return str(int(number)) if number == int(number) else repr(number)
