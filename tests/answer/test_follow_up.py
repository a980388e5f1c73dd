import pytest

from rag.answer import check_question, resolve_follow_up
from rag.schema import Turn
from rag.settings import AnswerSettings


def resolve(text, *asked):
    history = []
    for question in asked:
        history += [Turn("user", question), Turn("assistant", "Yes. [1]")]
    return resolve_follow_up(check_question(text, AnswerSettings(), history)).standalone


EN = "How many ferries did Larkport buy in 2020?"
ZH = "云港市2020年买了多少艘渡轮？"


@pytest.mark.parametrize(
    "text",
    [
        "And why in 2021?",
        "What about the harbour?",
        "How about the year after?",
        "Why?",
        "Who paid for them?",
        "When did it arrive?",
        "Was that announcement confirmed by the mayor?",
        "What does the harbour master say on this point?",
    ],
)
def test_elliptic_english_question_takes_the_last_one_along(text):
    assert resolve(text, EN) == f"{EN} {text}"


@pytest.mark.parametrize(
    "text",
    [
        "那2021年是为什么？",
        "电车呢？",
        "为什么？",
        "它们是谁付的钱？",
        "其中有几艘是电动的？",
        "又花了多少钱？",
        "到了年底的发布会上，市长对这一点怎么说？",
    ],
)
def test_elliptic_chinese_question_takes_the_last_one_along(text):
    assert resolve(text, ZH) == f"{ZH} {text}"


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Which company built the new opera house in Larkport?", EN),
        ("Did the mayor of Larkport say that she would resign?", EN),
        ("云港市新歌剧院是由哪家公司建造的？", ZH),
        ("云港市长认为旅游业恢复的主要原因是什么？", ZH),
        ("云港 Larkport 的新机场什么时候启用？", ZH),
    ],
)
def test_question_that_stands_alone_is_left_alone(text, asked):
    assert resolve(text, asked) == text


def test_nothing_is_added_without_history():
    assert resolve("And in 2021?") == "And in 2021?"


def test_chain_of_follow_ups_reaches_the_topic():
    assert resolve("And trams?", EN, "And buses?") == EN.replace("ferries", "trams")
    assert resolve("And why?", EN, "And buses?") == f"{EN.replace('ferries', 'buses')} And why?"
    assert resolve("为什么？", ZH, "电车呢？") == f"{ZH} 电车呢？ 为什么？"


@pytest.mark.parametrize(
    ("text", "asked", "expected"),
    [
        ("公交车呢？", (ZH, "电车呢？"), f"{ZH} 公交车呢？"),
        ("And the harbour?", (EN, "What about the mayor?"), f"{EN} And the harbour?"),
        ("And trams?", (ZH, "What about buses?"), f"{ZH} And trams?"),
        ("And how many trams?", (ZH, "What about buses?"), "And how many trams?"),
        ("那有多少电车？", (EN, "公交车呢？"), "那有多少电车？"),
    ],
)
def test_what_is_asked_next_takes_the_place_of_what_was_asked_last(text, asked, expected):
    assert resolve(text, *asked) == expected


def restate(text, *asked, said="Yes. [1]"):
    history = []
    for question in asked:
        history += [Turn("user", question), Turn("assistant", said)]
    return resolve_follow_up(check_question(text, AnswerSettings(), history))


@pytest.mark.parametrize(
    ("text", "asked", "wanted"),
    [
        ("翻译成中文", EN, "zh"),
        ("What's the Chinese for that?", EN, "zh"),
        ("give me the Chinese original", EN, "zh"),
        ("and in Chinese?", EN, "zh"),
        ("Show me the original", EN, "zh"),
        ("怎么翻译？", EN, "zh"),
        ("请用英文回答", ZH, "en"),
        ("英文原文呢？", ZH, "en"),
        ("in English please", ZH, "en"),
        ("in English please", EN, "en"),
    ],
)
def test_request_for_another_language_asks_the_last_question_again(text, asked, wanted):
    question = restate(text, asked)
    assert (question.text, question.search_text) == (asked, asked)
    assert question.language == wanted
    assert question.search_language == ("en" if asked == EN else "zh")


def test_request_for_another_language_reaches_the_topic():
    assert restate("in Chinese", EN, "And in 2021?").text == EN.replace("2020", "2021")
    assert resolve("And in 2021?", EN, "in Chinese") == EN.replace("2020", "2021")
    assert restate("翻译成中文", EN, "Thanks!", "用中文说").text == EN


def test_request_for_another_language_without_a_question_is_left_alone():
    question = restate("in Chinese please")
    assert (question.text, question.text_language) == ("in Chinese please", None)


def test_term_is_asked_for_by_itself():
    assert resolve("ferry 中文怎么说", EN) == "ferry 中文怎么说"
    assert resolve("渡轮的英文？", EN) == "渡轮的英文？"


def test_thanks_are_passed_over():
    assert resolve("Why?", EN, "Thanks!") == f"{EN} Why?"
    assert resolve("为什么？", ZH, "谢谢", "好的") == f"{ZH} 为什么？"


@pytest.mark.parametrize(
    ("text", "asked", "said", "own"),
    [
        ("市长怎么回答的？", "晨报记者问了什么？", "渡轮为什么停开？[1]", "zh"),
        ("And what was the answer?", "晨报记者问了什么？", "渡轮为什么停开？[1]", "zh"),
        ("How did she reply?", "What did the reporter ask?", "Why no ferry? [1]", "en"),
        ("他怎么回答？", "What did the reporter ask?", "Why no ferry 渡轮? [1]", "en"),
    ],
)
def test_reply_is_searched_for_by_the_question_that_was_quoted(text, asked, said, own):
    question = restate(text, asked, said=said)
    assert question.search_text == said.removesuffix("[1]").strip()
    assert question.search_language == own
    assert question.language == ("zh" if "答" in text else "en")


