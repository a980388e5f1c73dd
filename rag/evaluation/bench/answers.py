"""Sample questions, the town's, and XQuAD's in all four directions -> how answers fare."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tqdm import tqdm

from rag.evaluation.files import evaluate_set, library_of_passages
from rag.evaluation.lines import AnswerLine
from rag.evaluation.matching import contains_fact
from rag.evaluation.measures import strip_marks
from rag.evaluation.questions import QuestionSet, read_question_set, take_spread
from rag.evaluation.report import markdown_table
from rag.evaluation.results import EvaluationResult
from rag.library import Library
from rag.samples import sample_documents, sample_questions
from rag.schema import Language
from rag.settings import Settings
from rag.text.language import split_sentences

XQUAD: dict[Language, str] = {"zh": "xquad/xquad.zh.json.gz", "en": "xquad/xquad.en.json.gz"}
#: Documents and questions of our own in more formats than the samples (its README.md).
TOWN = Path(__file__).parents[1] / "town"
#: General knowledge and everyday life, one question a line, in both languages.
OFF_TOPIC = Path(__file__).parent / "off_topic.txt"
#: Least share of answers that hold the gold answer, within a language and across.
FLOOR_WITHIN, FLOOR_ACROSS = 0.70, 0.60
#: Most sentences that an answer should have.
_SHORT = 3
_HEADER = (
    "XQuAD",
    "paragraphs",
    "questions",
    "gold answer in the answer",
    f"in its first {_SHORT} sentences",
    "floor",
    "answered",
)
_HEADER_LENGTHS = ("recall@5", "F1", "sentences: mean", "median", f"over {_SHORT}", "ms")


def bench_answers(data: Path, settings: Settings, *, limit: int | None = None) -> str:
    """Measure answers to the sample questions, the town's, and to XQuAD's where it is there.

    :param data: folder that holds ``xquad``.
    :param settings: all settings.
    :param limit: questions of each set, of XQuAD in each direction; None for all.
    :returns: Markdown tables.
    :raises EvaluationError: if XQuAD is there and cannot be read.
    """
    # XQuAD first: where it cannot be read, nothing has been waited for.
    xquad = _xquad_text(data, settings, limit)
    return f"{_samples_text(settings, limit)}\n\n{bench_town(settings, limit=limit)}\n\n{xquad}"


def bench_town(settings: Settings, *, limit: int | None = None) -> str:
    """Measure answers to the questions about the town.

    :param settings: all settings.
    :param limit: how many questions; None for all.
    :returns: Markdown tables.
    """
    documents = sorted((TOWN / "documents").iterdir())
    asked = take_spread(read_question_set(TOWN / "questions.jsonl"), limit)
    with _library_of(documents, settings) as library:
        heading = f"The town, {len(documents)} documents, {len(asked.questions)} questions"
        return _set_text(heading, library, asked)


def _samples_text(settings: Settings, limit: int | None) -> str:
    asked = take_spread(read_question_set(sample_questions()), limit)
    with _library_of(sample_documents(), settings) as library:
        found = _set_text("Sample documents", library, asked)
        return f"{found}\n\n{refuse_off_topic(library, limit)}"


@contextmanager
def _library_of(documents: Sequence[Path], settings: Settings) -> Iterator[Library]:
    with (
        TemporaryDirectory() as scratch,
        Library.open(Path(scratch) / "store", settings=settings) as library,
    ):
        library.ingest(documents)
        yield library


def _set_text(heading: str, library: Library, asked: QuestionSet) -> str:
    return f"{heading}: {evaluate_set(library, asked).text()}"


def refuse_off_topic(library: Library, limit: int | None = None) -> str:
    """Ask a library about other subjects altogether, and say how many it refuses."""
    questions = OFF_TOPIC.read_text(encoding="utf-8").splitlines()[:limit]
    refused = sum(library.ask(question).refused for question in questions)
    return f"Of {len(questions)} questions on other subjects {refused} are refused."


def _xquad_text(data: Path, settings: Settings, limit: int | None) -> str:
    files = {language: data / name for language, name in XQUAD.items()}
    gone = [str(file) for file in files.values() if not file.is_file()]
    if gone:
        return f"XQuAD is left out: there is no {gone[0]}."
    rows = [row for found in files for row in _ask_about(found, files, settings, limit)]
    note = (
        f"Answers of {settings.answer.model} in libraries of one language; across languages the "
        "answer is compared with the gold answer in the language of the paragraphs."
    )
    return markdown_table([*_HEADER, *_HEADER_LENGTHS], rows) + "\n\n" + note


def _ask_about(
    found: Language, files: dict[Language, Path], settings: Settings, limit: int | None
) -> list[list[str]]:
    """Ask the questions of both languages about the paragraphs of one."""
    sets = {asked: _read(files, asked, found, limit) for asked in files}
    with library_of_passages(sets[found].passages, settings) as library:
        return [_row(asked, _ask(library, asked)) for asked in sets.values()]


def _ask(library: Library, asked: QuestionSet) -> EvaluationResult:
    # disable=None: tqdm shows nothing where stderr is no terminal.
    with tqdm(total=len(asked.questions), unit="question", disable=None, leave=False) as bar:

        def show(done: int, _total: int) -> None:
            bar.update(done - bar.n)

        return evaluate_set(library, asked, progress=show).result


def _read(
    files: dict[Language, Path], asked: Language, found: Language, limit: int | None
) -> QuestionSet:
    about = None if asked == found else files[found]
    return take_spread(read_question_set(files[asked], about=about), limit)


def _hold_early(asked: QuestionSet, result: EvaluationResult) -> float:
    """Measure how many answers hold the gold answer in their first sentences already."""
    held = [
        all(contains_fact(fact, _opening(result.answers[question.id])) for fact in facts)
        for question in asked.questions
        if question.id in result.answers and (facts := question.must_contain)
    ]
    return sum(held) / max(1, len(held))


def _opening(answer: AnswerLine) -> str:
    if answer.refused:
        return ""
    text = strip_marks(answer.answer)
    spans = split_sentences(text)[:_SHORT]
    return text[: spans[-1][1]] if spans else ""


def _row(asked: QuestionSet, result: EvaluationResult) -> list[str]:
    figures = result.overall.figures
    direction = asked.questions[0].direction
    held = figures["complete"]
    floor = FLOOR_WITHIN if len(set(direction.split(">"))) == 1 else FLOOR_ACROSS
    lengths = [each["sentences"][0] for each in result.observed.values() if "sentences" in each]
    shares = [f"{figures[name].value:.3f}" for name in ("answered", "recall@5", "f1")]
    counts = ["", "", ""]
    if lengths:
        over = sum(length > _SHORT for length in lengths) / len(lengths)
        counts = [f"{sum(lengths) / len(lengths):.2f}", f"{statistics.median(lengths):g}"]
        counts.append(f"{over:.3f}")
    return [
        direction,
        str(len(asked.passages)),
        str(held.count),
        f"{held.value:.3f} ({held.low:.3f} to {held.high:.3f})",
        f"{_hold_early(asked, result):.3f}",
        f"{floor:.2f}",
        *shares,
        *counts,
        f"{(result.median_seconds or 0) * 1000:.0f}",
    ]
