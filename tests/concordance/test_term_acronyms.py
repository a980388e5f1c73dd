import pytest

from rag.concordance.acronyms import find_gloss_end, find_spelt_out


def spelt_out(text, acronym):
    start = text.rindex(acronym)
    return text[slice(*find_spelt_out(text, (start, start + len(acronym))))]


@pytest.mark.parametrize(
    ("text", "acronym", "name"),
    [
        ("the Harbour Tide Watch (HTW) met", "HTW", "Harbour Tide Watch"),
        ("the Watch of the Harbour (WH) met", "WH", "Watch of the Harbour"),
        ("the “Harbour Watch” (HW) met", "HW", "Harbour Watch"),
        ("a Harbour Tide Watch (ABC) met", "ABC", "ABC"),
        ("the HTW met", "HTW", "HTW"),
        ("港口潮汐（HTW）开会", "HTW", "HTW"),
        ("(HTW)", "HTW", "HTW"),
    ],
)
def test_a_name_stands_before_its_acronym(text, acronym, name):
    assert spelt_out(text, acronym) == name


@pytest.mark.parametrize(
    ("text", "name", "gloss"),
    [
        ("Harbour Tide Watch (HTW) met", "Harbour Tide Watch", " (HTW)"),
        ("港口潮汐联盟（HTW）开会", "港口潮汐联盟", "（HTW）"),
        ("港口潮汐联盟（下称联盟）", "港口潮汐联盟", ""),
        ("港口", "港口", ""),
    ],
    ids=["en", "mixed", "zh", "end"],
)
def test_an_acronym_stands_behind_its_name(text, name, gloss):
    assert text[len(name) : find_gloss_end(text, (0, len(name)))] == gloss