@pytest.mark.parametrize(
    ("asked", "said"),
    [("What did the reporter ask?", "The library does not state this."), (EN, "Nine. [1]")],
    ids=["refused", "no question"],
)
def test_reply_to_nothing_quoted_is_a_follow_up_like_others(asked, said):
    assert restate("How did she reply?", asked, said=said).text == "How did she reply?"


def test_follow_up_of_another_date_is_the_question_of_that_date():
    assert resolve("And in 2021?", EN) == EN.replace("2020", "2021")
    assert resolve("那2021年呢？", ZH) == ZH.replace("2020", "2021")
    assert resolve("那 2021年 呢？", EN) == EN.replace("2020", "2021年")


def test_each_follow_up_of_a_chain_stands_for_the_one_before():
    asked = "What did she say about Norland?"
    chain = [asked, "And about Sudland?"]
    assert resolve("What about Westland?", *chain) == "What did she say about Westland?"
    assert resolve("And when?", *chain) == "What did she say about Sudland? And when?"


def test_topic_is_not_taken_from_before_a_change():
    other = "Which company built the new opera house in Larkport?"
    assert resolve("And when?", EN, other) == f"{other} And when?"


def test_follow_up_may_change_the_language():
    assert resolve("那电车呢？", EN) == f"{EN} 那电车呢？"


def test_empty_turns_are_passed_over():
    history = [Turn("user", EN), Turn("assistant", ""), Turn("user", "  ")]
    question = check_question("And trams?", AnswerSettings(), history)
    assert resolve_follow_up(question).standalone == EN.replace("ferries", "trams")


def resolve_with(told, text, *asked):
    """Resolve where the library tells that the questions of ``told`` stand alone."""
    tried = []

    def stands_alone(trial):
        tried.append((trial.alone.text, trial.joined.search_text, trial.points_back))
        assert trial.alone.search_text == trial.alone.text == trial.joined.text
        assert trial.alone.history == trial.joined.history == ()
        return trial.alone.text in told

    history = []
    for question in asked:
        history += [Turn("user", question), Turn("assistant", "Yes. [1]")]
    question = resolve_follow_up(check_question(text, AnswerSettings(), history), stands_alone)
    return question.standalone, tried


@pytest.mark.parametrize(
    ("text", "asked", "points_back"),
    [
        ("轮渡涨价了吗？", ZH, False),
        ("Is Heron old?", EN, False),
        ("那 LPA 是谁？", ZH, True),
        ("Did she rule out sabotage?", EN, True),
    ],
)
def test_library_tells_whether_a_question_stands_alone(text, asked, points_back):
    tried = [(text, f"{asked} {text}", points_back)]
    assert resolve_with([text], text, asked) == (text, tried)
    assert resolve_with([], text, asked) == (f"{asked} {text}", tried)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("为什么？", ZH),
        ("什么时候？", ZH),
        ("有多少？", ZH),
        ("Who said that?", EN),
        ("And who paid for them?", EN),
        ("谁宣布的？", ZH),
        ("Why?", EN),
        ("What does the harbour master say on this point?", EN),
    ],
)
def test_what_names_nothing_is_joined_whatever_the_library_says(text, asked):
    found, tried = resolve_with([text], text, asked)
    assert tried == []
    assert found == f"{asked} {text}"


def test_follow_ups_are_put_behind_the_last_question_that_stood_alone():
    chain = [ZH, "为什么？", "灯塔有多高？", "什么时候建的？"]
    assert resolve_with(["灯塔有多高？"], "为什么？", *chain)[0] == (
        "灯塔有多高？ 什么时候建的？ 为什么？"
    )
    chain = [EN, "Why?", "Is Heron old?", "And how old?"]
    found = resolve_with(["Is Heron old?"], "Since when?", *chain)[0]
    assert found.startswith("Is Heron old?")
    chain = [EN, "灯塔有多高？"]
    assert resolve_with(["灯塔有多高？"], "Why?", *chain)[0] == "灯塔有多高？ Why?"


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("第二句是什么意思？", "校长送给毕业生哪三句话？"),
        ("那第三点呢？", "她讲了哪三点？"),
        ("What is the second?", "Which three measures did the city take?"),
        ("Who was the last one?", "Which five mayors were there?"),
    ],
)
def test_item_of_a_list_is_of_the_one_asked_for_before(text, asked):
    assert resolve(text, asked) == f"{asked} {text}"


@pytest.mark.parametrize(
    "text", ["第二次会议是什么时候开的？", "What is the second language here?"]
)
def test_number_that_says_of_what_stands_alone(text):
    assert resolve(text, EN if text.isascii() else ZH) == text


@pytest.mark.parametrize(
    ("more", "asked", "language"),
    [("继续", ZH, "zh"), ("Tell me more", EN, "en"), ("继续", EN, "zh"), ("Go on", ZH, "en")],
)
def test_more_is_asked_of_the_last_question(more, asked, language):
    question = restate(more, asked, "Thanks!", more)
    assert (question.text, question.standalone) == (more, asked)
    assert question.language == language
    assert question.search_language == ("en" if asked == EN else "zh")
    assert resolve("为什么？", ZH, "继续") == f"{ZH} 为什么？"


def test_more_of_what_was_not_answered_is_the_same_question():
    question = restate("继续", EN, said="The library does not state this.")
    assert (question.text, question.search_text, question.language) == (EN, EN, "zh")
    assert question.text_language == "en"


def test_wording_asked_for_by_its_original_is_of_the_last_answer():
    question = restate("英文原话是什么？", ZH)
    assert (question.text, question.language) == (ZH, "en")
