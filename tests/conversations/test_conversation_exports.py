"""A conversation as a file: footnotes in order, and no text that becomes markup."""

import dataclasses
import io
import re
import zipfile

import pytest
from conversation_samples import done, failed
from lxml.etree import fromstring
from markdown_it import MarkdownIt

from rag.conversations import Conversation
from rag.conversations.exports import export_conversation
from rag.conversations.footnotes import WORDS
from rag.conversations.store import shorten

docx = pytest.importorskip("docx")

HOSTILE = (
    "# <script>alert(1)</script> ![x](https://evil.example/p.png) [y](javascript:z) `code` *b* "
    "https://evil.example www.evil.example a@evil.example <https://evil.example> "
    "$x$ &lt; [^1] ~~s~~"
)


def text_of(data):
    return data.decode()


def parse(data):
    return (
        MarkdownIt("gfm-like", {"linkify": False})
        .enable(["table", "strikethrough"])
        .parse(text_of(data))
    )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_markdown_has_a_footnote_for_each_mark(talk, language):
    text = text_of(export_conversation(talk, "md", language))
    marks = re.findall(r"(?<!^)\[\^(\d+)\]", text, re.MULTILINE)
    notes = re.findall(r"^\[\^(\d+)\]: ", text, re.MULTILINE)
    assert list(dict.fromkeys(marks)) == notes == [str(n) for n in range(1, len(notes) + 1)]
    assert len(notes) == sum(len(e.answer.citations) for e in talk.exchanges if e.answer)
    assert WORDS.refused[language] in text
    assert WORDS.unsupported[language] in text
    assert WORDS.repaired[language] in text
    assert WORDS.paragraph[language].format(1)[:2] in text


def test_markdown_footnote_says_where_and_quotes_both_languages(answers):
    answer = answers["sample-zh"]
    citation = answer.citations[0]
    text = text_of(export_conversation(done(Conversation(), answer), "md", "zh"))
    note = text.split("[^1]: ")[1]
    assert citation.passage.title in note.replace("\\", "")
    assert f"第 {citation.passage.paragraph.number} 段" in note
    assert f"“{' '.join(citation.quote.split())}”" in note.replace("\\", "")
    assert citation.counterpart_quote
    assert f"    “{' '.join(citation.counterpart_quote.split())}”" in note.replace("\\", "")


def hostile_talk(answers):
    answer = answers["sample-en"]
    first = answer.citations[0]
    paragraph = dataclasses.replace(first.passage.paragraph, speaker=HOSTILE)
    passage = dataclasses.replace(first.passage, title=HOSTILE, paragraph=paragraph)
    citation = dataclasses.replace(
        first, passage=passage, quote=HOSTILE, counterpart_quote=f"- {HOSTILE}\n1. x\n\n\x00## z"
    )
    text = "\n".join([f"{HOSTILE} [1]", "- item", "1. item", "> quote", "===", "    code", "+ x"])
    bad = dataclasses.replace(answer, text=text, citations=(citation,), notes=(HOSTILE,))
    talk = done(Conversation(title=HOSTILE), bad, HOSTILE)
    return failed(talk, "\n\n# two\n- lines")


def test_markdown_stays_text(answers):
    data = export_conversation(hostile_talk(answers), "md", "en")
    tokens = parse(data)
    kinds = {token.type for token in tokens}
    assert kinds <= {
        "heading_open",
        "heading_close",
        "inline",
        "paragraph_open",
        "paragraph_close",
        "code_block",
    }
    code = [token.content for token in tokens if token.type == "code_block"]
    # Indented is what belongs to a footnote, which this parser does not know.
    assert all(line.startswith(("“", "Not", "The")) for line in code)
    inline = {child.type for token in tokens for child in token.children or ()}
    assert inline <= {"text", "em_open", "em_close", "text_special", "softbreak"}
    text = text_of(data)
    assert not re.search(r"(?<!\\)<|https?://|www\.", text)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_word_file_has_its_own_footnotes(talk, language):
    data = export_conversation(talk, "docx", language)
    file = docx.Document(io.BytesIO(data))
    headings = [p.text for p in file.paragraphs if p.style.name == "Heading 2"]
    assert headings == [" ".join(e.question.split()) for e in talk.exchanges]
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        notes = parts.read("word/footnotes.xml").decode()
        body = parts.read("word/document.xml").decode()
        types = parts.read("[Content_Types].xml").decode()
    assert "/word/footnotes.xml" in types
    referred = re.findall(r'<w:footnoteReference w:id="(\d+)"/>', body)
    assert referred == re.findall(r'<w:footnote w:id="(\d+)"', notes)
    assert WORDS.unsupported[language] in notes


