from __future__ import annotations

import gzip
import json

import numpy as np
import pytest
import torch

from rag.embedding.corpus import QUESTION_SOURCES, SOURCES, read_pairs, read_questions
from rag.embedding.examples import Bags, join_blocks
from rag.embedding.static import StaticEmbedder
from rag.embedding.train import BagModel, Recipe, main, read_blocks, train_model
from rag.errors import EmbedderError

WORDS = [
    ("地铁", "metro"),
    ("渡轮", "ferry"),
    ("市长", "mayor"),
    ("花园", "garden"),
    ("学校", "school"),
    ("医院", "hospital"),
    ("桥", "bridge"),
    ("图书馆", "library"),
]
SMALL = Recipe(vocabulary_size=200, dimension=16, epochs=3, batch_size=32, rate=0.05, seed=3)


def _write_lines(path, lines):
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as stream:
        stream.writelines(f"{line}\n" for line in lines)


@pytest.fixture(scope="module", autouse=True)
def _one_thread():
    # Steps this small are slower on several threads.
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    rng = np.random.default_rng(5)
    for source in SOURCES:
        chosen = [rng.choice(len(WORDS), 3, replace=False) for _ in range(12)]
        lines = [
            "和".join(WORDS[place][0] for place in row)
            + "\t"
            + " and ".join(WORDS[place][1] for place in row)
            for row in chosen
        ]
        words = [f"{zh}\t{en}" for zh, en in WORDS] if source.name == "cedict" else []
        _write_lines(
            folder / "parallel" / f"{source.name}.tsv.gz", [*words, *lines, "broken", "\t"]
        )
    for asked in QUESTION_SOURCES:
        record = {"question": "Where is the metro?", "passage": "The metro is by the bridge."}
        _write_lines(folder / "qa" / f"{asked.name}.jsonl.gz", [json.dumps(record)] * 2)
    return folder


def test_sources_are_named_once_and_licensed():
    names = [source.name for source in (*SOURCES, *QUESTION_SOURCES)]
    assert len(names) == len(set(names))
    assert all(source.licence and source.origin for source in (*SOURCES, *QUESTION_SOURCES))


def test_read_pairs_leaves_out_lines_that_are_no_pair(data):
    pairs = read_pairs(data, "tatoeba")
    assert len(pairs) == 12
    assert all(zh and en for zh, en in pairs)


def test_read_questions_reads_both_texts(data):
    assert read_questions(data, "medquad")[0] == (
        "Where is the metro?",
        "The metro is by the bridge.",
    )


def test_missing_data_says_what_is_expected(tmp_path):
    with pytest.raises(EmbedderError, match=r"tatoeba\.tsv\.gz is missing; --data must name"):
        read_pairs(tmp_path, "tatoeba")


def test_train_model_learns_translations(data):
    tokenizer, blocks = read_blocks(data, SMALL)
    vectors = train_model(join_blocks(blocks), tokenizer.get_vocab_size(), SMALL).astype(np.float32)
    zh, en = (
        np.stack([vectors[tokenizer.encode(pair[side]).ids].sum(axis=0) for pair in WORDS])
        for side in (0, 1)
    )
    scores = (zh / np.linalg.norm(zh, axis=1, keepdims=True)) @ en.T
    assert (scores.argmax(axis=0) == np.arange(len(WORDS))).mean() >= 0.75


def test_train_model_is_the_same_for_the_same_seed(data):
    tokenizer, blocks = read_blocks(data, SMALL)
    lines = join_blocks(blocks)
    first, second = (train_model(lines, tokenizer.get_vocab_size(), SMALL) for _ in range(2))
    assert np.array_equal(first, second)


def test_gradient_is_the_same_on_several_threads():
    rng = np.random.default_rng(1)
    bags = Bags(rng.integers(0, 50, 200_000), np.arange(0, 200_000, 100))
    torch.manual_seed(1)
    model = BagModel(np.ones(50, dtype=np.int64), SMALL)
    torch.set_num_threads(2)
    gradients = []
    for _ in range(5):
        model.zero_grad()
        model(bags)[:, 0].sum().backward()
        gradients.append(model.weight.grad.numpy().tobytes())
    torch.set_num_threads(1)
    assert len(set(gradients)) == 1


def _train(data, out, *more):
    arguments = ["--data", str(data), "--out", str(out), "--epochs", "1", *more]
    return main([*arguments, "--vocabulary", "200", "--batch", "32", "--name", "tiny-1"])


def test_main_writes_a_model_that_loads(data, tmp_path):
    assert _train(data, tmp_path / "m") == 0
    embedder = StaticEmbedder(tmp_path / "m")
    assert embedder.name == "tiny-1"
    assert embedder.encode(["地铁 metro"]).any()


def test_main_writes_the_same_bytes_again(data, tmp_path):
    for name in ("first", "second"):
        assert _train(data, tmp_path / name) == 0
    for path in (tmp_path / "first").rglob("*.*"):
        other = tmp_path / "second" / path.relative_to(tmp_path / "first")
        assert path.read_bytes() == other.read_bytes(), path.name
