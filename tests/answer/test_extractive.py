import re
import time
from dataclasses import replace

import numpy as np
import pytest
from answer_fakes import (
    HARBOUR_EN,
    HARBOUR_ZH,
    LIBRARY_EN,
    LIBRARY_ZH,
    SETTINGS,
    Table,
    encode,
    finish,
    make_hit,
    make_passage,
    make_question,
    reading_around,
)

from rag.answer.certainty import measure_certainty
from rag.answer.extractive import ExtractiveAnswerer, write_text
from rag.answer.reading import Sentence
from rag.schema import Hit

HITS = [
    make_hit(HARBOUR_EN, HARBOUR_ZH, score=1.0),
    make_hit(LIBRARY_EN, LIBRARY_ZH, number=2, score=0.8),
    make_hit("Trams run every ten minutes. A ticket costs 3 crowns.", number=3, score=0.6),
]


def answer_to(text, hits=HITS, *asked, lexicon=None, **changes):
    settings = SETTINGS.model_copy(update=changes)
    answerer = ExtractiveAnswerer(settings, encode=encode, lexicon=lexicon)
    return finish(answerer, make_question(text, *asked, settings=settings), hits)[1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("When did the harbour bridge open?", "May 3, 2019"),
        ("How much did the harbour bridge cost?", "84 million"),
        ("Why did the city build the harbour bridge?", "because ferries"),
        ("How many books does the central library have?", "310,000"),
        ("What does the library lend?", "books, maps and musical instruments"),
        ("港口大桥什么时候通车？", "2019年5月3日"),
        ("大桥造价多少？", "8400万元"),
        ("为什么要建大桥？", "因为渡轮"),
        ("图书馆出借哪些东西？", "图书、地图和乐器"),
        ("大桥 bridge 全长多少米？", "1200米"),
    ],
)
def test_answer_holds_the_fact(text, expected):
    assert expected in answer_to(text).text


@pytest.mark.parametrize(
    ("text", "language"),
    [("When did the harbour bridge open?", "en"), ("港口大桥什么时候通车？", "zh")],
)
def test_asker_is_quoted_in_their_language(text, language):
    answer = answer_to(text)
    assert {citation.passage.paragraph.language for citation in answer.citations} == {language}
    assert answer.notes == ()


def test_quotes_are_exact_and_marks_count_from_one():
    answer = answer_to("What does the library lend, and how many books does it have?")
    assert [citation.marker for citation in answer.citations] == list(
        range(1, len(answer.citations) + 1)
    )
    for citation in answer.citations:
        assert citation.quote in citation.passage.paragraph.text
        assert citation.verified
    marks = [int(number) for number in re.findall(r"\[(\d+)\]", answer.text)]
    assert marks == sorted(marks)
    assert set(marks) == {citation.marker for citation in answer.citations}


def test_counterpart_of_the_quote_is_found():
    (citation,) = answer_to("大桥造价多少？", HITS[:1]).citations[:1]
    assert "8400万元" in citation.quote
    assert "84 million yuan" in citation.counterpart_quote
    assert citation.counterpart_quote in HARBOUR_EN


def test_neighbouring_sentences_are_one_quote():
    answer = answer_to("How long is the harbour bridge, what did it cost and when did it open?")
    first = answer.citations[0]
    assert first.quote.count(".") >= 2
    assert first.quote in HARBOUR_EN
    assert answer.text.count("[1]") >= 2


def test_line_breaks_are_closed_in_the_answer_but_kept_in_the_quote():
    text = "The new harbour bridge\nopened on May 3,\n2019 after a delay."
    answer = answer_to("When did the harbour bridge open?", [make_hit(text)])
    assert "bridge opened on May 3, 2019" in answer.text
    assert answer.citations[0].quote == text


def test_broken_chinese_line_is_joined_without_a_space():
    text = "新的港口大\n桥于2019年5月3日通车。"
    hit = make_hit(text, language="zh")
    assert "新的港口大桥于2019年5月3日通车。" in answer_to("港口大桥何时通车？", [hit]).text


