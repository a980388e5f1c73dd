import pytest

from rag.answer import check_question
from rag.errors import QuestionError, QuestionTooLongError
from rag.schema import Turn
from rag.settings import AnswerSettings

SETTINGS = AnswerSettings()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("  Which year did the bridge open?\n", "en"),
        ("大桥是哪一年通车的？", "zh"),
        ("RCEP是什么？", "zh"),
        ("What does 合作 mean?", "en"),
        ("2021年呢？", "zh"),
    ],
)
def test_question_is_trimmed_and_its_language_told(text, language):
    question = check_question(text, SETTINGS)
    assert question.text == text.strip()
    assert question.language == language
    assert question.search_text == question.text


@pytest.mark.parametrize("text", ["", "   \n\t", "\x00", "\u3000"])
def test_empty_question_is_refused_in_both_languages(text):
    with pytest.raises(QuestionError, match=r"is empty.*问题是空的"):
        check_question(text, SETTINGS)


def test_bytes_that_are_no_text_are_dropped():
    question = check_question("\udcff大桥\x00是哪一年\ud83d通车的？", SETTINGS)
    assert question.text == "大桥是哪一年通车的？"


@pytest.mark.parametrize("text", ["???", "。。。", "2021", "12 + 30", "🙂"])
def test_question_without_a_word_is_refused(text):
    with pytest.raises(QuestionError, match="holds no word"):
        check_question(text, SETTINGS)


def test_bare_year_after_a_question_takes_its_language():
    history = [Turn("user", "2020年有多少游客？"), Turn("assistant", "三百万。[1]")]
    assert check_question("2021?", SETTINGS, history).language == "zh"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("why " * 600, r"has 2,399 characters; at most 2,000"),
        ("为什么" * 1000, r"问题有 3000 个字符，上限是 2000 个"),
    ],
    ids=["en", "zh"],
)
def test_long_question_names_its_size_and_the_limit(text, message):
    with pytest.raises(QuestionTooLongError, match=message) as raised:
        check_question(text, SETTINGS)
    assert (raised.value.count, raised.value.limit) == (len(text.strip()), 2000)


@pytest.mark.parametrize(
    "text",
    [
        "В каком году открыли мост?",
        "橋はいつ開通しましたか？",
        "다리는 언제 개통되었습니까?",
        "متى افتتح الجسر؟",
        "¿En qué año se inauguró el puente sobre el río?",
    ],
    ids=["ru", "ja", "ko", "ar", "es"],
)
def test_third_language_is_refused(text):
    with pytest.raises(QuestionError, match="in Chinese or English"):
        check_question(text, SETTINGS)


def test_history_is_kept_in_order():
    history = [Turn("user", "Who?"), Turn("assistant", "She. [1]")]
    assert check_question("And when was that?", SETTINGS, history).history == tuple(history)
