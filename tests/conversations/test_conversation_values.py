"""What a conversation gives the next question of itself."""

from dataclasses import replace

from rag.conversations import Conversation, Exchange
from rag.conversations.values import make_id
from rag.schema import Turn


def test_next_question_is_asked_with_the_newest_exchanges(answers):
    exchanges = tuple(
        Exchange(f"question {n}", "done", answer=answers["zh" if n % 2 else "en"])
        for n in range(120)
    )
    turns = Conversation(exchanges=exchanges).turns()
    assert turns[0] == Turn("user", "question 70")
    assert turns[-1] == Turn("assistant", answers["zh"].text)
    assert len(turns) == 100


def test_what_was_not_answered_is_no_turn(answers):
    answered = Exchange("问题", "done", answer=answers["zh"])
    failed = replace(answered, status="failed", answer=None)
    turns = Conversation(exchanges=(answered, failed)).turns()
    assert turns == (Turn("user", "问题"), Turn("assistant", answers["zh"].text))
    assert Conversation().turns() == ()


def test_an_id_is_never_taken_for_an_option():
    # One in 64 of the url-safe letters is a hyphen.
    ids = {make_id() for _ in range(1_000)}
    assert len(ids) == 1_000
    assert all(id_.isalnum() for id_ in ids)
