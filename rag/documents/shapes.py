"""What the letters of a text tell of its shape: finished, heading-like, beginning, going on."""

from __future__ import annotations

import re

from rag.schema import Language
from rag.text.language import HAN, count_han, count_latin_words

_CLOSERS = "\u201d\u2019\u300d\u300f\uff09)\u3011\u300b\u3009>\"'\\]\uff3d"
#: Marks of footnotes may stand behind a sentence.
_MARKS = r"(?:\[\d{1,3}\]|〔\d{1,3}〕|[①-⑳¹²³⁰-⁹*†‡])*"
_FINISHED = re.compile(
    f"[\u3002\uff01\uff1f\uff0e!?.\u2026](?: ?[{_CLOSERS}])*(?: ?\u201c)?{_MARKS}$"
    "|[\U0001f300-\U0001faff\u2600-\u27bf]\ufe0f?$"
)
_QUESTION_END = re.compile(f"[?\uff1f][{_CLOSERS}]*{_MARKS}$")
#: How much of an end is looked at: marks and closing brackets pile up only so far.
_TAIL_CHARS = 60
_OPEN_END = re.compile("[,\uff0c\u3001\u2014(\uff08\u201c\u2018\u300a\u300c\u300e/+&-]$")
_INTRO_END = re.compile(f"[:\uff1a][{_CLOSERS}]*$")
#: What no heading is: it ends in a comma or semicolon, has table cells, or states one value.
_NO_HEADING = re.compile(
    "[,，、;；][”’\"']?$|\\||^[^:：]{1,8}[:：].{1,12}$|\\S\\s{2,}\\S.*\\S\\s{2,}\\S"
)

#: A name, a colon, and a time, a decimal or a figure with its unit; titles have years.
_STATING = re.compile(
    "[^:：]{1,24}[:：][^。]*?"
    "(?:\\d{1,2}[:：]\\d{2}|\\d\\.\\d|\\d ?(?:[元%％米]|yuan|percent|per cent))"
)
_ENGLISH_OPEN_WORDS = frozenset(
    "a an the and or but nor of to in on at by for from with without into onto over under between "
    "among through about against during after before since until as than that which who whose "
    "whom where when while because if whether is are was were be been being has have had will "
    "would shall should can could may might must not no its their his her our your my this these "
    "those each every some any all both either neither very more most so such including "
    "mr mrs ms dr gen".split()
)
#: Chinese characters that hardly ever end a sentence: they bind to what follows.
_BINDING = frozenset(
    "的和与與及或在把被将將从從向于於并並且但则則对對由至若因之其这這该該各每某最更很不未已正"
    "第使让讓令给給即既虽雖如为為是以"
)
#: Words that never end a sentence or a heading.
_LEADING_WORD = re.compile(
    "(?:已经|已經|正在|可以|能够|能夠|必须|必須|应该|應該|因为|因為|如果|虽然|雖然|但是|而且|或者|关于|關於"
    "|对于|對於|由于|由於|按照|根据|根據|为了|為了|一个|一個|这个|這個|那个|那個|一直|不会|不會|不能|.{3}的)$"
)
#: Those that hardly ever begin one: they bind to what stands before.
_BOUND = re.compile(
    "[的了们們者吗嗎呢吧，。、；：？！”’）》」』,.;:?!)%％]|之一|之间|之間|而言|以及"
)
#: Openings of a new paragraph, rare after a break in mid-sentence.
_OPENING = re.compile(
    "(?:首先|其次|再次|最后|最後|此外|另外|同时|同時|与此同时|当前|當前|目前|近年来|近年來|近日|今年|去年|明年"
    "|今后|今後|下一步|总之|總之|因此|然而|但是|不过|不過|总的来说|另一方面|一方面)[，,]?"
    "|第[一二三四五六七八九十\\d]+[，,、：:是]|[一二三四五六七八九十]+[、是，]"
    "|[（(][一二三四五六七八九十\\d]+[）)]|\\d{1,3}[.．、)）](?!\\d)"
)
_ENUMERATOR = re.compile(
    "第[一二三四五六七八九十\\d]+[，,、：:是]|[一二三四五六七八九十]+[、是，]|"
    "[（(][一二三四五六七八九十\\da-zA-Z]{1,3}[）)]|\\d{1,3}[.．、)）](?!\\d)|[①-⑳]|(?:[a-z]|[ivx]{1,4})[.)]\\s|"
    "首先[，,]|其次[，,]|最后[，,]|最後[，,]"
)
_COUNTED = re.compile("[一二三四五六七八九十\\da-zA-Z①-⑳]+")
_CONNECTIVE_ENUMERATOR = re.compile(
    "第[一二三四五六七八九十]+|首先|其次|最后|最後|[一二三四五六七八九十]+是"
)
#: The number of a heading in English; in Chinese no space follows it.
_HEADING_NUMBER = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,3}|[IVX]{1,5}|[A-H])[.)]?\s+(?=[A-Z])")
#: Where the Money Came From: a heading, though it ends in a preposition.
_ASKING_HEADING = re.compile(
    r"(?:Where|What|Who|How|Which) (?:[\w'’-]+ ){1,6}(?:from|for|to|about|on|in|at|with|of|is|are)",
    re.IGNORECASE,
)
_SPACED_HAN = re.compile(f"[{HAN}][ \u3000]+[{HAN}]")
_CLAUSE = re.compile("[\uff0c,;\uff1b\u3002]")
#: A title or an initial before a name ends no sentence: Interview with Dr. Lin.
_INNER_SENTENCE = re.compile(
    "[\u3002\uff01\uff1f]"
    r"|(?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bSt)(?<!\bProf)(?<!\b[A-Z])[.!?]"
    r"[\u201d\"')]*\s+[\u201c\"'(]?[A-Z]"
)
_LAST_WORD = re.compile(r"(?<![A-Za-z])([A-Za-z]+)\.?$")
_WORDS = re.compile(r"[A-Za-z][\w'\u2019-]*")
_QUOTING = re.compile("[“《「『（(][^“”《》「」『』（）()。！？]*$")
_ENDS_QUOTATION = re.compile("[^“《「『（(]*[”》」』）)]")
_QUOTED_CHARS = 16
_ENCLOSED_CHARS = 120
_CLOSING = {"”": "“", "）": "（", "》": "《", "」": "「"}
_CELL_GAP = re.compile(r"\s{2,}|\t|\u3000|\s*[|｜]\s*")
_FIGURE_CELL = re.compile(
    r"[-+−–~≈<>约近]?\s*+[$¥￥€£]?\s*+\d[\d,.，:/–-]*\s*+(?:%|％|[A-Za-z]{1,3}|[^\W\d_]{1,3})?|[-–—…]+|n/a",
    re.IGNORECASE,
)
_SALUTATION = re.compile(
    f"(?i:(?:^|[{HAN}：:！!。，])\\s?"
    "(?:fellow|honou?rable|esteemed|respected|your|madam|comrades?) )"
    "|(?i:ladies|gentlemen|excellenc|distinguished|dear |friends|colleagues|sincerely|regards)"
    "|女士|先生|朋友|同志|同事|各位|尊敬|阁下|閣下|诸位|諸位"
)
#: Longest a heading gets in Han characters and in words; newspaper headings with a kicker are
#: the longest seen.
_MAX_HEADING_HAN = 40
_MAX_HEADING_HAN_WITH_COMMA = 24
_MAX_HEADING_WORDS = 30
_MAX_HEADING_UNEVENNESS = 2
_MAX_PLAIN_HEADING_WORDS = 8
_MAX_ROW_CHARS = 160
_MAX_SALUTATION_CHARS = 80
_TITLE_CASE_SHARE = 0.6


