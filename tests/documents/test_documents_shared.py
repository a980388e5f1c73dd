"""The real documents in ../shared, scored as ../shared/checks/paragraphs.py does."""

import json
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from rag.documents import find_files, load_document, split_paragraphs
from rag.settings import DocumentSettings

_SHARED = Path(__file__).parents[3] / "shared"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not _SHARED.is_dir(), reason="../shared is missing"),
]


@pytest.fixture(scope="module")
def paragraphs():
    files = find_files([_SHARED / "corpus"])
    documents = [load_document(path, path.stem, DocumentSettings()) for path in files]
    return {document.name: split_paragraphs(document) for document in documents}


def _gold(name):
    lines = (_SHARED / "gold" / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def _letters(text):
    return "".join(re.findall(r"[^\W_]", text)).lower()


def _key(language, kind, speaker, text):
    return language, kind, speaker, _letters(text)


def test_gold_paragraphs_are_found_with_kind_and_speaker(paragraphs):
    expected = defaultdict(Counter)
    for row in _gold("paragraphs.jsonl"):
        expected[row["doc"]][_key(row["lang"], row["kind"], row["speaker"], row["text"])] += 1
    right = found = 0
    for name, gold in expected.items():
        own = Counter(_key(p.language, p.kind, p.speaker, p.text) for p in paragraphs[name])
        right += (own & gold).total()
        found += own.total()
    total = sum(gold.total() for gold in expected.values())
    assert 2 * right / (found + total) >= 0.99


def test_evidence_paragraphs_stand_at_their_number(paragraphs):
    by_language = {
        (name, language): [p for p in found if p.language == language]
        for name, found in paragraphs.items()
        for language in ("zh", "en")
    }
    for row in _gold("evidence.jsonl"):
        paragraph = by_language[row["doc"], row["lang"]][row["n"] - 1]
        assert _letters(paragraph.text) == _letters(row["text"])
        assert (paragraph.kind, paragraph.speaker) == (row["kind"], row["speaker"])
