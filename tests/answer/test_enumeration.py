from __future__ import annotations

import pytest
from answer_fakes import make_hit, make_passage, reading_around

from rag.answer.enumeration import find_items
from rag.answer.reading import read_sentences
from rag.answer.wants import read_wants
from rag.schema import Counterpart, Hit, Question

AREAS_EN = [
    "The council will work on the following four areas:",
    "We will repair the harbour wall. Storms broke it twice.",
    "We will plant trees along the canal.",
    "We will open a night school. Classes begin in May.",
    "We will lower the tram fare.",
    "The press asked no further questions.",
]
AREAS_ZH = [
    "市政府今年的工作可以用三个“新”来概括。",
    "修好海堤，这是新起点。海堤去年两次被冲坏。",
    "开办夜校，培养新人才。",
    "降低车费，带来新气象。",
    "会议到此结束。",
]
ITEMS_MIXED = [
    "代表团提出三点建议。",
    "坚持开放，加入RCEP。",
    "坚持创新，办好“Made in Linwan”展。",
    "坚持节约，少用paper。",
    "大家表示赞成。",
]


def document(texts, language, **kinds):
    return [
        make_passage(
            text,
            language,
            number=number,
            document="plan",
            kind=kinds.get(f"k{number}", "paragraph"),
        )
        for number, text in enumerate(texts)
    ]


def items(question, passages, best, language="en"):
    asked = Question(question, language)
    sentence = read_sentences([Hit(passages[best], 1.0)], language)[0]
    found = find_items(question, read_wants(asked), sentence, reading_around(passages))
    return [each.text for each in found]


@pytest.mark.parametrize("best", [0, 1, 3, 4])
def test_all_items_are_found_from_their_announcement_or_one_of_them(best):
    found = items("Which four areas will the council work on?", document(AREAS_EN, "en"), best)
    assert found == [
        "We will repair the harbour wall.",
        "We will plant trees along the canal.",
        "We will open a night school.",
        "We will lower the tram fare.",
    ]


def test_word_quoted_in_the_question_marks_the_items():
    passages = document(AREAS_ZH, "zh")
    found = items("市政府用三个“新”概括工作，分别是什么？", passages, 0, "zh")
    assert found == ["修好海堤，这是新起点。", "开办夜校，培养新人才。", "降低车费，带来新气象。"]


def test_items_of_mixed_text_are_found():
    found = items("代表团提出了哪三点建议？", document(ITEMS_MIXED, "zh"), 0, "zh")
    assert [text[:4] for text in found] == ["坚持开放", "坚持创新", "坚持节约"]


@pytest.mark.parametrize(
    "question",
    [
        "Which three areas will the council work on?",  # there are four
        "Which areas will the council work on?",  # no number
        "Which two areas will the council work on?",  # a sentence can hold two
        "What will the council do?",
    ],
)
def test_another_number_or_none_finds_nothing(question):
    assert items(question, document(AREAS_EN, "en"), 0) == []


def test_paragraphs_that_open_differently_are_no_items():
    texts = ["Three points.", "Trams run.", "Ferries wait.", "Swans nest."]
    assert items("Which three points were made?", document(texts, "en"), 0) == []


def test_headings_and_other_speakers_are_no_items():
    passages = document(AREAS_EN, "en", k2="heading")
    assert items("Which four areas will the council work on?", passages, 0) == []
    texts = ["Four areas:", *(f"Lund: We will do {word}." for word in ("a", "b", "c", "d"))]
    spoken = [
        make_passage(text, number=n, document="plan", speaker="Lund" if n else None)
        for n, text in enumerate(texts)
    ]
    assert items("Which four areas are there?", spoken, 0) == []


def test_passage_of_another_document_finds_nothing():
    question = "Which four areas will the council work on?"
    stray = read_sentences([make_hit("We will see. Four areas.")], "en")[0]
    passages = document(AREAS_EN, "en")
    read = reading_around(passages)
    assert find_items(question, read_wants(Question(question, "en")), stray, read) == ()


def test_empty_document_finds_nothing():
    question = "Which four areas will the council work on?"
    stray = read_sentences([make_hit("We will see.")], "en")[0]
    assert (
        find_items(question, read_wants(Question(question, "en")), stray, reading_around([])) == ()
    )


def test_items_keep_their_counterparts():
    passages = document(AREAS_EN, "en")
    other = Counterpart((make_passage("修好海堤。", "zh"),), 0.9)
    sentence = read_sentences([Hit(passages[0], 1.0)], "en")[0]
    question = "Which four areas will the council work on?"
    found = find_items(
        question,
        read_wants(Question(question, "en")),
        sentence,
        lambda _, most: [(each, other if n == 1 else None) for n, each in enumerate(passages)],
    )
    assert [each.counterpart for each in found] == [other, None, None, None]


def test_first_of_several_points_may_stand_behind_their_announcement():
    texts = ["市长：海堤，我讲三点：首先，要修。", "第二，要快。", "第三，要省。", "记者：谢谢。"]
    speakers = ["市长", "市长", "市长", "记者"]
    spoken = [
        make_passage(text, "zh", number=n, document="plan", speaker=speaker)
        for n, (text, speaker) in enumerate(zip(texts, speakers, strict=True))
    ]
    found = items("市长对海堤讲了哪三点？", spoken, 0, "zh")
    # Without the label of who speaks.
    assert found == ["海堤，我讲三点：首先，要修。", "第二，要快。", "第三，要省。"]
