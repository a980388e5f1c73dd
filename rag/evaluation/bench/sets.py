"""Files of the public sets -> pools of paragraphs, and the questions put to each.

A pool is what one library holds: the paragraphs of one language, or of both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rag.errors import EvaluationError
from rag.evaluation.questions import read_questions
from rag.schema import Language
from rag.text.language import letters, to_simplified

LANGUAGES: tuple[Language, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and the paragraph that answers it.

    :param gold: place of that paragraph in the pool.
    :param twin: place of its translation; None where the pool has none.
    """

    text: str
    gold: int
    twin: int | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """Questions of one direction.

    :param asked: language of the questions.
    :param found: language of the paragraphs that answer them.
    :param note: what is special about the questions.
    """

    asked: Language
    found: Language
    questions: tuple[Asked, ...]
    note: str = ""

    @property
    def direction(self) -> str:
        """The direction as written in tables: ``en>zh``."""
        return f"{self.asked}>{self.found}"


@dataclass(frozen=True, slots=True)
class Pool:
    """The paragraphs of one library, and what is asked of it.

    :param name: of the set.
    :param paragraphs: all different.
    :param paired: whether they are of both languages, so that translations can be paired.
    """

    name: str
    paragraphs: tuple[str, ...]
    tasks: tuple[Task, ...]
    paired: bool = False


@dataclass(frozen=True, slots=True)
class RetrievalSet:
    """A public set as it lies in the folder of sets.

    :param files: what it is read from, relative to that folder.
    :param read: reads it from that folder.
    """

    name: str
    files: tuple[str, ...]
    read: Callable[[Path], list[Pool]]


@dataclass(frozen=True, slots=True)
class _Squad:
    """A file in SQuAD's form: its paragraphs, and place of the gold one by question id."""

    paragraphs: tuple[str, ...]
    questions: Mapping[str, tuple[str, int]]


def read_squad(path: Path) -> _Squad:
    """Read questions that a paragraph of their file answers.

    :param path: SQuAD JSON, plain or gzipped; or the contract's lines with one text of evidence.
    :returns: the questions; paragraphs of the same letters are one.
    :raises EvaluationError: if the file is missing or wrong, or answers nothing.
    """
    places: dict[str, int] = {}
    paragraphs: list[str] = []
    questions: dict[str, tuple[str, int]] = {}
    for each in read_questions(path):
        text = each.evidence[0].text if each.evidence else None
        if not text or not letters(text):
            continue
        place = places.setdefault(letters(text), len(paragraphs))
        if place == len(paragraphs):
            paragraphs.append(text)
        questions[each.id] = (each.question, place)
    if not questions:
        raise EvaluationError(
            f"{path} has no question with the paragraph that answers it; SQuAD's form is expected"
        )
    return _Squad(tuple(paragraphs), questions)


def _read_xquad(data: Path) -> list[Pool]:
    squads = {each: read_squad(data / _XQUAD[each]) for each in LANGUAGES}
    if squads["zh"].questions.keys() != squads["en"].questions.keys():
        raise EvaluationError(
            f"{data / 'xquad'}: the Chinese and the English file hold questions of different ids; "
            "both are to be of one version"
        )
    pools = [
        Pool(
            "XQuAD",
            squads[found].paragraphs,
            tuple(_cross(squads, asked, found) for asked in LANGUAGES),
        )
        for found in LANGUAGES
    ]
    return [*pools, _mix(squads)]


def _cross(squads: Mapping[Language, _Squad], asked: Language, found: Language) -> Task:
    """Put the questions of one file to the paragraphs that answer their translations."""
    golds = squads[found].questions
    questions = (Asked(text, golds[id_][1]) for id_, (text, _) in squads[asked].questions.items())
    return Task(asked, found, tuple(questions))


def _mix(squads: Mapping[Language, _Squad]) -> Pool:
    """Put the paragraphs of both languages into one pool, the English ones after the Chinese."""
    shift: dict[Language, int] = {"zh": 0, "en": len(squads["zh"].paragraphs)}
    tasks = []
    for asked in LANGUAGES:
        for found in LANGUAGES:
            other: Language = "en" if found == "zh" else "zh"
            questions = tuple(
                Asked(
                    text,
                    squads[found].questions[id_][1] + shift[found],
                    squads[other].questions[id_][1] + shift[other],
                )
                for id_, (text, _) in squads[asked].questions.items()
            )
            tasks.append(Task(asked, found, questions))
    both = squads["zh"].paragraphs + squads["en"].paragraphs
    return Pool("XQuAD", both, tuple(tasks), paired=True)


def _read_mlqa(data: Path) -> list[Pool]:
    """Read MLQA: each direction has a file, and its paragraphs, of its own."""
    return [
        _single("MLQA dev", data / _mlqa_file(asked, found), asked, found)
        for asked in LANGUAGES
        for found in LANGUAGES
    ]


def _read_drcd(data: Path) -> list[Pool]:
    """Read DRCD: Traditional text, asked as printed and in Simplified characters."""
    pool = _single("DRCD dev", data / _DRCD, "zh", "zh")
    (printed,) = pool.tasks
    folded = tuple(replace(each, text=to_simplified(each.text)) for each in printed.questions)
    tasks = (
        replace(printed, note="Traditional"),
        replace(printed, questions=folded, note="question Simplified"),
    )
    return [replace(pool, tasks=tasks)]


def _single(name: str, path: Path, asked: Language, found: Language) -> Pool:
    squad = read_squad(path)
    questions = tuple(Asked(text, gold) for text, gold in squad.questions.values())
    return Pool(name, squad.paragraphs, (Task(asked, found, questions),))


def _mlqa_file(asked: Language, found: Language) -> str:
    return f"mlqa/dev/dev-context-{found}-question-{asked}.json.gz"


_XQUAD: dict[Language, str] = {each: f"xquad/xquad.{each}.json.gz" for each in LANGUAGES}
_MLQA = tuple(_mlqa_file(asked, found) for asked in LANGUAGES for found in LANGUAGES)
_CMRC = "cmrc2018/squad-style-data/cmrc2018_dev.json.gz"
_DRCD = "drcd/DRCD_dev.json.gz"
_TYDI = "tydiqa_en/tydiqa.goldp.en.dev.json.gz"

SETS: tuple[RetrievalSet, ...] = (
    RetrievalSet("xquad", tuple(_XQUAD.values()), _read_xquad),
    RetrievalSet("mlqa", _MLQA, _read_mlqa),
    RetrievalSet(
        "cmrc", (_CMRC,), lambda data: [_single("CMRC 2018 dev", data / _CMRC, "zh", "zh")]
    ),
    RetrievalSet("drcd", (_DRCD,), _read_drcd),
    RetrievalSet(
        "tydi", (_TYDI,), lambda data: [_single("TyDi QA en dev", data / _TYDI, "en", "en")]
    ),
)


def spread(questions: Sequence[Asked], limit: int | None) -> tuple[Asked, ...]:
    """Take that many questions from all over a set, since neighbours ask about the same text."""
    if limit is None or limit >= len(questions):
        return tuple(questions)
    return tuple(questions[place * len(questions) // limit] for place in range(limit))
