"""Choices from the browser: what holds is used, whatever else was sent is left out."""

import json
import time

import pytest
from page_fakes import FakeLibrary

from rag.answer.chat_models.failures import ChatModelError
from rag.answer.chat_models.trial import ModelTrial
from rag.library_parts.choices import ModelChoice, Speaker
from rag.schema import SearchFilters
from rag.settings import PageSettings
from ui import strings as s
from ui.choices import MAX_TOP_K, Choices
from ui.conversation import Conversation
from ui.handlers import PageHandlers
from ui.handlers.choices import read_choices, read_date

MODELS = ["extractive", "ollama:qwen3"]
EN = "When does tram line 2 open?"


@pytest.fixture
def library(tmp_path):
    library = FakeLibrary(tmp_path)
    library.offered.append(ModelChoice("ollama:qwen3", "localhost:11434"))
    library.offered.append(ModelChoice("openai:gpt", "api.openai.com", leaves=True))
    return library


@pytest.fixture
def handlers(library):
    return PageHandlers(library, PageSettings())


def ask(handlers, question=EN, **sent):
    *_, last = handlers.ask(Conversation(), "en", question, "session", **sent)
    return last


@pytest.mark.parametrize(
    "sent",
    [
        None,
        "extractive",
        7,
        [],
        {},
        {"model": "openai:anything", "top_k": "many", "filters": "none"},
        {"model": ["extractive"], "top_k": -3, "filters": []},
        {"model": None, "top_k": True, "filters": {"documents": "linhe", "speakers": {"a": 1}}},
        {"top_k": 1e400, "filters": {"since": "someday", "until": 2020, "language": "de"}},
        {"filters": {"documents": [1, None, "", ["x"], "y" * 5000], "unknown": ["x"]}},
        {"model": "http://169.254.169.254/", "filters": {"since": "9" * 10_000}},
    ],
)
def test_what_is_no_choice_is_left_out(sent):
    assert read_choices(sent, MODELS) == Choices()


def test_choices_that_hold_are_read():
    filters = {
        "documents": ["a", "b", "a"],
        "speakers": ["沈望"],
        "sources": ["Xinhua"],
        "since": "2020年5月",
        "until": "2021-12-30",
        "language": "zh",
    }
    assert read_choices({"model": "ollama:qwen3", "top_k": 12, "filters": filters}, MODELS) == (
        Choices(
            "ollama:qwen3",
            12,
            SearchFilters("zh", ("a", "b"), ("沈望",), "2020-05", "2021-12-30", ("Xinhua",)),
        )
    )


@pytest.mark.parametrize(("sent", "read"), [(0, 0), (1, 1), (50, 50), (51, 50), (10**8, 50)])
def test_number_of_passages_is_bounded(sent, read):
    assert read_choices({"top_k": sent}, MODELS).top_k == read
    assert MAX_TOP_K == 50


def test_endless_lists_are_cut():
    sent = {"filters": {"documents": [str(number) for number in range(100_000)]}}
    assert len(read_choices(sent, MODELS).filters.documents) == 500


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("", None),
        (" ", None),
        ("2021", "2021"),
        ("2021年12月30日", "2021-12-30"),
        ("2021-13", None),
    ],
)
def test_dates_are_read_as_corrections_are(text, date):
    assert read_date(text) == date


def test_question_is_asked_with_the_choices(handlers, library):
    sent = {"model": "ollama:qwen3", "top_k": 20, "filters": {"speakers": ["沈望"]}}
    last = ask(handlers, sent=sent)
    assert library.asked_with == [(SearchFilters(speakers=("沈望",)), "ollama:qwen3", 20)]
    assert last.conversation.last.choices.filters.speakers == ("沈望",)


@pytest.mark.parametrize("sent", [None, {"model": "openai:unlisted"}])
def test_question_without_choices_is_asked_as_the_library_does(handlers, library, sent):
    last = ask(handlers, sent=sent)
    assert library.asked_with == [(None, "extractive", None)]
    assert last.conversation.last.choices == Choices("extractive")


def test_try_again_takes_the_choices_made_since(handlers, library):
    first = ask(handlers)
    *_, last = handlers.retry(first.conversation, "en", "session", sent={"top_k": 30})
    assert library.asked_with[-1] == (None, "extractive", 30)
    assert last.conversation.last.choices.top_k == 30


@pytest.mark.parametrize("language", ["zh", "en"])
def test_filters_that_nothing_meets_are_told_in_the_pages_language(handlers, language):
    sent = {"filters": {"sources": ["nobody"]}}
    *_, last = handlers.ask(Conversation(), language, EN, "session", sent=sent)
    assert s.FILTERS_MET_NOTHING(language) in last.current
    assert last.conversation.last.status == "failed"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_model_that_fails_is_told_in_the_pages_language(library, language):
    from ui.failures import explain_error

    error = ChatModelError("unreachable", model="ollama:qwen3", place="localhost:11434")
    notice = explain_error(error, language)
    assert notice.text == error.describe(language)
    assert "localhost:11434" in notice.text


def test_settings_page_offers_what_there_is(handlers):
    html = handlers.open_settings({"language": "en"})["html"]
    for part in ("ollama:qwen3", "api.openai.com", "沈望", "Linhe in English", "2024-06-12"):
        assert part in html
    assert html.count('data-action="try-model"') == 2
    assert s.PICK_EMPTY["sources"]("en") in html