def test_original_is_quoted_with_a_note_where_there_is_no_version():
    hit = make_hit(HARBOUR_ZH, language="zh")
    table = Table(bridg=["大桥"], harbour=["港口"], cost=["造价"])
    answer = answer_to("How much did the harbour bridge cost?", [hit], lexicon=table)
    assert "8400万元" in answer.text
    assert answer.notes == (
        "The library has no English version of this; the Chinese original is quoted.",
    )


def test_note_about_the_original_is_in_the_askers_language():
    hit = make_hit(HARBOUR_EN)
    table = Table(大桥=["bridg"], 造价=["cost"])
    answer = answer_to("大桥造价多少？", [hit], lexicon=table, min_certainty=0)
    assert "84 million" in answer.text
    assert answer.notes[0].startswith("资料库里没有这段话的中文版本")


def test_version_in_the_language_is_preferred_to_a_slightly_better_original():
    better = make_hit("The harbour bridge cost 84 million yuan in all.")
    answer = answer_to("港口大桥造价多少？", [better, HITS[0]])
    assert answer.citations[0].passage.paragraph.language == "zh"


def test_original_is_quoted_alone_where_the_search_is_sure_of_it():
    own = make_hit("The ferry sails to the islands.", "渡轮开往各岛。", score=1.0)
    original = make_hit("首批渡轮有十二艘，全部是电动的。", language="zh", score=2.0)
    hits = [replace(original, confidence=0.6), replace(own, confidence=0.3)]
    given = answer_to("How many ferries are there?", hits)
    assert [citation.passage.paragraph.language for citation in given.citations] == ["zh"]
    assert given.notes


def test_original_gives_way_where_the_search_is_less_sure_of_it():
    own = make_hit("Twelve ferries sail to the islands.", "十二艘渡轮开往各岛。", score=1.0)
    original = make_hit("首批渡轮有十二艘，全部是电动的。", language="zh", score=2.0)
    hits = [replace(original, confidence=0.3), replace(own, confidence=0.6)]
    given = answer_to("How many ferries are there?", hits)
    assert given.citations[0].passage.paragraph.language == "en"


def test_reply_to_the_same_question_comes_before_likelier_words():
    asked = "Question: Why is the gate closed so early?"
    hits = [
        make_hit("Question: Why is the gate closed so early?", kind="question", speaker="Question"),
        make_hit("The gate was closed early nine times this year.", context=""),
        make_hit(
            "Lin Hai: Because the pumps need time. They start slowly.",
            context=asked,
            speaker="Lin Hai",
        ),
    ]
    given = answer_to("Why is the gate closed early?", hits)
    assert given.text.startswith("Because the pumps need time.")


def test_wording_in_the_other_language_is_quoted_from_it():
    answer = answer_to("“港口大桥”的英文怎么说？", HITS[:1])
    assert "harbour bridge" in answer.text
    assert answer.notes == ()


def test_question_paragraph_is_no_answer():
    asked = make_hit(
        "Reporter: When did the harbour bridge open?", kind="question", speaker="Reporter"
    )
    answer = answer_to("When did the harbour bridge open?", [asked, HITS[0]])
    assert "May 3, 2019" in answer.text
    assert "Reporter" not in answer.text


def test_question_paragraph_answers_who_asked():
    asked = make_hit(
        "Larkport Daily reporter: When will the bridge close?",
        kind="question",
        speaker="Larkport Daily reporter",
    )
    answer = answer_to("Which newspaper asked about the bridge closing?", [asked, HITS[0]])
    assert "Larkport Daily reporter" in answer.text


def test_speakers_label_is_not_part_of_the_answer():
    hit = make_hit("Ada Lund: The bridge opened in 2019.", speaker="Ada Lund")
    answer = answer_to("When did the bridge open?", [hit])
    assert answer.text == "The bridge opened in 2019. [1]"


def test_marks_in_a_document_are_not_ours():
    hit = make_hit("The bridge opened in 2019 [7].")
    answer = answer_to("When did the bridge open?", [hit])
    assert answer.text == "The bridge opened in 2019 (7). [1]"
    assert answer.citations[0].quote == "The bridge opened in 2019 [7]."


def test_same_statement_in_two_documents_is_given_once():
    twin = make_hit(HARBOUR_EN, document="copy", score=0.9)
    answer = answer_to("When did the harbour bridge open?", [HITS[0], twin])
    assert answer.text.count("May 3, 2019") == 1


