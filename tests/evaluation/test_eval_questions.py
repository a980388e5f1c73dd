from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from rag.errors import EvaluationError
from rag.evaluation.questions import EvalQuestion, read_questions
from rag.schema import Turn


def write(path: Path, *lines: object) -> Path:
    path.write_text(
        "".join(
            (line if isinstance(line, str) else json.dumps(line, ensure_ascii=False)) + "\n"
            for line in lines
        ),
        encoding="utf-8",
    )
    return path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "questions.jsonl"


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("几点开市？", "zh"),
        ("When does it open?", "en"),
        ("RCEP是什么？", "zh"),
        ("", "en"),
    ],
    ids=["zh", "en", "mixed", "empty"],
)
def test_read_questions_works_out_the_language(file: Path, question: str, language: str):
    (read,) = read_questions(write(file, {"id": "a", "question": question}))
    assert read.lang == language
    assert read.answerable is None


@pytest.mark.parametrize(
    ("evidence", "direction"),
    [
        ([], "zh>none"),
        ([{"doc": "d", "lang": "en", "n": 1}], "zh>en"),
        ([{"doc": "d", "lang": "en", "n": 1}, {"doc": "d", "lang": "zh", "n": 1}], "zh>both"),
        (None, "zh>unknown"),
    ],
    ids=["none", "en", "both", "unknown"],
)
def test_read_questions_works_out_the_direction(file: Path, evidence, direction: str):
    (read,) = read_questions(write(file, {"id": "a", "question": "谁？", "evidence": evidence}))
    assert read.direction == direction


def test_read_questions_takes_all_evidence_as_one_group_by_default(file: Path):
    evidence = [{"doc": "d", "lang": "en", "n": 1}, {"doc": "d", "lang": "zh", "n": 1}]
    (read,) = read_questions(write(file, {"id": "a", "question": "谁？", "evidence": evidence}))
    assert read.evidence_groups == ((0, 1),)


def test_read_questions_keeps_keys_of_its_own(file: Path):
    (read,) = read_questions(write(file, {"id": "a", "question": "谁？", "topic": "tide"}))
    assert read.model_extra == {"topic": "tide"}


def test_read_questions_gives_the_history_as_turns(file: Path):
    history = [{"role": "user", "content": "多少？"}, {"role": "assistant", "content": "九次。"}]
    (read,) = read_questions(write(file, {"id": "a", "question": "那去年呢？", "history": history}))
    assert read.turns == (Turn("user", "多少？"), Turn("assistant", "九次。"))


def test_read_questions_accepts_numbers_as_ids_a_byte_order_mark_and_empty_lines(file: Path):
    line = json.dumps({"id": 7, "question": "Who?"})
    file.write_text("\ufeff" + line + "\r\n\r\n", encoding="utf-8", newline="")
    assert [each.id for each in read_questions(file)] == ["7"]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (['{"id": "a", "question": '], r"questions\.jsonl, line 1: not JSON"),
        ([{"id": "a", "question": "x"}, {"question": "y"}], r'line 2: "id": Field required'),
        ([{"id": "a"}], r'line 1: "question": Field required'),
        (["[1]"], r"line 1: Input should be"),
        ([{"id": "a", "question": "x"}] * 2, r"the id 'a' occurs 2 times"),
        ([{"id": "a", "question": "x", "lang": "fr"}], r'line 1: "lang"'),
        ([{"id": "a", "question": "x", "must_contains": []}], r'did you mean "must_contain"'),
        (
            [{"id": "a", "question": "x", "evidence": [{"lang": "zh"}]}],
            r'line 1: "evidence\.0": evidence needs "text", or "doc" and "n"',
        ),
        (
            [{"id": "a", "question": "x", "evidence": [], "evidence_groups": [[0]]}],
            r"evidence_groups names entry 0, but evidence has 0 entries",
        ),
        (["", "  "], r"holds no question"),
    ],
    ids=[
        "bad json",
        "no id",
        "no question",
        "not an object",
        "duplicate",
        "third language",
        "misspelt key",
        "evidence without a place",
        "group out of range",
        "empty",
    ],
)
def test_read_questions_names_file_and_line_of_what_is_wrong(file: Path, lines, message: str):
    with pytest.raises(EvaluationError, match=message):
        read_questions(write(file, *lines))


def test_read_questions_names_a_missing_file(file: Path):
    with pytest.raises(EvaluationError, match=r"There is no question file .*questions\.jsonl"):
        read_questions(file)


def test_read_questions_names_a_wrong_encoding(file: Path):
    file.write_bytes('{"id": "a", "question": "谁？"}'.encode("gb18030"))
    with pytest.raises(EvaluationError, match="is not UTF-8"):
        read_questions(file)


def test_read_questions_looks_numbers_up_in_the_file_beside(file: Path):
    write(file.parent / "evidence.jsonl", {"doc": "d", "lang": "zh", "n": 3, "text": "潮水九次"})
    evidence = [{"doc": "d", "lang": "zh", "n": 3}, {"doc": "d", "lang": "zh", "n": 4}]
    (read,) = read_questions(write(file, {"id": "a", "question": "谁？", "evidence": evidence}))
    assert read.evidence is not None
    assert [entry.text for entry in read.evidence] == ["潮水九次", None]


def test_read_questions_names_a_bad_line_of_the_file_beside(file: Path):
    write(file.parent / "evidence.jsonl", {"doc": "d", "lang": "zh"})
    write(file, {"id": "a", "question": "谁？", "evidence": []})
    with pytest.raises(EvaluationError, match=r"evidence\.jsonl, line 1"):
        read_questions(file)


SQUAD = {
    "version": "1.1",
    "data": [
        {
            "title": "tide",
            "paragraphs": [
                {
                    "context": "防潮闸今年一共关闭了九次。",
                    "qas": [
                        {
                            "id": "s1",
                            "question": "How often did it close?",
                            "answers": [
                                {"text": "九次", "answer_start": 10},
                                {"text": "九次", "answer_start": 10},
                            ],
                        },
                        {"id": "s2", "question": "Who built it?", "answers": []},
                    ],
                }
            ],
        }
    ],
}


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_read_questions_reads_squad_json(tmp_path: Path, packed: bool):
    raw = json.dumps(SQUAD).encode()
    path = tmp_path / ("squad.json.gz" if packed else "squad.json")
    path.write_bytes(gzip.compress(raw) if packed else raw)
    first, second = read_questions(path)
    assert first.direction == "en>zh"
    assert first.must_contain == (("九次",),)
    assert first.answer_zh == "九次"
    assert second.direction == "en>none"
    assert second.answerable is False


def test_read_questions_names_a_damaged_archive(tmp_path: Path):
    path = tmp_path / "squad.json.gz"
    path.write_bytes(gzip.compress(b"{}" * 500)[:-12])
    with pytest.raises(EvaluationError, match="cannot be read"):
        read_questions(path)


def test_a_question_cannot_be_changed():
    question = EvalQuestion(id="a", question="谁？", lang="zh")
    with pytest.raises(ValueError, match="frozen"):
        question.id = "b"  # type: ignore[misc]
