"""Events of the page, on a library in memory."""

import dataclasses
from pathlib import Path

import pytest
from page_fakes import FakeLibrary

from rag.errors import LibraryError
from rag.runtime.observing import listening
from rag.settings import PageSettings
from ui import strings as s
from ui.conversation import Conversation
from ui.handlers import PageHandlers, parse_language
from ui.protocols import PageLibrary

ZH, EN = "有轨电车二号线什么时候通车？", "When does tram line 2 open?"


def last(views):
    return list(views)[-1]


def ask(handlers, question, conversation=None, language="en"):
    return last(handlers.ask(conversation or Conversation(), language, question, "session"))


def test_fake_library_is_what_the_page_needs(tmp_path):
    library: PageLibrary = FakeLibrary(tmp_path)
    assert library.documents()


@pytest.mark.parametrize(
    ("tag", "language"),
    [("zh-CN", "zh"), ("ZH", "zh"), ("en-GB", "en"), ("fr", "en"), ("", "zh"), ("zhx", "en")],
)
def test_parse_language(tag, language):
    assert parse_language(tag, "zh") == language


@pytest.mark.parametrize("question", [ZH, EN])
def test_ask_streams_then_shows_evidence(handlers, question):
    views = list(handlers.ask(Conversation(), "en", question, "session"))
    assert 'data-status="writing"' in views[0].current
    assert "Found 3 passages" in views[1].current
    assert 'data-status="done"' in views[-1].current
    assert 'data-marker="1"' in views[-1].evidence
    assert "<mark>" in views[-1].evidence


def test_ask_gives_history_of_answered_questions(handlers, library):
    first = ask(handlers, EN)
    failed = ask(handlers, "crash", first.conversation)
    ask(handlers, ZH, failed.conversation)
    question, history = library.asked[-1]
    assert question == ZH
    assert [(turn.role, turn.content[:4]) for turn in history] == [
        ("user", "When"),
        ("assistant", "Tram"),
    ]


@pytest.mark.parametrize("question", ["", "   ", "\n"])
def test_ask_ignores_an_empty_question(handlers, library, question):
    view = ask(handlers, question)
    assert not view.conversation.exchanges
    assert not library.asked


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("привет, как дела у вас сегодня", s.QUESTION_LANGUAGE),
        ("???!!", s.QUESTION_NO_WORD),
        ("？", s.QUESTION_NO_WORD),
        ("broken model", s.MODEL_FAILED),
        ("broken library", s.LIBRARY_FAILED),
        ("crash", s.UNEXPECTED),
    ],
    ids=["third language", "no words", "no words zh", "model", "library", "unexpected"],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_failure_is_a_plain_notice(handlers, question, text, language):
    view = ask(handlers, question, language=language)
    assert text(language) in view.current.replace("&#x27;", "'")
    assert 'data-status="failed"' in view.current
    assert "Traceback" not in view.current
    assert "secret detail" not in view.current


def test_long_question_is_told_its_length(handlers):
    view = ask(handlers, "为什么" * 1000, language="zh")
    assert s.QUESTION_TOO_LONG("zh", count="3,000", limit="2,000") in view.current


def test_unexpected_error_is_logged_and_told(handlers, caplog):
    told = []
    with listening(told.append):
        ask(handlers, "crash")
    (record,) = (each for each in caplog.records if each.levelname == "ERROR")
    assert record.exc_info[0] is ZeroDivisionError
    assert [each.name for each in told if each.kind == "error"] == ["ZeroDivisionError"]


def test_retry_replaces_the_last_answer(handlers, library):
    view = ask(handlers, EN)
    again = last(handlers.retry(view.conversation, "en", "session"))
    assert len(again.conversation.exchanges) == 1
    assert [question for question, _ in library.asked] == [EN, EN]


def test_retry_without_question_does_nothing(handlers):
    assert last(handlers.retry(Conversation(), "en", "session")).conversation == Conversation()


def test_stop_keeps_what_was_written(handlers):
    views = handlers.ask(Conversation(), "en", EN, "session")
    written = [next(views) for _ in range(2)][-1].conversation
    partial = written.update(dataclasses.replace(written.last, partial="Tram line"))
    stopped = handlers.stop(partial, "en", "session")
    assert stopped.conversation.last.status == "stopped"
    assert "Tram line" in stopped.current
    assert s.STOPPED("en") in stopped.current


def test_stop_leaves_a_finished_answer_alone(handlers):
    view = ask(handlers, EN)
    assert handlers.stop(view.conversation, "en", "session").conversation == view.conversation


