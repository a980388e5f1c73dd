"""Conversations are kept as they were, for their user alone, whatever else writes."""

import dataclasses
import json
import multiprocessing
import sqlite3
import stat
import threading

import pytest
from conversations_at_work import write_turns

from rag.conversations import Conversation, ConversationStore, Feedback, shorten
from rag.conversations.database import Database
from rag.conversations.encoding import EncodingError, decode_exchange, encode_exchange
from rag.conversations.values import Exchange
from rag.errors import ConversationError, UnknownConversationError

UP = Feedback("up", "准确 good")


def say(conversation, *questions):
    for question in questions:
        conversation = conversation.begin(question).stop()
    return conversation


def test_samples_are_of_every_kind(answers):
    assert not answers["sample-zh"].refused
    assert answers["sample-en"].citations
    assert answers["sample-zh"].citations[0].counterpart
    assert answers["refused"].refused


def test_exchange_round_trips(talk):
    for exchange in talk.exchanges:
        assert decode_exchange(encode_exchange(exchange)) == exchange


def test_odd_text_round_trips():
    exchange = Exchange("\ud800 half \x00 null \u202e <b>", "failed", id="x")
    assert decode_exchange(encode_exchange(exchange)) == exchange


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Expecting value"),
        ("[]", "list indices"),
        ('{"format": 2}', "format 2, and formats up to 1"),
        ('{"format": 1, "passages": [], "exchange": {"question": 3}}', "question: .*valid string"),
        ('{"format": 1, "passages": [], "exchange": {"$passage": 0}}', "out of range"),
    ],
)
def test_damaged_exchange_is_refused(text, message):
    with pytest.raises(EncodingError, match=message):
        decode_exchange(text)


def test_later_fields_have_their_defaults(answers):
    kept = json.loads(encode_exchange(Exchange("q", "done", answer=answers["zh"])))
    del kept["exchange"]["answer"]["certainty"]
    kept["exchange"]["unheard_of"] = 1
    read = decode_exchange(json.dumps(kept))
    assert read.answer == dataclasses.replace(answers["zh"], certainty=None)


def test_conversation_round_trips(store, talk):
    kept = store.save("", talk)
    assert len(kept.id) > 20
    read = store.read("", kept.id)
    assert read == kept
    assert read.exchanges == talk.exchanges
    assert store.save("", read) == read


def test_what_is_being_written_is_not_kept(store):
    writing = Conversation().begin("now")
    assert store.save("", writing) == writing
    kept = store.save("", say(Conversation(), "one").begin("two"))
    assert [each.question for each in store.read("", kept.id).exchanges] == ["one"]
    assert kept.last.question == "two"
    again = store.save("", kept.stop())
    assert [each.question for each in store.read("", again.id).exchanges] == ["one", "two"]


def test_nothing_is_made_before_something_is_kept(store):
    store.save("", Conversation())
    assert store.infos("") == []
    assert store.ratings("", "x") == {}
    assert store.rated() == []
    with pytest.raises(UnknownConversationError, match="no conversation 'x'"):
        store.read("", "x")
    assert not store.path.exists()


def test_file_is_its_owners_alone(store):
    store.save("", say(Conversation(), "one"))
    assert stat.S_IMODE(store.path.stat().st_mode) == 0o600


def test_edited_question_takes_the_place_of_what_came_after(store):
    kept = store.save("", say(Conversation(), "one", "two", "three"))
    edited = store.save("", say(kept.before(1), "zwei"))
    assert edited.id == kept.id
    assert [each.question for each in store.read("", kept.id).exchanges] == ["one", "zwei"]


