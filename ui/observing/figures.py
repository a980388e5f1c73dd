"""Observations -> the figures that ``/metrics`` shows; no text of a user is among them."""

from __future__ import annotations

import logging
import threading

from rag import __version__
from rag.errors import RagError
from rag.runtime.observing import Observation
from rag.schema import Answer
from ui.observing.exposition import Counter, Gauge, Histogram
from ui.protocols import PageLibrary

_LOGGER = logging.getLogger(__name__)
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Figures:
    """Counts what happens in this process.

    :param library: whose documents are counted when someone looks.
    """

    def __init__(self, library: PageLibrary) -> None:
        self._library = library
        self._lock = threading.Lock()
        self._running = 0
        #: The generation of the library that they were counted in, documents and passages.
        self._counted: tuple[int, int, int] | None = None
        self._questions = Counter("duizhao_questions", "Questions whose answer was begun.")
        self._answers = Counter(
            "duizhao_answers", "Whole answers.", "result", ("answered", "refused")
        )
        self._refusals = Counter("duizhao_refusals", "Refused questions by reason.", "reason")
        self._errors = Counter(
            "duizhao_errors", "What was refused or failed, by class of error.", "error"
        )
        self._tokens = Counter(
            "duizhao_tokens", "Tokens of chat models.", "kind", ("completion", "prompt")
        )
        self._uploads = Counter(
            "duizhao_uploads", "Uploaded files.", "result", ("failed", "indexed")
        )
        self._requests = Counter("duizhao_http_requests", "HTTP requests by status.", "status")
        self._stages = Histogram("duizhao_stage_seconds", "Seconds of each stage.", "stage")
        self._seconds = Histogram("duizhao_answer_seconds", "Seconds until an answer was whole.")

    def listen(self, observation: Observation) -> None:
        """Count an observation."""
        if observation.kind == "stage":
            self._stages.add(observation.seconds, observation.name)
        elif observation.kind == "error":
            self._errors.add(observation.name)
        elif observation.kind == "upload":
            self._uploads.add(observation.name)
        elif observation.kind == "begun":
            self._questions.add()
            self._count_running(1)
        elif observation.kind == "ended":
            self._count_running(-1)
        elif observation.answer is not None:
            self._count_answer(observation.answer, observation.seconds)

    def count_request(self, status: int) -> None:
        """Count a response by its status."""
        self._requests.add(f"{status // 100}xx")

    def text(self) -> str:
        """Write all figures in Prometheus' text format."""
        counted = self._count_documents()
        documents, passages = counted or (None, None)
        gauges = (
            Gauge("duizhao_info", "The program.", 1, {"version": __version__}),
            Gauge("duizhao_up", "Whether the library can be read.", int(counted is not None)),
            Gauge("duizhao_running_answers", "Answers being written.", self._running),
            Gauge("duizhao_documents", "Documents.", documents),
            Gauge("duizhao_passages", "Passages.", passages),
        )
        counters = (
            self._questions,
            self._answers,
            self._refusals,
            self._errors,
            self._tokens,
            self._uploads,
            self._requests,
            self._stages,
            self._seconds,
        )
        lines = [line for figure in (*gauges, *counters) for line in figure.lines()]
        return "\n".join(lines) + "\n"

    def _count_running(self, change: int) -> None:
        with self._lock:
            self._running += change

    def _count_answer(self, answer: Answer, seconds: float) -> None:
        self._answers.add("refused" if answer.refused else "answered")
        if answer.reason is not None:
            self._refusals.add(answer.reason)
        if answer.tokens is not None:
            self._tokens.add("prompt", answer.tokens.prompt)
            self._tokens.add("completion", answer.tokens.completion)
        self._seconds.add(seconds)

    def _count_documents(self) -> tuple[int, int] | None:
        """Count documents and passages; None where the library cannot be read."""
        try:
            generation = self._library.generation()
            if self._counted is None or self._counted[0] != generation:
                found = self._library.documents()
                passages = sum(info.paragraph_count for info in found)
                self._counted = (generation, len(found), passages)
        except RagError as error:
            _LOGGER.warning("the documents cannot be counted: %s", error)
            return None
        return self._counted[1:]
