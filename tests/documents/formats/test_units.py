import pytest

from rag.documents.formats.units import join_units, read_language_code
from rag.errors import DocumentError

ZH, EN = "渡轮六月开航。", "The ferries start in June."


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("zh", "zh"),
        ("zh-CN", "zh"),
        ("zh_TW", "zh"),
        ("ZH-Hant-HK", "zh"),
        ("zho", "zh"),
        ("cmn-Hans", "zh"),
        ("Chinese (Simplified)", "zh"),
        ("en", "en"),
        ("EN-gb", "en"),
        ("eng", "en"),
        ("English", "en"),
        ("fr-FR", None),
        ("ens", None),
        ("", None),
        ("*all*", None),
    ],
)
def test_read_language_code(code, language):
    assert read_language_code(code) == language


def test_join_units_keeps_letters_and_places():
    loaded = join_units([[("en", f" {EN}\n"), ("zh", ZH)]], "a.tmx", "utf-8")
    ((zh_start, zh_end), (en_start, en_end)) = loaded.given_pairs[0]
    assert loaded.text[zh_start:zh_end] == ZH
    assert loaded.text[en_start:en_end] == EN
    assert not loaded.warnings


def test_join_units_counts_what_is_no_pair():
    units = [
        [("zh", ZH), ("en", EN)],
        [("zh", ZH)],
        [("zh", ZH), ("en", "  ")],
        [("en", EN), ("fr", "Les bacs partent en juin.")],
        [("fr", "Bonjour"), ("de", "Guten Tag")],
        [("zh", "12,5"), ("en", "12.5")],
        [("zh", "与 X"), ("en", "与 X")],
        "rows of another width",
    ]
    loaded = join_units(units, "a.tmx", "utf-8")
    assert len(loaded.given_pairs) == 1
    assert loaded.warnings == (
        "7 of 8 translation units left out: 2 without English, 1 without Chinese, "
        "2 without either language, 1 untranslated, 1 rows of another width.",
    )


def test_join_units_takes_the_first_of_several_in_one_language():
    loaded = join_units([[("zh-CN", "开航"), ("zh-TW", "開航"), ("en", "start")]], "a", "utf-8")
    assert loaded.text == "开航\nstart\n\n"


def test_join_units_without_a_pair_says_which_languages_there_are():
    with pytest.raises(DocumentError, match=r"a\.tmx: none of its 1 .* found fr \(1\), de \(1\)"):
        join_units([[("fr", "Bonjour"), ("de", "Guten Tag")]], "a.tmx", "utf-8")


def test_join_units_without_units():
    with pytest.raises(DocumentError, match=r"a\.tmx: holds no translation unit"):
        join_units([], "a.tmx", "utf-8")
