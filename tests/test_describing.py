"""What documents are: read when they are indexed, described beside them, corrected by hand."""

import sqlite3
from contextlib import suppress
from pathlib import Path

import pytest

from rag.errors import FilterError, MetadataError
from rag.ingesting.watching import watch_folders
from rag.metadata import DocumentMetadata, metadata_of
from rag.schema import SearchFilters

ZH = (
    "林岚市长就新码头建设接受海岸社专访\n\n2024年3月5日\n\n"
    "记者：新码头何时开放？\n\n林岚：新码头将于五月开放，投资三亿元。\n"
)
EN = (
    "Mayor Lin Lan Gives Interview to Coast News\n\nMarch 5, 2024\n\n"
    "Question: When will the new pier open?\n\nLin Lan: It opens in May, and costs 300 million.\n"
)
PLAIN = "The ferries run from six to ten, and twelve of them are new.\n"


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "码头.txt").write_text(ZH, "utf-8")
    (folder / "pier.txt").write_text(EN, "utf-8")
    (folder / "ferry.txt").write_text(PLAIN, "utf-8")
    return folder


@pytest.fixture
def library(library, folder):
    library.ingest(folder)
    return library


def info_of(library, name):
    return next(info for info in library.documents() if info.name == name)


def describe(path, text):
    Path(f"{path}.meta.toml").write_text(text, "utf-8")


def found(library, **filters):
    """Documents found in either language: those that say the same are one entry."""
    questions = ("Tell me of piers and ferries", "码头和渡轮")
    hits = [
        hit
        for question in questions
        for hit in library.search(question, filters=SearchFilters(**filters), top_k=9)
    ]
    return {hit.passage.paragraph.document for hit in hits}


def worded(library, question):
    """Documents found by the words of a question."""
    hits = library.search(question, top_k=9)
    channels = {hit.passage.paragraph.document: hit.channels for hit in hits}
    return {name for name, ranks in channels.items() if any("keyword" in each for each in ranks)}


@pytest.mark.parametrize(
    ("name", "metadata"),
    [
        (
            "码头",
            DocumentMetadata(
                "林岚市长就新码头建设接受海岸社专访",
                "2024-03-05",
                None,
                "海岸社专访",
                "海岸社",
                "林岚",
            ),
        ),
        (
            "pier",
            DocumentMetadata(
                "Mayor Lin Lan Gives Interview to Coast News",
                "2024-03-05",
                None,
                "Interview with Coast News",
                "Coast News",
                "Lin Lan",
            ),
        ),
        ("ferry", DocumentMetadata()),
    ],
)
def test_ingest_reads_what_a_text_states(library, name, metadata):
    assert metadata_of(info_of(library, name)) == metadata
    assert {metadata_of(each) for each in library.passages_of(name)} == {metadata}


def test_citations_carry_metadata(library):
    answer = library.ask("新码头何时开放？", filters=SearchFilters(interviewers=("海岸",)))
    assert answer.citations
    assert {each.passage.interviewee for each in answer.citations} == {"林岚"}


def test_sidecar_added_changed_and_removed_is_noticed(library, folder):
    ids = [each.id for each in library.passages_of("ferry")]
    for text, source in (('source = "Bay Daily"', "Bay Daily"), ('source = "湾报"', "湾报")):
        describe(folder / "ferry.txt", f'{text}\ntitle = "Timetable"\n')
        report = library.ingest(folder)
        assert (report.described, report.updated, report.added) == (("ferry",), (), ())
        assert (info_of(library, "ferry").source, info_of(library, "ferry").title) == (
            source,
            "Timetable",
        )
        assert library.ingest(folder).described == ()
    assert worded(library, "timetable") == {"ferry"}
    (folder / "ferry.txt.meta.toml").unlink()
    assert library.ingest(folder).described == ("ferry",)
    assert metadata_of(info_of(library, "ferry")) == DocumentMetadata()
    assert [each.id for each in library.passages_of("ferry")] == ids
    assert all(check.passed for check in library.check())


def test_sidecar_of_a_new_document_is_read_with_it(library, folder):
    (folder / "tram.txt").write_text("The trams are new.\n", "utf-8")
    describe(folder / "tram.txt", 'date = 2023-05-01\nevent = "开通仪式"\n')
    report = library.ingest(folder)
    assert (report.added, report.described) == (("tram",), ())
    assert metadata_of(info_of(library, "tram")) == DocumentMetadata(
        date="2023-05-01", event="开通仪式"
    )


def test_bad_sidecar_warns_and_the_text_holds(library, folder):
    describe(folder / "pier.txt", 'source = "Coast News"\ndate = "soon"\nauthor = "Lin"\n')
    report = library.ingest(folder)
    messages = [each.message for each in report.warnings]
    assert [message.split(":")[1].strip() for message in messages] == ["date", "author"]
    assert (info_of(library, "pier").date, info_of(library, "pier").source) == (
        "2024-03-05",
        "Coast News",
    )
    describe(folder / "pier.txt", "source = \n")
    (warning,) = library.ingest(folder).warnings
    assert warning.path == str(folder / "pier.txt")
    assert "line 1" in warning.message
    assert info_of(library, "pier").source is None


def test_sidecar_without_document_is_warned_of(library, folder):
    (folder / "pier.meta.toml").write_text('title = "Pier"', "utf-8")
    (warning,) = library.ingest(folder).warnings
    assert "pier.meta.toml" in warning.path
    assert "does not lie beside it" in warning.message


def test_sidecar_that_stays_behind_a_moved_file_holds_no_longer(library, folder):
    describe(folder / "ferry.txt", 'source = "Bay Daily"')
    library.ingest(folder)
    (folder / "ferry.txt").rename(folder / "渡轮.txt")
    report = library.ingest(folder)
    assert (report.renamed, report.described) == ((("ferry", "渡轮"),), ("渡轮",))
    assert info_of(library, "渡轮").source is None


