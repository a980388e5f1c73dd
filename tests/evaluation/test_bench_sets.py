from __future__ import annotations

import pytest
from bench_samples import FILES, SUBJECTS, squad, write_sets, write_squad

from rag.errors import EvaluationError
from rag.evaluation.bench.sets import SETS, Asked, read_squad, spread


def _read(name, data):
    (found,) = (each for each in SETS if each.name == name)
    assert found.files == FILES[name]
    return found.read(data)


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return write_sets(tmp_path_factory.mktemp("eval"))


def _answered(pool):
    """By direction: paragraph and question as they belong together."""
    return {
        task.direction: [(pool.paragraphs[each.gold], each.text) for each in task.questions]
        for task in pool.tasks
    }


def _expected(asked, found):
    return [(texts[found][0], texts[asked][1]) for texts in SUBJECTS.values()]


def test_xquad_has_pools_of_one_language_and_of_both(data):
    zh, en, both = _read("xquad", data)
    assert _answered(zh) == {"zh>zh": _expected("zh", "zh"), "en>zh": _expected("en", "zh")}
    assert _answered(en) == {"zh>en": _expected("zh", "en"), "en>en": _expected("en", "en")}
    assert (zh.paired, en.paired, both.paired) == (False, False, True)
    assert both.paragraphs == zh.paragraphs + en.paragraphs
    assert [task.direction for task in both.tasks] == ["zh>zh", "zh>en", "en>zh", "en>en"]


def test_xquad_knows_the_translation_of_each_paragraph_in_the_pool_of_both(data):
    both = _read("xquad", data)[2]
    for task in both.tasks:
        other = "en" if task.found == "zh" else "zh"
        texts = [SUBJECTS[name] for name in SUBJECTS]
        assert [both.paragraphs[each.gold] for each in task.questions] == [
            text[task.found][0] for text in texts
        ]
        assert [both.paragraphs[each.twin] for each in task.questions] == [
            text[other][0] for text in texts
        ]


def test_xquad_of_different_ids_is_refused(data, tmp_path):
    write_sets(tmp_path)
    content = squad("en", "en")
    content["data"][0]["paragraphs"][0]["qas"][0]["id"] = "another"
    write_squad(tmp_path / FILES["xquad"][1], content)
    with pytest.raises(EvaluationError, match="questions of different ids"):
        _read("xquad", tmp_path)


def test_mlqa_has_a_pool_for_each_direction(data):
    pools = _read("mlqa", data)
    assert [_answered(pool) for pool in pools] == [
        {f"{asked}>{found}": _expected(asked, found)}
        for asked in ("zh", "en")
        for found in ("zh", "en")
    ]
    assert not any(pool.paired for pool in pools)


def test_drcd_is_asked_as_printed_and_in_simplified(data):
    (pool,) = _read("drcd", data)
    printed, folded = pool.tasks
    assert printed.questions[1].text == "夜市有多少個攤位？"
    assert folded.questions[1].text == "夜市有多少个摊位？"
    assert [each.gold for each in printed.questions] == [each.gold for each in folded.questions]
    assert printed.note != folded.note


@pytest.mark.parametrize(("name", "direction"), [("cmrc", "zh>zh"), ("tydi", "en>en")])
def test_single_sets_have_one_direction(data, name, direction):
    (pool,) = _read(name, data)
    language = direction[:2]
    assert _answered(pool) == {direction: _expected(language, language)}


def test_paragraphs_of_the_same_letters_are_one(tmp_path):
    content = squad("zh", "zh")
    first, second, _ = content["data"][0]["paragraphs"]
    second["context"] = first["context"].replace("，", ", ")
    found = read_squad(write_squad(tmp_path / "set.json.gz", content))
    assert len(found.paragraphs) == 2
    assert [place for _, place in found.questions.values()] == [0, 0, 1]


def test_questions_without_answer_are_left_out(tmp_path):
    content = squad("en", "zh")
    content["data"][0]["paragraphs"][0]["qas"][0]["answers"] = []
    found = read_squad(write_squad(tmp_path / "set.json.gz", content))
    assert list(found.questions) == ["market", "library"]
    assert len(found.paragraphs) == 2


def test_set_that_answers_nothing_is_refused(tmp_path):
    content = squad("en", "en")
    for paragraph in content["data"][0]["paragraphs"]:
        paragraph["qas"][0]["answers"] = []
    path = write_squad(tmp_path / "set.json.gz", content)
    with pytest.raises(EvaluationError, match="no question with the paragraph"):
        read_squad(path)


def test_empty_set_is_refused(tmp_path):
    path = write_squad(tmp_path / "set.json.gz", {"data": []})
    with pytest.raises(EvaluationError, match="holds no question"):
        read_squad(path)


def test_missing_file_is_named(tmp_path):
    with pytest.raises(EvaluationError, match=r"no question file .*none\.json"):
        read_squad(tmp_path / "none.json")


def test_spread_takes_questions_from_everywhere():
    questions = [Asked(str(number), number) for number in range(10)]
    assert [each.text for each in spread(questions, 3)] == ["0", "3", "6"]
    assert spread(questions, 20) == spread(questions, None) == tuple(questions)
    assert spread([], 3) == ()
