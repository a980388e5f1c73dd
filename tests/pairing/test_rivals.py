from rag.pairing import Claim, settle_claims
from rag.text.terms import index_terms

PORT_ZH = "新港口将于五月开放，投资三亿元。"
PORT_EN = "The new port will open in May at a cost of 300 million yuan."
PORT_COPY = "The new port will open in May at the cost of 300 million yuan in all."
FERRY_EN = "Twelve electric ferries sail to the islands every day from June."
FERRY_ZH = "从六月起每天有十二艘电动渡轮开往各岛。"


def claim(zh, en, zh_text, en_text, **changes):
    changes.setdefault("score", 1.0)
    terms = (frozenset(index_terms(zh_text)), frozenset(index_terms(en_text)))
    return Claim((zh,), (en,), *terms, **changes)


def test_copies_of_a_translation_are_all_kept():
    claims = [claim(1, 10, PORT_ZH, PORT_EN), claim(1, 20, PORT_ZH, PORT_COPY)]
    assert settle_claims(claims) == claims


def test_of_different_texts_the_likeliest_is_kept():
    right = claim(1, 10, PORT_ZH, PORT_EN, closeness=0.8)
    wrong = claim(1, 30, PORT_ZH, FERRY_EN, closeness=0.4)
    assert settle_claims([wrong, right]) == [right]


def test_the_other_side_decides_as_well():
    right = claim(2, 30, FERRY_ZH, FERRY_EN, closeness=0.8)
    wrong = claim(1, 30, PORT_ZH, FERRY_EN, closeness=0.4)
    assert settle_claims([wrong, right]) == [right]


def test_score_comes_before_closeness():
    right = claim(1, 10, PORT_ZH, PORT_EN, score=0.99, closeness=0.4)
    wrong = claim(1, 30, PORT_ZH, FERRY_EN, score=0.7, closeness=0.8)
    assert settle_claims([right, wrong]) == [right]


def test_what_is_given_stays_and_wins():
    given = claim(1, 10, PORT_ZH, PORT_EN, score=0.7, given=True)
    late = claim(1, 30, PORT_ZH, FERRY_EN, score=1.0, closeness=0.9)
    assert settle_claims([late, given]) == [given]


def test_pairs_of_different_paragraphs_do_not_meet():
    claims = [claim(1, 10, PORT_ZH, PORT_EN), claim(2, 30, FERRY_ZH, FERRY_EN)]
    assert settle_claims(claims) == claims


def test_nothing_claimed_gives_nothing():
    assert settle_claims([]) == []


def test_the_same_words_with_other_figures_are_rivals():
    right = claim(1, 10, PORT_ZH, PORT_EN, closeness=0.8, en_numbers=frozenset({"300000000"}))
    wrong = claim(1, 20, PORT_ZH, PORT_COPY, closeness=0.7, en_numbers=frozenset({"500000000"}))
    assert settle_claims([wrong, right]) == [right]


def test_two_versions_are_both_right_where_their_documents_go_together():
    claims = [
        claim(1, 10, PORT_ZH, PORT_EN, support=0.9),
        claim(1, 20, PORT_ZH, "From spring ships may call at a second harbour.", support=0.8),
    ]
    assert settle_claims(claims) == claims


LONGER_ZH = f"市长昨天在记者会上回答了许多问题，也谈到学校和医院。{PORT_ZH}"


def test_what_has_its_own_translation_is_not_one_of_a_longer_text_elsewhere():
    own = claim(1, 10, PORT_ZH, PORT_EN, given=True, is_within=True)
    longer = claim(2, 10, LONGER_ZH, PORT_EN, closeness=0.7)
    assert settle_claims([longer, own]) == [own]
    copy = claim(3, 10, PORT_ZH, PORT_EN, closeness=0.7)
    assert settle_claims([copy, own]) == [copy, own]


def test_a_longer_text_is_kept_where_the_documents_go_together_or_the_other_is_an_excerpt():
    own = claim(1, 10, PORT_ZH, PORT_EN, given=True, is_within=True)
    sure = claim(2, 10, LONGER_ZH, PORT_EN, closeness=0.7, support=0.9)
    assert settle_claims([sure, own]) == [sure, own]
    excerpt = claim(1, 10, PORT_ZH, PORT_EN, given=True)
    longer = claim(2, 10, LONGER_ZH, PORT_EN, closeness=0.7)
    assert settle_claims([longer, excerpt]) == [longer, excerpt]


def test_the_same_goes_for_longer_english_texts():
    own = claim(1, 10, PORT_ZH, PORT_EN, given=True, is_within=True)
    longer = claim(1, 20, PORT_ZH, f"{FERRY_EN} The mayor spoke of schools and trams. {PORT_EN}")
    assert settle_claims([longer, own]) == [own]
