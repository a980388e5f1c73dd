import numpy as np
import pytest

from rag.pairing import DocumentSide, match_documents
from rag.settings import PairingSettings

SETTINGS = PairingSettings(max_candidate_documents=2)


def draw(count, seed):
    """Paragraphs of one document: a common topic, and each its own matter."""
    rng = np.random.default_rng(seed)
    rows = 0.4 * rng.standard_normal(48) + rng.standard_normal((count, 48))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def translate(rows, seed):
    noise = np.random.default_rng(1000 + seed).standard_normal(rows.shape) * 0.08
    noisy = rows + noise
    return (noisy / np.linalg.norm(noisy, axis=1, keepdims=True)).astype(np.float32)


def library(count=12, length=10):
    zh = [DocumentSide(f"zh{i}", "zh", draw(length, i)) for i in range(count)]
    en = [DocumentSide(f"en{i}", "en", translate(side.vectors, i)) for i, side in enumerate(zh)]
    return [*zh, *en]


def test_match_finds_translations():
    sides = library()
    assert {(i, i + 12) for i in range(12)} <= set(match_documents(sides, settings=SETTINGS))


def test_match_finds_an_excerpt_in_a_longer_text():
    sides = library()
    longer = np.concatenate([draw(60, 77), sides[3].vectors[2:6], draw(60, 78)])
    sides.append(DocumentSide("long", "en", translate(longer, 3)))
    assert (3, 24) in match_documents(sides, settings=SETTINGS)


def test_match_proposes_few_candidates():
    pairs = match_documents(library(40), settings=SETTINGS)
    assert len(pairs) <= 2 * 40 * SETTINGS.max_candidate_documents


def test_match_puts_zh_first_in_any_order_of_sides():
    sides = list(reversed(library(6)))
    pairs = match_documents(sides, settings=SETTINGS)
    assert pairs == sorted(pairs)
    assert all(sides[i].language == "zh" and sides[j].language == "en" for i, j in pairs)


def test_match_leaves_out_the_two_sides_of_one_document():
    rows = draw(5, 1)
    sides = [DocumentSide("both", "zh", rows), DocumentSide("both", "en", translate(rows, 1))]
    assert match_documents(sides, settings=SETTINGS) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_match_one_language_alone_gives_nothing(language):
    sides = [DocumentSide(f"d{i}", language, draw(4, i)) for i in range(3)]
    assert match_documents(sides, settings=SETTINGS) == []


def test_match_passes_over_documents_without_paragraphs():
    empty = DocumentSide("empty", "en", np.zeros((0, 48), dtype=np.float32))
    sides = [*library(3), empty]
    assert all(j != 6 for _, j in match_documents(sides, settings=SETTINGS))


def test_match_of_changed_documents_finds_their_pairs_alone():
    sides = library(30)
    changed = match_documents(sides, settings=SETTINGS, changed={"zh4", "en9"})
    assert {(4, 34), (9, 39)} <= set(changed)
    assert all(i == 4 or j == 39 for i, j in changed)


def test_match_tries_one_of_many_copies():
    sides = library(12)
    copies = [DocumentSide(f"copy{i}", "en", sides[13].vectors) for i in range(8)]
    pairs = match_documents([*sides, *copies], settings=SETTINGS)
    assert [j for i, j in pairs if i == 1]


def test_match_switched_off_or_empty_gives_nothing():
    assert match_documents(library(3), settings=PairingSettings(enabled=False)) == []
    assert match_documents([], settings=SETTINGS) == []
