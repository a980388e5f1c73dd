import asyncio
import json
from concurrent.futures import ThreadPoolExecutor

import pytest

import rag
from rag.errors import LibraryError, QuestionError
from rag.library import Library
from rag.samples import example_questions, sample_questions
from rag.schema import AnswerDone, HitsFound, SearchFilters, TextDelta, Turn
from rag.text.language import letters

ZH, EN = "防潮闸今年一共关闭了几次？", "How many times was the barrier closed this year?"


def facts_of(question):
    lines = map(json.loads, sample_questions().read_text("utf-8").splitlines())
    return next(line["must_contain"] for line in lines if line["question"] == question)


@pytest.mark.parametrize("question", [*example_questions("zh"), *example_questions("en")])
def test_first_questions_of_a_newcomer_are_answered(sample_library, question):
    answer = sample_library.ask(question)
    assert not answer.refused
    for aliases in facts_of(question):
        assert any(alias.casefold() in answer.text.casefold() for alias in aliases)


@pytest.mark.parametrize("question", [ZH, EN])
def test_answer_quotes_exactly_and_shows_the_counterpart(sample_library, question):
    answer = sample_library.ask(question)
    assert answer.citations
    for citation in answer.citations:
        assert citation.quote
        assert citation.quote in citation.passage.paragraph.text
        assert f"[{citation.marker}]" in answer.text
    first = answer.citations[0]
    assert first.passage.paragraph.language == answer.language
    assert first.counterpart is not None
    assert first.counterpart_quote in first.counterpart.text


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("“防潮闸”的英文是什么？", "en"),
        ("What is the Chinese term for the tidal barrier?", "zh"),
        (ZH, "zh"),
        (EN, "en"),
    ],
)
def test_hits_are_shown_in_the_language_of_the_wording_asked_for(
    sample_library, question, language
):
    first = sample_library.search(question)[0]
    assert first.passage.paragraph.language == language
    assert first.counterpart is not None


def test_words_are_compared_in_both_languages(sample_library):
    names = {name for hit in sample_library.search(ZH) for name in hit.channels}
    assert {"interaction-zh", "interaction-en"} <= names


def test_both_languages_find_the_same_evidence(sample_library):
    zh, en = (sample_library.search(question)[0] for question in (ZH, EN))
    ids = {zh.passage.id, *(p.id for p in zh.counterpart.passages)}
    assert en.passage.id in ids


def test_an_entry_stands_for_both_languages_once(sample_library):
    hits = sample_library.search(ZH, top_k=20)
    shown = [hit.passage.id for hit in hits]
    others = [p.id for hit in hits if hit.counterpart for p in hit.counterpart.passages]
    assert len(set(shown)) == len(shown)
    assert not set(shown) & set(others)


def test_documents_alike_in_their_titles_alone_are_not_paired(sample_library):
    # The annual press conference has no English version; another mayor's interview has.
    assert sample_library.pairs("annual-press-conference-2024") == []
    assert sample_library.pairs("ferry-centenary-speech-2024") == []


def test_translation_in_another_document_is_paired(sample_library):
    pairs = sample_library.pairs("library-interview-2024")
    assert len(pairs) > 25
    assert {p.document for pair in pairs for p in pair.en} == {"library-interview-2024-english"}


def test_question_about_something_else_is_refused(sample_library):
    for question in ("怎么做红烧肉？", "How long should I boil an egg?"):
        answer = sample_library.ask(question)
        assert answer.refused
        assert answer.reason == "nothing_relevant"
        assert not answer.citations


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("What did the mayor say about Ukraine?", "“Ukraine” stands nowhere in the library"),
        ("市长怎么谈乌克兰的局势？", "资料库里没有出现“乌克兰”"),
        ("市长怎么谈TikTok和Zelensky？", "资料库里没有出现“TikTok”、“Zelensky”"),
    ],
)
def test_question_that_names_what_the_library_lacks_says_so(sample_library, question, said):
    answer = sample_library.ask(question)
    assert (answer.refused, answer.reason) == (True, "name_absent")
    assert said in answer.text
    assert answer.hits
    assert not answer.citations


def test_absent_name_of_the_question_before_refuses_no_other_question(sample_library):
    asked = "What did the mayor say about Ukraine?"
    history = [Turn("user", asked), Turn("assistant", sample_library.ask(asked).text)]
    answer = sample_library.ask("What did the mayor say about the tidal barrier?", history=history)
    assert not answer.refused


