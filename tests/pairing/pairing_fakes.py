"""Stand-ins for the embedder and the translation table, and paragraphs made by hand."""

import re
import zlib

import numpy as np

from rag.schema import Paragraph

#: Words of the little documents in these tests; each pair is one direction of the vector space.
GLOSSARY = {
    "市长": "mayor",
    "港口": "harbour",
    "渡轮": "ferry",
    "大桥": "bridge",
    "医院": "hospital",
    "学校": "school",
    "预算": "budget",
    "税收": "tax",
    "公园": "park",
    "树木": "trees",
    "老师": "teachers",
    "护士": "nurses",
    "乘客": "passengers",
    "工人": "workers",
    "冬季": "winter",
    "洪水": "flood",
    "堤坝": "dam",
    "图书馆": "library",
    "电车": "tram",
    "车站": "station",
    "音乐": "music",
    "节日": "festival",
    "渔民": "fishermen",
    "价格": "prices",
    "谢谢": "thank",
    "主持人": "moderator",
    "问题": "question",
    "发布会": "briefing",
}
_BY_ENGLISH = {english: chinese for chinese, english in GLOSSARY.items()}
_DIMENSION = 64


def _direction(name):
    rng = np.random.default_rng(zlib.crc32(name.encode()))
    vector = rng.standard_normal(_DIMENSION)
    return vector / np.linalg.norm(vector)


def meanings(text):
    """The glossary words of a text, by their Chinese name."""
    found = [word for word in GLOSSARY if word in text]
    found += [_BY_ENGLISH[w] for w in re.findall("[a-z]+", text.lower()) if w in _BY_ENGLISH]
    return found


class FakeEmbedder:
    name = "fake"
    dimension = _DIMENSION

    def encode(self, texts):
        sums = [
            sum((_direction(name) for name in meanings(text)), 0.3 * _direction(text))
            for text in texts
        ]
        rows = np.array(sums, dtype=np.float32).reshape(len(texts), _DIMENSION)
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)

    encode_questions = encode


class FakeLexicon:
    """Knows the glossary; English terms are looked up by how they begin, since stems are cut."""

    def translate(self, term, source):
        if source == "zh":
            english = GLOSSARY.get(term)
            return [] if english is None else [(_stem(english), 0.8)]
        return [(zh, 0.8) for zh, english in GLOSSARY.items() if _stem(english) == term]


def _stem(english):
    from rag.text.terms import word_terms

    return word_terms(english)[0]


def paragraphs(language, *texts, document="briefing"):
    """Paragraphs of these texts; ``"kind|speaker|text"`` sets more than the text."""
    made = []
    for number, spec in enumerate(texts, start=1):
        kind, _, rest = (
            spec.partition("|") if spec.count("|") == 2 else ("paragraph", "", "|" + spec)
        )
        speaker, _, text = rest.partition("|")
        span = ((0, len(text)),)
        made.append(Paragraph(document, number, language, kind, speaker or None, text, span))
    return made
