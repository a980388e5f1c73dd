import pytest
from answer_fakes import Table, make_question

from rag.answer.coverage import match_term, read_query, term_set

TABLE = Table(
    union=["共同体"],
    pact=["条约", "公约"],
    条约=["accord", "pact"],
    公约=["accord"],
    港口=["harbour"],
)


def matches(question, text, language):
    """How surely a text in a language says each term of a question."""
    query = read_query(make_question(question), TABLE)
    return {
        term.term: match_term(term, term_set(text), foreign=language != query.language)
        for term in query.terms
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("建设共同体。", 1.0),  # in the index by its pairs
        ("共同办好, 同体大小。", 1.0),
        ("共同努力。", 0.0),
        ("同体大小。", 0.0),
        ("", 0.0),
    ],
)
def test_longer_han_word_stands_where_all_its_pairs_do(text, expected):
    found = matches("Which union?", text, "zh")
    assert list(found.values()) == [pytest.approx(expected)]


def test_several_translations_are_surer_than_one():
    assert matches("Which pact?", "条约和公约", "zh") == {"pact": 1.0}
    assert matches("港口", "The harbour.", "en")["港口"] == 1.0
    assert matches("港口", "The bridge.", "en")["港口"] == 0.0


def test_synonym_counts_in_the_same_language_alone_and_less_than_the_word():
    found = matches("Which pact?", "An accord.", "en")["pact"]
    assert 0 < found < matches("Which pact?", "A pact.", "en")["pact"] == 1.0
    assert matches("Which pact?", "An accord.", "zh")["pact"] == 0.0


def test_without_a_table_the_word_itself_counts():
    query = read_query(make_question("Which pact?"))
    assert [match_term(term, term_set("条约"), foreign=True) for term in query.terms] == [0.0]