def is_finished(text: str) -> bool:
    """Tell whether a text ends as a sentence does."""
    return _FINISHED.search(text[-_TAIL_CHARS:]) is not None


def is_question(text: str) -> bool:
    """Tell whether a text ends in a question mark."""
    return _QUESTION_END.search(text[-_TAIL_CHARS:]) is not None


def is_introducing(text: str) -> bool:
    """Tell whether a text ends in a colon: what follows is a paragraph of its own."""
    return _INTRO_END.search(text[-_TAIL_CHARS:]) is not None


def is_open(text: str, language: Language) -> bool:
    """Tell whether a text cannot end where it does: a comma, a preposition, an opening bracket."""
    tail = text[-_TAIL_CHARS:]
    if _OPEN_END.search(tail):
        return not is_salutation(text)
    if language == "zh":
        return _LEADING_WORD.search(tail) is not None
    word = _LAST_WORD.search(tail)
    return (
        word is not None and not is_finished(tail) and word.group(1).lower() in _ENGLISH_OPEN_WORDS
    )


def is_binding(text: str) -> bool:
    """Tell whether a Chinese text ends in a character that leads on to the next word.

    Sure only where the text is known to be no heading, for 参与 and 缓和 end headings well.
    """
    return text[-1:] in _BINDING


def is_quoting(text: str, after: str) -> bool:
    """Tell whether a text ends inside a title or quotation just opened, which another ends."""
    return (
        _QUOTING.search(text[-_QUOTED_CHARS:], 1) is not None
        and _ENDS_QUOTATION.match(after) is not None
    )


def is_table_row(text: str) -> bool:
    """Tell whether a text is a row of a table: figures stand in cells, or many cells apart."""
    if len(text) > _MAX_ROW_CHARS or is_finished(text):
        return False
    cells = split_cells(text)
    figures = sum(_FIGURE_CELL.fullmatch(cell) is not None for cell in cells)
    return len(cells) > 1 and (figures * 2 >= len(cells) or (figures > 0 and len(cells) > 2))


