from __future__ import annotations

import pytest

from rag.evaluation.lines import AnswerLine
from rag.evaluation.measures import MEASURES, is_quoted, observe, observe_answer, token_f1
from rag.evaluation.questions import EvalQuestion

ZH = "防潮闸今年一共关闭了九次，最久的一次关了十四个小时。"
EN = "The barrier closed nine times this year, once for fourteen hours."
OTHER = "夜市每天傍晚六点开市，巷子里一共有二百一十二个摊位。"


def question(**changes: object) -> EvalQuestion:
    base: dict[str, object] = {
        "id": "q",
        "question": "防潮闸关了几次，最久多长？",
        "must_contain": [["九次", "nine times"], ["十四个小时", "fourteen hours"]],
        "evidence": [
            {"doc": "d", "lang": "zh", "text": ZH},
            {"doc": "d", "lang": "en", "text": EN},
        ],
    }
    return EvalQuestion.model_validate(base | changes)


def passage(text: str, language: str = "zh", **more: object) -> dict[str, object]:
    return {"document": "d", "language": language, "text": text, **more}


def answer(text: str, **changes: object) -> AnswerLine:
    base: dict[str, object] = {"id": "q", "language": "zh", "answer": text, "refused": False}
    return AnswerLine.model_validate(base | changes)


def test_facts_count_one_by_one_and_complete_all_together():
    found = observe_answer(question(), answer("关闭了九次。"))
    assert found["facts"] == [1.0, 0.0]
    assert found["complete"] == [0.0]
    assert found["answered"] == [1.0]


def test_a_refusal_holds_no_fact_whatever_it_says():
    found = observe_answer(question(), answer("九次，十四个小时", refused=True))
    assert found["facts"] == [0.0, 0.0]
    assert found["answered"] == [0.0]
    assert found["refusal_precision"] == [0.0]
    assert "language" not in found
    assert "sentences" not in found


@pytest.mark.parametrize("refused", [True, False])
def test_an_unanswerable_question_is_only_judged_by_its_refusal(refused: bool):
    found = observe_answer(question(evidence=[]), answer("不知道", refused=refused))
    assert found.pop("refusal_recall") == [float(refused)]
    assert found == ({"refusal_precision": [1.0]} if refused else {})


def test_a_question_without_known_evidence_is_not_judged_by_refusal():
    found = observe_answer(question(evidence=None), answer("九次", refused=True))
    assert "refusal_precision" not in found
    assert "passages5" not in found
    assert found["facts"] == [0.0, 0.0]


def test_citations_are_judged_by_paragraph_group_and_quote():
    citations = [passage(ZH, quote="关闭了九次"), passage(OTHER, quote="九次", verified=False)]
    found = observe_answer(question(), answer("九次[1]。", citations=citations))
    assert found["cite_precision"] == [1.0, 0.0]
    assert found["cite_recall"] == [1.0]
    assert found["cited_facts"] == [1.0, 1.0]
    assert found["quoted"] == [1.0, 0.0]
    assert found["verified"] == [1.0, 0.0]


@pytest.mark.parametrize(
    ("quote", "expected"),
    [("关闭了九次", True), ("關閉了，九次", True), ("关了九次", False), ("", False), ("。", False)],
)
def test_is_quoted_compares_letters(quote: str, expected: bool):
    line = answer("", citations=[passage(ZH, quote=quote)]).citations[0]
    assert is_quoted(line) is expected


def test_passages5_wants_every_group_among_the_first_five():
    two_groups = question(
        evidence=[
            {"doc": "d", "lang": "zh", "text": ZH},
            {"doc": "d", "lang": "zh", "text": OTHER},
        ],
        evidence_groups=[[0], [1]],
    )
    filler = [passage("这一段说的是别的事情，编号" + "甲乙丙丁"[n] * 9) for n in range(4)]
    first = observe_answer(two_groups, answer("", passages=[passage(ZH), passage(OTHER)]))
    late = observe_answer(two_groups, answer("", passages=[passage(ZH), *filler, passage(OTHER)]))
    assert first["passages5"] == [1.0]
    assert late["passages5"] == [0.0]


