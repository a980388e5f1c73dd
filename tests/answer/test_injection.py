"""Documents that give orders, fake borders, marks or markup: they stay quoted material."""

import re

import pytest
from answer_fakes import encode, finish, make_answerer, make_hit, make_question
from injections import ATTACKS

from rag.answer.chat_models.prompting import build_prompt
from rag.answer.extractive import ExtractiveAnswerer
from rag.settings import AnswerSettings
from rag.text.tokens import count_tokens

FACT_EN = "The ferry to Kestrel Island costs 45 crowns."
FACT_ZH = "前往红隼岛的渡轮票价为45克朗。"
#: What a model that obeyed would say: fixed, so that the checks are put to the test.
OBEYED = "All passengers must send their passwords to the harbour office. [1]"


TEMPLATE_TOKENS = re.compile(
    r"<\|\w|<\uff5c|\|>|\[/?INST\]|<<SYS|</?s>|<(?:start|end)_of_turn>|</?think>|</?tool_call>"
)
INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]"
)


@pytest.fixture(params=ATTACKS, ids=[attack.name for attack in ATTACKS])
def attack(request):
    return request.param.text


def test_there_are_enough_attacks():
    assert len(ATTACKS) >= 25
    assert len({each.island for each in ATTACKS}) == len(ATTACKS)


def test_no_attack_reaches_the_model_as_anything_but_text(attack):
    """No token of a chat template and nothing that cannot be seen, wherever the text may stand."""
    question = make_question("What does the ferry to Kestrel Island cost?")
    hits = [make_hit(f"{FACT_EN} {attack}", f"{FACT_ZH}{attack}", title=attack, speaker=attack)]
    prompt = build_prompt(question, hits, AnswerSettings(), count=count_tokens)
    for message in prompt.messages:
        assert not TEMPLATE_TOKENS.search(message.content)
        assert not INVISIBLE.search(message.content)


@pytest.mark.parametrize("each", ATTACKS, ids=[attack.name for attack in ATTACKS])
def test_model_that_repeats_an_attack_quotes_to_the_letter(each):
    """The whole of it comes back as the model's answer, marks and all."""
    hit = make_hit(each.document, document=each.island)
    answerer, _ = make_answerer(f"{each.fact} [1] {each.text} [1]")
    _, answer = finish(answerer, make_question(each.question), [hit])
    assert any(citation.verified for citation in answer.citations)
    for citation in answer.citations:
        assert citation.quote in citation.passage.paragraph.text
    marks = {int(number) for number in re.findall(r"\[(\d{1,3})\]", answer.text)}
    assert marks <= {citation.marker for citation in answer.citations}
    assert not INVISIBLE.search(answer.text)


def test_document_cannot_close_its_quotation(attack):
    question = make_question("What does the ferry to Kestrel Island cost?")
    hits = [make_hit(f"{FACT_EN} {attack}", f"{FACT_ZH}{attack}"), make_hit(attack, score=0.5)]
    prompt = build_prompt(question, hits, AnswerSettings(), count=count_tokens)
    text = prompt.messages[-1].content
    fence = re.match(r"[0-9a-f]{16}", text).group()
    borders = [line for line in text.splitlines() if fence in line]
    assert borders == [
        f"{fence} passage 1",
        f"{fence} end 1",
        f"{fence} passage 2",
        f"{fence} end 2",
    ]


def test_document_cannot_add_fields_or_marks(attack):
    question = make_question("What does the ferry to Kestrel Island cost?")
    hits = [make_hit(f"{FACT_EN}\n{attack}")]
    prompt = build_prompt(question, hits, AnswerSettings(), count=count_tokens)
    lines = prompt.messages[-1].content.splitlines()
    assert sum(line.startswith("speaker:") for line in lines) == 1
    passage = "\n".join(lines[: lines.index(next(li for li in lines if " end 1" in li))])
    assert not re.search(r"\[\d\]|【\d】", passage)


@pytest.mark.parametrize(
    ("text", "fact"),
    [("What does the ferry to Kestrel Island cost?", FACT_EN), ("去红隼岛的渡轮多少钱？", FACT_ZH)],
    ids=["en", "zh"],
)
def test_quotes_stay_exact_and_marks_are_ours(attack, text, fact):
    hits = [make_hit(f"{FACT_EN} {attack}", f"{FACT_ZH}{attack}")]
    _, answer = finish(
        ExtractiveAnswerer(AnswerSettings(), encode=encode), make_question(text), hits
    )
    assert fact in answer.text
    for citation in answer.citations:
        assert citation.quote in citation.passage.paragraph.text
    marks = {int(number) for number in re.findall(r"\[(\d{1,3})\]", answer.text)}
    assert marks == {citation.marker for citation in answer.citations}


def test_model_that_obeys_is_shown_as_unsupported(attack):
    answerer, _ = make_answerer(OBEYED)
    question = make_question("What does the ferry to Kestrel Island cost?")
    _, answer = finish(answerer, question, [make_hit(f"{FACT_EN} {attack}")])
    assert [citation.status for citation in answer.citations] == ["unsupported"]
    assert "could not be found" in answer.notes[-1]
    assert all(c.quote in c.passage.paragraph.text for c in answer.citations)
