"""What a program passes wrongly: one clear error, where it was passed."""

import pytest

from rag.errors import QuestionError
from rag.schema import SearchFilters


@pytest.mark.parametrize("question", [None, 5, b"port", ["port"]], ids=repr)
def test_question_that_is_no_text(sample_library, question):
    for ask in (sample_library.ask, sample_library.search):
        with pytest.raises(QuestionError, match=r"A question is text \(str\)"):
            ask(question)


@pytest.mark.parametrize("history", ["abc", {"role": "user", "content": "x"}, None, 5], ids=repr)
def test_history_that_is_no_list(sample_library, history):
    with pytest.raises(QuestionError, match="The history is no list of turns, but of type"):
        sample_library.ask("How tall is the lighthouse?", history=history)


def test_history_whose_turn_is_a_text(sample_library):
    with pytest.raises(QuestionError, match=r"cannot be read: 'a'\. Each turn .* has a role"):
        sample_library.ask("How tall is the lighthouse?", history=["a"])


@pytest.mark.parametrize("top_k", [0, -1, True, 2.0, "3"], ids=repr)
def test_top_k_that_is_none(sample_library, top_k):
    for ask in (sample_library.ask, sample_library.search):
        with pytest.raises(ValueError, match=r"top_k is .*; a whole number from 1 is wanted"):
            ask("How tall is the lighthouse?", top_k=top_k)


@pytest.mark.parametrize(
    "field", ["documents", "speakers", "sources", "events", "interviewers", "interviewees"]
)
def test_filter_that_is_one_text(field):
    with pytest.raises(ValueError, match=rf"for one write {field}=\('film',\)"):
        SearchFilters(**{field: "film"})


@pytest.mark.parametrize("values", [None, 5, ("a", 1)], ids=repr)
def test_filter_that_is_no_list_of_texts(values):
    with pytest.raises(ValueError, match="documents is a list or tuple of texts"):
        SearchFilters(documents=values)


def test_filter_by_a_third_language():
    with pytest.raises(ValueError, match="language is 'fr'; 'zh', 'en' or None"):
        SearchFilters(language="fr")
