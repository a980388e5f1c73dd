import numpy as np
from answer_fakes import (
    HARBOUR_EN,
    HARBOUR_ZH,
    LIBRARY_EN,
    SETTINGS,
    encode,
    make_hit,
    make_question,
)

from rag.answer import ExtractiveAnswerer
from rag.answer.embedding import EncodeOnce


class Counting:
    """An embedder that keeps what it was asked for."""

    def __init__(self):
        self.texts = []

    def __call__(self, texts):
        self.texts += texts
        return encode(texts)


def test_each_text_is_embedded_once_and_comes_in_the_order_asked():
    inner = Counting()
    once = EncodeOnce(inner)
    for texts in (["桥", "bridge", "桥"], ["", "bridge"], ["桥"]):
        np.testing.assert_array_equal(once(texts), encode(texts))
    assert inner.texts == ["桥", "bridge", ""]


def test_an_answer_embeds_no_text_twice_and_the_next_embeds_anew():
    inner = Counting()
    answerer = ExtractiveAnswerer(SETTINGS, encode=inner)
    question = make_question("When did the harbour bridge open?")
    hits = [make_hit(HARBOUR_EN), make_hit(LIBRARY_EN, number=2)]
    first = answerer.answer(question, hits)
    asked = list(inner.texts)
    assert HARBOUR_EN in asked
    assert len(asked) == len(set(asked))
    assert answerer.answer(question, hits) == first
    assert inner.texts == asked * 2


def test_texts_that_changed_are_embedded_as_they_are_now():
    answerer = ExtractiveAnswerer(SETTINGS, encode=encode)
    question = make_question("When did the harbour bridge open?")
    before = answerer.answer(question, [make_hit(HARBOUR_EN, HARBOUR_ZH)])
    changed = [make_hit(HARBOUR_EN.replace("2019", "2020"), HARBOUR_ZH)]
    after = answerer.answer(question, changed)
    assert "2019" in before.text
    assert after.text == before.text.replace("2019", "2020")
