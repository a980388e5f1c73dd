"""Metadata on the command line: shown, corrected, filtered by."""

import shutil

import pytest

TALK = (
    "林岚市长就新码头建设接受海岸社专访\n\n2024年3月5日\n\n来源：东湾新闻网\n\n"
    "记者：新码头何时开放？\n\n林岚：新码头将于五月开放，投资三亿元。\n"
)


@pytest.fixture(scope="module")
def whole(ingested):
    return ingested(**{"talk 访谈": TALK})


@pytest.fixture
def talk(whole, tmp_path):
    return shutil.copytree(whole, tmp_path / "store")


def test_documents_show_what_they_are(duizhao, talk):
    record = duizhao("documents", "--json", "--store", talk).records[-1]
    assert {
        "title": "林岚市长就新码头建设接受海岸社专访",
        "date": "2024-03-05",
        "source": "东湾新闻网",
        "event": "海岸社专访",
        "interviewer": "海岸社",
        "interviewee": "林岚",
        "corrected": {},
        "sidecar": {},
    }.items() <= record.items()
    assert "东湾新闻网 · 海岸社采访林岚" in duizhao("documents", "--store", talk).out


def test_citations_show_where_they_come_from(duizhao, talk):
    asked = duizhao("ask", "新码头何时开放？", "--interviewee", "林岚", "--json", "--store", talk)
    (record,) = asked.records
    assert {
        (each["source"], each["event"], each["interviewer"], each["interviewee"])
        for each in record["citations"]
    } == {("东湾新闻网", "海岸社专访", "海岸社", "林岚")}
    printed = duizhao("ask", "新码头何时开放？", "--interviewee", "林岚", "--store", talk)
    assert "林岚 · 2024-03-05 · 东湾新闻网 · 海岸社采访林岚" in printed.out


def test_correct_shows_what_holds_now(duizhao, talk):
    corrected = duizhao(
        "correct", "port", "source=Coast News", "Date=2025年1月", "event=-", "--store", talk
    )
    assert corrected.code == 0
    assert "date:        2025-01  (corrected)" in corrected.out
    assert "source:      Coast News  (corrected)" in corrected.out
    assert "event:       -  (corrected)" in corrected.out
    found = duizhao("search", "新港口", "--source", "coast", "--json", "--store", talk)
    assert {each["document"] for each in found.records} == {"port"}
    taken_back = duizhao("correct", "port", "source=", "--json", "--store", talk)
    (record,) = taken_back.records
    assert record["source"] is None
    assert record["corrected"] == {"date": "2025-01", "event": None}


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("correct", "prot", "title=x"), 1, "No document is named 'prot'. Near it are: port"),
        (("correct", "port", "author=x"), 1, "'author' is nothing that can be corrected"),
        (("correct", "port", "date=soon"), 1, "port: date: 'soon' is not a date"),
        (("correct", "port", "title"), 2, "'title' is not of the form FIELD=VALUE"),
        (("correct", "port"), 2, "FIELD=VALUE"),
        (
            ("search", "港口", "--source", "Bay"),
            1,
            "no document has the source 'Bay'; there are: 东湾",
        ),
        (("ask", "港口？", "--interviewer", "x"), 1, "interviewer 'x'; there are: 海岸社"),
        (("ask", "港口？", "--speaker", "无名氏"), 1, "the speaker '无名氏'; there are: "),
        (("search", "港口", "--speaker", "岚"), 1, "there are: 林岚; "),
        (("ask", "港口？", "--since", "2026", "--until", "2025"), 1, "begins after it ends"),
        (("ask", "港口？", "--since", "2030"), 1, "dated since 2030; the documents go from 2024"),
        (("ask", "港口？", "--until", "1999-12"), 1, "no document is dated until 1999-12"),
    ],
)
def test_what_cannot_be_done_says_why(duizhao, talk, arguments, code, said):
    run = duizhao(*arguments, "--store", talk)
    assert (run.code, run.out) == (code, "")
    assert said in run.err
    assert "Traceback" not in run.err


@pytest.mark.parametrize(
    "command",
    [
        ("pairs",),
        ("pairs", "--differences"),
        ("search", "港口", "--document", "port"),
        ("ask", "新码头何时开放？", "--json"),
        ("verify", "新码头"),
        ("export", "--format", "csv"),
    ],
    ids=" ".join,
)
def test_unknown_document_is_told(duizhao, talk, command):
    run = duizhao(*command, "--document", "prot", "--store", talk)
    assert (run.code, run.out) == (1, "")
    assert "No document is named 'prot'. Near it are: port" in run.err


def test_ingest_tells_what_is_described_anew(duizhao, documents, tmp_path):
    (documents / "talk 访谈.txt").write_text(TALK, "utf-8")
    store = tmp_path / "store"
    assert duizhao("ingest", documents, "--store", store).code == 0
    (documents / "port.txt.meta.toml").write_text('source = "Coast News"\ndate = "x"', "utf-8")
    run = duizhao("ingest", documents, "--json", "--store", store)
    assert run.code == 0
    assert run.records[0]["described"] == ["port"]
    assert "1 described anew, 2 unchanged" in run.err
    assert "port.txt.meta.toml: date: 'x' is not a date" in run.err
