from __future__ import annotations

import pytest
from answer_fakes import encode, make_hit

from rag.answer.coverage import read_query
from rag.answer.ranking import rank_sentences
from rag.answer.reading import read_sentences
from rag.answer.wants import read_wants
from rag.schema import Question


@pytest.mark.parametrize(
    ("text", "question", "language", "listing"),
    [
        (
            "Goods the port ships are weighed. Goods the port ships are tea, silk and salt.",
            "Which goods does the port ship?",
            "en",
            1,
        ),
        (
            "Goods the port ships are tea, silk, and salt. Goods the port ships are weighed.",
            "Which goods does the port ship?",
            "en",
            0,
        ),
        ("港口运出的货物要过秤。港口运出的货物有茶叶、丝绸和盐。", "港口运出哪些货物？", "zh", 1),
        ("港口运出的goods要过秤。港口运出的goods有tea、silk和盐。", "港口运出哪些goods？", "zh", 1),
    ],
)
def test_sentence_that_lists_comes_first_where_a_list_is_wanted(text, question, language, listing):
    asked = Question(question, language)
    sentences = read_sentences([make_hit(text, language=language)], language)
    ranking = rank_sentences(
        asked, sentences, query=read_query(asked), wants=read_wants(asked), encode=encode
    )
    assert int(ranking.scores.argmax()) == listing
