"""Conversations on the sample documents, and a store for them."""

import dataclasses

import pytest
from conversation_samples import done, failed

from rag.conversations import Conversation, ConversationStore

ASKED = {
    "zh": "渡轮多久一班？",
    "en": "How often do the ferries run?",
    "mixed": "请问 ferry 的 timetable 是什么？",
    "refused": "火星上有多少人口？",
}


@pytest.fixture
def store(tmp_path):
    return ConversationStore(tmp_path / "conversations.sqlite3")


@pytest.fixture(scope="session")
def answers(sample_library):
    """Real answers, and two of them with what checking may find."""
    asked = dict(ASKED)
    for language in ("zh", "en"):
        asked[f"sample-{language}"] = sample_library.example_questions(language)[0]
    found = {name: sample_library.ask(question) for name, question in asked.items()}
    cited = found["sample-en"]
    for status in ("repaired", "unsupported"):
        citations = tuple(dataclasses.replace(each, status=status) for each in cited.citations)
        found[status] = dataclasses.replace(cited, citations=citations, notes=("注意 note",))
    return found


@pytest.fixture(scope="session")
def talk(answers):
    """A conversation of every kind of exchange."""
    conversation = Conversation()
    for answer in answers.values():
        conversation = done(conversation, answer)
    return failed(conversation, "broken?").begin("stopped?").stop()
