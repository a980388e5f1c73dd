"""The pairing with what ships, on the shared gold and on public sentences."""

import json
import random
from pathlib import Path

import pytest

from rag.embedding import load_embedder
from rag.pairing import align_paragraphs, align_sentences
from rag.schema import Paragraph
from rag.settings import EmbeddingSettings, PairingSettings
from rag.text.language import split_sentences
from rag.translation import load_lexicon

SHARED = Path(__file__).parents[2] / ".." / "shared"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.exists(), reason=f"no shared material at {SHARED}"),
]
#: Scopes with gold pairs, and scopes in which nothing is to be paired.
SCOPES = {"000": ("000", "000"), "002": ("002", "002"), "000zh-003en": ("000", "003")}
STRANGE = (("000", "002"), ("002", "000"), ("002", "003"))


@pytest.fixture(scope="module")
def embedder():
    return load_embedder(EmbeddingSettings())


@pytest.fixture(scope="module", params=[True, False], ids=["with table", "without table"])
def lexicon(request):
    return load_lexicon() if request.param else None


@pytest.fixture(scope="module")
def paragraphs():
    sides = {}
    with (SHARED / "gold/paragraphs.jsonl").open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            side = sides.setdefault((row["doc"][:3], row["lang"]), [])
            text, span = row["text"], ((0, len(row["text"])),)
            side.append(
                Paragraph(
                    row["doc"], row["n"], row["lang"], row["kind"], row["speaker"], text, span
                )
            )
    return sides


def align(zh, en, embedder, lexicon):
    found = align_paragraphs(
        zh,
        en,
        zh_vectors=embedder.encode([paragraph.text for paragraph in zh]),
        en_vectors=embedder.encode([paragraph.text for paragraph in en]),
        lexicon=lexicon,
        settings=PairingSettings(),
    )
    numbered = (
        (tuple(zh[i].number for i in p.zh), tuple(en[j].number for j in p.en)) for p in found
    )
    return set(numbered)


def test_gold_pairs_are_found(paragraphs, embedder, lexicon):
    gold = {scope: set() for scope in SCOPES}
    with (SHARED / "gold/pairs.jsonl").open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            sides = (tuple(entry["n"] for entry in row[language]) for language in ("zh", "en"))
            gold[row["scope"]].add(tuple(sides))
    right = found = 0
    for scope, (zh, en) in SCOPES.items():
        pairs = align(paragraphs[zh, "zh"], paragraphs[en, "en"], embedder, lexicon)
        right, found = right + len(pairs & gold[scope]), found + len(pairs)
    total = sum(map(len, gold.values()))
    assert 2 * right / (found + total) >= 0.97


def test_strangers_stay_unpaired(paragraphs, embedder, lexicon):
    false = [
        align(paragraphs[zh, "zh"], paragraphs[en, "en"], embedder, lexicon) for zh, en in STRANGE
    ]
    assert sum(map(len, false)) <= 2


def read_sentences():
    """Sentences of FLORES that are one by our cutting, too."""
    folder = SHARED / "data/eval/flores200/devtest"
    zh = (folder / "zho_Hans.devtest").read_text("utf-8").splitlines()
    en = (folder / "eng_Latn.devtest").read_text("utf-8").splitlines()
    rows = zip(zh, en, strict=True)
    return [row for row in rows if all(len(split_sentences(text)) == 1 for text in row)]


def test_sentences_of_joined_paragraphs_are_found(embedder, lexicon):
    rng, rows = random.Random(4), read_sentences()  # noqa: S311 - no secret
    right = found = total = 0
    for _ in range(40):
        count = rng.randint(3, 8)
        start = rng.randrange(len(rows) - count)
        chosen = rows[start : start + count]
        zh, en = "".join(row[0] for row in chosen), " ".join(row[1] for row in chosen)
        pairs = align_sentences(zh, en, encode=embedder.encode, lexicon=lexicon)
        texts = {(zh[z[0][0] : z[-1][1]], en[e[0][0] : e[-1][1]]) for z, e, _ in pairs}
        right, found, total = right + len(texts & set(chosen)), found + len(texts), total + count
    assert 2 * right / (found + total) >= 0.95