def test_title_is_the_first_question_until_it_is_named(store):
    kept = store.save("", say(Conversation(), "  第一个\n问题？ "))
    assert kept.title == "第一个 问题？"
    kept = store.save("", say(kept.before(0), "another"))
    assert kept.title == "another"
    assert store.rename("", kept.id, "  渡轮\u202e \x00 ferries ") == "渡轮 ferries"
    kept = store.save("", say(kept.before(0), "third"))
    assert kept.title == "渡轮 ferries"
    assert store.rename("", kept.id, " ") == "third"


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("a" * 100, "a" * 72 + "…"),
        ("问" * 50, "问" * 36 + "…"),
        ("短 short", "短 short"),
        ("\u202e\ud800", ""),
    ],
)
def test_shorten(question, title):
    assert shorten(question) == title


def test_listed_by_user_newest_first(store):
    first = store.save("lin", say(Conversation(), "ferries"))
    second = store.save("lin", say(Conversation(), "渡轮 100% _x_"))
    store.save("wu", say(Conversation(), "ferries of wu"))
    assert [each.id for each in store.infos("lin")] == [second.id, first.id]
    store.save("lin", say(first, "more"))
    listed = store.infos("lin")
    assert [(each.id, each.exchange_count) for each in listed] == [(first.id, 2), (second.id, 1)]
    assert [each.title for each in store.infos("lin", "FERR")] == ["ferries"]
    assert [each.title for each in store.infos("lin", "0% _")] == ["渡轮 100% _x_"]
    assert store.infos("lin", "%%") == []
    assert len(store.infos("lin", limit=1)) == 1
    assert store.infos("") == []


def test_another_users_conversation_is_not_there(store):
    kept = store.save("lin", say(Conversation(), "secret"))
    exchange = kept.last.id
    for user in ("wu", "", "LIN"):
        with pytest.raises(UnknownConversationError, match="another user's"):
            store.read(user, kept.id)
        with pytest.raises(UnknownConversationError, match="another user's"):
            store.rename(user, kept.id, "mine")
        with pytest.raises(UnknownConversationError, match="another user's"):
            store.rate(user, kept.id, exchange, UP)
        assert not store.delete(user, kept.id)
        assert store.ratings(user, kept.id) == {}
        assert store.rated(user) == []
        taken = store.save(user, say(kept, "next"))
        assert taken.id != kept.id
    assert store.read("lin", kept.id) == kept


def test_deleted_is_gone(store):
    kept = store.save("", say(Conversation(), "one"))
    assert store.delete("", kept.id)
    assert not store.delete("", kept.id)
    assert store.infos("") == []
    with sqlite3.connect(store.path) as connection:
        assert connection.execute("SELECT count(*) FROM exchanges").fetchone() == (0,)
    again = store.save("", say(kept, "two"))
    assert again.id != kept.id
    assert len(store.read("", again.id).exchanges) == 2


def test_two_windows_lose_nothing(store):
    begun = store.save("", say(Conversation(), "one"), writer="a")
    store.rate("", begun.id, begun.last.id, UP)
    here = store.save("", say(begun, "here"), writer="a")
    there = store.save("", say(begun, "there"), writer="b")
    assert there.id != here.id
    assert [each.question for each in store.read("", here.id).exchanges] == ["one", "here"]
    assert [each.question for each in store.read("", there.id).exchanges] == ["one", "there"]
    assert list(store.ratings("", there.id)) == [begun.last.id]
    on = store.save("", say(here, "on"), writer="a")
    assert on.id == here.id


def test_one_window_never_collides_with_itself(store):
    begun = store.save("", say(Conversation(), "one"), writer="a")
    store.save("", say(begun, "two"), writer="a")
    late = store.save("", say(begun, "late"), writer="a")
    assert late.id == begun.id
    assert [each.question for each in store.read("", late.id).exchanges] == ["one", "late"]


