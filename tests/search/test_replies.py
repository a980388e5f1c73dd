from __future__ import annotations

import pytest

from rag.schema import Counterpart, Hit, Paragraph, Passage, SearchFilters
from rag.search.replies import add_reply

EN = [
    ("Reporter: How many books are there?", "question"),
    ("Librarian: We hold 740,000. Many are old.", "answer"),
    ("Children read most.", "answer"),
]
ZH = [
    ("记者：现在有多少藏书？", "question"),
    ("馆长：74万册。很多是旧书。", "answer"),
    ("孩子看得最多。", "answer"),
]
MIXED = [
    ("记者：图书馆有多少e-book？", "question"),
    ("馆长：40种database。每天可用。", "answer"),
    ("孩子看得最多。", "answer"),
]


class Store:
    """Holds documents in memory."""

    def __init__(self, *passages, counterparts=None):
        self._passages = passages
        self._counterparts = counterparts or {}

    def passages_around(self, passage, *, before, behind):
        own = [p for p in self._passages if p.paragraph.document == passage.paragraph.document]
        place = next((at for at, p in enumerate(own) if p.id == passage.id), None)
        return [] if place is None else own[max(0, place - before) : place + behind + 1]

    def counterparts(self, ids):
        return {id_: self._counterparts.get(id_, ()) for id_ in ids}


def make_passages(lines, language, *, document="talk", first_id=1):
    return [
        Passage(
            first_id + number,
            Paragraph(document, number, language, kind, None, text, ((0, len(text)),)),
        )
        for number, (text, kind) in enumerate(lines)
    ]


def hits_of(*passages):
    return [Hit(passage, 9.0 - at, confidence=0.8) for at, passage in enumerate(passages)]


@pytest.mark.parametrize(("lines", "language"), [(EN, "en"), (ZH, "zh"), (MIXED, "zh")])
def test_reply_comes_behind_the_question_that_was_found_first(lines, language):
    question, reply, later = make_passages(lines, language)
    found = add_reply(hits_of(question, later), Store(question, reply, later), top_k=8)
    assert [hit.passage for hit in found] == [question, reply, later]
    assert (found[1].score, found[1].confidence) == (9.0, 0.8)


def test_reply_brings_its_counterpart():
    question, reply, _ = make_passages(EN, "en")
    other = Counterpart((make_passages(ZH, "zh", first_id=9)[1],), 0.9)
    store = Store(question, reply, counterparts={reply.id: (other,)})
    assert add_reply(hits_of(question), store, top_k=2)[1].counterpart == other


@pytest.mark.parametrize("top_k", [1, 2])
def test_last_hit_makes_room(top_k):
    question, reply, later = make_passages(EN, "en")
    found = add_reply(hits_of(question, later)[:top_k], Store(question, reply, later), top_k=top_k)
    assert [hit.passage for hit in found] == [question, reply][:top_k]


def test_reply_that_was_found_stays_where_it_is():
    question, reply, later = make_passages(EN, "en")
    hits = hits_of(question, later, reply)
    assert add_reply(hits, Store(question, reply, later), top_k=8) == hits


def test_reply_found_elsewhere_or_in_the_other_language_is_found():
    question, reply, later = make_passages(EN, "en")
    shorter = [EN[0], ("Librarian: We hold 740,000.", "answer")]
    copy = make_passages(shorter, "en", document="reprint", first_id=9)[1]
    chinese = make_passages(ZH, "zh", first_id=20)[1]
    store = Store(question, reply, later)
    for hit in (Hit(copy, 1.0), Hit(chinese, 1.0, counterpart=Counterpart((reply,), 0.9))):
        assert add_reply([*hits_of(question), hit], store, top_k=8) == [*hits_of(question), hit]


@pytest.mark.parametrize(
    "lines",
    [
        [("The books were counted.", "answer"), EN[1]],
        [EN[0], ("Books", "heading")],
        [EN[0], ("Reporter: And maps?", "question")],
        EN[:1],
    ],
)
def test_what_is_no_question_or_no_reply_changes_nothing(lines):
    passages = make_passages(lines, "en")
    hits = hits_of(passages[0])
    assert add_reply(hits, Store(*passages), top_k=8) == hits


def test_nothing_found_stays_nothing():
    assert add_reply([], Store(), top_k=8) == []


def test_question_that_is_gone_stays_alone():
    question = make_passages(EN, "en")[0]
    assert add_reply(hits_of(question), Store(), top_k=8) == hits_of(question)


@pytest.mark.parametrize(
    ("question", "reply"),
    [
        ("What gave rise to the oral history project?", "It began when an old fisherman"),
        ("潮音图书馆有多少藏书？", "馆藏现在是74万册"),
    ],
)
def test_search_of_the_samples_finds_the_reply(sample_library, question, reply):
    assert reply in sample_library.search(question)[1].passage.paragraph.text


def test_search_for_one_speaker_finds_that_speaker_alone(sample_library):
    filters = SearchFilters(speakers=("记者",))
    found = sample_library.search("潮音图书馆有多少藏书？", filters=filters)
    assert found
    assert {hit.passage.paragraph.speaker for hit in found} == {"记者"}
