import pytest

from rag.ingesting.passages import find_contexts
from rag.schema import Paragraph


def paragraph(number, kind, text, language="zh"):
    return Paragraph("d", number, language, kind, None, text, ((0, len(text)),))


def test_find_contexts_gives_answers_their_heading_and_question():
    found = find_contexts(
        [
            paragraph(1, "heading", "港口建设"),
            paragraph(2, "question", "记者：何时完工？"),
            paragraph(3, "answer", "市长：明年。"),
        ]
    )
    assert found == ["", "港口建设", "港口建设\n记者：何时完工？"]


def test_find_contexts_keeps_the_languages_apart():
    found = find_contexts(
        [
            paragraph(1, "question", "记者：何时完工？"),
            paragraph(2, "question", "Question: When?", "en"),
            paragraph(3, "answer", "市长：明年。"),
            paragraph(4, "answer", "Mayor: Next year.", "en"),
        ]
    )
    assert found[2:] == ["记者：何时完工？", "Question: When?"]


def test_find_contexts_ends_a_question_at_the_next_heading():
    found = find_contexts(
        [
            paragraph(1, "question", "Question: When?", "en"),
            paragraph(2, "heading", "Ferries", "en"),
            paragraph(3, "answer", "Mayor: The ferry is on time.", "en"),
        ]
    )
    assert found[2] == "Ferries"


@pytest.mark.parametrize(
    ("heading", "head", "row", "language"),
    [
        ("客运", "航线 | 2023年 | 2024年", "东岸线 | 31.2万 | 35.8万", "zh"),
        ("Passengers", "Line | In 2023 | In 2024", "East Bank | 312,000 | 358,000", "en"),
        (
            "客运 Passengers",
            "航线 Line | 2023年 | 2024年",
            "东岸线 East Bank | 31.2万 | 35.8万",
            "zh",
        ),
    ],
)
def test_find_contexts_gives_rows_the_head_of_their_columns(heading, head, row, language):
    found = find_contexts(
        [
            paragraph(1, "heading", heading, language),
            paragraph(2, "paragraph", head, language),
            paragraph(3, "paragraph", row, language),
            paragraph(4, "paragraph", "渡轮早上六点开。", language),
        ]
    )
    assert found[1:] == [heading, f"{heading}\n{head}", heading]


def test_find_contexts_of_nothing_is_empty():
    assert find_contexts([]) == []


@pytest.mark.parametrize(
    ("text", "announced", "language"),
    [
        ("市长：渡轮停了。对于港口，我有三点主张：", "对于港口，我有三点主张：", "zh"),
        ("港口的贡献，可以用三个“最”来概括。", "港口的贡献，可以用三个“最”来概括。", "zh"),
        (
            "Mayor: Thank you. I have three points on ferries:",
            " I have three points on ferries:",
            "en",
        ),
        ("Mayor: 渡轮 (ferries) 有以下几点:", "Mayor: 渡轮 (ferries) 有以下几点:", "zh"),
        ("渡轮早上六点开。", "", "zh"),
        ("The ferry leaves at six.", "", "en"),
    ],
)
def test_find_contexts_gives_what_follows_its_announcement(text, announced, language):
    found = find_contexts(
        [
            paragraph(1, "answer", text, language),
            paragraph(2, "answer", "一。" if language == "zh" else "One.", language),
            paragraph(3, "answer", "二。" if language == "zh" else "Two.", language),
            paragraph(4, "question", "谁？", language),
            paragraph(5, "answer", "我。", language),
        ]
    )
    assert found[:3] == ["", announced, announced]
    assert found[4] == "谁？"
