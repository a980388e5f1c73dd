"""Question sets of other formats: SQuAD, CMRC 2018 and RGB; and the passages they bring along."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from rag.errors import EvaluationError
from rag.evaluation.formats import read_foreign
from rag.evaluation.questions import QuestionSet, read_question_set, take_spread

TIDE = "防潮闸今年一共关闭了九次。"
TIDE_EN = "The tidal barrier closed nine times this year."
MARKET = "夜市的巷子里一共有212个摊位。"
FERRY = "The first ferry crossed in 1924 and carried 40 people."


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "set.json"


def read_lines(file: Path, *rows: object) -> QuestionSet:
    text = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    file.write_text(text, encoding="utf-8")
    return read_question_set(file)


def rgb(**changes: object) -> dict[str, object]:
    row = {"id": 0, "query": "防潮闸关闭了几次？", "answer": "九次"}
    return row | {"positive": [TIDE], "negative": [MARKET]} | changes


def test_rgb_line_becomes_a_question_and_its_passages(file: Path):
    read = read_lines(file, rgb(), rgb(id=1, query="How many stalls?", answer="212"))
    first, second = read.questions
    assert (first.id, first.lang, first.direction, first.kind) == ("0", "zh", "zh>zh", "fact")
    assert first.must_contain == (("九次",),)
    assert first.model_answers == ("九次",)
    assert second.direction == "en>zh"
    assert read.passages == (TIDE, MARKET)
    assert read.name == "set.json"


@pytest.mark.parametrize(
    ("answer", "facts"),
    [
        ("九次", (("九次",),)),
        (2021, (("2021",),)),
        (["九次", "九回"], (("九次",), ("九回",))),
        ([["九次", "9次"]], (("九次", "9次"),)),
        ([["九次", "9次"], "212"], (("九次", "9次"), ("212",))),
    ],
    ids=["text", "number", "facts", "spellings", "both"],
)
def test_rgb_answers_come_in_several_shapes(file: Path, answer: object, facts: tuple):
    assert read_lines(file, rgb(answer=answer)).questions[0].must_contain == facts


def test_rgb_integration_needs_a_passage_of_each_group(file: Path):
    row = rgb(answer=["九次", "212"], positive=[[TIDE, TIDE_EN], [MARKET]], negative=[FERRY])
    read = read_lines(file, row)
    (question,) = read.questions
    assert question.kind == "integration"
    assert question.evidence_groups == ((0, 1), (2,))
    assert question.direction == "zh>both"
    assert read.passages == (TIDE, TIDE_EN, MARKET, FERRY)


def test_rgb_without_a_positive_passage_is_to_be_refused(file: Path):
    (question,) = read_lines(file, rgb(positive=[])).questions
    assert question.answerable is False
    assert question.must_contain == ()
    assert question.direction == "zh>none"


def test_rgb_keeps_one_of_equal_passages_and_none_that_is_empty(file: Path):
    read = read_lines(file, rgb(negative=[TIDE + " ", "...", MARKET]))
    assert read.passages == (TIDE, MARKET)


def test_rgb_may_be_a_json_array_or_a_single_line(file: Path):
    assert len(read_lines(file, [rgb(), rgb(id=1)]).questions) == 2
    assert len(read_lines(file, rgb()).questions) == 1


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([rgb(), {"id": 1, "query": "谁？"}], r"set\.json: line 2: not a question of RGB: answer"),
        ([rgb(answer={})], r"set\.json: line 1: not a question of RGB"),
        ([rgb(), rgb()], r"the id '0' occurs 2 times"),
    ],
    ids=["incomplete", "answer of no shape", "duplicate"],
)
def test_wrong_rgb_is_named(file: Path, rows: list[object], message: str):
    with pytest.raises(EvaluationError, match=message):
        read_lines(file, *rows)


def test_rgb_cut_in_a_line_is_named(file: Path):
    text = json.dumps(rgb()) + "\n" + json.dumps(rgb(id=1))[:40]
    file.write_text(text, encoding="utf-8")
    with pytest.raises(EvaluationError, match=r"set\.json: line 2: not JSON"):
        read_question_set(file)


def squad(*contexts: str, question: str = "How often did it close?", **changes: object) -> dict:
    paragraphs = [
        {
            "context": context,
            "qas": [
                {
                    "id": f"s{number}",
                    "question": question,
                    "answers": [{"text": "nine", "answer_start": 0}, {"text": "nine times"}],
                    **changes,
                }
            ],
        }
        for number, context in enumerate(contexts)
    ]
    return {"version": "1.1", "data": [{"title": "t", "paragraphs": paragraphs}]}


def test_squad_brings_its_paragraphs_along(file: Path):
    read = read_lines(file, squad(TIDE_EN, FERRY, TIDE_EN))
    assert read.passages == (TIDE_EN, FERRY)
    assert read.questions[0].model_answers == ("nine", "nine times")
    assert read.questions[0].must_contain == (("nine", "nine times"),)


def test_squad_2_marks_what_a_paragraph_does_not_answer(file: Path):
    (question,) = read_lines(file, squad(FERRY, is_impossible=True)).questions
    assert question.answerable is False
    assert question.model_answers == ()


def test_wrong_squad_is_named(file: Path):
    wrong = {"data": [{"paragraphs": [{"qas": []}]}]}
    with pytest.raises(EvaluationError, match=r"set\.json: not SQuAD JSON: data.0.paragraphs.0"):
        read_lines(file, wrong)


def test_a_contract_line_may_have_a_key_of_its_own_that_is_called_data(file: Path):
    line = {"id": "a", "question": "谁？", "data": ["spring"]}
    assert read_lines(file, line).questions[0].id == "a"


def test_cmrc_of_its_own_format_is_read(file: Path):
    qas = [{"query_id": "D0", "query_text": "关闭了几次？", "answers": ["九次", "九次", 9.0]}]
    rows = [{"context_id": "0", "context_text": TIDE, "qas": qas, "title": "潮"}]
    file.with_suffix(".json.gz").write_bytes(gzip.compress(json.dumps(rows).encode()))
    read = read_question_set(file.with_suffix(".json.gz"))
    assert read.passages == (TIDE,)
    assert read.questions[0].id == "D0"
    assert read.questions[0].must_contain == (("九次", "9.0"),)


@pytest.mark.parametrize("content", ["", "[]", "{}", "nothing", '{"id": "a"}\n{"id": "b"}', "[1]"])
def test_what_is_of_no_known_format_is_left_to_others(content: str):
    assert read_foreign(content) is None


def test_questions_are_asked_about_the_passages_of_another_file(file: Path, tmp_path: Path):
    asked = tmp_path / "zh.json"
    text = json.dumps(squad(TIDE, MARKET, question="关闭了几次？"), ensure_ascii=False)
    asked.write_text(text, encoding="utf-8")
    file.write_text(json.dumps(squad(TIDE_EN, FERRY)), encoding="utf-8")
    read = read_question_set(asked, about=file)
    assert {each.direction for each in read.questions} == {"zh>en"}
    assert {each.question for each in read.questions} == {"关闭了几次？"}
    assert read.passages == (TIDE_EN, FERRY)
    assert read.questions[0].model_answers == ("nine", "nine times")
    assert read.name == "zh.json on set.json"


def test_files_of_other_questions_are_refused(file: Path, tmp_path: Path):
    other = tmp_path / "other.jsonl"
    other.write_text('{"id": "x", "question": "谁？"}', encoding="utf-8")
    file.write_text(json.dumps(squad(TIDE_EN)), encoding="utf-8")
    with pytest.raises(EvaluationError, match=r"set\.json and other\.jsonl share no question id"):
        read_question_set(file, about=other)


def test_take_spread_takes_from_all_over(file: Path):
    read = read_lines(file, squad(*(f"{FERRY} No. {n}." for n in range(10))))
    few = take_spread(read, 3)
    assert [each.id for each in few.questions] == ["s0", "s3", "s6"]
    assert few.passages == read.passages
    assert take_spread(read, 50) is read
    assert take_spread(read, None) is read
