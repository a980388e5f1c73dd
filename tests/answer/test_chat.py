import re
from dataclasses import replace

import pytest
from answer_fakes import (
    HARBOUR_EN,
    HARBOUR_ZH,
    LIBRARY_EN,
    LIBRARY_ZH,
    encode,
    finish,
    make_answerer,
    make_hit,
    make_question,
)
from model_servers import Script, serve

from rag.answer import load_answerer
from rag.answer.chat_models.failures import stated_window
from rag.settings import AnswerSettings

HITS = [make_hit(HARBOUR_EN, HARBOUR_ZH), make_hit(LIBRARY_EN, LIBRARY_ZH, number=2, score=0.8)]
WHEN = make_question("When did the harbour bridge open?")
WHEN_ZH = make_question("港口大桥什么时候通车？")


def test_answer_is_streamed_and_checked():
    answerer, _ = make_answerer("The harbour bridge opened ", "on May 3, 2019. [1]")
    streamed, answer = finish(answerer, WHEN, HITS)
    assert streamed == "The harbour bridge opened on May 3, 2019. [1]"
    (citation,) = answer.citations
    assert citation.status == "verified"
    assert citation.quote == "The new harbour bridge opened on May 3, 2019."
    assert citation.counterpart_quote == "新的港口大桥于2019年5月3日通车。"
    assert answer.model == "test:scripted"
    assert not answer.refused


def test_chinese_answer_cites_the_chinese_side():
    answerer, _ = make_answerer("港口大桥于2019年5月3日通车【1】。")
    _, answer = finish(answerer, WHEN_ZH, HITS)
    (citation,) = answer.citations
    assert answer.text == "港口大桥于2019年5月3日通车。[1]"
    assert citation.passage.paragraph.language == "zh"
    assert citation.quote in HARBOUR_ZH
    assert citation.counterpart_quote in HARBOUR_EN


@pytest.mark.parametrize(
    ("question", "refusal"),
    [
        (WHEN, "The passages do not state this. [0]"),
        (WHEN, "I could not find any information about this in the provided documents."),
        (WHEN, "This is not mentioned."),
        (WHEN, "Unfortunately, I'm unable to determine that."),
        (WHEN_ZH, "文档中没有提到这一点。[0]"),
        (WHEN_ZH, "根据所给段落无法回答这个问题。"),
        (WHEN_ZH, "资料未提及 the opening date。"),
    ],
)
def test_model_that_finds_nothing_sets_the_flag(question, refusal):
    answerer, _ = make_answerer(refusal)
    _, answer = finish(answerer, question, HITS)
    assert answer.refused
    assert answer.reason == "not_stated"
    assert answer.citations == ()
    assert answer.hits


def test_partial_answer_is_no_refusal():
    answerer, _ = make_answerer(
        "The harbour bridge opened on May 3, 2019. [1] The passages do not say who drew it. [0]"
    )
    _, answer = finish(answerer, WHEN, HITS)
    assert not answer.refused
    assert answer.text.endswith("who drew it.")


def test_no_hits_are_refused_without_asking_the_model():
    answerer, model = make_answerer("Anything.")
    _, answer = finish(answerer, WHEN, [])
    assert answer.refused
    assert model.seen == []


def test_name_that_the_library_lacks_is_told_without_asking_the_model():
    answerer, model = make_answerer("Anything.")
    _, answer = finish(answerer, replace(WHEN, absent_names=("Ruritania",)), HITS)
    assert (answer.refused, answer.reason) == (True, "name_absent")
    assert model.seen == []


def test_failure_before_any_text_falls_back_to_quotes():
    answerer, _ = make_answerer("never", fails_after=0)
    _, answer = finish(answerer, WHEN, HITS)
    assert answer.model == "extractive"
    assert "cannot be reached" in answer.notes[0]
    assert "May 3, 2019" in answer.text


def test_failure_note_is_in_the_askers_language():
    answerer, _ = make_answerer("never", fails_after=0)
    _, answer = finish(answerer, WHEN_ZH, HITS)
    assert answer.notes[0].startswith("语言模型没有给出可用的回答")


