"""One line that says where a passage comes from."""

from dataclasses import replace

import pytest

from rag.metadata import DocumentMetadata
from rag.origin import choose_wording, describe_source

BOTH = DocumentMetadata(
    "Lin Gives Interview to Coast News",
    "2024-03-05",
    "海岸社 / Coast News",
    "海岸社采访 / Interview with Coast News",
    "海岸社 / Coast News",
    "林岚 / Lin Lan",
)


@pytest.mark.parametrize(
    ("metadata", "language", "line"),
    [
        (BOTH, "zh", "海岸社 · 海岸社采访林岚"),
        (BOTH, "en", "Coast News · Lin Lan interviewed by Coast News"),
        (DocumentMetadata(source="海岸社"), "en", "海岸社"),
        (DocumentMetadata(interviewee="Lin Lan"), "en", "interviewee: Lin Lan"),
        (DocumentMetadata(interviewee="林岚"), "zh", "受访：林岚"),
        (DocumentMetadata(interviewer="Coast News"), "en", "interviewer: Coast News"),
        (
            DocumentMetadata(interviewer="Coast News", interviewee="Lin Lan"),
            "zh",
            "Coast News 采访 Lin Lan",
        ),
        (DocumentMetadata(interviewer="CCTV", interviewee="林岚"), "zh", "CCTV 采访林岚"),
        (DocumentMetadata(interviewer="海岸社", interviewee="Lin"), "zh", "海岸社采访 Lin"),
        (DocumentMetadata(interviewer="海岸社"), "zh", "采访：海岸社"),
        (DocumentMetadata("在第三届论坛上的致辞", event="第三届论坛"), "zh", ""),
        (DocumentMetadata("致辞", source="第三届论坛", event="第三届论坛"), "zh", "第三届论坛"),
        (DocumentMetadata("Title", "2024"), "en", ""),
        (DocumentMetadata(), "zh", ""),
    ],
)
def test_describe_source(metadata, language, line):
    assert describe_source(metadata, language) == line


@pytest.mark.parametrize(("language", "speaker"), [("zh", "林岚"), ("en", "Lin Lan")])
def test_speaker_beside_it_is_not_said_again(language, speaker):
    alone = DocumentMetadata(event="例行记者会", interviewee="林岚 / Lin Lan")
    assert describe_source(alone, language, speaker=speaker) == "例行记者会"
    assert speaker in describe_source(alone, language, speaker="王明")
    # A transcript in one language names who answers in it, and the page may be in the other.
    other = "Lin Lan" if language == "zh" else "林岚"
    assert describe_source(alone, language, speaker=other) == "例行记者会"
    assert speaker in describe_source(BOTH, language, speaker=speaker)


@pytest.mark.parametrize(
    ("value", "language", "wording"),
    [
        ("林岚 / Lin Lan", "zh", "林岚"),
        ("林岚 / Lin Lan", "en", "Lin Lan"),
        ("Geneva / Rome", "zh", "Geneva / Rome"),
        ("林岚", "en", "林岚"),
        (None, "en", ""),
    ],
)
def test_choose_wording(value, language, wording):
    assert choose_wording(value, language) == wording


ZH = DocumentMetadata("接受采访", "2024-03-05", "海岸社", "年终采访", "海岸社", "林岚")
EN = DocumentMetadata("An Interview", "2024-03-05", "Harbour Net", None, "Coast News", "Lin Lan")


@pytest.mark.parametrize(
    ("described", "version", "language", "line"),
    [
        (EN, ZH, "zh", "Harbour Net · 海岸社采访林岚"),
        (ZH, EN, "en", "海岸社 · 年终采访 · Lin Lan interviewed by Coast News"),
        (ZH, EN, "zh", "海岸社 · 年终采访 · 海岸社采访林岚"),
        # What is of another day is of another occasion, and may have been asked by others.
        (EN, replace(ZH, date="2023-01-01"), "zh", "Harbour Net · Coast News 采访 Lin Lan"),
        (
            replace(EN, date=None),
            replace(ZH, date=None),
            "zh",
            "Harbour Net · Coast News 采访 Lin Lan",
        ),
        (DocumentMetadata(date="2024-03-05"), ZH, "zh", ""),
    ],
)
def test_names_are_taken_from_another_version_of_the_day(described, version, language, line):
    assert describe_source(described, language, versions=[version]) == line
