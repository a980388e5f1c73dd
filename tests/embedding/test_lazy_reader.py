from __future__ import annotations

import numpy as np
import pytest
from tiny_models import save_bert

from rag.embedding import load_reader
from rag.errors import EmbedderError
from rag.settings import AnswerSettings

WORDS = ["metro", "line", "opens", "the", "mayor", "地", "铁", "市", "长"]


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    """A one-layer BERT with its own vocabulary, saved as sentence-transformers saves models."""
    from sentence_transformers import SentenceTransformer

    folder = tmp_path_factory.mktemp("tiny")
    bert = save_bert(folder / "bert", WORDS)
    SentenceTransformer(str(bert), device="cpu").save(str(folder / "model"))
    return folder / "model"


def test_no_reader_is_the_default():
    assert load_reader(AnswerSettings()) is None


def test_model_of_a_folder_compares_texts_of_both_languages(model):
    reader = load_reader(AnswerSettings(reader=str(model)))
    texts = ["the metro opens", "地铁", "市长 the mayor", ""]
    found = reader.read("the metro opens", texts)
    assert found.shape == (4,)
    assert found[0] == pytest.approx(1, abs=1e-5)
    assert found[0] > max(found[1:])
    np.testing.assert_allclose(reader.read("地铁", ["地铁"]), [1], atol=1e-5)


def test_no_texts_load_nothing():
    reader = load_reader(AnswerSettings(reader="/nowhere/at/all"))
    assert reader.read("地铁何时开通？", []).shape == (0,)


def test_missing_model_is_told_when_it_is_first_asked():
    reader = load_reader(AnswerSettings(reader="/nowhere/at/all"))
    with pytest.raises(EmbedderError, match="/nowhere/at/all"):
        reader.read("地铁何时开通？", ["地铁五月开通。"])
