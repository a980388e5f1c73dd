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


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        (
            "门票：成人45元，1.2米以下儿童免费",
            "Admission: adults 45 yuan, children under 1.2 metres free",
        ),
        ("周一闭馆，周日开放", "Open from Sunday, 9 a.m. to noon; closed on Mondays"),
        ("周六开放，周一闭馆", "Open from 9 a.m. Saturday to 5 p.m. Sunday; closed on Mondays"),
        (
            "今年增长3.5个百分点，去年2.1个百分点",
            "Growth was 3.5 points this year and 2.1 last year",
        ),
        ("开放时间为上午九时至正午。", "The museum is open from 9 a.m. to noon."),
    ],
    ids=["decimals", "a.m. in a sentence", "a.m. before a capital", "points", "finished"],
)
def test_split_runs_cuts_no_figure_and_no_abbreviation(zh, en):
    assert _runs(f"{zh} {en}") == [(zh, "zh"), (en, "en")]


@pytest.mark.parametrize(
    ("en", "zh"),
    [
        ("The meeting began at 9:30 a.m.", "会议于上午开始。"),
        ("The port opened in 2021.", "2021年港口开放。"),
        ("The port opened in May.", "5月港口开放。"),
        ("It rose by 2.5 points.", "增长了2.5个百分点。"),
    ],
)
def test_split_runs_cuts_behind_a_full_stop_that_ends_english(en, zh):
    assert _runs(en + zh) == [(en, "en"), (zh, "zh")]
