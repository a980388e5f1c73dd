from rag.documents import load_document, split_paragraphs
from rag.schema import Document
from rag.settings import DocumentSettings

TEXT = "Notes of the port\n\n港口开放了。\nThe port is open.\n\n城市\nThe city"


def document(text, pairs):
    return Document("a", "/a", text, "0", given_pairs=pairs)


def span(text):
    start = TEXT.index(text)
    return start, start + len(text)


def test_given_sides_are_paragraphs_as_they_are():
    pairs = (
        (span("港口开放了。"), span("The port is open.")),
        (span("城市"), span("The city")),
    )
    found = split_paragraphs(document(TEXT, pairs))
    assert [(p.number, p.language, p.text) for p in found] == [
        (1, "en", "Notes of the port"),
        (2, "zh", "港口开放了。"),
        (3, "en", "The port is open."),
        (4, "zh", "城市"),
        (5, "en", "The city"),
    ]
    for each in found:
        ((start, end),) = each.spans
        assert TEXT[start:end] == each.text


def test_given_languages_are_not_judged():
    text = "RCEP 与 G20\nRCEP and G20"
    found = split_paragraphs(document(text, (((0, 10), (11, 23)),)))
    assert [p.language for p in found] == ["zh", "en"]


def test_a_file_of_pairs_loads_as_paragraphs_of_both_languages(tmp_path):
    path = tmp_path / "memory.tsv"
    path.write_text("港口开放了。\tThe port is open.\n", "utf-8")
    loaded = load_document(path, "memory", DocumentSettings())
    assert loaded.title is None
    assert [p.text for p in split_paragraphs(loaded)] == ["港口开放了。", "The port is open."]
