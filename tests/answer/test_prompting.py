import re

from answer_fakes import (
    HARBOUR_EN,
    HARBOUR_ZH,
    LIBRARY_EN,
    LIBRARY_ZH,
    make_hit,
    make_question,
)

from rag.answer.chat_models.prompting import build_prompt
from rag.schema import Turn
from rag.settings import AnswerSettings
from rag.text.tokens import count_tokens

HITS = [
    make_hit(HARBOUR_EN, HARBOUR_ZH, title="Harbour news", date="2019-05-03", speaker="Ada Lund"),
    make_hit(LIBRARY_EN, LIBRARY_ZH, number=2, score=0.8),
    make_hit("The tram runs every ten minutes.", number=3, score=0.5),
]


def build(text, *asked, hits=HITS, **changes):
    settings = AnswerSettings(**changes)
    question = make_question(text, *asked, settings=settings)
    return build_prompt(question, hits, settings, count=count_tokens)


def user_text(prompt):
    return prompt.messages[-1].content


def test_english_question_is_put_in_english():
    prompt = build("When did the bridge open?")
    assert "Answer in English" in prompt.messages[0].content
    assert "Question: When did the bridge open?" in user_text(prompt)
    assert HARBOUR_EN in user_text(prompt)
    assert f"the same in Chinese: {HARBOUR_ZH}" in user_text(prompt)


def test_chinese_question_gets_the_chinese_side_first():
    prompt = build("大桥何时通车？")
    assert "用中文" in prompt.messages[0].content
    assert f"正文：{HARBOUR_ZH}" in user_text(prompt)
    assert f"英文同义段：{HARBOUR_EN}" in user_text(prompt)


def test_passage_without_a_version_in_the_language_stands_as_it_is():
    assert "正文：The tram runs every ten minutes." in user_text(build("电车多久一班？"))


def test_passage_names_document_date_and_speaker():
    text = user_text(build("When did the bridge open?"))
    assert "document: Harbour news\ndate: 2019-05-03\nspeaker: Ada Lund\n" in text
    assert "document: news\ndate: unknown\nspeaker: unknown\n" in text


def test_fence_is_new_for_every_request():
    fences = {
        re.search(r"([0-9a-f]{16}) passage 1", user_text(build("When did it open?"))).group(1)
        for _ in range(5)
    }
    assert len(fences) == 5


def test_passages_are_dropped_from_the_end_and_named():
    # The marks around passages are random, and take 50 tokens more in one prompt than in another:
    # the last passage takes twice that.
    hits = [*HITS[:2], make_hit("The tram runs every ten minutes. " * 15, number=3, score=0.5)]
    whole = build("When did the bridge open?", hits=hits)
    window = whole.tokens - 75
    prompt = build("When did the bridge open?", hits=hits, max_context_tokens=window)
    assert prompt.given == 2
    assert prompt.tokens <= window
    assert prompt.notes == (
        f"To stay within the model's window of {window} tokens, 1 of the 3 passages "
        "found were not given to it: news \u00b63",
    )


def test_counterpart_gives_way_before_the_passage():
    whole = build("大桥何时通车？", hits=HITS[:1])
    prompt = build("大桥何时通车？", hits=HITS[:1], max_context_tokens=whole.tokens - 30)
    assert prompt.given == 1
    assert HARBOUR_ZH in user_text(prompt)
    assert HARBOUR_EN not in user_text(prompt)
    assert prompt.notes == ("为不超出模型的窗口，1 段没有附上另一种语言的版本。",)


def test_first_passage_is_cut_only_between_sentences():
    long = make_hit(" ".join(f"Sentence number {n} says one thing." for n in range(400)))
    prompt = build("What does it say?", hits=[long], max_context_tokens=1_500)
    body = re.search(r"text: (.*)", user_text(prompt)).group(1)
    assert body.endswith("says one thing.")
    assert 10 < body.count(".") < 400
    assert prompt.tokens <= 1_500
    assert "only its first whole sentences" in prompt.notes[0]


def test_history_is_bounded_and_the_latest_stays():
    asked = [f"Question {n} about the trams and the buses and the ferries?" for n in range(50)]
    prompt = build("When did the bridge open?", *asked, max_history_tokens=100)
    history = prompt.messages[1:-1]
    assert history[0].role == "user"
    assert "Question 49" in history[-2].content
    assert sum(count_tokens(message.content) for message in history) <= 100
    assert "earlier messages" in prompt.notes[-1]


def test_marks_of_earlier_answers_are_left_out():
    prompt = build("And trams?", "How many buses are there?")
    assert prompt.messages[2].content == "It did."


def test_history_may_be_switched_off():
    prompt = build("And trams?", "How many buses are there?", max_history_tokens=0)
    assert len(prompt.messages) == 2
    assert "How many trams are there?" in user_text(prompt)


def test_history_never_starts_with_the_assistant():
    settings = AnswerSettings()
    question = make_question("Why?")
    asked = (Turn("assistant", "Welcome."), Turn("user", "Where?"), Turn("assistant", "Here."))
    question = type(question)(question.text, "en", asked, "Where? Why?")
    prompt = build_prompt(question, HITS, settings, count=count_tokens)
    assert [message.role for message in prompt.messages] == ["system", "user", "assistant", "user"]