TALKS = {
    "talk": "Mayor Ann Reed Gives Interview to Harbour News on the Ferries of Larkport\n\n"
    "Harbour News: What is new?\n\n"
    "Ann Reed: The ferries will sail from May. They are built in Norland.\n\n"
    "The trams will be painted green, and the depot moves to the quay next year.\n\n"
    "The market closes at six. Stalls pay less rent.\n",
    "reden": "市长安丽德就云港渡轮接受海港新闻专访\n\n海港新闻：有什么新消息？\n\n"
    "安丽德：渡轮五月开航，由北国建造。\n\n电车将漆成绿色，车库明年迁到码头。\n\n"
    "市场六点收摊，摊位租金降低。\n",
}


@pytest.mark.parametrize(
    "question",
    ["What does Ann Reed say about trams?", "安丽德怎么谈电车？", "安丽德怎么说tram？"],
    ids=["en", "zh", "mixed"],
)
def test_what_somebody_said_is_not_looked_for_in_titles(tmp_path, question):
    for name, text in TALKS.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    with Library.open(tmp_path / "store") as library:
        library.ingest([tmp_path / f"{name}.txt" for name in TALKS])
        first, *others = library.search(question)
    assert first.passage.paragraph.text.startswith(("The trams", "电车"))
    titles = [hit.score for hit in others if hit.passage.paragraph.kind == "title"]
    assert titles
    assert max(titles) < 0.7 * first.score


WHOSE = {
    "dam": "Press Conference on the Reservoir\n\nReporter: What is planned at the reservoir?\n\n"
    "Han Xuesong: The reservoir holds enough water for three dry years. The spillway was "
    "rebuilt.\n\nReporter: And the trams?\n\n"
    "Luo Qiming: The trams will be painted green. The depot moves to the quay next year.\n",
    "水库": "水库新闻发布会\n\n记者：水库有什么计划？\n\n"
    "韩雪松：水库的水够用三个干旱年。溢洪道已经重建。\n\n记者：电车呢？\n\n"
    "罗启明：电车将漆成绿色。车库明年迁到码头。\n",
}


