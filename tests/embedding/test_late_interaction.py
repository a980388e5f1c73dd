import numpy as np
import pytest

from rag.embedding import StaticEmbedder, load_interaction

ZH = ["渡轮每天早上六点开航。", "市政府公布了疫苗接种的新办法。", "港口的鱼市周末休息。"]
EN = [
    "The ferry leaves every morning at six.",
    "The city announced new rules for vaccination.",
    "The fish market in the harbour is closed at weekends.",
]


class OtherEmbedder:
    """A model that has vectors of whole texts only."""

    name, dimension = "other", 2

    def encode(self, texts):
        return np.zeros((len(texts), 2), np.float32)

    encode_questions = encode


@pytest.fixture(scope="module")
def interaction():
    return load_interaction(StaticEmbedder())


@pytest.mark.parametrize("texts", [ZH, EN], ids=["zh", "en"])
@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("渡轮几点开？", 0),
        ("谁可以接种疫苗？", 1),
        ("When does the ferry leave?", 0),
        ("What about vaccination?", 1),
        ("鱼市 (fish market) 什么时候休息？", 2),
    ],
)
def test_text_that_answers_scores_highest(interaction, question, answer, texts):
    assert int(np.argmax(interaction.compare(question, texts).words)) == answer


@pytest.mark.parametrize("texts", [ZH, EN], ids=["zh", "en"])
def test_closest_sentence_is_that_of_the_whole_model(texts):
    embedder = StaticEmbedder()
    question = "渡轮几点开？"
    text = " ".join(texts)
    (closest,) = load_interaction(embedder).compare(question, [text]).sentences
    cosines = embedder.encode(texts) @ embedder.encode_questions([question])[0]
    assert closest == pytest.approx(float(cosines.max()), abs=1e-5)


def test_scores_lie_between_nothing_and_everything(interaction):
    scores = interaction.compare("渡轮 ferry", [*ZH, *EN, "渡轮 ferry"]).words
    assert scores.dtype == np.float32
    assert (scores >= 0).all()
    assert scores[-1] == pytest.approx(1.0, abs=1e-5)


@pytest.mark.parametrize("empty", ["", "  ", "。！", "—"], ids=repr)
def test_text_without_words_scores_nothing(interaction, empty):
    found = interaction.compare("渡轮几点开？", [empty, ZH[0], empty])
    for scores in (found.words, found.sentences):
        assert scores[0] == scores[2] == 0
        assert scores[1] > 0


@pytest.mark.parametrize("question", ["", "？", "  "], ids=repr)
def test_question_without_words_scores_nothing(interaction, question):
    found = interaction.compare(question, ZH)
    assert not found.words.any()
    assert not found.sentences.any()


def test_no_texts_have_no_scores(interaction):
    assert interaction.compare("渡轮几点开？", []).words.shape == (0,)


def test_only_texts_without_words_score_nothing(interaction):
    assert interaction.compare("渡轮几点开？", ["", "。"]).words.tolist() == [0, 0]


def test_two_sentences_that_follow_each_other_count_together(interaction):
    together, apart = interaction.compare(
        "鱼市的渡轮",
        [
            "鱼市很大。渡轮很快。天气很好。今天下雨。",
            "鱼市很大。天气很好。今天下雨。渡轮很快。",
        ],
    ).words
    assert together > apart


def test_what_every_text_says_tells_none_from_another(interaction):
    common = ["市长说渡轮停航。", "市长说鱼市休息。", "市长说学校放假。"]
    assert int(np.argmax(interaction.compare("市长说了渡轮的什么？", common).words)) == 0


def test_another_embedder_leaves_the_words_to_the_shipped_model():
    scores = load_interaction(OtherEmbedder()).compare("When does the ferry leave?", ZH)
    assert int(np.argmax(scores.words)) == 0