def test_items_of_a_list_stand_on_lines_of_their_own():
    hits = [
        make_hit(f"{nth}, the council promised {what}.", number=n, document="plan")
        for n, (nth, what) in enumerate(
            [("First", "new trams"), ("Second", "cheaper tickets"), ("Third", "longer hours")]
        )
    ]
    answer = answer_to("Which three things did the council promise?", hits)
    assert len(answer.text.splitlines()) == 3


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("When did the harbour bridge open?", "Nothing in the library"),
        ("港口大桥何时通车？", "资料库里没有"),
    ],
)
def test_nothing_found_is_refused_in_the_askers_language(text, refusal):
    answer = answer_to(text, [])
    assert answer.refused
    assert answer.reason == "nothing_relevant"
    assert answer.text.startswith(refusal)
    assert answer.citations == ()


@pytest.mark.parametrize(
    ("text", "names", "said"),
    [
        ("When did the harbour bridge to Ruritania open?", ("Ruritania",), "“Ruritania” stands"),
        ("When did Zed and Zorn open the bridge?", ("Zed", "Zorn"), "“Zed” or “Zorn” stands"),
        ("港口大桥在乌克兰何时通车？", ("乌克兰",), "没有出现“乌克兰”；"),
        ("AB和Zed的港口大桥何时通车？", ("AB", "Zed"), "没有出现“AB”、“Zed”；"),
    ],
)
def test_name_that_the_library_lacks_is_told_with_the_nearest_passages(text, names, said):
    question = replace(make_question(text), absent_names=names)
    _, answer = finish(ExtractiveAnswerer(SETTINGS, encode=encode), question, HITS)
    assert (answer.refused, answer.reason) == (True, "name_absent")
    assert said in answer.text
    assert answer.citations == ()
    assert len(answer.hits) == len(HITS)


def test_low_confidence_is_refused_with_the_nearest_passages():
    answer = answer_to("Which airline flies from Larkport to Kestrel?", min_certainty=1.0)
    assert answer.refused
    assert len(answer.hits) == 3


def test_evidence_without_any_shared_word_is_refused():
    assert answer_to("Zebras quickly vanish?", HITS).refused


def test_confidence_is_filled_in_and_kept_where_given():
    answer = answer_to("When did the harbour bridge open?")
    assert all(0 <= hit.confidence <= 1 for hit in answer.hits)
    assert answer.hits[0].confidence > answer.hits[2].confidence


def test_only_hits_without_a_confidence_are_judged():
    question = make_question("When did the harbour bridge open?")
    answerer = ExtractiveAnswerer(SETTINGS, encode=encode)
    alone = [hit.confidence for hit in answerer.judge(question, HITS)]
    given = [HITS[0], replace(HITS[1], confidence=0.25), *HITS[2:]]
    judged = answerer.judge(question, given)
    assert [hit.confidence for hit in judged] == [alone[0], 0.25, *alone[2:]]
    assert [hit.passage for hit in judged] == [hit.passage for hit in HITS]


def test_answer_is_fast():
    long = [make_hit(HARBOUR_EN * 5, HARBOUR_ZH * 5, number=n) for n in range(8)]
    answer_to("When did the harbour bridge open?", long)
    started = time.thread_time()  # of this thread, whatever else runs
    answer_to("How much did the harbour bridge cost?", long)
    assert time.thread_time() - started < 0.5


def test_passage_without_a_sentence_is_no_crash():
    assert answer_to("When did the bridge open?", [make_hit("\u2026"), HITS[0]]).text


def test_a_confidence_of_nothing_is_a_measurement_and_refused():
    hits = [replace(hit, confidence=0.0) for hit in HITS]
    assert answer_to("When did the harbour bridge open?", hits).refused


def test_original_that_says_more_is_quoted_beside():
    own = make_hit("Ferries sail to the islands every day, and the crews like it very much.")
    original = make_hit("首批渡轮共十二艘。", language="zh")
    table = Table(ferri=["渡轮"], batch=["批"], first=["首"])
    hits = [replace(own, confidence=0.6), replace(original, confidence=0.5)]
    given = answer_to("How many ferries were in the first batch?", hits, lexicon=table)
    assert [c.passage.paragraph.language for c in given.citations] == ["en", "zh"]


