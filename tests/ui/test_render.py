"""Conversation, evidence and library as HTML."""

import dataclasses
import re
from html.parser import HTMLParser
from pathlib import Path

import page_fakes
import pytest
from page_fakes import (
    EN_RIVER,
    EN_TRAM,
    HITS,
    HOSTILE,
    ZH_RIVER,
    FakeLibrary,
    cite_tram,
    make_answer,
)

from rag.ingesting.report import IngestProgress
from rag.schema import Citation, Counterpart
from ui import render
from ui import strings as s
from ui.conversation import Conversation, Exchange, Notice
from ui.render.thread import format_copy

_HAN = re.compile("[\u3400-\u9fff]")
#: Elements that load or run something, or that no part of the page uses.
_ACTIVE = {"script", "iframe", "img", "object", "embed", "link", "style", "svg", "video", "base"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


def read(markup: str) -> _Reader:
    reader = _Reader()
    reader.feed(markup)
    return reader


def done(answer) -> Conversation:
    return Conversation((Exchange(answer.question.text, "done", answer=answer),))


def zh_answer(**options):
    return make_answer("何时通车？", "zh", "九月通车。[1]", [cite_tram("zh", **options)])


def en_answer(**options):
    return make_answer("When?", "en", "In September [1].", [cite_tram("en", **options)])


def hostile_parts(language):
    citation = Citation(1, page_fakes.HOSTILE_PASSAGE, HOSTILE[:40], "verified")
    answer = make_answer(HOSTILE, "en", f"{HOSTILE} [1]", [citation], notes=(HOSTILE,))
    refused = make_answer(HOSTILE, "en", HOSTILE, refused=True)
    info = page_fakes._info("x", HOSTILE, Path("/x"), Path(f"/{HOSTILE[:20]}"))
    failed = Exchange(HOSTILE, "failed", notice=Notice(HOSTILE, HOSTILE))
    return [
        render.render_current(done(answer), language),
        render.render_evidence(done(answer).last, 0, language),
        render.render_current(done(refused), language),
        render.render_evidence(Exchange(HOSTILE, hits=HITS, partial=HOSTILE), 0, language),
        render.render_current(Conversation((failed,)), language),
        render.render_documents([info], language, Notice(HOSTILE)),
        render.render_results(
            [render.FileResult(HOSTILE, "failed", reason=HOSTILE, detail=HOSTILE)], language
        ),
        render.render_progress(IngestProgress(0, 1, HOSTILE), language),
        render.render_welcome([HOSTILE], 1, language),
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("part", range(9))
def test_hostile_text_is_inert(part, language):
    reader = read(hostile_parts(language)[part])
    assert not {tag for tag, _ in reader.elements} & _ACTIVE
    for _, attributes in reader.elements:
        assert not [name for name in attributes if name.startswith("on")]
        # Links lead to paragraphs of the library and nowhere else.
        assert re.fullmatch(r"(\?document=[^:/&]*(&paragraph=\d+)?)?", attributes.get("href") or "")


def test_mark_becomes_a_button_with_its_quote():
    reader = read(render.render_current(done(en_answer()), "en"))
    marks = [
        attributes for _, attributes in reader.elements if attributes.get("data-action") == "mark"
    ]
    assert [(m["data-exchange"], m["data-marker"]) for m in marks] == [("0", "1")]
    assert marks[0]["data-quote"] == "tram line 2 would open this September."
    assert "Source 1" in marks[0]["aria-label"]


def test_mark_without_citation_is_no_button():
    answer = make_answer("When?", "en", "Odd [7].", [])
    assert 'data-action="mark"' not in render.render_current(done(answer), "en")


def test_marks_stay_with_their_word():
    markup = render.render_current(done(zh_answer()), "zh")
    assert re.search(r'<span class="dz-held">。<sup>', markup)


@pytest.mark.parametrize("status", ["verified", "repaired", "unsupported"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_card_explains_its_status(status, language):
    answer = dataclasses.replace(zh_answer(status=status), model="ollama:qwen3")
    text = read(render.render_evidence(done(answer).last, 0, language)).text
    assert s.STATUSES[status](language) in text
    assert s.STATUS_MEANINGS[status](language) in text


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("answer", [zh_answer(), en_answer()], ids=["zh", "en"])
def test_of_a_quote_no_more_is_claimed_than_its_letters(answer, language):
    shown = render.render_evidence(done(answer).last, 0, language)
    shown += render.render_current(done(answer), language)
    assert s.QUOTED_STATUS(language) in shown
    assert s.QUOTED_MEANING(language) in shown
    assert s.EVIDENCE_ALL_QUOTED(language, count=1) in shown
    for claimed in (s.STATUSES["verified"], s.STATUS_MEANINGS["verified"]):
        assert claimed(language) not in shown


@pytest.mark.parametrize("language", ["zh", "en"])
def test_legend_tells_quotes_from_statements(language):
    shown = read(render.render_evidence(None, 0, language)).text
    assert s.QUOTED_MEANING(language) in shown
    assert all(meaning(language) in shown for meaning in s.STATUS_MEANINGS.values())


def cite_river(language: str) -> Citation:
    """A quote whose counterpart stands in another document."""
    zh, en = "三百一十二天", "grade two on 321 days"
    if language == "zh":
        return Citation(
            1, ZH_RIVER, zh, counterpart=Counterpart((EN_RIVER,), 0.8), counterpart_quote=en
        )
    return Citation(
        1, EN_RIVER, en, counterpart=Counterpart((ZH_RIVER,), 0.8), counterpart_quote=zh
    )


@pytest.mark.parametrize(
    ("cited", "language", "said", "href"),
    [
        ("zh", "en", "From Linhe in English, paragraph 3", "?document=linhe-english&paragraph=3"),
        ("zh", "zh", "出自 Linhe in English，第 3 段", "?document=linhe-english&paragraph=3"),
        ("en", "en", "From 临河市新闻发布会 Linhe briefing, paragraph 8", "&paragraph=8"),
        ("en", "zh", "出自 临河市新闻发布会 Linhe briefing，第 8 段", "&paragraph=8"),
    ],
)
def test_card_says_where_a_counterpart_of_another_document_stands(cited, language, said, href):
    answer = make_answer("?", cited, "Days. [1]", [cite_river(cited)])
    shown = read(render.render_evidence(done(answer).last, 0, language))
    assert said in shown.text
    assert any(href in (attributes.get("href") or "") for _, attributes in shown.elements)


def test_passages_found_say_where_their_counterpart_stands():
    hit = dataclasses.replace(HITS[1], counterpart=Counterpart((EN_RIVER,), 0.8))
    refused = make_answer("?", "en", "The documents do not say.", refused=True)
    answer = dataclasses.replace(refused, hits=(hit,))
    text = read(render.render_evidence(done(answer).last, 0, "en")).text
    assert "From Linhe in English, paragraph 3" in text


def test_counterpart_of_the_same_document_needs_no_place():
    text = read(render.render_evidence(done(zh_answer()).last, 0, "en")).text
    assert s.FROM_DOCUMENT("en") not in text


def test_counterpart_of_several_paragraphs_is_placed_where_the_quote_stands():
    there = [
        page_fakes.make_passage(20 + n, text, "en", document="b", title="Other", number=n)
        for n, text in ((6, "First half."), (7, "Second half."))
    ]
    for quote, said in (("Second half.", "Other, paragraph 7"), ("", "Other, paragraph 6–7")):
        citation = Citation(
            1, ZH_RIVER, "三百", counterpart=Counterpart(tuple(there), 0.8), counterpart_quote=quote
        )
        answer = make_answer("?", "zh", "天。[1]", [citation])
        assert said in read(render.render_evidence(done(answer).last, 0, "en")).text


@pytest.mark.parametrize("answer", [zh_answer(), en_answer()], ids=["zh", "en"])
def test_card_has_both_texts_with_quotes_chinese_first(answer):
    markup = render.render_evidence(done(answer).last, 0, "en")
    zh, en = (
        markup.find('<div class="dz-side dz-side-zh">'),
        markup.find('<div class="dz-side dz-side-en">'),
    )
    assert 0 < zh < en
    assert "<mark>有轨电车二号线将于今年九月通车。</mark>" in markup
    assert "<mark>tram line 2 would open this September.</mark>" in markup
    assert f"dz-asked-{answer.language}" in markup


def test_card_says_who_when_and_where():
    text = read(render.render_evidence(done(en_answer()).last, 0, "en")).text
    for fact in ("Linhe briefing", "Shen Wang", "2024-06-12", "answer", "page 2", "paragraph 5"):
        assert fact in text


@pytest.mark.parametrize(("language", "said"), [("zh", "没有找到"), ("en", "No counterpart found")])
def test_card_says_that_a_counterpart_is_missing(language, said):
    answer = make_answer(
        "?", "en", "Scores [1].", [Citation(1, page_fakes.EN_LIBRARY, "music scores")]
    )
    assert said in render.render_evidence(done(answer).last, 0, language)


def test_cited_pair_is_not_listed_again():
    markup = render.render_evidence(done(en_answer()).last, 0, "en")
    assert s.CONSIDERED("en", count=2) in markup


def test_evidence_warns_of_unsupported_marks():
    markup = render.render_evidence(done(en_answer(status="unsupported")).last, 0, "en")
    assert "1 mark, without support" in markup


def test_refusal_looks_different_and_lists_nearest_passages():
    answer = make_answer("?", "en", "The documents do not say.", refused=True)
    assert "dz-refusal" in render.render_current(done(answer), "en")
    assert "dz-refusal" not in render.render_current(done(en_answer()), "en")
    evidence = render.render_evidence(done(answer).last, 0, "en")
    assert s.NEAREST("en") in evidence
    assert evidence.count("<article") == len(HITS)


def test_notes_model_seconds_and_tokens_are_shown():
    answer = make_answer("?", "zh", "好。", notes=("略去一段。",))
    text = read(render.render_current(done(answer), "zh")).text
    for part in ("略去一段。", "摘自原文", "0.12 秒", "词元 1,234 + 56"):
        assert part in text


def test_other_models_are_named():
    answer = dataclasses.replace(en_answer(), model="ollama:qwen3")
    assert "Model ollama:qwen3" in read(render.render_current(done(answer), "en")).text


def test_copy_has_sources():
    copied = format_copy(done(en_answer()).exchanges[0], "en")
    assert copied.splitlines()[0] == "In September [1]."
    assert "[1] 临河市新闻发布会 Linhe briefing, Shen Wang" in copied
    assert "    “有轨电车二号线将于今年九月通车。”" in copied


@pytest.mark.parametrize(("language", "said"), [("zh", "出自"), ("en", "From")])
def test_copy_cites_each_quote_with_its_own_document(language, said):
    answer = make_answer("?", "zh", "天。[1]", [cite_river("zh")])
    _, _, source, other = format_copy(done(answer).exchanges[0], language).splitlines()
    assert "临河市新闻发布会 Linhe briefing" in source
    assert other.strip().startswith(f"{said} Linhe in English, Shen Wang")
    assert "3" in other.partition("“")[0]
    assert other.endswith("“grade two on 321 days”")


def test_only_the_newest_answer_can_be_retried():
    two = Conversation((*done(en_answer()).exchanges, *done(zh_answer()).exchanges))
    assert 'data-action="retry"' not in render.render_past(two, "en")
    assert 'data-action="retry"' in render.render_current(two, "en")


def test_writing_shows_what_was_found():
    exchange = Exchange("When?", hits=HITS)
    assert "Found 3 passages" in render.render_current(Conversation((exchange,)), "en")
    assert EN_TRAM.title in render.render_evidence(exchange, 0, "en")


@pytest.mark.parametrize(
    ("size", "text"), [(0, "0 B"), (999, "999 B"), (20_000_000, "20 MB"), (5_000_000_000, "5 GB")]
)
def test_size_is_written_for_people(size, text):
    assert render.format_size(size) == text


def test_english_page_has_no_chinese_of_its_own(tmp_path):
    infos = [page_fakes._info("a", None, tmp_path)]
    english = make_answer("When?", "en", "Soon.", notes=("A note.",))
    parts = [
        render.render_header("en"),
        render.render_composer("en", started=True),
        render.render_library_head("en", 20_000_000, 20),
        render.render_documents(infos, "en"),
        render.render_documents([], "en"),
        render.render_welcome(["When?"], 2, "en"),
        render.render_welcome([], 0, "en"),
        render.render_evidence(None, 0, "en"),
        render.render_current(done(english), "en"),
    ]
    text = "".join(parts).replace("对照", "").replace("中文", "")
    assert not _HAN.search(text)


def test_library_lists_documents(tmp_path):
    text = read(render.render_documents(FakeLibrary(tmp_path).documents(), "zh")).text
    for part in ("3 份资料", "临河市新闻发布会", "中文 + 英文", "2024-06-12", "48", "19", "移除"):
        assert part in text


@pytest.mark.parametrize(("text", "language"), [("Thanks", "en"), ("谢谢", "zh")])
def test_thanks_are_not_said_to_be_missing_from_the_documents(text, language):
    refused = make_answer(text, language, "Ask away.", refused=True)
    answer = dataclasses.replace(refused, hits=(), reason="no_question")
    shown = read(render.render_current(done(answer), language)).text
    assert "Ask away." in shown
    assert s.REFUSED_TITLE(language) not in shown
