"""Questions to start with: whoever reads them has not read the documents."""

import pytest

TALK = """记者：有没有人要为此负责？

林岚：没有。

记者：您如何评价新码头的工程？

林岚：很好。

记者：新码头一共投资了多少亿元？

林岚：三亿元。

Question: How far were you from the rocks?

Lin Lan: Ten metres.

Question: How does it compare with the old one?

Lin Lan: Well.

Question: How would you describe the new harbour bridge?

Lin Lan: It is long.

Question: When does the new harbour bridge open?

Lin Lan: In May.
"""


@pytest.mark.parametrize(
    ("language", "questions"),
    [
        ("zh", ["新码头一共投资了多少亿元？", "您如何评价新码头的工程？"]),
        (
            "en",
            [
                "When does the new harbour bridge open?",
                "How would you describe the new harbour bridge?",
            ],
        ),
    ],
)
def test_questions_stand_alone(library, tmp_path, language, questions):
    (tmp_path / "talk.txt").write_text(TALK, "utf-8")
    library.ingest(tmp_path / "talk.txt")
    assert library.example_questions(language) == questions