ASKED_EN = (
    "The bridge opened in May and cost 84 million yuan. What do you think of its price, mayor?"
)
ASKED_ZH = "大桥五月通车，造价8400万元。请问市长，您如何看待造价？"


@pytest.mark.parametrize(
    ("text", "language", "question", "said"),
    [
        (ASKED_EN, "en", "How much did the bridge cost?", "84 million"),
        (ASKED_ZH, "zh", "大桥造价多少？", "8400万元"),
    ],
)
def test_what_the_reporter_states_before_asking_may_be_quoted(text, language, question, said):
    asked = make_hit(text, language=language, kind="question")
    other = "We thank everybody who came." if language == "en" else "我们感谢所有到场的人。"
    given = answer_to(question, [asked, make_hit(other, language=language)])
    assert said in given.text
    assert "think" not in given.text
    assert "请问" not in given.text


def test_items_of_a_list_through_several_paragraphs_are_all_cited():
    texts = [
        "市政府今年做三件大事。",
        "我们要修好海堤，防住风浪。",
        "我们要开办夜校，方便工人。",
        "我们要降低车费，便利出行。",
        "记者没有再提问。",
    ]
    passages = [
        make_passage(text, "zh", number=n, document="plan", kind="paragraph")
        for n, text in enumerate(texts)
    ]
    question = make_question("市政府今年做的三件大事分别是什么？")
    answerer = ExtractiveAnswerer(SETTINGS, encode=encode, read_around=reading_around(passages))
    given = answerer.answer(question, [Hit(passages[0], 1.0)])
    assert [c.passage.paragraph.number for c in given.citations] == [1, 2, 3]
    assert given.text.count("\n") == 2


@pytest.mark.parametrize(
    ("languages", "expected"),
    [
        ("", ""),
        ("z", "桥是新的。[1]"),
        ("zz", "桥是新的。[1]桥是新的。[2]"),
        ("ee", "It is new. [1] It is new. [2]"),
        ("zez", "桥是新的。[1] It is new. [2] 桥是新的。[3]"),
        ("ezz", "It is new. [1] 桥是新的。[2]桥是新的。[3]"),
    ],
)
def test_blank_stands_beside_an_english_sentence_whoever_asks(languages, expected):
    texts = {"z": ("桥是新的。", "zh"), "e": ("It is new.", "en")}
    sentences = [
        Sentence(n, make_passage(*texts[each], number=n), None, (0, len(texts[each][0])), 0)
        for n, each in enumerate(languages)
    ]
    numbers = range(1, len(sentences) + 1)
    assert write_text(sentences, numbers, as_list=False) == expected
    lines = write_text(sentences, numbers, as_list=True).splitlines()
    assert [line.split("[")[0].strip() for line in lines] == [texts[each][0] for each in languages]


class Prefers:
    """A reader that likes one word."""

    def __init__(self, word):
        self._word = word

    def read(self, question, texts):
        return np.array([float(self._word in text) for text in texts], np.float32)


def test_reader_decides_between_sentences():
    hit = make_hit("The bridge is new. The bridge is long. The bridge is red.")
    for word in ("new", "long", "red"):
        answerer = ExtractiveAnswerer(SETTINGS, encode=encode, reader=Prefers(word))
        given = answerer.answer(make_question("What is the bridge like?"), [hit])
        assert f"The bridge is {word}." in given.text


@pytest.mark.parametrize(
    "text",
    [
        "When did the harbour bridge open?",
        "港口大桥什么时候通车？",
        "大桥 bridge 全长多少米？",
    ],
)
def test_certainty_is_measured_on_the_signals_that_are_told(text):
    answerer = ExtractiveAnswerer(SETTINGS, encode=encode)
    signals = answerer.signals(make_question(text), HITS)
    assert signals is not None
    assert signals.wants_number or signals.wants_date
    measured = answer_to(text).certainty
    assert measured == pytest.approx(measure_certainty(signals))


def test_no_evidence_gives_no_signals():
    answerer = ExtractiveAnswerer(SETTINGS, encode=encode)
    assert answerer.signals(make_question("大桥造价多少？"), []) is None