def test_break_in_mid_stream_keeps_what_was_verified():
    answerer, _ = make_answerer(
        "The harbour bridge opened on May 3, 2019. [1]", " It is 1,2", "never", fails_after=2
    )
    _, answer = finish(answerer, WHEN, HITS)
    assert answer.model == "test:scripted"
    assert "broke off" in answer.notes[0]
    assert answer.citations[0].verified
    assert answer.text == "The harbour bridge opened on May 3, 2019. [1]"


def test_break_before_anything_verified_falls_back():
    answerer, _ = make_answerer("Let me think", "never", fails_after=1)
    _, answer = finish(answerer, WHEN, HITS)
    assert answer.model == "extractive"


@pytest.mark.parametrize("pieces", [[""], ["  \n"], ["<think>hmm</think>"], ["[1]"]])
def test_empty_answer_falls_back(pieces):
    answerer, _ = make_answerer(*pieces)
    _, answer = finish(answerer, WHEN, HITS)
    assert answer.model == "extractive"
    assert "empty answer" in answer.notes[0]


def test_thoughts_are_not_shown():
    answerer, _ = make_answerer("<thi", "nk>May? 2019?</th", "ink>\n\nOn May 3, ", "2019. [1]")
    streamed, answer = finish(answerer, WHEN, HITS)
    assert streamed == "On May 3, 2019. [1]"
    assert answer.text == "On May 3, 2019. [1]"


def test_tokens_of_the_server_are_reported():
    answerer, _ = make_answerer("On May 3, 2019. [1]", usage=(500, 9))
    tokens = finish(answerer, WHEN, HITS)[1].tokens
    assert (tokens.prompt, tokens.completion, tokens.encoding) == (500, 9, "provider")


def test_tokens_are_counted_where_the_server_says_nothing():
    answerer, _ = make_answerer("On May 3, 2019. [1]")
    tokens = finish(answerer, WHEN, HITS)[1].tokens
    assert tokens.prompt > 300
    assert 5 < tokens.completion < 30
    assert tokens.encoding == "duizhao"


def test_closing_the_answer_stops_the_model():
    script = Script(["word "] * 300, delay_seconds=0.01)
    with serve("openai", script) as url:
        settings = AnswerSettings(model="openai:tiny", base_url=url, api_key="k")
        stream = load_answerer(settings, encode=encode).stream(WHEN, HITS)
        next(stream)
        stream.close()
        assert script.hung_up.wait(5)


def test_killed_server_leaves_a_usable_answer():
    script = Script(["The harbour bridge ", "opened"], break_after=1)
    with serve("openai", script) as url:
        settings = AnswerSettings(model="openai:tiny", base_url=url, api_key="k", max_retries=0)
        _, answer = finish(load_answerer(settings, encode=encode), WHEN, HITS)
    assert answer.text
    assert answer.citations
    assert "broke off" in answer.notes[0]


def test_extractive_is_the_default():
    assert load_answerer(AnswerSettings(), encode=encode).name == "extractive"


def test_server_answer_passes_through_every_step():
    script = Script(["The harbour bridge cost ", "84 million yuan. [1]"])
    with serve("openai", script) as url:
        settings = AnswerSettings(model="openai:tiny", base_url=url, api_key="k")
        question = make_question("How much did the harbour bridge cost?")
        _, answer = finish(load_answerer(settings, encode=encode), question, HITS)
    assert answer.citations[0].verified
    assert answer.tokens.encoding == "provider"
    user = script.requests[0]["messages"][-1]["content"]
    assert re.search(r"([0-9a-f]{16}) passage 1\n(?s:.*)\1 end 1", user)


MANY_HITS = [make_hit(HARBOUR_EN, HARBOUR_ZH)] + [
    make_hit(f"{LIBRARY_EN} {LIBRARY_EN} Shelf {n} holds maps.", number=n, score=0.5)
    for n in range(2, 60)
]
TOO_LONG = "This model's maximum context length is {window} tokens. However, you requested more."


