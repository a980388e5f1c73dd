from rag.differences.copies import find_copy_differences
from rag.schema import Paragraph
from rag.text.language import detect_language

ZH = "我们站在守护港口的第一线，每天迎来三百艘渡轮，图书馆也向所有人免费开放，欢迎大家前来。"
EN = "We stand guard over the port, where three hundred ferries come in every day of the year."


def paragraph(text, document, kind="paragraph"):
    language = detect_language(text)
    return Paragraph(document, 1, language, kind, None, text, ((0, len(text)),))


def found(*texts, kind="paragraph"):
    paragraphs = [paragraph(text, f"d{n}", kind) for n, text in enumerate(texts)]
    return [(each.first.quote, each.second.quote) for each in find_copy_differences(paragraphs)]


def test_letters_that_differ():
    assert found(ZH, ZH.replace("守护", "收获")) == [("守护", "收获")]
    assert found(ZH, ZH.replace("也向", "向")) == [("也", "")]
    assert found(EN, EN.replace("guard", "watch")) == [("guard", "watch")]


def test_what_does_not_count():
    assert found(ZH, ZH) == []
    assert found(ZH, ZH.replace("，", ",").replace("们", "們")) == []
    assert found(EN, EN.upper().replace(",", " -")) == []
    assert found() == []


def test_an_excerpt_differs_only_where_both_have_text():
    longer = f"{ZH}市长还谈到了学校和医院。"
    assert found(ZH, longer) == []
    assert found(ZH.replace("免费", "收费"), longer) == [("收", "免")]


def test_another_wording_is_no_slip():
    assert found(ZH, ZH.replace("每天迎来三百艘渡轮", "市里的学校和医院里有很多老师和医生在")) == []


def test_titles_and_short_set_phrases_are_no_copies():
    assert found(ZH, ZH.replace("守护", "收获"), kind="title") == []
    short = "市长林海出席2021年港口城市年会并讲话"
    assert found(short, short.replace("2021", "2022")) == []


def test_paragraphs_of_one_document_are_not_compared():
    one, other = paragraph(ZH, "d"), paragraph(ZH.replace("守护", "收获"), "d")
    assert list(find_copy_differences([one, other])) == []
