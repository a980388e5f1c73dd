import pytest

from rag.documents.continuity import BreakSigns, Part, goes_on, is_certain
from rag.documents.lines import read_lines

_CUT_ZH = [
    ("市里在河边新修了一条步", "道，每天早晨有很多老"),
    ("人来散步。孩子们也喜", "欢在这里放风筝。"),
]
_CARELESS_ZH = [
    "河边新修了步道，老人每天来散步",
    "孩子们喜欢放风筝，周末人最多",
    "夏天这里很凉快，大家坐到很晚",
]
_CUT_EN = ["The council met on Monday and heard Mayor", "Lin speak of the harbour. Then Captain"]


def _signs(texts, language, seen=lambda _: 0):
    return BreakSigns.read([Part(text, language) for text in texts], seen)


def test_habit_tells_cut_documents_from_careless_ones():
    cut = _signs([text for pair in _CUT_ZH for text in pair], "zh").habits["zh"]
    careless = _signs(_CARELESS_ZH, "zh").habits["zh"]
    assert cut.running > careless.running
    assert cut.alone > careless.alone


def test_habit_of_one_language_counts_for_the_other():
    english = [Part(text, "en") for text in (*_CUT_EN, "and the pilots answered.")]
    alone = _signs(["河边新修了步道。"], "zh").habits["zh"]
    both = BreakSigns.read([Part("河边新修了步道。", "zh"), *english], lambda _: 0).habits["zh"]
    assert both.running > alone.running


@pytest.mark.parametrize("language", ["zh", "en"])
def test_habit_of_nothing_is_that_documents_are_rarely_cut(language):
    habit = _signs([], language).habits[language]
    assert habit.running < 0
    assert habit.alone < 0


def test_languages_that_take_turns_are_seen():
    parts = [Part("港口。", "zh"), Part("The port.", "en")] * 3
    assert BreakSigns.read(parts, lambda _: 0).alternating
    assert not BreakSigns.read(parts[::2] + parts[1::2], lambda _: 0).alternating


@pytest.mark.parametrize(
    ("before", "after", "language", "expected"),
    [
        ("这条路已经", "修好了。", "zh", True),
        ("老人和外地来的", "年轻人都来散步。", "zh", True),
        ("港口发展", "码头建设", "zh", False),
        ("known to all of", "China in the spring.", "en", True),
        ("never been seen in Linwan before", "The villagers came.", "en", False),
        ("you need a card;", "b) a life jacket", "en", False),
    ],
)
def test_is_certain_reads_the_words_at_the_break(before, after, language, expected):
    assert is_certain(before, after, language) is expected


def test_page_breaks_make_going_on_likelier():
    signs = _signs(["河边新修了一条步道。"], "zh")
    after = read_lines("孩子们也来放风筝。")[0]
    before = "老人每天早晨来散步，说这里的风很"
    odds = [
        goes_on(before, after, "zh", signs=signs, known_text=True, apart=apart)
        for apart in (False, True)
    ]
    assert odds == sorted(odds)
