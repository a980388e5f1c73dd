from __future__ import annotations

import json

import httpx
import numpy as np
import pytest
from tiny_models import save_bert

from rag.embedding import load_embedder
from rag.embedding.static import BUILTIN_MODEL, StaticEmbedder
from rag.errors import EmbedderError
from rag.settings import EmbeddingSettings

WORDS = [
    "metro",
    "line",
    "opens",
    "the",
    "mayor",
    "question",
    "地",
    "铁",
    "开",
    "通",
    "市",
    "长",
    ":",
]


@pytest.fixture(scope="module")
def model_folder(tmp_path_factory):
    return save_bert(tmp_path_factory.mktemp("tiny") / "bert", WORDS)


def _load(folder, batch_size=64):
    return load_embedder(EmbeddingSettings(model=str(folder), device="cpu", batch_size=batch_size))


TEXTS = ["地铁开通", "the metro line opens", "市长 the mayor: 地铁", "metro", "the mayor " * 40]


def test_encode_gives_float32_unit_rows(model_folder):
    embedder = _load(model_folder)
    matrix = embedder.encode(TEXTS)
    assert embedder.dimension == 16
    assert embedder.name == str(model_folder)
    assert matrix.dtype == np.float32
    assert np.allclose(np.linalg.norm(matrix, axis=1), 1, atol=1e-5)


def test_encode_of_a_batch_equals_one_by_one(model_folder):
    embedder = _load(model_folder, batch_size=2)
    alone = np.concatenate([embedder.encode([text]) for text in TEXTS])
    assert np.allclose(embedder.encode(TEXTS), alone, atol=1e-5)


def test_encode_empty_text_is_zero(model_folder):
    matrix = _load(model_folder).encode(["metro", "", "  "])
    assert matrix[0].any()
    assert not matrix[1:].any()


def test_encode_of_nothing_has_no_rows(model_folder):
    assert _load(model_folder).encode([]).shape == (0, 16)


def test_questions_get_the_model_s_own_prompt(model_folder):
    from sentence_transformers import SentenceTransformer

    folder = model_folder.parent / "prompted"
    prompts = {"query": "question: ", "document": "line: "}
    SentenceTransformer(str(model_folder), device="cpu", prompts=prompts).save(str(folder))
    plain, prompted = _load(model_folder), _load(folder)
    asked = prompted.encode_questions(["metro opens"])
    assert np.allclose(asked, plain.encode(["question: metro opens"]), atol=1e-5)
    stated = prompted.encode(["metro opens"])
    assert np.allclose(stated, plain.encode(["line: metro opens"]), atol=1e-5)


def test_model_with_code_of_its_own_is_not_run(model_folder, tmp_path):
    (tmp_path / "evil.py").write_text("raise SystemExit('ran')", encoding="utf-8")
    modules = [{"idx": 0, "name": "0", "path": "", "type": "evil.Evil"}]
    (tmp_path / "modules.json").write_text(json.dumps(modules), encoding="utf-8")
    (tmp_path / "config_sentence_transformers.json").write_text("{}", encoding="utf-8")
    with pytest.raises(EmbedderError, match="holds no usable embedding model"):
        _load(tmp_path)


def test_folder_without_model_says_so(tmp_path):
    with pytest.raises(EmbedderError, match=r"holds no usable embedding model.*builtin"):
        _load(tmp_path)


@pytest.mark.parametrize("name", ["/no/such/model", "./models/e5", "models/e5/small", "~/none"])
def test_missing_folder_says_so(name):
    with pytest.raises(EmbedderError, match="There is no embedding model at"):
        _load(name)


@pytest.fixture
def hub():
    """Let a test say how the hub answers, through its client's own hook."""
    from huggingface_hub import set_client_factory
    from huggingface_hub.utils._http import default_client_factory

    def answer_with(handler):
        set_client_factory(lambda: httpx.Client(transport=httpx.MockTransport(handler)))

    yield answer_with
    set_client_factory(default_client_factory)


def test_unreachable_hub_says_what_to_do(hub):
    def refuse(request):
        raise httpx.ConnectError("no route", request=request)

    hub(refuse)
    with pytest.raises(EmbedderError, match=r"hub is not reachable.*hf download.*builtin"):
        _load("some-team/some-model")


def test_unknown_name_on_the_hub_says_so(hub):
    hub(lambda request: httpx.Response(404, headers={"X-Error-Code": "RepoNotFound"}))
    with pytest.raises(EmbedderError, match="has no model named some-team/some-model"):
        _load("some-team/some-model")


def test_builtin_model_is_the_same_for_sentence_transformers():
    loaded = _load(BUILTIN_MODEL)
    texts = [
        "市长介绍了新地铁线的票价",
        "The mayor spoke about fares on the new line",
        "地铁 metro 2031",
    ]
    assert np.allclose(loaded.encode(texts), StaticEmbedder().encode(texts), atol=2e-3)