def test_watched_folder_follows_sidecars(library, folder):
    now, reports = [0.0], []
    steps = [
        lambda: describe(folder / "ferry.txt", 'source = "Bay Daily"'),
        None,
        (folder / "ferry.txt.meta.toml").unlink,
        None,
    ]

    def sleep(seconds):
        now[0] += seconds
        if not steps:
            raise KeyboardInterrupt
        step = steps.pop(0)
        if step is not None:
            step()

    watched = watch_folders(
        library, [folder], interval_seconds=2.0, clock=lambda: now[0], sleep=sleep
    )
    with suppress(KeyboardInterrupt):
        for report in watched:
            reports += [(report.described, info_of(library, "ferry").source)]
    assert reports[1:] == [(("ferry",), "Bay Daily"), (("ferry",), None)]


def test_correction_wins_and_stays_when_the_file_changes(library, folder):
    describe(folder / "pier.txt", 'source = "Sidecar News"\nevent = "Sidecar event"\n')
    library.ingest(folder)
    info = library.correct("pier", {"source": "Coast News", "date": "2024年4月1日"})
    assert (info.source, info.date, info.event) == ("Coast News", "2024-04-01", "Sidecar event")
    (folder / "pier.txt").write_text(EN + "\nIt rained.\n", "utf-8")
    assert library.ingest(folder).updated == ("pier",)
    info = info_of(library, "pier")
    assert (info.source, info.date, info.event) == ("Coast News", "2024-04-01", "Sidecar event")
    (folder / "pier.txt").rename(folder / "码头 pier.txt")
    library.ingest(folder)
    assert info_of(library, "码头 pier").source == "Coast News"


@pytest.mark.parametrize("empty", ["", None, "  "])
def test_empty_value_takes_a_correction_back(library, empty):
    library.correct("码头", {"interviewee": "王明", "title": "码头"})
    info = library.correct("码头", {"interviewee": empty, "title": empty})
    assert (info.interviewee, info.title) == ("林岚", "林岚市长就新码头建设接受海岸社专访")


def test_dash_says_that_there_is_none(library, folder):
    assert library.correct("码头", {"interviewee": "-"}).interviewee is None
    library.ingest(folder)
    assert info_of(library, "码头").interviewee is None
    with pytest.raises(FilterError, match="no document has the interviewee '林岚'"):
        found(library, interviewees=("林岚",))


def test_corrected_title_and_date_are_searched(library):
    assert "ferry" not in worded(library, "What does the gazette say?")
    library.correct("ferry", {"title": "Harbour Gazette", "date": "2019"})
    assert "ferry" in worded(library, "What does the gazette say?")
    library.correct("码头", {"title": "海港公报"})
    assert "码头" in worded(library, "公报说了什么？")
    assert found(library, until="2020") == {"ferry"}
    library.correct("ferry", {"title": "", "date": ""})
    assert "ferry" not in worded(library, "What does the gazette say?")


@pytest.mark.parametrize(
    ("name", "changes", "message"),
    [
        ("peir", {"title": "x"}, "No document is named 'peir'. Near it are: pier"),
        ("码", {"title": "x"}, "No document is named '码'. Near it are: 码头"),
        ("zebra", {"title": "x"}, "'zebra'. The library holds: "),
        (
            "pier",
            {"author": "x"},
            "pier: 'author' is nothing that can be corrected; .* title, date",
        ),
        ("pier", {"date": "soon"}, "pier: date: 'soon' is not a date; write 2021-12-30"),
        ("pier", {"title": "x" * 301}, "pier: title: 301 characters are too many"),
    ],
)
def test_correction_that_cannot_be_made_says_why(library, name, changes, message):
    with pytest.raises(MetadataError, match=message):
        library.correct(name, {"source": "Coast News", **changes})
    assert info_of(library, "pier").source is None


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({"interviewees": ("lin lan",)}, {"pier"}),
        ({"interviewees": ("林",)}, {"码头"}),
        ({"interviewees": ("林", "Lin")}, {"pier", "码头"}),
        ({"events": ("专访",)}, {"码头"}),
        ({"interviewers": ("coast",), "since": "2024"}, {"pier"}),
    ],
)
def test_filters_limit_the_search(library, filters, names):
    assert found(library, **filters) == names


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ({"sources": ("Bay",)}, "no document has the source 'Bay'; none states its source; say it"),
        (
            {"interviewers": ("Bay", "湾")},
            "the interviewer 'Bay' or '湾'; there are: Coast News; 海岸社",
        ),
        ({"interviewers": ("coast",), "interviewees": ("林",)}, "but none meets them all"),
    ],
)
def test_filter_that_nothing_meets_says_so(library, filters, message):
    for ask in (library.search, library.ask, library.stream):
        with pytest.raises(FilterError, match=message):
            ask("新码头何时开放？", filters=SearchFilters(**filters))


def test_documents_of_an_earlier_version_are_read_at_the_next_ingest(library, folder):
    with sqlite3.connect(library.info.path / "catalogue.sqlite3") as connection:
        connection.execute(
            """UPDATE documents
            SET layers = '{}', event = NULL, interviewer = NULL, interviewee = NULL"""
        )
    connection.close()
    ids = [each.id for each in library.passages_of("pier")]
    report = library.ingest(folder)
    assert set(report.described) == {"pier", "码头"}
    assert report.unchanged == ("ferry",)
    assert info_of(library, "pier").interviewee == "Lin Lan"
    assert [each.id for each in library.passages_of("pier")] == ids
    assert len(library.ingest(folder).unchanged) == 3
