"""Kept conversations by the page's events: kept, found again, each for its user alone."""

import base64
import json
import re

import pytest
from page_fakes import HOSTILE, Elements, FakeLibrary

from rag.conversations import Exchange
from rag.evaluation.questions import read_questions
from rag.settings import PageSettings
from ui import strings as s
from ui.conversation import Conversation
from ui.handlers import PageHandlers, Visit

ZH, EN = "有轨电车二号线什么时候通车？", "When does tram line 2 open?"
HERE, LIN, WU = Visit("en", "a"), Visit("en", "b", "lin"), Visit("en", "c", "wu")


def last(views):
    return list(views)[-1]


def ask(handlers, question, conversation=None, visit=HERE):
    talk = conversation or Conversation()
    return last(handlers.ask(talk, visit.language, question, visit.session, user=visit.user))


def ids(html):
    return re.findall(r'<li class="dz-talk" data-conversation="([^"]+)"', html)


def test_answer_is_kept_and_found_after_a_restart(handlers, tmp_path):
    first = ask(handlers, EN)
    second = ask(handlers, ZH, first.conversation)
    id_ = second.conversation.id
    assert id_ == first.conversation.id
    assert f'data-conversation="{id_}"' in second.current
    restarted = PageHandlers(FakeLibrary(tmp_path), PageSettings())
    opened = restarted.open_talk(Conversation(), Visit("en", "z"), id_)
    assert opened.conversation == second.conversation
    assert (opened.current, opened.evidence) == (second.current, second.evidence)
    assert 'data-marker="3"' in opened.past
    asked = ask(restarted, EN, opened.conversation, Visit("en", "z"))
    assert len(asked.conversation.exchanges) == 3
    assert asked.conversation.id == id_


def test_question_that_is_being_answered_is_no_place_for_feedback(handlers):
    views = list(handlers.ask(Conversation(), "en", EN, "a"))
    assert all("dz-thumb" not in view.current for view in views[:-1])
    assert "dz-thumb" in views[-1].current


def test_past_is_sent_once_a_question(handlers):
    conversation = ask(handlers, EN).conversation
    views = list(handlers.ask(conversation, "en", ZH, "a"))
    assert [isinstance(view.past, str) for view in views] == [True, *[False] * (len(views) - 1)]


@pytest.mark.parametrize("question", ["crash", "broken model", "привет, как дела"])
def test_failed_question_is_kept(handlers, library, question):
    view = ask(handlers, question)
    read = library.read_conversation("", view.conversation.id)
    assert (read.last.status, read.last.notice) == ("failed", view.conversation.last.notice)


def begin(handlers, visit=HERE):
    views = handlers.ask(Conversation(), "en", EN, visit.session, user=visit.user)
    return views, [next(views) for _ in range(2)][-1].conversation


def test_stopped_answer_is_kept_once(handlers, library):
    views, written = begin(handlers)
    stopped = handlers.stop(written, "en", "a").conversation
    (again,) = views
    assert again.conversation == stopped
    (info,) = library.list_conversations("")
    assert library.read_conversation("", info.id).last.status == "stopped"


@pytest.mark.parametrize("leave", ["clear", "open"])
def test_answer_of_a_conversation_that_is_left_is_kept(handlers, library, leave):
    other = ask(handlers, ZH).conversation
    views, written = begin(handlers)
    if leave == "clear":
        shown = handlers.clear("en", "a", written).conversation
    else:
        shown = handlers.open_talk(written, HERE, other.id).conversation
    assert [view.conversation for view in views] == [shown]
    kept = [library.read_conversation("", each.id) for each in library.list_conversations("")]
    assert [each.last.status for each in kept] == ["stopped", "done"]


def test_answer_is_kept_when_the_browser_goes(handlers, library):
    views, _ = begin(handlers)
    views.close()
    (info,) = library.list_conversations("")
    assert library.read_conversation("", info.id).last.status == "stopped"


def test_edited_question_replaces_what_came_after(handlers, library):
    talk = ask(handlers, EN).conversation
    for question in ("What is on the moon?", ZH):
        talk = ask(handlers, question, talk).conversation
    views = list(handlers.resend(talk, HERE, 1, " When is the tram free? "))
    assert "What is on the moon?" not in views[0].past
    edited = views[-1].conversation
    assert [each.question for each in edited.exchanges] == [EN, "When is the tram free?"]
    assert library.asked[-1][1][0].content == EN
    assert library.read_conversation("", edited.id).exchanges == edited.exchanges


