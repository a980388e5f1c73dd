"""A library with a reranker: the model's order, on hits that the search found."""

import pytest
from tiny_models import bert_config

from rag.errors import RerankerError
from rag.library import Library
from rag.samples import sample_documents
from rag.settings import Settings

QUESTIONS = [
    "防潮闸今年一共关闭了几次？",
    "How many times was the barrier closed this year?",
    "ferry 轮渡有几班？",
]


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reranked") / "store"
    with Library.open(folder) as library:
        library.ingest(sample_documents())
    return folder


@pytest.fixture(scope="module")
def model_folder(tmp_path_factory):
    """A cross-encoder that has learned nothing: its order is its own, and the same every time."""
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import BertForSequenceClassification, PreTrainedTokenizerFast

    folder = tmp_path_factory.mktemp("tiny") / "reranker"
    letters = ["[PAD]", "[UNK]", *"abcdefghijklmnopqrstuvwxyz0123456789的一在防潮闸关了次轮渡"]
    tokenizer = Tokenizer(
        models.WordLevel({letter: place for place, letter in enumerate(letters)}, "[UNK]")
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]", model_max_length=64
    ).save_pretrained(folder)
    torch.manual_seed(11)
    config = bert_config(len(letters), max_tokens=64, num_labels=1)
    BertForSequenceClassification(config).save_pretrained(folder)
    return folder


def _open(store, model, **search):
    settings = Settings(search={"reranker": str(model), **search}, embedding={"device": "cpu"})
    return Library.open(store, settings=settings, create=False)


@pytest.mark.model
@pytest.mark.parametrize("question", QUESTIONS, ids=["zh", "en", "mixed"])
def test_first_candidates_come_in_the_model_s_order(store, model_folder, question):
    with Library.open(store) as plain, _open(store, model_folder, rerank_candidates=5) as library:
        before, after = plain.search(question, top_k=8), library.search(question, top_k=8)
    confidence = {hit.passage.id: hit.confidence for hit in before}
    assert {hit.passage.id: hit.confidence for hit in after} == confidence
    assert {hit.passage.id for hit in after[:5]} == {hit.passage.id for hit in before[:5]}
    assert [hit.passage.id for hit in after[5:]] == [hit.passage.id for hit in before[5:]]
    assert [hit.channels.get("reranker") for hit in after] == [1, 2, 3, 4, 5, None, None, None]
    assert [hit.score for hit in after] == [hit.score for hit in before]


@pytest.mark.model
def test_more_candidates_are_ranked_than_are_wanted(store, model_folder):
    with _open(store, model_folder, rerank_candidates=12) as library:
        few = library.search(QUESTIONS[0], top_k=3)
        many = library.search(QUESTIONS[0], top_k=12)
    assert [hit.passage.id for hit in few] == [hit.passage.id for hit in many[:3]]


@pytest.mark.model
def test_answers_are_given_with_a_reranker(store, model_folder):
    with _open(store, model_folder) as library:
        answer = library.ask(QUESTIONS[1])
    assert answer.hits[0].channels["reranker"] == 1


def test_library_with_a_missing_reranker_opens_and_says_so_when_asked(store, tmp_path):
    with _open(store, tmp_path / "none") as library:
        assert library.documents()
        with pytest.raises(RerankerError, match="There is no reranking model at"):
            library.search(QUESTIONS[0])


def test_empty_library_needs_no_reranker(tmp_path):
    settings = Settings(search={"reranker": str(tmp_path / "none")})
    with Library.open(tmp_path / "store", settings=settings) as library:
        assert library.search(QUESTIONS[0]) == []