def test_prompt_too_long_for_the_model_is_asked_again_with_fewer_passages():
    body = {"error": {"message": TOO_LONG.format(window=2_048), "type": "invalid_request_error"}}
    script = Script(["It opened on May 3, 2019. [1]"], statuses=[400], body=body)
    with serve("openai", script) as url:
        settings = AnswerSettings(model="openai:tiny", base_url=url, api_key="k")
        _, answer = finish(load_answerer(settings, encode=encode), WHEN, MANY_HITS)
    first, second = (request["messages"][-1]["content"] for request in script.requests)
    assert 0 < second.count(" passage ") < first.count(" passage ")
    assert answer.citations[0].verified
    assert answer.model == "openai:tiny"
    assert "were not given to it" in answer.notes[0]


def test_window_too_small_for_any_prompt_falls_back():
    body = {"error": {"message": TOO_LONG.format(window=64), "type": "invalid_request_error"}}
    script = Script(["never"], statuses=[400] * 9, body=body)
    with serve("openai", script) as url:
        settings = AnswerSettings(model="openai:tiny", base_url=url, api_key="k")
        _, answer = finish(load_answerer(settings, encode=encode), WHEN, MANY_HITS)
    assert answer.model == "extractive"
    assert "MAX_CONTEXT_TOKENS" in answer.notes[0]
    assert 1 < len(script.requests) < 6


@pytest.mark.parametrize(
    ("detail", "window"),
    [
        ("maximum context length is 4096 tokens. However, you requested 5123 tokens", 4096),
        ("prompt is too long: 207563 tokens > 200000 maximum", 200_000),
        ("the request exceeds the available context size (8,192 tokens)", 8_192),
        ("requested tokens (9000) exceed context window of 2048", 2048),
        ("too long", None),
        ("", None),
    ],
)
def test_window_is_read_from_what_the_server_says(detail, window):
    assert stated_window(detail) == window


@pytest.mark.parametrize("provider", ["openai", "ollama", "anthropic"])
def test_killed_server_leaves_what_it_said_with_a_note(provider):
    said = ["The harbour bridge opened on May 3, 2019. [1]", " It cost 84 ", "million yuan. [1]"]
    with serve(provider, Script(said, break_after=2)) as url:
        base = {"model": f"{provider}:tiny", "base_url": url, "api_key": "k", "max_retries": 0}
        answerer = load_answerer(AnswerSettings(**base), encode=encode)
        _, answer = finish(answerer, WHEN, HITS)
    assert answer.text == "The harbour bridge opened on May 3, 2019. [1]"
    assert answer.citations[0].verified
    assert "broke off" in answer.notes[0]


@pytest.mark.parametrize("provider", ["openai", "ollama", "anthropic"])
def test_thoughts_reach_no_reader(provider):
    thoughts = ["Passage 1 says 2019. ", "SECRET"]
    script = Script(["<think>SEC", "RET</think>\n", "On May 3, 2019. [1]"], thoughts=thoughts)
    with serve(provider, script) as url:
        settings = AnswerSettings(model=f"{provider}:tiny", base_url=url, api_key="k")
        streamed, answer = finish(load_answerer(settings, encode=encode), WHEN, HITS)
    assert streamed == answer.text == "On May 3, 2019. [1]"


def test_server_that_hangs_can_be_left_before_it_says_anything():
    with serve("openai", script := Script(["never"], hang="headers")) as url:
        settings = AnswerSettings(model="openai:tiny", base_url=url, api_key="k")
        stream = load_answerer(settings, encode=encode).stream(WHEN, HITS)
        assert next(stream).text == ""
        stream.close()
        assert script.hung_up.wait(2)


def test_invisible_characters_are_not_answered():
    answerer, _ = make_answerer("On May\u200b 3, \u202e2019\u202c.\x1b[2J [1]\U000e0041")
    streamed, answer = finish(answerer, WHEN, HITS)
    assert streamed.startswith("On May 3, 2019.")
    assert not re.search("[\u200b\u202e\u202c\x1b\U000e0041]", streamed + answer.text)


def test_tokens_of_a_server_that_reports_each_side_once():
    with serve("anthropic", Script(["On May 3, 2019. [1]"])) as url:
        settings = AnswerSettings(model="anthropic:tiny", base_url=url, api_key="k")
        tokens = finish(load_answerer(settings, encode=encode), WHEN, HITS)[1].tokens
    assert tokens.prompt == 321
    assert tokens.completion in {20, 21}
