import pytest

from rag.documents.runs import split_runs


def _runs(text):
    runs = split_runs(text)
    assert "".join(text[run.start : run.end] for run in runs) == text
    return [(text[run.start : run.end].strip(), run.language) for run in runs]


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("港口何时开放?", "Question: When does the port open?"),
        ("港口三月开放。", "“The port opens in March.”"),
        ("谢谢。", "Thank you."),
        ("临海市举行港口新闻发布会", "Linhai Holds a Press Conference on the Port"),
        ("2024年3月5日", "March 5, 2024"),
        ("林岚说：“我们欢迎大家！”", "Lin Lan said: “Everyone is welcome!”"),
    ],
)
def test_split_runs_cuts_glued_languages_either_way(zh, en):
    assert _runs(zh + en) == [(zh, "zh"), (en, "en")]
    assert _runs(f"{en} {zh}") == [(en, "en"), (zh, "zh")]


def test_split_runs_keeps_a_year_with_its_language():
    assert _runs("The Port of Linhai in the Year 2021临海港年度报告") == [
        ("The Port of Linhai in the Year 2021", "en"),
        ("临海港年度报告", "zh"),
    ]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("推动RCEP尽快生效，支持“Made in Linhai”品牌。", "zh"),
        ("World Port Organization（WPO）表示肯定。", "zh"),
        ("Linhai Regional Free Trade and Harbour Partnership已经生效。", "zh"),
        ("他说：“We will win. We must.” 然后离开了会场。", "zh"),
        ("OK. 我们开始吧。", "zh"),
        ("The term 命运共同体 (shared future) is used by Mr. 林 often.", "en"),
        ('The sign read "港口开放。欢迎。" in red.', "en"),
        ("我们使用 Microsoft Office", "zh"),
        ("", None),
        ("2021, 12.5 %", None),
    ],
)
def test_split_runs_does_not_tear_sentences(text, language):
    assert _runs(text) == [(text, language)]


def test_split_runs_cuts_back_and_forth():
    text = "港口三月开放。The port opens in March. 欢迎大家参观。You are all welcome."
    assert [language for _, language in _runs(text)] == ["zh", "en", "zh", "en"]
