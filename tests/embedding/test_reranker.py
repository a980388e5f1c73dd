from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from tiny_models import save_bert

from rag.embedding.reranker import CrossEncoderReranker
from rag.errors import RerankerError

pytestmark = pytest.mark.model

WORDS = ["metro", "line", "opens", "the", "mayor", "地", "铁", "开", "通", "市", "长"]


@pytest.fixture(scope="module")
def model_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tiny") / "reranker"
    return save_bert(folder, WORDS, "BertForSequenceClassification", num_labels=1)


@pytest.fixture(scope="module")
def model(model_folder):
    return CrossEncoderReranker(str(model_folder), device="cpu", batch_size=2)


TEXTS = ["地铁开通", "the metro line opens", "市长 the mayor: 地铁", "", "the mayor " * 60]


def test_score_gives_one_number_a_text(model, model_folder):
    scores = model.score("地铁 metro", TEXTS)
    assert len(scores) == len(TEXTS)
    assert all(isinstance(score, float) for score in scores)
    assert len(set(scores)) == len(TEXTS)
    assert model.name == str(model_folder)


@pytest.mark.parametrize("question", ["地铁开通", "metro opens", "metro 地铁", ""])
def test_score_of_many_equals_one_by_one(model, question):
    alone = [model.score(question, [text])[0] for text in TEXTS]
    assert model.score(question, TEXTS) == pytest.approx(alone, abs=1e-5)


def test_score_of_nothing_is_nothing(model):
    assert model.score("metro", []) == []


def test_many_threads_may_score(model):
    expected = model.score("metro", TEXTS)
    with ThreadPoolExecutor(8) as pool:
        for scores in pool.map(lambda _: model.score("metro", TEXTS), range(16)):
            assert scores == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize("name", ["/no/such/model", "./models/bge", "a/b/c", "~/none"])
def test_missing_folder_says_so(name):
    with pytest.raises(RerankerError, match=r"There is no reranking model at.*search\.reranker"):
        CrossEncoderReranker(name)


def test_empty_folder_says_so(tmp_path):
    with pytest.raises(RerankerError, match="holds no usable reranking model"):
        CrossEncoderReranker(str(tmp_path))


@pytest.mark.parametrize(
    ("name", "content"),
    [("model.safetensors", b"\x10\0\0\0\0\0\0\0{bad"), ("config.json", b"{bad")],
    ids=["weights", "config"],
)
def test_damaged_folder_says_so(tmp_path, name, content):
    folder = save_bert(tmp_path / "damaged", WORDS, "BertForSequenceClassification", num_labels=1)
    (folder / name).write_bytes(content)
    with pytest.raises(RerankerError, match="holds no usable reranking model"):
        CrossEncoderReranker(str(folder), device="cpu")


def test_weights_that_are_no_numbers_say_so(tmp_path):
    from safetensors.numpy import load_file, save_file

    folder = save_bert(tmp_path / "damaged", WORDS, "BertForSequenceClassification", num_labels=1)
    weights = load_file(folder / "model.safetensors")
    weights["classifier.bias"] = weights["classifier.bias"] * float("nan")
    save_file(weights, folder / "model.safetensors", {"format": "pt"})
    with pytest.raises(RerankerError, match="scores that are no numbers"):
        CrossEncoderReranker(str(folder), device="cpu").score("metro", TEXTS)


def test_model_without_a_scoring_layer_is_refused(tmp_path):
    folder = save_bert(tmp_path / "bert", WORDS, "BertModel")
    with pytest.raises(RerankerError, match=r"no reranking model: it is a BertModel"):
        CrossEncoderReranker(str(folder), device="cpu")


def test_model_of_several_classes_is_refused(tmp_path):
    folder = save_bert(tmp_path / "classes", WORDS, "BertForSequenceClassification", num_labels=3)
    with pytest.raises(RerankerError, match="sorts pairs into 3 classes"):
        CrossEncoderReranker(str(folder), device="cpu")


def test_unknown_device_says_so(model_folder):
    with pytest.raises(RerankerError, match=r"device \(abacus\)"):
        CrossEncoderReranker(str(model_folder), device="abacus")


def test_saved_cross_encoder_can_be_loaded(model_folder, model, tmp_path):
    from sentence_transformers import CrossEncoder

    CrossEncoder(str(model_folder), device="cpu").save(str(tmp_path / "saved"))
    saved = CrossEncoderReranker(str(tmp_path / "saved"), device="cpu")
    assert saved.score("metro", TEXTS) == pytest.approx(model.score("metro", TEXTS), abs=1e-5)


def test_torch_is_not_imported_without_a_reranker():
    program = "import sys, rag.library, rag.search, rag.embedding; print('torch' in sys.modules)"
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