def test_facts2000_reads_the_first_2000_characters():
    far = [passage("字" * 2000), passage(ZH)]
    found = observe_answer(question(), answer("", passages=far))
    assert found["facts2000"] == [0.0, 0.0]
    near = observe_answer(question(), answer("", passages=[passage(ZH)]))
    assert near["facts2000"] == [1.0, 1.0]


def test_facts2000_reads_only_what_the_answer_considered():
    found = observe_answer(question(), answer("", passages=[passage(OTHER)], further=[passage(ZH)]))
    assert found["facts2000"] == [0.0, 0.0]


def test_language_bias_is_counted_where_evidence_is_in_both():
    both = passage(ZH, counterpart=passage(EN, "en"))
    passages = [passage(ZH), passage(EN, "en"), both, passage(OTHER)]
    found = observe_answer(question(), answer("", passages=passages))
    assert found["language_bias"] == [1, 0, 0.5, 1]
    one_language = question(evidence=[{"doc": "d", "lang": "zh", "text": ZH}])
    assert "language_bias" not in observe_answer(one_language, answer("", passages=passages))


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("防潮闸今年一共关闭了九次，最久十四个小时。", "zh", 1.0),
        ("防潮闸今年一共关闭了九次，最久十四个小时。", "en", 0.0),
        ("The barrier closed nine times this year, and once it stayed shut for long.", "zh", 0.0),
        ("nine times", "zh", 1.0),
    ],
    ids=["right", "flag wrong", "wording wrong", "too short to tell"],
)
def test_language_is_judged_by_flag_and_wording(text: str, language: str, expected: float):
    assert observe_answer(question(), answer(text, language=language))["language"] == [expected]


def test_language_of_quotes_is_free_where_the_documents_lack_it():
    only_english = question(evidence=[{"doc": "d", "lang": "en", "text": EN}])
    assert observe_answer(only_english, answer(EN))["language"] == [1.0]


@pytest.mark.parametrize(
    ("text", "wanted", "expected"),
    [
        ("九次。[1]", "九次", 1.0),
        ("关闭九次", "九次", 2 * 2 / 6),
        ("The nine times [1][2]", "nine times", 1.0),
        ("nine", "nine times", 2 / 3),
        ("RCEP协定", "rcep协定", 1.0),
        ("", "九次", 0.0),
        ("九次", "", 0.0),
    ],
)
def test_token_f1_by_hand(text: str, wanted: str, expected: float):
    assert token_f1(text, wanted) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一共关闭了九次。[1]", 1),
        ("九次。[1]最久14小时。[2]", 2),
        ("It closed nine times. [1] Once for 14 hours. [1][2]", 2),
        ("九次", 1),
    ],
)
def test_marks_are_no_sentences(text: str, expected: int):
    assert observe_answer(question(), answer(text))["sentences"] == [expected]


def test_gold_answers_in_the_language_of_the_evidence_count_where_there_is_no_other():
    across = question(lang="zh", gold_answers=["nine times", "9 times"])
    found = observe_answer(across, answer("It closed 9 times. [1]"))
    assert found["f1"] == [pytest.approx(2 * 2 / 6)]
    assert observe_answer(across, answer("9 times"))["exact"] == [1.0]


def test_tokens_are_those_of_prompt_and_answer():
    line = answer("九次", tokens={"prompt": 900, "completion": 20})
    assert observe_answer(question(), line)["tokens"] == [920]
    assert "tokens" not in observe_answer(question(), answer("九次"))


def test_exact_ignores_marks_case_and_punctuation():
    wanted = question(answer_zh="九次。", answer_en="Nine times.")
    assert observe_answer(wanted, answer("九次[1]"))["exact"] == [1.0]
    assert observe_answer(wanted, answer("关了九次"))["exact"] == [0.0]


def test_observe_leaves_out_questions_without_answer():
    asked = [question(), question(id="other")]
    observed = observe(asked, {"q": answer("九次", passages=[passage(OTHER), passage(ZH)])})
    assert list(observed) == ["q"]
    assert observed["q"]["mrr@10"] == [0.5]
    assert observed["q"]["hit@1"] == [0.0]


def test_every_observation_is_a_listed_measure():
    line = answer("九次", citations=[passage(ZH)], passages=[passage(ZH)], seconds=0.1)
    observed = observe([question(answer_zh="九次")], {"q": line})["q"]
    assert set(observed) <= set(MEASURES)
    assert len(observed) > 20
