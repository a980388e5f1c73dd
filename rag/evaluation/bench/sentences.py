"""Parallel sentences -> how often a sentence's translation is the nearest, by vectors alone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rag.errors import EvaluationError
from rag.evaluation.bench.scores import Scores, rank_by_vectors, score_ranks
from rag.protocols import Embedder
from rag.schema import Language


@dataclass(frozen=True, slots=True)
class SentenceSet:
    """Two files of one sentence a line, of which lines of equal number say the same.

    :param zh: file relative to the folder of sets.
    :param en: the other file.
    """

    name: str
    title: str
    zh: str
    en: str

    @property
    def files(self) -> tuple[str, str]:
        """Both files."""
        return self.zh, self.en


SENTENCE_SETS: tuple[SentenceSet, ...] = (
    SentenceSet(
        "flores",
        "FLORES-200 devtest, Simplified",
        "flores200/devtest/zho_Hans.devtest",
        "flores200/devtest/eng_Latn.devtest",
    ),
    SentenceSet(
        "flores",
        "FLORES-200 devtest, Traditional",
        "flores200/devtest/zho_Hant.devtest",
        "flores200/devtest/eng_Latn.devtest",
    ),
    SentenceSet(
        "tatoeba",
        "Tatoeba (LASER's 1,000)",
        "tatoeba_laser/tatoeba.cmn-eng.cmn",
        "tatoeba_laser/tatoeba.cmn-eng.eng",
    ),
)


def read_sentences(data: Path, source: SentenceSet) -> dict[Language, list[str]]:
    """Read both sides.

    :param data: folder of the public sets.
    :param source: which files.
    :returns: as many sentences in either language, in the order of the files.
    :raises EvaluationError: if a file cannot be read, is empty or has another number of lines.
    """
    zh, en = (_read_lines(data / name) for name in source.files)
    if len(zh) != len(en) or not zh:
        raise EvaluationError(
            f"{data / source.zh} has {len(zh)} lines and {data / source.en} has {len(en)}; "
            "as many are expected, at least one, each a translation of the other"
        )
    return {"zh": zh, "en": en}


def score_sentences(sentences: dict[Language, list[str]], embedder: Embedder) -> dict[str, Scores]:
    """Look for every sentence's translation among all of the other language.

    :param sentences: as ``read_sentences`` gives them.
    :param embedder: the model.
    :returns: scores by direction.
    """
    vectors = {language: embedder.encode(texts) for language, texts in sentences.items()}
    golds = range(len(sentences["zh"]))
    return {
        "zh>en": score_ranks(rank_by_vectors(vectors["zh"], vectors["en"], golds)),
        "en>zh": score_ranks(rank_by_vectors(vectors["en"], vectors["zh"], golds)),
    }


def _read_lines(path: Path) -> list[str]:
    try:
        # Not splitlines: a sentence may hold U+2028.
        return path.read_text(encoding="utf-8-sig").removesuffix("\n").split("\n")
    except (OSError, UnicodeDecodeError) as exc:
        raise EvaluationError(
            f"The sentences in {path} cannot be read: {exc}. One a line, UTF-8, is expected"
        ) from exc
