"""A run set against the same searches without the terms the library has learned."""

import json
from dataclasses import replace

import pytest
from evaluation_fakes import (
    MARKET_EN,
    MARKET_ZH,
    TIDE_EN,
    TIDE_ZH,
    FakeLibrary,
    make_answer,
    make_hit,
)

from rag.errors import QuestionError
from rag.evaluation import evaluate, render_text
from rag.evaluation.html_report import render_page
from rag.evaluation.questions import EvalQuestion, EvidenceEntry
from rag.translation import LearnedTerms
from rag.translation.adapted import LearnedTerm

ZH, EN = "防潮闸今年关闭了几次？", "How many times did the barrier close?"
LEARNED = LearnedTerms({"zh": {"闸": LearnedTerm(1.0, (("barrier", 1.0),))}, "en": {}}, 7)
RIGHT = make_hit("linwan", TIDE_ZH, number=1, other=TIDE_EN)
WRONG = make_hit("linwan", MARKET_ZH, number=3, other=MARKET_EN)


class AdaptedFake(FakeLibrary):
    """Finds other passages without its terms than with them."""

    def __init__(self, script, without, learned=LEARNED):
        super().__init__(script)
        self._without = without
        self._learned = learned
        self.searched = []

    def learned_terms(self):
        return self._learned

    def search(self, question, *, history=(), top_k=None, adapted=True):
        if question not in self.script:
            raise QuestionError(f"The question {question!r} cannot be asked")
        if adapted:
            return self.script[question].hits
        self.searched.append((question, tuple(history), adapted))
        return self._without


def question(id_, text, evidence=True):
    entry = EvidenceEntry(doc="linwan", lang="zh", text=TIDE_ZH)
    language = "zh" if text == ZH else "en"
    return EvalQuestion(
        id=id_,
        question=text,
        lang=language,
        direction=f"{language}>zh",
        evidence=(entry,) if evidence else (),
    )


def library_of(hits, without, **changes):
    script = {text: make_answer(text, "nine", hits=hits) for text in (ZH, EN)}
    return AdaptedFake(script, without, **changes)


QUESTIONS = [question("a", ZH), question("b", EN)]


def test_report_shows_both_and_no_warning_where_terms_help(tmp_path):
    library = library_of([RIGHT], [WRONG])
    result = evaluate(library, QUESTIONS, out=tmp_path)
    effect = result.adaptation
    assert (effect.term_count, effect.pair_count, effect.question_count) == (1, 7, 2)
    assert effect.differences["all"]["hit@5"].first == 0
    assert effect.differences["all"]["hit@5"].second == 1
    assert set(effect.differences) == {"all", "zh>zh", "en>zh"}
    assert effect.warning is None
    text = render_text(result)
    assert "0.000 → 1.000" in text
    assert "Warning" not in text
    scores = json.loads((tmp_path / "scores.json").read_text("utf-8"))["adaptation"]
    assert scores["measures"]["all"]["hit@5"]["with"] == 1
    assert scores["warning"] is None
    assert "0.000 → 1.000" in (tmp_path / "report.html").read_text("utf-8")


def test_report_warns_where_terms_harm():
    result = evaluate(library_of([WRONG], [RIGHT]), QUESTIONS)
    warning = result.adaptation.warning
    assert "hit@5 1.000 without them, 0.000 with them" in warning
    assert "DUIZHAO_ADAPTATION__ENABLED=false" in warning
    assert warning in render_text(result)
    assert "make retrieval worse" in render_page(result)
    assert result.record()["adaptation"]["warning"] == warning


def test_questions_are_searched_once_more_and_not_answered_twice():
    library = library_of([RIGHT], [RIGHT])
    evaluate(library, [*QUESTIONS, question("c", ZH, evidence=False)])
    assert library.searched == [(ZH, (), False), (EN, (), False)]
    assert library.asked == [ZH, EN, ZH]


@pytest.mark.parametrize(
    ("learned", "asked"),
    [
        pytest.param(LearnedTerms(), QUESTIONS, id="nothing learned"),
        pytest.param(LEARNED, [question("c", ZH, evidence=False)], id="no evidence"),
        pytest.param(LEARNED, [], id="no questions"),
    ],
)
def test_nothing_to_compare(learned, asked):
    result = evaluate(library_of([RIGHT], [WRONG], learned=learned), asked)
    assert result.adaptation is None
    assert result.record()["adaptation"] is None
    assert "Retrieval without" not in render_text(result)


def test_library_that_learns_nothing_is_evaluated_as_before():
    result = evaluate(FakeLibrary({ZH: make_answer(ZH, "nine", hits=[RIGHT])}), QUESTIONS[:1])
    assert result.adaptation is None


def test_question_that_cannot_be_asked_counts_alike_both_ways():
    odd = QUESTIONS[0].model_copy(update={"question": "Qui est là, mon ami ?"})
    effect = evaluate(library_of([RIGHT], [RIGHT]), [odd]).adaptation
    assert effect.differences["all"]["hit@5"].second == 0
    assert effect.warning is None


def test_sample_library_is_compared(sample_library):
    asked = [EvalQuestion(id="x", question=ZH, evidence=(EvidenceEntry(lang="zh", text=TIDE_ZH),))]
    effect = evaluate(sample_library, asked).adaptation
    assert effect.term_count == len(sample_library.learned_terms())
    assert replace(effect, question_count=1) == effect
