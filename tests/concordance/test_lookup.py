import pytest

from rag.errors import QuestionError
from rag.library import Library

ROWS = [
    ("新渡轮六月开航，票价不变。", "The new ferry starts in June, and fares stay as they are."),
    ("十二艘渡轮每天运行。图书馆免费。", "Twelve ferries run daily. The library is free."),
    ("市长谈到渡轮。", "The mayor spoke of them."),
    ("我们支持全球治理。", "We stand by global governance."),
]


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    folder = tmp_path_factory.mktemp("terms")
    memory = folder / "memory.tsv"
    memory.write_text("".join(f"{zh}\t{en}\n" for zh, en in ROWS), "utf-8")
    (folder / "alone.txt").write_text("记者：渡輪何時開航？\n\n市长林海：渡輪明年開航。\n", "utf-8")
    with Library.open(folder / "store") as opened:
        assert not opened.ingest([memory, folder / "alone.txt"]).failed
        yield opened


def summary(groups):
    return [(group.rendering, len(group.places)) for group in groups]


@pytest.mark.parametrize("term", ["渡轮", "渡輪"])
def test_places_are_grouped_by_rendering(library, term):
    groups = library.terms(term)
    assert summary(groups) == [("ferry", 2), ("", 1), ("", 2)]
    unclear, alone = groups[1].places[0], groups[2].places
    assert unclear.rendering is not None
    assert unclear.rendering.text == "The mayor spoke of them."
    assert [place.rendering for place in alone] == [None, None]
    assert {place.passage.paragraph.document for place in alone} == {"alone"}


def test_places_show_the_term_as_printed(library):
    for group in library.terms("Ferry"):
        for place in group.places:
            start, end = place.span
            assert place.sentence[start:end].lower() in {"ferry", "ferries"}
            assert place.sentence in place.passage.paragraph.text


def test_the_counterpart_is_the_sentence_that_says_the_same(library):
    (group,) = library.terms("ferries")
    assert group.rendering == "渡轮"
    texts = {place.rendering.text for place in group.places if place.rendering}
    assert "图书馆免费。" not in "".join(texts)


def test_a_phrase_of_several_words(library):
    assert summary(library.terms("全球治理")) == [("global governance", 1)]
    assert summary(library.terms("global governance")) == [("全球治理", 1)]


def test_a_term_that_stands_nowhere(library):
    assert library.terms("飞机") == []
    assert library.terms("airplane") == []


@pytest.mark.parametrize("term", ["", "  ", "？！", "渡" * 300])
def test_what_is_no_term_is_refused(library, term):
    with pytest.raises(QuestionError, match="A term has at least one letter"):
        library.terms(term)


def test_an_empty_library_has_no_places(tmp_path):
    with Library.open(tmp_path / "store") as empty:
        assert empty.terms("渡轮") == []


def test_quotations_are_grouped_by_what_is_quoted_for_them(tmp_path):
    rows = [
        ("市长参加“海灯”节。", "The mayor joined the “Zubrin” festival."),
        ("“海灯”来了。", "The “Zubrin lamp” came."),
        ("“海灯”走了。", "The “Zubrin lamp” went away."),
    ]
    memory = tmp_path / "memory.tsv"
    memory.write_text("".join(f"{zh}\t{en}\n" for zh, en in rows), "utf-8")
    with Library.open(tmp_path / "store") as opened:
        opened.ingest([memory])
        assert summary(opened.terms("海灯")) == [("Zubrin lamp", 2), ("Zubrin", 1)]
