import pytest

from rag.concordance.words import find_places, find_words


def places(term, text):
    return [text[a:b] for a, b in find_places(find_words(term), text, find_words(text))]


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("渡轮", "新渡轮和旧渡轮", ["渡轮", "渡轮"]),
        ("渡輪", "新渡轮", ["渡轮"]),
        ("渡轮", "新渡\n輪", ["渡\n輪"]),
        ("共享未来", "共享“未来”", ["共享“未来"]),
        ("渡轮", "渡，轮", []),
        ("ferry", "Ferries sail; the FERRY'S deck", ["Ferries", "FERRY"]),
        ("win-win result", "a win-win\nresult", ["win-win\nresult"]),
        ("mayor's office", "the mayor’s office", ["mayor’s office"]),
        ("US", "The U.S. told us; the US said", ["U.S.", "US"]),
        ("RCEP", "我们加入RCEP。", ["RCEP"]),
        ("12艘渡轮", "共12艘渡轮", ["12艘渡轮"]),
        ("port city", "port. City", []),
        ("轮轮", "轮轮轮", ["轮轮"]),
        ("渡轮", "", []),
    ],
)
def test_find_places(term, text, found):
    assert places(term, text) == found


def test_a_possessive_is_no_part_of_its_word():
    assert [text.key for text in find_words("the mayor’s port")] == ["the", "mayor", "port"]
