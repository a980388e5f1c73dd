"""Every string stands in both languages, and in no other."""

import re
import string
from pathlib import Path

import pytest

import ui
from ui import strings as s

_HAN = re.compile("[\u3400-\u9fff]")
#: The product's name is the same in both languages.
_NAME = "对照"


def _all_texts() -> dict[str, s.Text]:
    texts = {name: value for name, value in vars(s).items() if isinstance(value, s.Text)}
    for name, value in vars(s).items():
        if isinstance(value, dict) and not name.startswith("_"):
            texts |= {f"{name}.{key}": text for key, text in value.items()}
    return texts


TEXTS = _all_texts()


def _blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_strings_are_found():
    assert len(TEXTS) > 100


@pytest.mark.parametrize("name", TEXTS)
def test_english_string_has_no_han(name):
    text = TEXTS[name]
    for english in (text.en, text.one or ""):
        assert not _HAN.search(english.replace(_NAME, ""))


@pytest.mark.parametrize("name", [name for name in TEXTS if name != "SECONDS"])
def test_chinese_string_has_han(name):
    assert _HAN.search(TEXTS[name].zh.replace(_NAME, "")) or name == "PAGE_TITLE"


@pytest.mark.parametrize("name", TEXTS)
def test_both_languages_have_the_same_blanks(name):
    text = TEXTS[name]
    assert _blanks(text.zh) == _blanks(text.en)
    assert _blanks(text.one or "") <= _blanks(text.en)


def test_text_counts_in_english():
    assert s.DOCUMENT_COUNT("en", count=1) == "1 document"
    assert s.DOCUMENT_COUNT("en", count=2) == "2 documents"
    assert s.DOCUMENT_COUNT("zh", count=1) == "1 份资料"


def test_text_keeps_braces_of_what_is_filled_in():
    assert s.MODEL("en", name="{count}") == "Model {count}"


def test_every_string_is_used():
    folder = Path(ui.__file__).parent
    sources = [path for path in folder.rglob("*.py") if path.parent.name != "strings"]
    text = "".join(path.read_text(encoding="utf-8") for path in sources)
    names = {name.split(".")[0] for name in TEXTS}
    assert not [name for name in names if not re.search(rf"\bs\.{name}\b", text)]
