"""News with its translation -> how well documents made of it are paired, paragraph by paragraph.

WMT's test sets are sentences in the order of their articles. Runs of them become documents, one in
each language or both in one; sentences are joined into paragraphs, some of them on one side only;
some paragraphs are left out on one side, others stand on one side of a document they do not belong
to, and of some documents one side is an excerpt. The same seed makes the same documents.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from rag.errors import EvaluationError
from rag.library import Library
from rag.schema import Pair, Paragraph
from rag.settings import Settings
from rag.text.language import count_han, count_latin_words, letters

_SEED = 7
_SENTENCES = (6, 24)
_JOINED = (1, 1, 2, 3, 4)
#: Shares of documents with both languages in one file and of excerpts, and of paragraphs divided on
#: one side, left out on one side, and added.
_FACING, _EXCERPT, _DIVIDED, _LEFT_OUT, _ADDED = 0.25, 0.2, 0.25, 0.15, 0.08
_ENDS = tuple("。！？!?.")
#: By year: Chinese and English files of as many lines.
NEWS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "2021": (
        ("wmt21/newstest2021.en-zh.ref.A.zh", "wmt21/newstest2021.en-zh.src.en"),
        ("wmt21/newstest2021.zh-en.src.zh", "wmt21/newstest2021.zh-en.ref.A.en"),
    ),
    "2022": (
        ("wmt22/generaltest2022.en-zh.ref.A.zh", "wmt22/generaltest2022.en-zh.src.en"),
        ("wmt22/generaltest2022.zh-en.src.zh", "wmt22/generaltest2022.zh-en.ref.A.en"),
    ),
    "2023": (
        ("wmt23/generaltest2023.en-zh.ref.refA.zh", "wmt23/generaltest2023.en-zh.src.en"),
        ("wmt23/generaltest2023.zh-en.src.zh", "wmt23/generaltest2023.zh-en.ref.refA.en"),
    ),
    "2024": (("wmt24/en-zh.refA.txt", "wmt24/en-zh.txt"),),
}

Sentence = tuple[str, str]
#: Documents and letters of the paragraphs on both sides.
_Side = frozenset[tuple[str, str]]


@dataclass(slots=True)
class MadeDocuments:
    """Documents and their right pairs.

    :param texts: by document.
    :param gold: the zh and the en side of each pair.
    """

    texts: dict[str, str] = field(default_factory=dict)
    gold: list[tuple[_Side, _Side]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PairScores:
    """How pairs found compare with the right ones.

    :param strict: F1 of pairs with exactly the right paragraphs.
    :param lax: F1 of pairs that share a paragraph with a right one on both sides.
    :param outside: pairs between documents that are no translations of each other.
    """

    gold: int
    found: int
    strict: float
    lax: float
    outside: int


def bench_pairs(data: Path, settings: Settings) -> str:
    """Measure pairing on each year's news.

    :param data: folder of the public sets.
    :param settings: of the library.
    :returns: a table.
    :raises EvaluationError: if a file cannot be read or two do not belong together.
    """
    folder = data / "wmt"
    if not folder.is_dir():
        return f"There is no folder {folder}; --data names the folder that holds wmt."
    lines = ["| WMT | documents | pairs | found | strict F1 | lax F1 | between others |"]
    lines.append("|---|---|---|---|---|---|---|")
    for year, files in NEWS.items():
        made = make_documents([read_news(folder, *pair) for pair in files])
        scores = score_pairs(_pair(made, settings), made.gold)
        lines.append(
            f"| {year} | {len(made.texts)} | {scores.gold} | {scores.found} "
            f"| {scores.strict:.3f} | {scores.lax:.3f} | {scores.outside} |"
        )
    return "\n".join(lines)


def read_news(folder: Path, zh: str, en: str) -> list[Sentence]:
    """Read the sentences that end as such in both languages.

    :param folder: of the sets of all years.
    :param zh: the Chinese file, relative to it.
    :param en: the English file.
    :returns: sentences and their translations, in order.
    :raises EvaluationError: if a file cannot be read, or both have other numbers of lines.
    """
    sides = []
    for name in (zh, en):
        try:
            text = (folder / name).read_text(encoding="utf-8").removesuffix("\n")
        except (OSError, UnicodeDecodeError) as exc:
            raise EvaluationError(f"{folder / name} cannot be read: {exc}") from exc
        sides.append([" ".join(line.split()) for line in text.split("\n")])
    if len(sides[0]) != len(sides[1]):
        raise EvaluationError(
            f"{folder / zh} has {len(sides[0])} lines and {folder / en} has {len(sides[1])}; "
            "as many are expected, each a translation of the other"
        )
    return [pair for pair in zip(*sides, strict=True) if _is_plain(*pair)]


def _is_plain(zh: str, en: str) -> bool:
    if count_han(zh) < max(4, count_latin_words(zh)) or count_han(en) or count_latin_words(en) < 3:
        return False
    labelled = any(mark in text[:40] for text in (zh, en) for mark in ":：")
    return zh.endswith(_ENDS) and en.endswith(_ENDS) and not labelled


def make_documents(sources: Sequence[Sequence[Sentence]]) -> MadeDocuments:
    """Make documents of sentences and their translations."""
    rng = random.Random(_SEED)  # noqa: S311 - no secret
    made = MadeDocuments()
    for number, source in enumerate(sources):
        place = 0
        while place < len(source):
            count = rng.randint(*_SENTENCES)
            run = source[place : place + count]
            strange = source[place + count] if place + count < len(source) else None
            # Used once, or it would have its translation in the library.
            place += count + 1
            _make_document(made, f"{number}-{place:04d}", run, strange=strange, rng=rng)
    return made


def _make_document(
    made: MadeDocuments,
    name: str,
    run: Sequence[Sentence],
    *,
    strange: Sentence | None,
    rng: random.Random,
) -> None:
    units = _join(run, rng)
    facing = rng.random() < _FACING
    zh_name, en_name = (name, name) if facing else (f"{name}-zh", f"{name}-en")
    half = len(units) // 2
    first = rng.randrange(half) if half > 1 and rng.random() < _EXCERPT else None
    longer = rng.randrange(2)
    sides: tuple[list[str], list[str]] = ([], [])
    order: list[str] = []
    for place, unit in enumerate(units):
        kept = [True, True]
        if first is not None and not first <= place < first + half:
            kept[1 - longer] = False
        elif rng.random() < _LEFT_OUT:
            kept[rng.randrange(2)] = False
        for side, texts, keep in zip(sides, unit, kept, strict=True):
            if keep:
                side.extend(texts)
                order.extend(texts)
        if all(kept):
            zh, en = (
                frozenset((n, letters(t)) for t in texts)
                for n, texts in zip((zh_name, en_name), unit, strict=True)
            )
            made.gold.append((zh, en))
        if strange is not None and rng.random() < _ADDED:
            sides[longer].append(strange[longer])
            order.append(strange[longer])
            strange = None
    if facing:
        made.texts[name] = "\n\n".join(order)
    else:
        made.texts[zh_name], made.texts[en_name] = map("\n\n".join, sides)


def _join(run: Sequence[Sentence], rng: random.Random) -> list[tuple[list[str], list[str]]]:
    """Join sentences into paragraphs, now and then into two on one side."""
    units = []
    place = 0
    while place < len(run):
        part = run[place : place + rng.choice(_JOINED)]
        place += len(part)
        cut = rng.randint(1, len(part) - 1) if len(part) > 1 and rng.random() < _DIVIDED else None
        divided = rng.randrange(2)
        sides = []
        for column, space in enumerate(("", " ")):
            texts = [sentence[column] for sentence in part]
            pieces = [texts[:cut], texts[cut:]] if cut and column == divided else [texts]
            sides.append([space.join(piece) for piece in pieces])
        units.append((sides[0], sides[1]))
    return units


def _pair(made: MadeDocuments, settings: Settings) -> list[Pair]:
    with TemporaryDirectory() as scratch:
        folder = Path(scratch) / "documents"
        folder.mkdir()
        for name, text in made.texts.items():
            (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        with Library.open(Path(scratch) / "store", settings=settings) as library:
            library.ingest([folder])
            return library.pairs()


def score_pairs(pairs: Sequence[Pair], gold: Sequence[tuple[_Side, _Side]]) -> PairScores:
    """Compare pairs found with the right ones."""
    scopes = {(zh, en) for left, right in gold for zh, _ in left for en, _ in right}
    all_found = [(_side(pair.zh), _side(pair.en)) for pair in pairs]
    found = [(zh, en) for zh, en in all_found if (next(iter(zh))[0], next(iter(en))[0]) in scopes]
    right = len(set(found) & set(gold))
    return PairScores(
        gold=len(gold),
        found=len(found),
        strict=2 * right / max(len(found) + len(gold), 1),
        lax=(_count_met(found, gold) + _count_met(gold, found)) / max(len(found) + len(gold), 1),
        outside=len(all_found) - len(found),
    )


def _side(paragraphs: Sequence[Paragraph]) -> _Side:
    return frozenset((each.document, letters(each.text)) for each in paragraphs)


def _count_met(ones: Sequence[tuple[_Side, _Side]], others: Sequence[tuple[_Side, _Side]]) -> int:
    """Count the pairs that share a paragraph on both sides with one of the others."""
    partners: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for zh, en in others:
        for paragraph in zh:
            partners[paragraph] |= en
    return sum(any(partners[paragraph] & en for paragraph in zh) for zh, en in ones)
