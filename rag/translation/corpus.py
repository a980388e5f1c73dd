"""Folder of parallel text -> sentence pairs for training, and CC-CEDICT -> dictionary entries."""

from __future__ import annotations

import gzip
import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rag.errors import RagError
from rag.text.language import to_simplified


@dataclass(frozen=True, slots=True)
class Source:
    """A set of sentence pairs.

    :param name: file name without ``.tsv.gz``.
    :param licence: as its publisher states it.
    :param weight: how much one pair counts.
    :param max_pairs: larger sets are sampled down to this many; None takes all.
    """

    name: str
    licence: str
    weight: float = 1.0
    max_pairs: int | None = None


#: General text counts more than software documentation, which there is far more of. Sets under
#: licences that do not go with CC BY-SA 4.0 (ODbL, AGPL) are left out.
SOURCES: tuple[Source, ...] = (
    Source("tatoeba", "CC BY 2.0 FR"),
    Source("mlqe_pe_wiki", "CC0", 2.0),
    Source("gov_reports", "official documents, not subject to copyright", 3.0),
    Source("un_devset", "United Nations, attribution", 2.0),
    Source("un_sdg", "MIT", 3.0),
    Source("tico19", "CC0", 2.0),
    Source("pawsx", "free for any purpose, attribution"),
    Source("ud_pud", "CC BY-SA 3.0", 2.0),
    Source("plurality_book", "CC0"),
    Source("opensource_guide", "CC BY 4.0"),
    Source("privacy_guides_hant", "CC BY-SA 4.0"),
    Source("storybooks", "CC BY 4.0", 2.0),
    Source("bitcoin_org", "MIT"),
    Source("cc_legalcode", "CC0"),
    Source("mozilla_legal", "CC BY-SA 3.0"),
    Source("mozilla_www", "MPL 2.0"),
    Source("3am_captions", "MIT"),
    Source("d2l_book", "CC BY-SA 4.0"),
    Source("hf_course", "Apache 2.0"),
    Source("tw_laws_same", "Taiwan law, not subject to copyright", 1.0, 80_000),
    Source("python_docs", "CC0, PSF", 0.5, 15_000),
    Source("django_docs", "BSD-3", 0.5, 10_000),
    Source("postgresql_docs", "PostgreSQL", 0.5, 10_000),
    Source("react_docs", "CC BY 4.0", 0.5, 5_000),
    Source("tensorflow_docs", "Apache 2.0, CC BY 4.0", 0.5, 10_000),
    Source("chinesenotes_entities", "CC BY-SA 3.0", 1.0),
    Source("cldr_names", "Unicode v3", 1.0),
    Source("osm_presets", "ISC", 1.0),
)

_CEDICT_LINE = re.compile(r"^(\S+) (\S+) \[([^\]]*)\] /(.*)/\s*$")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\]]*\]")
_REFERENCE = re.compile(
    r"^(?:see|see also|variant of|old variant of|also written|erhua variant of|archaic variant of|"
    r"Japanese variant of|abbr\. for|also called|also pr\.|used in|CL:|Taiwan pr\.|same as)\b"
)
_HAN_REFERENCE = re.compile(r"[^\s|]*\|?([\u4e00-\u9fff]+)\[")


@dataclass(frozen=True, slots=True)
class Entry:
    """A dictionary entry.

    :param word: Simplified headword.
    :param syllables: pinyin without tones, one a character, lower case.
    :param is_name: whether the pinyin is capitalised.
    :param glosses: English meanings, best known first, without remarks in brackets.
    :param see: headwords it refers to.
    """

    word: str
    syllables: tuple[str, ...]
    is_name: bool
    glosses: tuple[str, ...]
    see: tuple[str, ...] = ()


def read_pairs(folder: Path, source: Source, seed: int) -> list[tuple[str, str]]:
    """Read a source's sentence pairs, sampled where it is large.

    :param folder: the folder that holds ``NAME.tsv.gz``.
    :param source: which one.
    :param seed: of the sample.
    :returns: Chinese and English sentences.
    :raises RagError: where the file is missing.
    """
    path = folder / f"{source.name}.tsv.gz"
    if not path.is_file():
        raise RagError(f"Training data {path} is missing; name the folder with --data.")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines]
    pairs = [(row[0], row[1]) for row in rows if len(row) == 2]
    if source.max_pairs is not None and len(pairs) > source.max_pairs:
        chosen = random.Random(seed)  # noqa: S311 - a sample, not a secret
        pairs = chosen.sample(pairs, source.max_pairs)
    return pairs


def read_cedict(path: Path) -> list[Entry]:
    """Read a CC-CEDICT file in its own format, gzipped.

    :param path: the file.
    :returns: its entries, in order.
    :raises RagError: where the file is missing.
    """
    if not path.is_file():
        raise RagError(f"Dictionary {path} is missing; name the data folder with --data.")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return list(_parse_cedict(lines))


def _parse_cedict(lines: Iterator[str]) -> Iterator[Entry]:
    for line in lines:
        match = _CEDICT_LINE.match(line)
        if match is None or line.startswith("#"):
            continue
        _, word, pinyin, text = match.groups()
        syllables = tuple(re.sub("[^a-zü]", "", part.lower()) for part in pinyin.split())
        parts = [part.strip() for part in text.split("/")]
        glosses = [
            gloss for part in parts for gloss in _glosses(part, is_name=pinyin[:1].isupper())
        ]
        see = [found for part in parts for found in _HAN_REFERENCE.findall(part)]
        yield Entry(
            to_simplified(word),
            syllables,
            pinyin[:1].isupper(),
            tuple(glosses),
            tuple(map(to_simplified, see[:1])),
        )


def _glosses(part: str, *, is_name: bool) -> list[str]:
    """Cut a part of an entry into meanings; what follows a name's comma explains it."""
    if _REFERENCE.match(part):
        return []
    senses = [sense.strip() for sense in _BRACKETS.sub(" ", part).split(";")]
    if is_name:
        senses = [sense.partition(",")[0] for sense in senses]
    return [sense for sense in senses if sense and not _REFERENCE.match(sense)]


def split_names(entries: Iterable[Entry]) -> list[Entry]:
    """List the parts of full names as entries: 比尔 Bill and 科斯比 Cosby."""
    parts: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        words = entry.word.split("·")
        for gloss in entry.glosses[:1] if len(words) > 1 else ():
            names = gloss.split()
            if len(names) == len(words):
                for word, name in zip(words, names, strict=True):
                    parts[word, name] = Entry(word, (), is_name=True, glosses=(name,))
    return list(parts.values())