def test_word_file_stays_text(answers):
    data = export_conversation(hostile_talk(answers), "docx", "zh")
    file = docx.Document(io.BytesIO(data))
    assert HOSTILE in [p.text for p in file.paragraphs]
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        notes = fromstring(parts.read("word/footnotes.xml"))
    shown = "".join(notes.itertext())
    assert HOSTILE in shown


@pytest.mark.parametrize("form", ["md", "docx"])
def test_nothing_answered_is_a_file_too(form):
    talk = failed(Conversation(title="没有答案"), "Why?").begin("writing").stop()
    assert export_conversation(talk, form, "zh")
    assert export_conversation(Conversation(), form, "en")


@pytest.mark.parametrize("form", ["md", "docx"])
@pytest.mark.parametrize(("language", "said"), [("zh", "出自 "), ("en", "From ")])
def test_counterpart_of_another_document_is_cited_by_its_own_place(answers, form, language, said):
    answer = answers["sample-zh"]
    first = answer.citations[0]
    assert first.counterpart
    paragraph = dataclasses.replace(
        first.counterpart.passages[0].paragraph, document="other", number=27
    )
    other = dataclasses.replace(
        first.counterpart.passages[0], title="The English page", paragraph=paragraph
    )
    moved = dataclasses.replace(first.counterpart, passages=(other,))
    citations = (dataclasses.replace(first, counterpart=moved),)
    for cited, expected in ((citations, True), (answer.citations, False)):
        asked = dataclasses.replace(answer, citations=cited)
        data = export_conversation(done(Conversation(), asked), form, language)
        if form == "docx":
            with zipfile.ZipFile(io.BytesIO(data)) as parts:
                text = "".join(fromstring(parts.read("word/footnotes.xml")).itertext())
        else:
            text = text_of(data)
        place = WORDS.paragraph[language].format(27)
        assert (f"{said}The English page" in text and place in text) is expected


@pytest.mark.parametrize(("language", "title"), [("zh", "对话"), ("en", "Conversation")])
def test_title_made_of_the_first_question_is_not_said_twice(answers, language, title):
    question = "渡轮" * 60
    made = done(Conversation(title=shorten(question)), answers["zh"], question)
    lines = text_of(export_conversation(made, "md", language)).splitlines()
    assert lines[0] == f"# {title}"
    given = dataclasses.replace(made, title="渡轮时刻")
    assert text_of(export_conversation(given, "md", language)).startswith("# 渡轮时刻\n")


@pytest.mark.parametrize("form", ["md", "docx"])
@pytest.mark.parametrize(("language", "said"), [("zh", "问题理解为："), ("en", "Understood as: ")])
def test_how_a_follow_up_was_understood_is_written(answers, form, language, said):
    answer = answers["zh"]
    asked = dataclasses.replace(answer.question, text="那周末呢？", standalone="渡轮周末多久一班？")
    for question, expected in ((asked, True), (answer.question, False)):
        talk = done(Conversation(), dataclasses.replace(answer, question=question))
        data = export_conversation(talk, form, language)
        if form == "docx":
            text = "".join(p.text for p in docx.Document(io.BytesIO(data)).paragraphs)
        else:
            text = text_of(data)
        assert (f"{said}渡轮周末多久一班？" in text) is expected


@pytest.mark.parametrize(
    ("reason", "told"), [("not_stated", True), ("no_question", False), ("nothing_further", False)]
)
def test_thanks_are_not_written_as_missing_from_the_documents(answers, reason, told):
    answer = dataclasses.replace(answers["sample-zh"], refused=True, reason=reason, citations=())
    text = text_of(export_conversation(done(Conversation(), answer), "md", "zh"))
    assert (WORDS.refused["zh"] in text) is told