def test_feedback_is_kept_with_the_answer(store):
    kept = store.save("", say(Conversation(), "one", "two"))
    first, second = kept.exchanges
    store.rate("", kept.id, first.id, UP)
    store.rate("", kept.id, second.id, Feedback("down", " \ud800" + "x" * 3000))
    ratings = store.ratings("", kept.id)
    assert dataclasses.replace(ratings[first.id], given="") == UP
    assert ratings[first.id].given.startswith("20")
    assert len(ratings[second.id].comment) == 2000
    store.rate("", kept.id, first.id, None)
    assert list(store.ratings("", kept.id)) == [second.id]
    store.save("", say(kept.before(1), "zwei"))
    assert store.ratings("", kept.id) == {}
    with pytest.raises(UnknownConversationError, match="no conversation"):
        store.rate("", kept.id, second.id, UP)


@pytest.mark.parametrize(
    "damage",
    [
        b"not a database, but some text that is long enough" * 20,
        b"SQLite format 3\0" + b"\xff" * 99,
    ],
    ids=["text", "head"],
)
def test_damaged_file_is_told_and_left_alone(store, damage):
    store.path.write_bytes(damage)
    for attempt in (
        lambda: store.infos(""),
        lambda: store.read("", "x"),
        lambda: store.save("", say(Conversation(), "one")),
        lambda: store.delete("", "x"),
    ):
        with pytest.raises(ConversationError, match=r"is damaged .* move it away"):
            attempt()
    assert store.path.read_bytes() == damage


def test_damaged_exchange_is_told_and_left_alone(store):
    kept = store.save("", say(Conversation(), "one", "two"))
    with sqlite3.connect(store.path) as connection:
        connection.execute("UPDATE exchanges SET body = '{}' WHERE number = 1")
    with pytest.raises(
        ConversationError, match=r"exchange 2 of the conversation .* cannot be read"
    ):
        store.read("", kept.id)
    assert len(store.infos("")) == 1


def test_other_programs_database_is_left_alone(store):
    with sqlite3.connect(store.path) as connection:
        connection.execute("CREATE TABLE other (x)")
    before = store.path.read_bytes()
    with pytest.raises(ConversationError, match="made by another program"):
        store.save("", say(Conversation(), "one"))
    with pytest.raises(ConversationError, match="made by another program"):
        store.infos("")
    assert store.path.read_bytes() == before


def test_newer_file_is_left_alone(store):
    store.save("", say(Conversation(), "one"))
    with sqlite3.connect(store.path) as connection:
        connection.execute("PRAGMA user_version = 7")
    with pytest.raises(ConversationError, match=r"format 7, .* Update duizhao"):
        store.infos("")
    with pytest.raises(ConversationError, match=r"format 7, .* Update duizhao"):
        store.save("", say(Conversation(), "one"))


def test_missing_folder_is_told(tmp_path):
    store = ConversationStore(tmp_path / "gone" / "conversations.sqlite3")
    assert store.infos("") == []
    with pytest.raises(ConversationError, match="cannot be made or read"):
        store.save("", say(Conversation(), "one"))


@pytest.mark.parametrize("error", [OSError, KeyboardInterrupt])
def test_interrupted_write_is_undone_and_over(store, error):
    kept = store.save("", say(Conversation(), "one"))

    def break_off():
        with Database(store.path).write() as connection:
            connection.execute("DELETE FROM conversations")
            raise error("in the middle")

    with pytest.raises((ConversationError, KeyboardInterrupt), match="in the middle"):
        break_off()
    assert [info.id for info in store.infos("")] == [kept.id]
    assert store.save("", say(kept, "two")).revision > kept.revision


def test_threads_and_processes_write_at_once(store):
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=write_turns, args=(store.path, "process", 8))
    process.start()
    threads = [
        threading.Thread(target=write_turns, args=(store.path, f"thread {n}", 8)) for n in range(3)
    ]
    for thread in threads:
        thread.start()
    for worker in (*threads, process):
        worker.join()
    assert process.exitcode == 0
    for user in ("process", "thread 0", "thread 1", "thread 2"):
        (info,) = store.infos(user)
        questions = [each.question for each in store.read(user, info.id).exchanges]
        assert questions == [f"{user} {n}" for n in range(8)]
