"""Small documents in the layouts people have, scored as ../shared/checks/paragraphs.py does."""

import json
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

import pytest

from rag.documents import split_paragraphs
from rag.schema import Document

_FOLDER = Path(__file__).with_name("repair")


def _read_gold():
    gold = defaultdict(list)
    for path in sorted(_FOLDER.glob("*/gold.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            gold[path.with_name(f"{row['doc']}.txt")].append(row)
    return gold


_GOLD = _read_gold()


@dataclass(frozen=True)
class _Score:
    f1: float
    kind: float
    speaker: float
    wrong: tuple[str, ...]


def _letters(text):
    return "".join(re.findall(r"[^\W_]", text)).lower()


def _split(path):
    text = path.read_bytes().decode("utf-8")
    paragraphs = split_paragraphs(Document(path.stem, str(path), text, ""))
    for paragraph in paragraphs:
        assert paragraph.text == "".join(text[start:end] for start, end in paragraph.spans)
    return paragraphs


def _score(gold, paragraphs):
    left = defaultdict(list)
    for row in gold:
        left[row["lang"], _letters(row["text"])].append(row)
    # Furniture may be told as notices or left out.
    noticed = any(row["kind"] == "notice" for row in gold)
    found = [p for p in paragraphs if noticed or p.kind != "notice"]
    matched, wrong = [], []
    for paragraph in found:
        rows = left[paragraph.language, _letters(paragraph.text)]
        if rows:
            matched.append((rows.pop(0), paragraph))
        else:
            wrong.append(paragraph.text)
    roles = Counter()
    for row, paragraph in matched:
        roles["kind"] += row["kind"] == paragraph.kind
        roles["speaker"] += row["speaker"] == paragraph.speaker
    share = max(len(matched), 1)
    f1 = 2 * len(matched) / (len(gold) + len(found))
    return _Score(f1, roles["kind"] / share, roles["speaker"] / share, tuple(wrong))


@pytest.mark.parametrize("path", _GOLD, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_document_is_repaired(path):
    assert _score(_GOLD[path], _split(path)) == _Score(1.0, 1.0, 1.0, ())


def test_every_document_has_gold():
    assert set(_FOLDER.glob("*/*.txt")) == set(_GOLD)
    assert len(_GOLD) >= 40