def begin(handlers, session="session"):
    views = handlers.ask(Conversation(), "en", EN, session)
    return views, [next(views) for _ in range(2)][-1].conversation


def test_stopped_answer_ends_itself(handlers):
    views, written = begin(handlers)
    handlers.stop(written, "en", "session")
    rest = list(views)
    assert len(rest) == 1
    assert rest[0].conversation.last.status == "stopped"


def test_cleared_answer_does_not_come_back(handlers):
    views, _ = begin(handlers)
    handlers.clear("en", "session")
    assert [view.conversation.exchanges for view in views] == [()]


def test_superseded_answer_changes_nothing_more(handlers):
    views, written = begin(handlers)
    handlers.stop(written, "en", "session")
    newer = handlers.ask(written, "en", ZH, "session")
    first = next(newer).conversation
    assert [exchange.status for exchange in first.exchanges] == ["stopped", "writing"]
    assert [type(part) for view in views for part in view] == [dict] * 5
    assert last(newer).conversation.last.status == "done"


def test_stop_of_one_session_leaves_others_alone(handlers):
    views, _ = begin(handlers, "one")
    handlers.stop(Conversation(), "en", "other")
    assert last(views).conversation.last.status == "done"


def test_clear_shows_examples(handlers):
    view = handlers.clear("zh", "session")
    assert not view.conversation.exchanges
    assert ZH in view.current


def test_empty_library_asks_for_documents(handlers, library):
    library.remove([info.name for info in library.documents()])
    assert s.ADD_DOCUMENTS("zh") in handlers.clear("zh", "session").current


def test_show_evidence_of_an_earlier_answer(handlers):
    view = ask(handlers, "What is on the moon?", ask(handlers, EN).conversation)
    earlier = handlers.show_evidence(view.conversation, "en", 0)
    assert 'data-exchange="0"' in earlier
    assert 'data-marker="2"' in earlier


@pytest.mark.parametrize("number", [-1, 7])
def test_show_evidence_of_an_unknown_answer_shows_the_newest(handlers, number):
    view = ask(handlers, EN)
    assert handlers.show_evidence(view.conversation, "en", number) == view.evidence


@pytest.mark.parametrize(("tag", "language"), [("zh-TW", "zh"), ("en", "en")])
def test_open_page_shows_everything_in_the_language(handlers, tag, language):
    conversation = ask(handlers, EN).conversation
    page = handlers.open_page(conversation, "en", tag)
    assert page.language == language
    assert s.VIEW_LIBRARY(language) in page.header
    assert s.UPLOAD(language) in page.library_head
    assert s.COPY(language) in page.current
    assert s.SEND(language) in page.composer
    assert s.QUOTED_STATUS(language) in page.evidence
    assert s.REMOVE(language) in page.documents


def make_files(tmp_path, **contents: bytes) -> list[str]:
    folder = tmp_path / "sent"
    folder.mkdir()
    for name, data in contents.items():
        (folder / f"{name}.txt").write_bytes(data)
    return [str(path) for path in sorted(folder.iterdir())]


def test_upload_gives_a_result_for_each_file(handlers, library, tmp_path):
    files = make_files(tmp_path, 好="桥。\n河。".encode(), empty=b"", binary=b"a\0b")
    views = list(handlers.upload(files, "zh"))
    assert "<progress" in views[0].uploads
    final = views[-1]
    assert s.UPLOAD_ADDED("zh") in final.uploads
    assert "2 段" in final.uploads
    assert s.UPLOAD_EMPTY("zh") in final.uploads
    assert s.UPLOAD_BINARY("zh") in final.uploads
    assert "好" in handlers.list_documents("zh")
    assert [path.name for path in library.upload_folder.iterdir()] == ["好.txt"]


def test_upload_explains_failures_in_english_without_paths(handlers, tmp_path):
    final = last(handlers.upload(make_files(tmp_path, empty=b""), "en"))
    assert "The file is empty; nothing to index.</p>" in final.uploads
    assert str(tmp_path) not in final.uploads


@pytest.mark.parametrize("language", ["zh", "en"])
def test_upload_names_what_can_be_read(handlers, tmp_path, language):
    sent = tmp_path / "scan.xyz"
    sent.write_bytes(b"a\0b")
    final = last(handlers.upload([str(sent)], language))
    assert ".xyz" in final.uploads
    assert ".txt" in final.uploads


def test_upload_deletes_what_the_web_server_kept(handlers, tmp_path):
    files = make_files(tmp_path, a=b"x", empty=b"")
    last(handlers.upload(files, "en"))
    assert not [file for file in files if Path(file).exists()]