@pytest.fixture(scope="module", params=[("dam",), ("dam", "水库")], ids=["en", "both"])
def whose_library(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("whose")
    for name in request.param:
        (folder / f"{name}.txt").write_text(WHOSE[name], encoding="utf-8")
    with Library.open(folder / "store") as library:
        library.ingest([folder / f"{name}.txt" for name in request.param])
        yield library


@pytest.mark.parametrize(
    ("question", "refused"),
    [
        pytest.param("What did Han Xuesong say about the reservoir?", False, id="en"),
        pytest.param(
            "What did Luo Qiming say about the water in the reservoir in dry years?",
            True,
            id="en, another's",
        ),
        pytest.param("What did Luo Qiming say about the reservoir?", True, id="en, in short"),
        pytest.param("韩雪松怎么说水库？", False, id="zh"),
        pytest.param("罗启明怎么说水库？", True, id="zh, in short"),
        pytest.param("罗启明说水库的水够用几个干旱年？", True, id="zh, another's"),
        pytest.param("Han Xuesong 说水库的水够用几个干旱年？", False, id="mixed"),
        pytest.param("Luo Qiming 说水库的水够用几个干旱年？", True, id="mixed, another's"),
    ],
)
def test_words_are_those_of_the_one_asked_about(whose_library, question, refused):
    answer = whose_library.ask(question)
    assert answer.refused is refused
    speakers = {citation.passage.paragraph.speaker for citation in answer.citations}
    assert refused or speakers <= {"韩雪松", "Han Xuesong"}


def test_stream_ends_with_the_whole_answer(sample_library):
    events = list(sample_library.stream(ZH))
    assert isinstance(events[0], HitsFound)
    assert isinstance(events[-1], AnswerDone)
    pieces = [event.text for event in events[1:-1] if isinstance(event, TextDelta)]
    assert letters("".join(pieces)) == letters(events[-1].answer.text)
    assert events[-1].answer.seconds > 0


def test_follow_up_is_understood_with_its_history(sample_library):
    history = [Turn("user", "2023年防潮闸关闭了几次？"), Turn("assistant", "九次。")]
    answer = sample_library.ask("那是因为什么？", history=history)
    assert answer.question.standalone != answer.question.text
    assert any("防潮闸" in hit.passage.paragraph.text for hit in answer.hits)


def test_history_may_be_mappings_as_chat_programs_keep_them(sample_library):
    turns = [Turn("user", "2023年防潮闸关闭了几次？"), Turn("assistant", "九次。")]
    mappings = [{"role": turn.role, "content": turn.content} for turn in turns]
    answers = [sample_library.ask("那是因为什么？", history=given) for given in (turns, mappings)]
    assert answers[0].question == answers[1].question


@pytest.mark.parametrize("turn", [{}, {"role": "system", "content": "x"}, {"role": "user"}])
def test_unreadable_history_is_an_error(sample_library, turn):
    with pytest.raises(QuestionError, match="history"):
        sample_library.ask(ZH, history=[turn])


@pytest.mark.parametrize(
    ("filters", "holds"),
    [
        pytest.param(
            SearchFilters(language="en"), lambda p: p.paragraph.language == "en", id="language"
        ),
        pytest.param(
            SearchFilters(documents=("night-market-guide",)),
            lambda p: p.paragraph.document == "night-market-guide",
            id="document",
        ),
        pytest.param(
            SearchFilters(speakers=("沈若澜",)),
            lambda p: p.paragraph.speaker == "沈若澜",
            id="speaker",
        ),
        pytest.param(
            SearchFilters(until="2023-12-31"), lambda p: (p.date or "9") < "2024", id="date"
        ),
    ],
)
def test_filters_hold_for_every_hit(sample_library, filters, holds):
    hits = sample_library.search(ZH, filters=filters)
    assert hits
    assert all(holds(hit.passage) for hit in hits)


@pytest.mark.parametrize("question", ["", "   ", "？！"])
def test_empty_question_is_an_error(sample_library, question):
    with pytest.raises(QuestionError, match=r"(?i)question|问题"):
        sample_library.ask(question)


def test_retriever_gives_langchain_documents(sample_library):
    found = sample_library.as_retriever(top_k=3).invoke(EN)
    assert len(found) == 3
    assert found[0].metadata["language"] == "en"
    assert found[0].metadata["counterpart"]


def test_ask_works_from_an_event_loop(sample_library):
    # In a thread of its own: the browser's driver keeps a loop running in this one.
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(lambda: asyncio.run(sample_library.aask(EN))).result()
    assert not answer.refused


def test_many_threads_get_their_own_answers(sample_library):
    questions = [*example_questions("zh"), *example_questions("en")] * 3
    alone = {question: sample_library.ask(question).text for question in questions}
    with ThreadPoolExecutor(10) as pool:
        together = pool.map(lambda question: (question, sample_library.ask(question)), questions)
        assert all(answer.text == alone[question] for question, answer in together)


def test_missing_library_is_an_error_that_says_what_to_do(tmp_path):
    with pytest.raises(LibraryError, match="ingest"):
        Library.open(tmp_path / "none", create=False)


def test_empty_library_refuses(tmp_path):
    with Library.open(tmp_path / "store") as library:
        answer = library.ask(ZH)
        assert answer.refused
        assert answer.reason == "empty_library"
        assert library.example_questions("zh") == []


def test_public_names_are_those_of_the_package():
    assert sorted(rag.__all__) == rag.__all__
    assert all(getattr(rag, name).__name__ == name for name in rag.__all__)


def test_failed_ingest_keeps_the_older_version(tmp_path):
    path = tmp_path / "port.txt"
    path.write_text("市长：新港口将于2026年开放，投资3.2亿元。", "utf-8")
    with Library.open(tmp_path / "store") as library:
        library.ingest(path)
        path.write_bytes(b"\x00\x01" * 500)
        report = library.ingest(path)
        assert [failed.path for failed in report.failed] == [str(path)]
        assert "3.2亿" in library.passages_of("port")[0].paragraph.text


def test_a_later_document_does_not_take_over_a_pair(tmp_path):
    texts = {
        "port-zh": "市长：新港口将于2026年5月1日开放，投资3.2亿元，可停十二艘船。",
        "port-en": "Mayor: The new port will open on May 1, 2026, cost 320 million yuan, "
        "and hold twelve ships.",
        "ferry-en": "Mayor: From May 1, 2026 twelve boats, bought for 320 million yuan, are to "
        "serve every harbour.",
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    zh, port, ferry = (tmp_path / f"{name}.txt" for name in texts)
    with Library.open(tmp_path / "alone") as library:
        library.ingest([zh, ferry])
        assert library.pairs(), "without a rival it is taken for the translation"
    with Library.open(tmp_path / "store") as library:
        library.ingest([zh, port])
        before = library.pairs()
        library.ingest(ferry)
        assert [pair.en[0].document for pair in before] == ["port-en"]
        assert library.pairs() == before
