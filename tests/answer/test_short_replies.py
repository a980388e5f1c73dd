import pytest
from answer_fakes import encode, make_hit, make_question

from rag.answer.coverage import read_query
from rag.answer.ranking import rank_sentences
from rag.answer.reading import read_sentences
from rag.answer.wants import read_wants


def sentences_of(text, language="en", kind="answer"):
    hits = [make_hit(text, language=language, kind=kind)]
    return [each.quote for each in read_sentences(hits, language)]


@pytest.mark.parametrize(
    ("text", "language", "first"),
    [
        ("Yes. There are places for 300.", "en", "Yes. There are places for 300."),
        ("He retired. He was old.", "en", "He retired. He was old."),
        ("没有。船上有三百个座位。大家都坐下了。", "zh", "没有。船上有三百个座位。"),
        ("对。MV Merganser 有三百个座位。", "zh", "对。MV Merganser 有三百个座位。"),
        ("Thank you. There are places for 300.", "en", "There are places for 300."),
        ("谢谢。船上有三百个座位。", "zh", "船上有三百个座位。"),
        ("1. There are places for 300.", "en", "There are places for 300."),
    ],
)
def test_short_beginning_of_a_reply_stays_with_what_follows(text, language, first):
    assert sentences_of(text, language)[0].strip() == first


def test_other_paragraphs_keep_to_their_sentences():
    assert sentences_of("Yes. There are places for 300.", kind="paragraph") == [
        "There are places for 300."
    ]
    assert sentences_of("") == []


@pytest.mark.parametrize(
    ("asked", "right", "language"),
    [
        ("Was there enough room in the boats?", "Yes. We had places for 300.", "en"),
        ("船上的座位够不够？", "够。一共三百个。", "zh"),
    ],
)
def test_reply_to_the_very_question_is_the_answer_in_other_words(asked, right, language):
    other = {"en": "Did anyone lie?", "zh": "有没有人撒谎？"}[language]
    wrong = {"en": "No. We looked into it closely.", "zh": "没有。我们都查过了。"}[language]
    hits = [
        make_hit(wrong, language=language, kind="answer", context=other, number=1),
        make_hit(right, language=language, kind="answer", context=asked, number=2),
    ]
    question = make_question(asked)
    sentences = read_sentences(hits, language)
    ranking = rank_sentences(
        question,
        sentences,
        query=read_query(question),
        wants=read_wants(question),
        encode=encode,
    )
    assert sentences[int(ranking.scores.argmax())].quote.startswith(right[:3])
