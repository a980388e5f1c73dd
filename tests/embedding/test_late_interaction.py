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


def compare(interaction, question, texts):
    return interaction.compare(question, interaction.read(texts))


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
    assert int(np.argmax(compare(interaction, question, texts).words)) == answer


@pytest.mark.parametrize("texts", [ZH, EN], ids=["zh", "en"])
def test_closest_sentence_is_that_of_the_whole_model(texts):
    embedder = StaticEmbedder()
    question = "渡轮几点开？"
    text = " ".join(texts)
    (closest,) = compare(load_interaction(embedder), question, [text]).sentences
    cosines = embedder.encode(texts) @ embedder.encode_questions([question])[0]
    assert closest == pytest.approx(float(cosines.max()), abs=1e-5)


def test_scores_lie_between_nothing_and_everything(interaction):
    scores = compare(interaction, "渡轮 ferry", [*ZH, *EN, "渡轮 ferry"]).words
    assert scores.dtype == np.float32
    assert (scores >= 0).all()
    assert scores[-1] == pytest.approx(1.0, abs=1e-5)


@pytest.mark.parametrize("empty", ["", "  ", "。！", "—"], ids=repr)
def test_text_without_words_scores_nothing(interaction, empty):
    found = compare(interaction, "渡轮几点开？", [empty, ZH[0], empty])
    for scores in (found.words, found.sentences):
        assert scores[0] == scores[2] == 0
        assert scores[1] > 0


@pytest.mark.parametrize("question", ["", "？", "  "], ids=repr)
def test_question_without_words_scores_nothing(interaction, question):
    found = compare(interaction, question, ZH)
    assert not found.words.any()
    assert not found.sentences.any()


def test_no_texts_have_no_scores(interaction):
    assert compare(interaction, "渡轮几点开？", []).words.shape == (0,)


def test_only_texts_without_words_score_nothing(interaction):
    assert compare(interaction, "渡轮几点开？", ["", "。"]).words.tolist() == [0, 0]


def test_two_sentences_that_follow_each_other_count_together(interaction):
    together, apart = compare(
        interaction,
        "鱼市的渡轮",
        [
            "鱼市很大。渡轮很快。天气很好。今天下雨。",
            "鱼市很大。天气很好。今天下雨。渡轮很快。",
        ],
    ).words
    assert together > apart


def test_what_every_text_says_tells_none_from_another(interaction):
    common = ["市长说渡轮停航。", "市长说鱼市休息。", "市长说学校放假。"]
    assert int(np.argmax(compare(interaction, "市长说了渡轮的什么？", common).words)) == 0


def test_another_embedder_leaves_the_words_to_the_shipped_model():
    scores = compare(load_interaction(OtherEmbedder()), "When does the ferry leave?", ZH)
    assert int(np.argmax(scores.words)) == 0


MIXED = "第一句：渡轮六点开。The ferry leaves at 6 a.m. sharp; 鱼市休息！\n“WHO”说2.5万人。"
#: A change here means that texts are cut otherwise: raise _CUT_VERSION, or libraries that were made
#: before are compared by what they keep of the earlier way.
CUT = {
    "": ([], []),
    ZH[1]: ([10], [16905, 18140, 14647, 14010, 20042, 17919, 20485, 20129, 18248, 15006]),
    EN[1]: ([7], [12404, 3760, 2501, 8913, 10992, 6205, 13062]),
    MIXED: (
        [7, 11, 5],
        [
            *(20655, 15380, 19400, 22620, 14668, 19591, 17090),
            *(12404, 6018, 7964, 2757, 1972, 2050, 8231, 11366, 23760, 16905, 14234),
            *(13400, 22242, 1878, 1957, 13727),
        ],
    ),
}


@pytest.mark.parametrize("text", CUT, ids=["empty", "zh", "en", "mixed"])
def test_text_is_cut_as_libraries_keep_it(interaction, text):
    (reading,) = interaction.read([text])
    assert interaction.accepts(reading)
    kept = interaction._unpack(reading)
    assert (kept.sizes.tolist(), kept.pieces.tolist()) == CUT[text]


def test_reading_and_embedding_in_one_go_changes_neither(interaction):
    texts = ["", "。", *ZH, *EN, MIXED, "渡轮" * 5_000, "渡轮。" * 30_000]
    embedder = StaticEmbedder()
    own = load_interaction(embedder)
    readings, vectors = own.read_and_encode(texts, embedder)
    assert readings == interaction.read(texts)
    assert np.array_equal(vectors, embedder.encode(texts))


def test_another_embedder_embeds_by_itself(interaction):
    readings, vectors = interaction.read_and_encode(ZH, OtherEmbedder())
    assert readings == interaction.read(ZH)
    assert vectors.shape == (3, 2)


def test_no_texts_have_no_readings(interaction):
    embedder = StaticEmbedder()
    assert load_interaction(embedder).read([]) == []
    readings, vectors = load_interaction(embedder).read_and_encode([], embedder)
    assert readings == []
    assert vectors.shape == (0, embedder.dimension)


@pytest.mark.parametrize("damaged", [b"", b"\0" * 3, b"\0" * 40], ids=["none", "short", "other"])
def test_what_is_no_reading_is_not_accepted(interaction, damaged):
    assert not interaction.accepts(damaged)


def test_reading_with_a_changed_bit_or_of_another_model_is_not_accepted(interaction):
    (reading,) = interaction.read([MIXED])
    for place in range(len(reading)):
        changed = bytearray(reading)
        changed[place] ^= 4
        assert not interaction.accepts(bytes(changed))
    other = StaticEmbedder()
    other._name = "another model"
    assert not load_interaction(other).accepts(reading)
