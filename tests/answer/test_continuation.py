from __future__ import annotations

import pytest
from answer_fakes import make_passage, reading_around

from rag.answer.continuation import add_announced
from rag.answer.reading import split_passage

EN = [
    "The two sides agreed. They decided:",
    "The quay will move. Work starts in May. It ends soon.",
]
ZH = ["双方达成一致。决定如下：", "码头要迁走。工程五月开始。不久完工。"]
MIXED = ["双方签了MoU。内容是:", "“Harbour Hall”扩建。RCEP展区加大。明年开放。"]
POINTS_EN = [
    "We will do this:",
    "First, mend the wall. It broke.",
    "Second, plant trees.",
    "Thanks.",
]
POINTS_ZH = ["我们要做几件事：", "第一，修好海堤。海堤坏了。", "第二，种树。", "谢谢大家。"]


def make_document(texts, language, **last):
    passages = [
        make_passage(text, language, number=number, document="talk", kind="answer")
        for number, text in enumerate(texts)
    ]
    if last:
        passages[-1] = make_passage(texts[-1], language, number=len(texts), document="talk", **last)
    return passages


def read(passages, *places):
    """The texts after completing: the last sentence of each of the given paragraphs."""
    chosen = [list(split_passage(0, passages[place], None))[-1] for place in places]
    found = add_announced(chosen, reading_around(passages))
    assert [each for each in found if each in chosen] == chosen
    return [each.text for each in found if each not in chosen]


@pytest.mark.parametrize(
    ("texts", "language", "expected"),
    [
        (EN, "en", ["The quay will move.", "Work starts in May."]),
        (ZH, "zh", ["码头要迁走。", "工程五月开始。"]),
        (MIXED, "zh", ["“Harbour Hall”扩建。", "RCEP展区加大。"]),
    ],
)
def test_what_a_colon_announces_is_read_on(texts, language, expected):
    assert read(make_document(texts, language), 0) == expected


@pytest.mark.parametrize(
    ("texts", "language", "expected"),
    [
        (POINTS_EN, "en", ["First, mend the wall.", "Second, plant trees."]),
        (POINTS_ZH, "zh", ["第一，修好海堤。", "第二，种树。"]),
    ],
)
def test_announced_points_give_their_first_sentence_each(texts, language, expected):
    assert read(make_document(texts, language), 0) == expected


@pytest.mark.parametrize(("texts", "language"), [(POINTS_EN, "en"), (POINTS_ZH, "zh")])
def test_point_that_was_chosen_first_comes_in_its_turn(texts, language):
    passages = make_document(texts, language)
    last_point, announcement = (list(split_passage(0, passages[place], None)) for place in (2, 0))
    found = add_announced([*last_point, *announcement], reading_around(passages))
    assert [each.passage.id for each in found] == [each.id for each in passages[:3]]


@pytest.mark.parametrize(
    ("texts", "language", "speaker", "expected"),
    [
        ([EN[0], f"Mayor: {EN[1]}"], "en", "Mayor", ["The quay will move.", "Work starts in May."]),
        ([ZH[0], f"市长：{ZH[1]}"], "zh", "市长", ["码头要迁走。", "工程五月开始。"]),
    ],
)
def test_label_of_who_says_it_is_left_out(texts, language, speaker, expected):
    assert read(make_document(texts, language, speaker=speaker), 0) == expected


def test_what_a_reporter_stated_announces_nothing():
    asked = make_passage("Many complain of the noise.", document="talk", number=0, kind="question")
    reply = make_passage("We listened.", document="talk", number=1, kind="answer")
    assert read([asked, reply], 0) == []


@pytest.mark.parametrize("kind", ["heading", "question"])
def test_what_is_said_by_nobody_is_not_what_was_announced(kind):
    assert read(make_document([EN[0], "Next."], "en", kind=kind), 0) == []


@pytest.mark.parametrize("texts", [EN[:1], [EN[0], ""]])
def test_nothing_follows_the_last_paragraph(texts):
    assert read(make_document(texts, "en"), 0) == []


def test_colon_within_a_paragraph_announces_nothing_behind_it():
    passages = make_document(["They decided: the quay moves.", "Swans nest there."], "en")
    assert read(passages, 0) == []


def test_paragraph_between_in_the_other_language_is_passed_over():
    passages = make_document(EN, "en")
    between = make_passage("双方达成一致。", "zh", number=1, document="talk")
    assert read([passages[0], between, passages[1]], 0) == [
        "The quay will move.",
        "Work starts in May.",
    ]


def test_document_that_is_gone_adds_nothing():
    sentence = list(split_passage(0, make_passage(EN[0]), None))[-1]
    assert add_announced([sentence], reading_around([])) == (sentence,)


def test_no_sentences_stay_none():
    assert add_announced([], reading_around([])) == ()