def test_settings_page_shows_what_is_chosen(handlers):
    sent = {
        "model": "ollama:qwen3",
        "top_k": 7,
        "filters": {"documents": ["linhe-english", "gone"], "until": "2021", "language": "zh"},
    }
    html = handlers.open_settings({"language": "en", "choices": sent})["html"]
    for chosen in (
        'value="ollama:qwen3" checked',
        'value="7" selected',
        'value="linhe-english" checked',
        'value="gone" checked',
        'value="2021"',
        'name="language" value="zh" checked',
    ):
        assert chosen in html
    # Those and what only the browser knows: its language and theme.
    assert html.count(" checked") == 4 + 2


@pytest.mark.parametrize("wanted", [None, [], "x", {"choices": "x"}, {"language": 4}])
def test_settings_page_opens_whatever_was_sent(handlers, wanted):
    assert s.SETTINGS_TITLE("en") in handlers.open_settings(wanted)["html"]
    assert handlers.check_choices(wanted)["html"] == ""
    assert handlers.find_picks(wanted)["html"] == ""
    assert handlers.try_model(wanted)["failed"]


def test_checked_choices_say_what_holds(handlers):
    sent = {"model": "lost:model", "filters": {"since": "someday", "until": "2021"}}
    checked = handlers.check_choices({"choices": sent, "language": "zh"})
    assert checked["notice"] == s.MODEL_NOT_OFFERED("zh")
    assert checked["dates"] == {"since": "wrong", "until": ""}
    assert checked["choices"]["filters"]["until"] == "2021"
    assert s.FILTER_CHIP_UNTIL("zh", date="2021") in checked["html"]
    json.dumps(checked)


@pytest.mark.parametrize(
    ("since", "until", "crossed"),
    [
        ("2021", "2020", True),
        ("2021-06", "2021", False),
        ("2021", "2021-06", False),
        ("2021-07-01", "2021-06-30", True),
        ("2021-06-30", "2021-06-30", False),
    ],
)
def test_dates_that_cross_are_told(handlers, since, until, crossed):
    sent = {"filters": {"since": since, "until": until}}
    dates = handlers.check_choices({"choices": sent})["dates"]
    assert dates["until"] == ("crossed" if crossed else "")


def test_filters_name_documents_by_title_and_those_that_are_gone(handlers):
    sent = {"filters": {"documents": ["linhe-english", "gone-document"]}}
    html = handlers.check_choices({"choices": sent, "language": "en"})["html"]
    assert "Linhe in English" in html
    assert html.count(s.FILTER_GONE("en")) == 1
    assert 'data-value="gone-document"' in html


def test_many_documents_are_one_filter(handlers):
    sent = {"filters": {"documents": [f"d{number}" for number in range(9)]}}
    html = handlers.check_choices({"choices": sent, "language": "en"})["html"]
    assert "9 documents" in html
    assert html.count('data-action="unfilter"') == 1


def test_values_to_pick_from_are_found_chosen_ones_first(handlers, library):
    for number in range(2000):
        library.add_long(f"minutes-{number:04}", 0)
    sent = {"filters": {"documents": ["minutes-1234"]}}
    started = time.perf_counter()
    html = handlers.open_settings({"choices": sent, "language": "en"})["html"]
    first = html.index("minutes-1234")
    assert first < html.index("minutes-0")
    assert s.PICK_SHOWN("en", shown=40, count=2003) in html
    found = handlers.find_picks({"field": "documents", "query": "MINUTES 19", "choices": sent})
    assert found["html"].count("<li>") == 40
    assert handlers.find_picks({"field": "documents", "query": "1999"})["html"].count("<li>") == 1
    none = handlers.find_picks({"field": "documents", "query": "zzz", "language": "zh"})
    assert s.PICK_NONE("zh") in none["html"]
    assert time.perf_counter() - started < 2


def test_speaker_of_both_languages_stands_once(handlers, library):
    library.speakers = lambda: [Speaker("Reuters", "en", 4), Speaker("Reuters", "zh", 3)]
    html = handlers.find_picks({"field": "speakers"})["html"]
    assert html.count("Reuters</span>") == 1


def test_hostile_values_stay_text(handlers):
    sent = {"filters": {"documents": ["<img src=x onerror=hacked()>"], "speakers": ["<b>\"'"]}}
    for html in (
        handlers.open_settings({"choices": sent})["html"],
        handlers.check_choices({"choices": sent})["html"],
        handlers.find_picks({"field": "documents", "choices": sent})["html"],
        ask(handlers, "What is on the moon?", sent=sent).current,
    ):
        assert "<img" not in html
        assert "<b>" not in html


@pytest.mark.parametrize("language", ["zh", "en"])
def test_trial_is_told(handlers, library, language):
    problem = {"zh": "无法连接", "en": "cannot be reached"}
    for trial, said in (
        (ModelTrial(0.42, replied=True), s.MODEL_REPLIED(language, seconds="0.4")),
        (ModelTrial(30, replied=False), s.MODEL_SILENT(language, seconds="30.0")),
        (ModelTrial(1, replied=False, problem=problem), problem[language]),
    ):
        library.trials["ollama:qwen3"] = trial
        tried = handlers.try_model({"model": "ollama:qwen3", "language": language})
        assert said in tried["html"]


@pytest.mark.parametrize("model", ["openai:unlisted", "", "ollama:qwen3 ", "http://10.0.0.1/"])
def test_model_that_is_not_offered_is_never_tried(handlers, library, model):
    tried = []
    library.try_model = tried.append
    assert handlers.try_model({"model": model, "language": "en"})["failed"]
    assert not tried
