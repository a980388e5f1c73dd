from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from rag.embedding import load_embedder
from rag.embedding.saving import save_model
from rag.embedding.static import BUILTIN_MODEL, StaticEmbedder
from rag.embedding.vocabulary import train_vocabulary
from rag.errors import EmbedderError
from rag.settings import EmbeddingSettings
from rag.text.language import fold

TEXTS = {
    "zh": "市长在记者会上回答了有关新地铁线的问题。",
    "zh-traditional": "市長在記者會上回答了有關新地鐵線的問題。",
    "en": "The mayor answered questions about the new metro line at the press conference.",
    "mixed": "市长说 (in English): the metro opens in 2031, 票价3元。",
    "long": "The harbour ferry runs every day. 渡轮每天运行。" * 2_000,
    "spaces": "  Metro \t line\n\nopens\u3000now  ",
    "control": "metro\x1cline\u2028opens\x00now",
}


@pytest.fixture(scope="module")
def embedder():
    return load_embedder(EmbeddingSettings())


@pytest.fixture
def small_model(tmp_path):
    pairs = [("地铁开通", "the metro opens"), ("市长发言", "the mayor speaks")]
    tokenizer = train_vocabulary(pairs, frozenset({"地铁", "市长"}), 60)
    rng = np.random.default_rng(1)
    vectors = rng.normal(size=(tokenizer.get_vocab_size(), 8)).astype(np.float16)
    save_model(tmp_path / "model", "small-1", tokenizer, vectors)
    return tmp_path / "model"


def test_encode_gives_float32_unit_rows(embedder):
    matrix = embedder.encode([TEXTS["zh"], TEXTS["en"]])
    assert matrix.dtype == np.float32
    assert matrix.shape == (2, embedder.dimension)
    assert np.allclose(np.linalg.norm(matrix, axis=1), 1, atol=1e-5)


@pytest.mark.parametrize("text", ["", "   ", "\n", "。，！", "…—"], ids=repr)
def test_encode_text_without_words_is_zero(embedder, text):
    assert not embedder.encode([text]).any()


def test_encode_of_nothing_has_no_rows(embedder):
    assert embedder.encode([]).shape == (0, embedder.dimension)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_encode_of_a_batch_equals_one_by_one(embedder, text):
    alone = StaticEmbedder().encode([text])[0]
    batch = embedder.encode([*TEXTS.values(), "", text])
    assert np.array_equal(batch[-1], alone)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_pieces_are_those_of_the_whole_text(embedder, text):
    whole = embedder._tokenizer.encode(fold(text), add_special_tokens=False).ids
    assert embedder.cut_texts([text])[0] == whole


def test_encode_more_texts_than_a_batch_keeps_their_order(embedder):
    texts = [f"station number {number}" for number in range(1_200)]
    matrix = embedder.encode(texts)
    assert np.array_equal(matrix[700], embedder.encode([texts[700]])[0])


def test_traditional_and_simplified_text_are_one(embedder):
    zh, traditional = embedder.encode([TEXTS["zh"], TEXTS["zh-traditional"]])
    assert np.array_equal(zh, traditional)


def test_translation_is_nearer_than_another_sentence(embedder):
    question, own, other = embedder.encode(
        [TEXTS["zh"], TEXTS["en"], "The farmers sold their wheat before the rain came."]
    )
    assert question @ own > question @ other + 0.2


def test_questions_are_embedded_as_passages(embedder):
    text = [TEXTS["mixed"]]
    assert np.array_equal(embedder.encode_questions(text), embedder.encode(text))


def test_remembered_words_change_nothing(small_model, monkeypatch):
    monkeypatch.setattr("rag.embedding.static._MAX_WORDS", 2)
    embedder = StaticEmbedder(small_model)
    first = embedder.encode(["the metro opens", "the mayor"])
    embedder.encode(["speaks", "市长 speaks", "opens the mayor"])
    assert np.array_equal(embedder.encode(["the metro opens", "the mayor"]), first)


def test_name_is_read_from_the_model(small_model):
    embedder = StaticEmbedder(small_model)
    assert (embedder.name, embedder.dimension) == ("small-1", 8)


def test_missing_model_says_what_to_do(tmp_path):
    with pytest.raises(EmbedderError, match=r"cannot be read .* rag\.embedding\.train"):
        StaticEmbedder(tmp_path)


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json", "duizhao.json"])
def test_damaged_model_says_what_to_do(small_model, name):
    (small_model / name).write_bytes(b"{broken")
    with pytest.raises(EmbedderError, match="cannot be read"):
        StaticEmbedder(small_model)


def test_model_without_a_name_says_what_to_do(small_model):
    (small_model / "duizhao.json").write_text("{}", encoding="utf-8")
    with pytest.raises(EmbedderError, match="cannot be read"):
        StaticEmbedder(small_model)


def test_vectors_of_another_vocabulary_are_refused(small_model):
    vectors = load_file(small_model / "model.safetensors")["embedding.weight"]
    save_file({"embedding.weight": vectors[:5]}, small_model / "model.safetensors")
    with pytest.raises(EmbedderError, match="holds 5 vectors"):
        StaticEmbedder(small_model)


def test_builtin_model_is_named_and_small():
    about = json.loads((BUILTIN_MODEL / "duizhao.json").read_text(encoding="utf-8"))
    size = sum(path.stat().st_size for path in BUILTIN_MODEL.rglob("*") if path.is_file())
    assert about["name"].startswith("duizhao-static-")
    assert size < 30_000_000


def test_builtin_card_states_licence_and_every_source():
    from rag.embedding.corpus import QUESTION_SOURCES, SOURCES

    card = (BUILTIN_MODEL / "README.md").read_text(encoding="utf-8")
    assert "license: cc-by-sa-4.0" in card
    missing = [source.name for source in (*SOURCES, *QUESTION_SOURCES) if source.name not in card]
    assert missing == []


def test_package_is_used_without_torch():
    script = (
        "import sys\n"
        "from rag.embedding import as_langchain, load_embedder\n"
        "from rag.settings import EmbeddingSettings\n"
        "load_embedder(EmbeddingSettings()).encode(['地铁 metro'])\n"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'langchain_core'}\n"
        "print(sorted(heavy & sys.modules.keys()))\n"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=root, check=True
    )
    assert done.stdout.strip() == "[]"


def test_model_that_ships_is_read_once_and_stays_as_it_is():
    one, other = StaticEmbedder(), StaticEmbedder()
    assert one._vectors is other._vectors
    assert not one._vectors.flags.writeable
