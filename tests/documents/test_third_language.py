"""Documents in neither language are kept, with a warning."""

import pytest

from rag.documents import THIRD_LANGUAGE, load_document
from rag.settings import DocumentSettings

FRENCH = (
    "Le maire a présenté mardi le nouveau plan du port de la ville.\n"
    "Les travaux doivent commencer au printemps et durer environ trois ans.\n"
    "« Nous voulons que les habitants puissent se promener au bord de l'eau », dit-elle.\n"
)
ENGLISH = (
    "The mayor presented a new plan for the harbour on Tuesday.\n"
    "Work is to begin in spring and will take about three years, she said.\n"
)
CHINESE = "市长周二介绍了港口的新规划。\n工程将于春季动工，工期约三年。\n"


@pytest.mark.parametrize(
    ("text", "is_third"),
    [
        (FRENCH, True),
        (FRENCH * 400, True),
        ("市長は火曜日に新しい港の計画を発表しました。\n工事は春に始まる予定です。\n", True),
        (FRENCH + "The end.\n", True),
        (ENGLISH, False),
        (CHINESE, False),
        (CHINESE + ENGLISH, False),
        (CHINESE * 4 + FRENCH.splitlines()[0] + "\n", False),
        (ENGLISH * 3 + FRENCH, False),
        # Names and terms are of any language.
        ("Angela Merkel\nEmmanuel Macron\nPort Salem\nOK\n", False),
        ("acetylsalicylic acid\nmyocardial infarction\nCovid\n", False),
    ],
    ids=[
        "french",
        "long",
        "japanese",
        "mostly",
        "en",
        "zh",
        "mixed",
        "zh quoting",
        "en quoting",
        "names",
        "terms",
    ],
)
def test_warns_where_most_is_in_a_third_language(tmp_path, text, is_third):
    path = tmp_path / "text.txt"
    path.write_text(text, "utf-8")
    document = load_document(path, "text", DocumentSettings())
    assert document.warnings == ((THIRD_LANGUAGE,) if is_third else ())
    assert document.text == text