@pytest.mark.parametrize("question", ["привет, как дела у вас", "broken model"])
def test_edited_question_that_cannot_be_asked_changes_nothing(handlers, library, question):
    talk = ask(handlers, ZH, ask(handlers, EN).conversation).conversation
    view = last(handlers.resend(talk, HERE, 0, question))
    assert view.conversation == talk
    assert s.EDIT_NOT_ASKED("en") in view.current
    assert EN in view.past
    assert library.read_conversation("", talk.id).exchanges == talk.exchanges


@pytest.mark.parametrize(("number", "question"), [(-1, EN), (7, EN), (0, "  ")])
def test_nothing_is_edited(handlers, library, number, question):
    talk = ask(handlers, EN).conversation
    assert last(handlers.resend(talk, HERE, number, question)).conversation == talk
    assert len(library.asked) == 1


def test_users_do_not_see_each_other(handlers, library):
    mine = ask(handlers, EN, visit=LIN).conversation
    assert ids(handlers.list_talks(LIN, {})) == [mine.id]
    assert s.TALKS_EMPTY("en") in handlers.list_talks(WU, {})
    opened = handlers.open_talk(Conversation(), WU, mine.id)
    assert opened.conversation == Conversation()
    assert s.TALK_GONE("en") in opened.current
    assert "dz-welcome" in opened.current
    wanted = {"conversation": mine.id, "title": "taken", "format": "md", "rating": "up"}
    assert "another user" in handlers.rename_talk(WU, wanted)
    assert "dz-notice" in handlers.export_talk(WU, wanted)
    assert "dz-notice" in handlers.export_talk(WU, wanted | {"format": "jsonl"})
    assert "failed" in handlers.rate(WU, wanted | {"exchange": mine.last.id})
    handlers.delete_talk(Conversation(), WU, wanted)
    assert library.read_conversation("lin", mine.id) == mine


def test_conversations_are_found_renamed_and_deleted(handlers):
    first, second = (ask(handlers, each).conversation for each in (EN, ZH))
    assert ids(handlers.list_talks(HERE, {"offset": -480})) == [second.id, first.id]
    assert ids(handlers.list_talks(HERE, {"query": "TRAM"})) == [first.id]
    assert s.TALKS_NONE_FOUND("en") in handlers.list_talks(HERE, {"query": "none"})
    renamed = handlers.rename_talk(HERE, {"conversation": first.id, "title": "二号线"})
    assert "二号线" in renamed
    gone = handlers.delete_talk(second, HERE, {"conversation": first.id})
    assert ids(gone.talks) == [second.id]
    assert {type(part) for part in gone.chat} == {dict}
    shown = handlers.delete_talk(second, HERE, {"conversation": second.id})
    assert "dz-welcome" in shown.chat.current
    assert shown.chat.conversation == Conversation()


@pytest.mark.parametrize("sent", [{}, {"query": 3, "offset": "x"}, {"offset": 1e9}])
def test_odd_requests_are_survived(handlers, sent):
    ask(handlers, EN)
    assert len(ids(handlers.list_talks(HERE, sent))) == 1
    assert "dz-notice" in handlers.rename_talk(HERE, sent)
    assert "dz-notice" in handlers.export_talk(HERE, sent)
    assert "failed" in handlers.rate(HERE, sent)


def test_feedback_is_shown_again(handlers):
    talk = ask(handlers, EN).conversation
    wanted = {"conversation": talk.id, "exchange": talk.last.id}
    given = {"rating": "down", "comment": '"><b>too long'}
    assert s.RATE_SAVED("en") in handlers.rate(HERE, wanted | given)
    opened = handlers.open_talk(Conversation(), HERE, talk.id)
    attributes = Elements(opened.current).attributes
    assert ("value", '"><b>too long') in attributes
    assert re.search(r'data-rating="down"[^>]*aria-pressed="true"', opened.current)
    later = next(handlers.ask(talk, "en", ZH, "a"))
    assert re.search(r'data-rating="down"[^>]*aria-pressed="true"', later.past)
    assert s.RATE_TAKEN_BACK("en") in handlers.rate(HERE, wanted | {"rating": "?"})
    assert 'aria-pressed="true"' not in handlers.open_talk(Conversation(), HERE, talk.id).current


def read_file(html):
    attributes = dict(Elements(html).attributes)
    return attributes["data-name"], base64.b64decode(attributes["data-content"])


