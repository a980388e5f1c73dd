from __future__ import annotations

import numpy as np
import pytest
from answer_fakes import make_hit

from rag.answer.reading import read_sentences
from rag.answer.selection import choose_sentences
from rag.answer.wants import Wants

EN = "The quay was old. That is why the city moved it. It now lies by the canal. Swans nest there."
ZH = "码头年久失修。因此市政府把它迁走。现在它在运河边。天鹅在那里筑巢。"
MIXED = "“Harbour Day”活动每年五月举行。RCEP展区设在二楼。门票全部免费。"


def choose(hits, scores, language="en", **wants):
    sentences = read_sentences(hits, language)
    assert len(sentences) == len(scores)
    chosen = choose_sentences(
        sentences, np.array(scores), Wants(wants.pop("type", "other"), **wants)
    )
    return [sentences.index(sentence) for sentence in chosen]


@pytest.mark.parametrize(("text", "language"), [(EN, "en"), (ZH, "zh")])
def test_what_stands_around_the_best_sentence_is_read_with_it(text, language):
    hit = make_hit(text, language=language)
    assert choose([hit], [1.0, 3.0, 2.0, 0.5], language) == [0, 1, 2]


def test_stretch_grows_to_the_better_side_and_has_no_gap():
    assert choose([make_hit(EN)], [0.0, 9.0, 7.0, 8.0]) == [1, 2, 3]


def test_mixed_paragraph_is_chosen_like_any_other():
    assert choose([make_hit(MIXED, language="zh")], [0.0, 4.0, 3.5], "zh") == [0, 1, 2]


def test_far_worse_neighbour_says_something_else():
    assert choose([make_hit(EN)], [1.0, 9.0, 2.5, 8.9]) == [1]


def test_second_paragraph_needs_nearly_the_score_of_the_first():
    other = make_hit("The canal froze in January. Ferries waited. It thawed soon.")
    hits = [make_hit(EN), other]
    assert choose(hits, [1.0, 9.0, 8.0, 1.0, 8.5, 8.0, 1.0]) == [1, 2, 4]
    assert choose(hits, [1.0, 9.0, 8.0, 6.0, 7.5, 7.0, 1.0]) == [1, 2, 3]


@pytest.mark.parametrize(
    ("found", "read", "language"),
    [
        ("Swans nest there. Herons do too.", "The canal froze. Ferries waited.", "en"),
        ("天鹅在那里筑巢。白鹭也在。", "运河结冰了。渡船停在岸边。", "zh"),
        ("RCEP展区设在二楼。门票免费。", "Harbour Day每年五月举行。有swans。", "zh"),
    ],
)
def test_what_the_search_puts_first_is_quoted_too(found, read, language):
    hits = [make_hit(found, language=language), make_hit(read, language=language)]
    assert choose(hits, [1.0, 0.5, 9.0, 8.0], language) == [2, 3, 0]
    # Of one mind: that is the answer.
    assert choose(hits, [9.0, 8.0, 1.0, 0.5], language) == [0, 1]
    # What comes near says it already.
    third = make_hit(
        "第三段在这里。" if language == "zh" else "A third one is here.", language=language
    )
    assert choose([*hits, third], [1.0, 0.5, 9.0, 2.0, 8.9], language) == [2, 4]


def test_what_the_search_puts_first_is_left_out_where_it_says_the_same():
    hits = [make_hit(EN, document="a"), make_hit(f"{EN} Boats come by every hour.", document="b")]
    assert choose(hits, [1.0] * 4 + [3.0, 4.0, 9.0, 2.0, 1.0]) == [4, 5, 6]


def test_list_takes_more_paragraphs_and_sentences():
    hits = [
        make_hit("The north has a school. Its roof leaks."),
        make_hit("Trams serve the south. Fares are low."),
        make_hit("A clinic stands in the west. Nurses work at night."),
    ]
    scores = [5.0, 4.0, 4.6, 3.0, 4.2, 3.0]
    assert choose(hits, scores, type="list") == [0, 1, 2, 3, 4, 5]
    assert choose(hits, scores) == [0, 1, 2]