def test_upload_keeps_the_earlier_version_of_a_file_that_fails(handlers, library, tmp_path):
    library.upload_folder.mkdir(parents=True)
    (library.upload_folder / "a.txt").write_text("good", encoding="utf-8")
    last(handlers.upload(make_files(tmp_path, a=b""), "en"))
    assert (library.upload_folder / "a.txt").read_text(encoding="utf-8") == "good"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_upload_refuses_large_and_many_files(library, tmp_path, language):
    handlers = PageHandlers(library, PageSettings(max_upload_bytes=10, max_upload_files=2))
    files = make_files(tmp_path, a=b"x" * 11, b=b"fine")
    final = last(handlers.upload(files, language))
    assert s.UPLOAD_TOO_LARGE(language, size="11 B", limit="10 B") in final.uploads
    assert s.UPLOAD_ADDED(language) in final.uploads
    many = [*files, *files]
    assert (
        s.UPLOAD_TOO_MANY(language, limit=2, count=4)
        in last(handlers.upload(many, language)).uploads
    )


class LockedLibrary(FakeLibrary):
    def ingest(self, paths, *, progress=None):
        raise LibraryError("/secret is locked")


def test_upload_into_a_locked_library_leaves_nothing_behind(tmp_path):
    library = LockedLibrary(tmp_path)
    handlers = PageHandlers(library, PageSettings())
    final = last(handlers.upload(make_files(tmp_path, a=b"x"), "en"))
    assert s.LIBRARY_FAILED("en") in final.uploads
    assert not list(library.upload_folder.iterdir())


def test_remove_drops_document_and_uploaded_copy(handlers, library, tmp_path):
    last(handlers.upload(make_files(tmp_path, a=b"x"), "en"))
    view = handlers.remove("en", "a")
    assert s.REMOVED("en", title="a") in view.removal
    assert "dz-notice" not in view.removal  # which looks like an error
    assert 'role="status"' in view.removal
    assert not (library.upload_folder / "a.txt").exists()
    assert "linhe-briefing" in view.documents


def test_remove_never_touches_a_users_own_file(handlers, tmp_path):
    own = tmp_path / "linhe-briefing.txt"
    own.write_text("mine", encoding="utf-8")
    handlers.remove("en", "linhe-briefing")
    assert own.exists()


def test_remove_of_an_unknown_document_says_so(handlers):
    assert s.ALREADY_REMOVED("zh") in handlers.remove("zh", "../../etc/passwd").removal


def test_remove_keeps_an_uploaded_archive_as_long_as_something_of_it_is_left(handlers, library):
    last(handlers.upload([], "en"))
    archive = library.upload_folder / "talks.zip"
    archive.parent.mkdir(parents=True, exist_ok=True)
    archive.write_bytes(b"PK")
    known = library.documents()[0]
    for name in ("talks/a", "talks/b"):
        path = str(archive / f"{name[-1]}.txt")
        library._documents[name] = dataclasses.replace(known, name=name, path=path)
    handlers.remove("en", "talks/a")
    assert archive.exists()
    handlers.remove("en", "talks/b")
    assert not archive.exists()


def test_list_says_how_many_of_all_a_filter_finds(handlers, library):
    known = library.documents()[0]
    for number in range(300):
        name = f"minutes-{number}"
        library._documents[name] = dataclasses.replace(known, name=name, title=f"Té {number}")
    found = handlers.list_documents("en", "té 29")
    assert f">{s.DOCUMENT_COUNT_FOUND('en', count=303, found=11)}</h2>" in found
    assert f">{s.DOCUMENT_COUNT('en', count=303)}</h2>" in handlers.list_documents("en", " ")


def test_many_documents_are_listed_in_part_and_found_by_filter(handlers, library):
    known = library.documents()[0]
    for number in range(300):
        name = f"minutes-{number}"
        library._documents[name] = dataclasses.replace(known, name=name, title=f"Té {number}")
    shown = handlers.list_documents("en")
    assert shown.count('data-action="remove"') == 200
    assert s.DOCUMENTS_SHOWN("en", count=200) in shown
    assert 'data-many="yes"' in shown
    assert "data-filtered" not in shown
    assert 'data-filtered="zebra"' in handlers.list_documents("en", "zebra")
    assert handlers.list_documents("en", "TÉ 299").count('data-action="remove"') == 1
    assert s.DOCUMENTS_NO_MATCH("zh") in handlers.list_documents("zh", "zebra")
    none_of_them = s.DOCUMENT_COUNT_FOUND("zh", count=303, found=0)
    assert none_of_them in handlers.list_documents("zh", "zebra")