def test_files_are_handed_out(handlers, tmp_path):
    talk = ask(handlers, "hostile", ask(handlers, ZH).conversation).conversation
    wanted = {"conversation": talk.id}
    name, data = read_file(handlers.export_talk(Visit("zh"), wanted | {"format": "md"}))
    assert name == "有轨电车二号线什么时候通车？.md"
    assert "[^1]: 临河市新闻发布会" in data.decode()
    name, data = read_file(handlers.export_talk(HERE, wanted | {"format": "docx"}))
    assert name.endswith(".docx")
    assert data.startswith(b"PK")
    assert s.TALK_NO_FEEDBACK("en") in handlers.export_talk(HERE, wanted | {"format": "jsonl"})
    handlers.rate(HERE, wanted | {"exchange": talk.exchanges[0].id, "rating": "up"})
    name, data = read_file(handlers.export_talk(HERE, wanted | {"format": "jsonl"}))
    path = tmp_path / "feedback.jsonl"
    path.write_bytes(data)
    (line,) = read_questions(path)
    assert (line.question, line.model_extra["rating"]) == (ZH, "up")
    assert line.evidence[0].doc == "linhe-briefing"
    assert json.loads(data)["evidence_groups"] == [[0, 1], [2]]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("../../etc/passwd", "etc-passwd"),
        ("<b>:|?*", "b"),
        ("\x00 . ", "duizhao"),
        ("桥 1", "桥-1"),
    ],
)
def test_file_names_are_harmless(handlers, title, name):
    talk = ask(handlers, EN).conversation
    handlers.rename_talk(HERE, {"conversation": talk.id, "title": title})
    html = handlers.export_talk(HERE, {"conversation": talk.id, "format": "md"})
    assert read_file(html)[0] == f"{name}.md"


def test_hostile_title_stays_text(handlers):
    talk = ask(handlers, EN).conversation
    html = handlers.rename_talk(HERE, {"conversation": talk.id, "title": HOSTILE + "\u202e"})
    elements = Elements(html)
    assert not {"script", "img", "iframe"} & set(elements.names)
    assert HOSTILE[:150].strip() in elements.text
    assert "\u202e" not in elements.text


@pytest.fixture
def damaged(handlers, library, tmp_path):
    ask(handlers, EN)
    path = tmp_path / "conversations.sqlite3"
    for each in tmp_path.glob("conversations.sqlite3*"):
        each.unlink()
    path.write_bytes(b"no database at all, but letters " * 40)
    return path


@pytest.mark.parametrize("language", ["zh", "en"])
def test_chat_goes_on_where_nothing_can_be_kept(handlers, damaged, language):
    before = damaged.read_bytes()
    visit = Visit(language, "a")
    view = ask(handlers, ZH, ask(handlers, EN, visit=visit).conversation, visit)
    assert len(view.conversation.exchanges) == 2
    assert s.NOT_KEPT(language) in view.current
    assert "is damaged" in view.current
    assert 'data-marker="1"' in view.current
    assert "dz-thumb" not in view.current
    assert s.TALKS_FAILED(language) in handlers.list_talks(visit, {})
    page = handlers.open_page(view.conversation, language, "")
    assert s.NOT_KEPT(language) in page.current
    opened = handlers.open_talk(view.conversation, visit, "some-id")
    assert s.TALKS_FAILED(language) in opened.current
    assert damaged.read_bytes() == before


def test_conversation_continued_in_two_windows_becomes_two(handlers, library):
    here = ask(handlers, EN).conversation
    there = handlers.open_talk(Conversation(), Visit("en", "z"), here.id).conversation
    ask(handlers, ZH, there, Visit("en", "z"))
    view = ask(handlers, "What is on the moon?", here)
    assert view.conversation.id != here.id
    assert s.TALK_BRANCHED("en") in view.current
    assert len(library.list_conversations("")) == 2


def test_two_hundred_exchanges_are_quick(handlers, library):
    talk = ask(handlers, EN).conversation
    for number in range(199):
        begun = talk.begin(f"{EN} {number}")
        talk = begun.update(
            Exchange(f"{EN} {number}", "done", answer=talk.exchanges[0].answer, id=f"x{number}")
        )
    talk = library.save_conversation("", talk, writer="a")
    views = handlers.ask(talk, "en", ZH, "a")
    assert len(next(views).past) < 2_000_000
    assert all(len(view.current) + len(view.evidence) < 60_000 for view in views)
    assert len(library.read_conversation("", talk.id).exchanges) == 201
