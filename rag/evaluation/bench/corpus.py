"""Nothing but what ships -> made-up documents and questions, for measuring speed on many passages.

The words are those of the shipped token table, in its order, which is about that of frequency, and
drawn by Zipf's law; after them come invented ones, since most words of a real library are rare.
Now and then a sentence of the sample documents stands among them. The same number gives the same
documents every time.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rag.documents import load_document, split_paragraphs
from rag.evaluation.questions import read_questions
from rag.samples import sample_documents, sample_questions
from rag.schema import Document, Language, Paragraph
from rag.settings import DocumentSettings
from rag.text.language import HAN, split_sentences, to_simplified
from rag.text.tokens import OWN_TABLE

_SEED = 20240601
#: Passages of one document; the languages take turns, document by document.
_PARAGRAPHS = 50
#: Words of a passage, from and up to: press conferences and Wikipedia have 20 to 150.
_WORDS: Mapping[Language, tuple[int, int]] = {"zh": (20, 120), "en": (20, 120)}
_SENTENCE_WORDS = (8, 25)
#: Share of passages that hold a sentence of the sample documents.
_SAMPLED = 0.1
_INVENTED = 30_000
#: Mandelbrot's correction: the commonest words are less common than Zipf's law has it.
_ZIPF_SHIFT = 2.7
#: Ranks that a question's words are drawn from: neither function words nor the rarest.
_ASKED_RANKS = (100, 6_000)
_SYLLABLES = "ba den fo gri ka lu mer no pas ri sol ta ven wi zor".split()
_END: Mapping[Language, str] = {"zh": "。", "en": ". "}
_JOINT: Mapping[Language, str] = {"zh": "", "en": " "}
_TEMPLATES: Mapping[Language, Sequence[str]] = {
    "zh": ("{}和{}的{}为什么{}？", "关于{}，{}对{}说了什么{}？", "{}在{}有多少{}和{}？"),
    "en": (
        "What was said about the {} {} and the {} of {}?",
        "Why did the {} change the {} after {} and {}?",
        "How many {} and {} are there in the {} {}?",
    ),
}


@dataclass(frozen=True, slots=True)
class Words:
    """A vocabulary, commonest first, and how likely each word is."""

    words: Sequence[str]
    shares: np.ndarray[tuple[int], np.dtype[np.float64]]


@functools.cache
def read_words(language: Language) -> Words:
    """Read the words of a language from the shipped token table, and invent the rare ones."""
    pattern = re.compile(rf"[{HAN}]{{1,3}}" if language == "zh" else r" [a-zA-Z]{3,}")
    words: dict[str, None] = {}
    for line in OWN_TABLE.read_bytes().splitlines():
        token = base64.b64decode(line.split()[0]).decode("utf-8", errors="replace")
        if pattern.fullmatch(token):
            words[to_simplified(token).strip()] = None
    known = list(words)
    for word in _invent(language, [word for word in known if len(word) == 1]):
        words[word] = None
    shares = 1 / (np.arange(1, len(words) + 1) + _ZIPF_SHIFT)
    return Words(list(words), shares / shares.sum())


def _invent(language: Language, characters: Sequence[str]) -> Iterator[str]:
    generator = np.random.default_rng(_SEED)
    parts = characters if language == "zh" else _SYLLABLES
    for length in generator.integers(2, 4 if language == "zh" else 6, _INVENTED).tolist():
        yield "".join(parts[place] for place in generator.integers(0, len(parts), length))


def make_documents(passages: int) -> Iterator[tuple[Document, list[Paragraph]]]:
    """Make documents.

    :param passages: how many paragraphs they have together.
    :yields: each document with its paragraphs, in reading order.
    """
    for number, start in enumerate(range(0, passages, _PARAGRAPHS)):
        language: Language = "zh" if number % 2 == 0 else "en"
        generator = np.random.default_rng([_SEED, number])
        count = min(_PARAGRAPHS, passages - start)
        yield _make_document(
            f"made-{number:05}", language, [_make_text(language, generator) for _ in range(count)]
        )


def make_questions(count: int) -> list[str]:
    """Make questions: those on the sample documents first, then made-up ones, zh and en in turn.

    :param count: how many.
    :returns: at most half of them from the sample documents; all different.
    """
    generator = np.random.default_rng(_SEED)
    real = [each.question for each in read_questions(sample_questions()) if not each.history]
    questions = dict.fromkeys(real[: count // 2])
    while len(questions) < count:
        language: Language = "zh" if len(questions) % 2 == 0 else "en"
        templates = _TEMPLATES[language]
        words = read_words(language).words
        asked = [words[place] for place in generator.integers(*_ASKED_RANKS, 4).tolist()]
        questions[templates[int(generator.integers(len(templates)))].format(*asked)] = None
    return list(questions)


def _make_document(
    name: str, language: Language, texts: Sequence[str]
) -> tuple[Document, list[Paragraph]]:
    whole = "\n\n".join(texts)
    content_hash = hashlib.sha256(whole.encode()).hexdigest()
    paragraphs = []
    start = 0
    for number, text in enumerate(texts, 1):
        span = (start, start + len(text))
        paragraphs.append(Paragraph(name, number, language, "paragraph", None, text, (span,)))
        start += len(text) + 2
    path = str(Path(f"{name}.txt").absolute())
    return Document(name, path, whole, content_hash), paragraphs


def _make_text(language: Language, generator: np.random.Generator) -> str:
    source = read_words(language)
    size = int(generator.integers(*_WORDS[language]))
    drawn = generator.choice(len(source.words), size, p=source.shares)
    words = [source.words[place] for place in drawn.tolist()]
    sentences = []
    while words:
        length = int(generator.integers(*_SENTENCE_WORDS))
        sentences.append(_JOINT[language].join(words[:length]) + _END[language])
        words = words[length:]
    if generator.random() < _SAMPLED:
        samples = _sample_sentences()[language]
        place = int(generator.integers(len(sentences) + 1))
        sentences.insert(place, samples[int(generator.integers(len(samples)))] + " ")
    return "".join(sentences).strip()


@functools.cache
def _sample_sentences() -> dict[Language, list[str]]:
    sentences: dict[Language, list[str]] = {"zh": [], "en": []}
    for path in sample_documents():
        document = load_document(path, path.stem, DocumentSettings())
        for paragraph in split_paragraphs(document):
            text = paragraph.text
            spans = split_sentences(text)
            sentences[paragraph.language] += [text[start:end].strip() for start, end in spans]
    return sentences