def is_table_head(text: str) -> bool:
    """Tell whether a text can be what stands above a table's columns: several short cells."""
    if len(text) > _MAX_ROW_CHARS or is_finished(text):
        return False
    return len(split_cells(text)) > 2


def split_cells(text: str) -> list[str]:
    """Split a row of a table at the gaps and bars between its cells; empty ones are left out."""
    return [cell for cell in _CELL_GAP.split(text.strip()) if cell]


def is_enclosing(text: str) -> bool:
    """Tell whether a text ends inside quotation marks or brackets that it opened."""
    depth = {"“": 0, "（": 0, "《": 0, "「": 0}
    for char in text[-_ENCLOSED_CHARS:]:
        if char in depth:
            depth[char] += 1
        elif char in _CLOSING:
            depth[_CLOSING[char]] = 0
    return any(depth.values())


def is_stating(text: str) -> bool:
    """Tell whether a line states a figure of what it names: 门票：成人45元, Open: 9:00 to 17:00."""
    return _STATING.match(text[: _TAIL_CHARS * 2]) is not None


def is_salutation(text: str) -> bool:
    """Tell whether a text is a form of address, which ends in a comma without being cut."""
    return len(text) <= _MAX_SALUTATION_CHARS and _SALUTATION.search(text) is not None


def is_bound(text: str, language: Language) -> bool:
    """Tell whether a text cannot begin a paragraph: a small letter, a particle, a comma."""
    if language == "zh":
        return _BOUND.match(text) is not None
    return text[:1].islower() and not is_enumerated(text)


def is_opening(text: str) -> bool:
    """Tell whether a Chinese text begins as new paragraphs often do."""
    return _OPENING.match(text) is not None


def is_enumerated(text: str) -> bool:
    """Tell whether a text begins with a number or letter of a list."""
    return _ENUMERATOR.match(text) is not None


def tell_enumeration(text: str) -> str:
    """Tell how a text is numbered, by the shape of its number or letter; empty where it is not."""
    number = _ENUMERATOR.match(text)
    return _COUNTED.sub("1", number.group()) if number else ""


def is_list_item(text: str) -> bool:
    """Tell whether a text begins with a list's number, not with a word that counts in sentences."""
    return is_enumerated(text) and not _CONNECTIVE_ENUMERATOR.match(text)


def is_running_text(text: str, language: Language) -> bool:
    """Tell whether a text shows that it is more than a heading: it holds sentences or clauses."""
    if _INNER_SENTENCE.search(text):
        return True
    clauses = len(_CLAUSE.findall(text))
    if language == "en":
        return count_latin_words(text) > _MAX_PLAIN_HEADING_WORDS and not is_heading(text, "en")
    if clauses and count_han(text) > _MAX_HEADING_HAN_WITH_COMMA:
        return True
    return clauses > 1 and _CONNECTIVE_ENUMERATOR.match(text) is not None


def has_uneven_clauses(text: str) -> bool:
    """Tell whether a short Chinese text has clauses of unlike length, as headings rarely do."""
    clauses = [count_han(clause) for clause in _CLAUSE.split(text)]
    if len(clauses) < 2 or _SPACED_HAN.search(text):
        return False
    return max(clauses) - min(clauses) > _MAX_HEADING_UNEVENNESS


def is_heading(text: str, language: Language) -> bool:
    """Tell whether a text that stands alone reads as a heading: short, unfinished, no clauses."""
    if len(text) > _TAIL_CHARS * 5 or text[:1].islower():
        return False
    text = _HEADING_NUMBER.sub("", text, count=1)
    if is_finished(text) or is_introducing(text) or is_stating(text):
        return False
    if is_open(text, language) and not _ASKING_HEADING.fullmatch(text):
        return False
    if _NO_HEADING.search(text) or _INNER_SENTENCE.search(text):
        return False
    return _is_chinese_heading(text) if language == "zh" else _is_english_heading(text)


def _is_chinese_heading(text: str) -> bool:
    han = count_han(text)
    commas = len(_CLAUSE.findall(text))
    if _SPACED_HAN.search(text):
        return han <= _MAX_HEADING_HAN and commas <= 2
    if commas:
        return commas == 1 and han <= _MAX_HEADING_HAN_WITH_COMMA
    return han <= _MAX_HEADING_HAN


def _is_english_heading(text: str) -> bool:
    words = _WORDS.findall(text)
    if len(words) <= _MAX_PLAIN_HEADING_WORDS:
        return True
    long_words = [word for word in words if len(word) > 3]
    capitals = sum(word[0].isupper() for word in long_words)
    return len(words) <= _MAX_HEADING_WORDS and capitals >= len(long_words) * _TITLE_CASE_SHARE
