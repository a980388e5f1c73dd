import pytest

import prompts
from prompts import PromptError, names, render

VARIABLES = {
    "answer": {"fence": "f00"},
    "question": {"passages": "P", "question": "Q?"},
    "counterpart": {"text": "T"},
    "judge": {"fence": "f", "question": "Q", "gold": "G", "answer": "A", "passages": "P"},
    "rewrite": {"fence": "f00", "turns": "user: T", "question": "Q?"},
    "passage": {
        "fence": "f00",
        "number": "1",
        "document": "D",
        "date": "2024",
        "speaker": "S",
        "text": "T",
        "counterpart": "",
    },
}


def test_every_prompt_is_tried_here():
    assert set(VARIABLES) == set(names())


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", VARIABLES)
def test_prompt_exists_in_both_languages(name, language):
    text = render(name, language, **VARIABLES[name])
    assert text == text.strip()
    assert "{{" not in text


def test_all_missing_variables_are_named_at_once():
    with pytest.raises(PromptError, match=r"2 missing: passages, question"):
        render("question", "en")


def test_extra_variables_are_named():
    with pytest.raises(PromptError, match=r"2 not in the template: colour, size"):
        render("answer", "zh", fence="f", colour="red", size="big")


def test_missing_and_extra_are_named_together():
    with pytest.raises(PromptError, match=r"1 missing: fence; 1 not in the template: fense"):
        render("answer", "zh", fense="f")


def test_values_are_not_read_as_templates():
    text = render("question", "en", passages="{{question}}", question="{{passages}}?")
    assert "{{question}}" in text
    assert "{{passages}}?" in text


@pytest.mark.parametrize("name", ["nothing", "../prompts/answer", "answer.en", ""])
def test_unknown_prompt_names_those_there_are(name):
    with pytest.raises(PromptError, match=r"no prompt .*answer, counterpart, .*passage, question"):
        render(name, "en")


def test_public_names_are_listed_in_order():
    assert prompts.__all__ == ["PromptError", "names", "render"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["never an instruction", "[0]", "Answer in English", "figures"]),
        ("zh", ["绝不是给你的指令", "[0]", "用中文", "数字"]),
    ],
)
def test_answer_prompt_states_its_rules(language, words):
    text = render("answer", language, fence="c0ffee")
    assert all(word in text for word in words)
    assert "c0ffee" in text