@pytest.mark.parametrize(("text", "language"), [(EN, "en"), (ZH, "zh")])
def test_list_within_one_paragraph_is_no_longer_than_other_answers(text, language):
    scores = [5.0, 4.0, 4.6, 3.0]
    assert choose([make_hit(text, language=language)], scores, language, type="list") == [0, 1, 2]
    counted = choose([make_hit(text, language=language)], scores, language, type="list", count=4)
    assert counted == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("first", "second", "language"),
    [
        ("Two fairs were held. One was for boats.", "Two ferries sank. Nobody drowned.", "en"),
        ("今年有两个展览。一个是船展。", "今年渡船停航。运河结冰了。", "zh"),
        ("两个展区是RCEP和Linwan。都在二楼。", "两个tram站停电。渡船照开。", "zh"),
    ],
)
def test_paragraph_that_only_opens_alike_is_no_item_of_a_list(first, second, language):
    hits = [make_hit(text, language=language) for text in (first, second)]
    assert choose(hits, [9.0, 8.0, 6.0, 5.0], language, type="list", count=2) == [0, 1]


@pytest.mark.parametrize(
    ("first", "second", "language"),
    [
        ("First, mend the wall. It broke twice.", "Second, plant trees. Oaks do well here.", "en"),
        ("第一，修好海堤。海堤坏了。", "第二，种树。橡树长得好。", "zh"),
        ("首先，扩建RCEP展区。它太小。", "其次，买tram。旧车坏了。", "zh"),
    ],
)
def test_second_point_is_an_item_though_it_shares_no_word(first, second, language):
    hits = [make_hit(text, language=language) for text in (first, second)]
    scores = [9.0, 8.0, 6.0, 5.0]
    assert choose(hits, scores, language, type="list", count=2) == [0, 1, 2, 3]
    assert choose(hits, scores, language, type="list") == [0, 1]
    hits[1] = make_hit(second, language=language, document="elsewhere")
    assert choose(hits, scores, language, type="list", count=2) == [0, 1]


def test_same_statement_elsewhere_is_left_out():
    hits = [make_hit(EN, document="a"), make_hit(EN, document="b")]
    chosen = choose(hits, [1.0, 9.0, 8.0, 1.0, 1.0, 8.9, 8.0, 1.0])
    assert all(place < 4 for place in chosen)


def test_one_sentence_is_the_answer_where_there_is_one():
    assert choose([make_hit("Trams run.", language="en")], [0.1]) == [0]


REPLIES = [
    (
        "We hear complaints about the quay. What will you do?",
        "It will move to the canal. Work starts soon.",
        "en",
    ),
    ("不少市民抱怨码头太旧。您怎么看？", "码头要迁到运河边。工程不久开始。", "zh"),
    ("有人说RCEP展区太小。会扩建吗？", "“Harbour Hall”会扩建。明年开放。", "zh"),
]


@pytest.mark.parametrize(("stated", "reply", "language"), REPLIES)
def test_what_a_reporter_stated_is_followed_by_its_reply(stated, reply, language):
    asked = make_hit(stated, language=language, kind="question")
    later = make_hit("Unrelated.", language=language)
    replied = make_hit(reply, language=language, context=f"Heading\n{stated}")
    assert choose([asked, later, replied], [9.0, 1.0, 2.0, 3.0], language) == [0, 2, 3]


@pytest.mark.parametrize(("stated", "reply", "language"), REPLIES)
def test_who_asks_about_a_question_gets_no_reply_to_it(stated, reply, language):
    asked = make_hit(stated, language=language, kind="question")
    replied = make_hit(reply, language=language, context=stated)
    assert choose([asked, replied], [9.0, 2.0, 3.0], language, about_question=True) == [0]


def test_reply_of_another_document_or_no_reply_is_none():
    stated, reply, language = REPLIES[0]
    asked = make_hit(stated, kind="question")
    elsewhere = make_hit(reply, context=stated, document="elsewhere")
    unasked = make_hit(reply, context="")
    assert choose([asked, elsewhere, unasked], [9.0, 2.0, 3.0, 2.0, 3.0], language) == [0]


@pytest.mark.parametrize(
    ("texts", "language"),
    [
        (["The quay moved.", "Swans nest.", "A canal froze.", "Trams run.", "Herons fish."], "en"),
        (["码头迁走了。", "天鹅筑巢。", "运河结冰了。", "电车开行。", "白鹭捕鱼。"], "zh"),
        (["Quay迁走了。", "有swans筑巢。", "运河结冰了。", "开行tram。", "白鹭捕鱼。"], "zh"),
    ],
)
def test_what_was_found_far_down_gives_way_to_what_was_found_first(texts, language):
    hits = [make_hit(text, language=language) for text in texts]
    assert choose(hits, [1.0, 0.0, 0.0, 9.0, 0.0], language) == [3, 0]
    assert choose(hits, [1.0, 0.0, 0.0, 0.0, 9.0], language) == [0]
