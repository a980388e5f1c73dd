"""Linked sentences -> names and terms of several words or characters that stand for each other.

Taken are stretches of both languages that are linked to each other and to nothing else (as phrases
are extracted for statistical translation; Koehn, Och and Marcu, NAACL 2003), that come back, and
that the lexicon does not explain word by word. What stands once is taken on strong evidence alone:
both in quotation marks, or an acronym in brackets.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from rag.text import terms
from rag.text.language import HAN
from rag.text.stopwords import HAN_STOP_CHARS
from rag.translation.association import associate
from rag.translation.bitext import SentencePair
from rag.translation.linking import Links
from rag.translation.reading import Reader, Sentence
from rag.translation.words import MAX_WORD_CHARS

#: A link that is this sure counts.
_MIN_CHANCE = 0.25
_MAX_ZH_WORDS, _MAX_EN_WORDS = 6, 4
#: Sentence pairs in which a term must be found, and their share of all that hold either side.
_MIN_COUNT = 2
_MIN_ZH_SHARE, _MIN_EN_SHARE = 0.5, 0.3
#: Share of the English words that no Chinese word explains; below, the words find it as well.
_MIN_UNEXPLAINED = 0.5
_EXPLAINS = 0.02
#: Share of its most frequent word's occurrences that a term holds: 命运 stands mostly in
#: 命运共同体, while 关系 stands in much besides what happens to precede or follow it.
_MIN_COHESION = 0.5

_QUOTED_ZH = re.compile(rf"[“「『《]([{HAN}]{{2,{MAX_WORD_CHARS}}})[”」』》]")
_QUOTED_EN = re.compile(r"[“\"]([^“”\"]{2,60})[”\"]")
_ACRONYM_ZH = re.compile(
    rf"([{HAN}]{{2,20}})[”」』》]?\s?[（(]\s?(?:[^（()）]{{0,60}}[,，]\s?)?([A-Z][A-Z&-]{{1,7}})\s?[)）]"
)


@dataclass(frozen=True, slots=True)
class Term:
    """A name or term in both languages.

    :param zh: Han characters, folded to Simplified.
    :param pieces: the words that Chinese text is cut into where the term is not known.
    :param en: index terms.
    :param zh_share: share of its Chinese occurrences that stand for the English.
    :param en_share: share of its English occurrences that stand for the Chinese.
    """

    zh: str
    pieces: tuple[str, ...]
    en: tuple[str, ...]
    count: int
    zh_share: float
    en_share: float


_ZhStretch = tuple[str, ...]
_EnStretch = tuple[str, ...]


def find_terms(sentences: Sequence[SentencePair], links: Links, reader: Reader) -> list[Term]:
    """Find the terms of paired sentences that come back.

    :param sentences: what says the same.
    :param links: their links.
    :param reader: knows which words explain each other.
    :returns: terms of which either side has several words, most frequent first.
    """
    zh_counts: Counter[_ZhStretch] = Counter()
    en_counts: Counter[_EnStretch] = Counter()
    for zh, en in sentences:
        zh_counts.update({words for _, words in _zh_stretches(zh)})
        en_counts.update(set(_en_stretches(en.words)))
    both: Counter[tuple[_ZhStretch, _EnStretch]] = Counter()
    linked = _links_by_sentence(links)
    for number, (zh, en) in enumerate(sentences):
        stretches = [each for each in _zh_stretches(zh) if zh_counts[each[1]] >= _MIN_COUNT]
        both.update(set(_match(stretches, en.words, linked[number])))
    found = (
        _make_term(zh, variants, zh_counts, en_counts) for zh, variants in _group(both).items()
    )
    return sorted(
        (
            term
            for term in found
            if term.count >= _MIN_COUNT
            and max(len(term.pieces), len(term.en)) > 1
            and term.zh_share >= _MIN_ZH_SHARE
            and term.en_share >= _MIN_EN_SHARE
            and _is_cohesive(term, zh_counts, en_counts)
            and _is_unexplained(term.pieces, term.en, reader)
        ),
        key=lambda term: (-term.count, len(term.pieces), term.zh, term.en),
    )


def _group(
    both: Mapping[tuple[_ZhStretch, _EnStretch], int],
) -> Mapping[_ZhStretch, Mapping[_EnStretch, int]]:
    grouped: dict[_ZhStretch, dict[_EnStretch, int]] = defaultdict(dict)
    for (zh, en), count in both.items():
        grouped[zh][en] = count
    return grouped


def _make_term(
    zh: _ZhStretch,
    variants: Mapping[_EnStretch, int],
    zh_counts: Mapping[_ZhStretch, int],
    en_counts: Mapping[_EnStretch, int],
) -> Term:
    """Choose what a Chinese stretch mostly stands for; longer and shorter forms of it agree."""
    en = max(variants, key=lambda words: (variants[words], len(words), words))
    agreeing = sum(count for words, count in variants.items() if _overlap(words, en))
    return Term(
        "".join(zh),
        zh,
        en,
        agreeing,
        zh_share=agreeing / zh_counts[zh],
        en_share=variants[en] / en_counts[en],
    )


def _overlap(one: _EnStretch, other: _EnStretch) -> bool:
    """Tell whether one of two phrases is a part of the other."""
    short, long = sorted((one, other), key=len)
    return any(
        long[start : start + len(short)] == short for start in range(len(long) - len(short) + 1)
    )


def find_associated_terms(
    sentences: Sequence[SentencePair], links: Links, reader: Reader
) -> list[Term]:
    """Find the terms of which neither side is known, and that always come together.

    :param sentences: what says the same.
    :param links: their links.
    :param reader: knows which words explain each other.
    :returns: terms, most frequent first.
    """
    return [
        Term("".join(zh), zh, en, count, zh_share, en_share)
        for zh, en, count, zh_share, en_share in associate(sentences, links)
        if max(len(zh), len(en)) > 1 and _is_unexplained(zh, en, reader)
    ]


def find_marked_terms(sentences: Sequence[SentencePair], reader: Reader) -> list[Term]:
    """Find the terms that their writers marked: in quotation marks, or with an acronym.

    :param sentences: what says the same.
    :param reader: cuts the words.
    :returns: terms, most frequent first; Chinese sides may be longer than what is looked up.
    """
    found: Counter[tuple[str, _EnStretch]] = Counter()
    for zh, en in sentences:
        found.update(set(_quoted(zh, en, reader)) | set(_acronyms(zh, en, reader)))
    terms_found = []
    for (zh_text, words), count in found.items():
        pieces = tuple(reader.read(zh_text, "zh").words)
        if pieces and _is_unexplained(pieces, words, reader):
            terms_found.append(Term("".join(pieces), pieces, words, count, 1.0, 1.0))
    return sorted(terms_found, key=lambda term: (-term.count, term.zh, term.en))


def _is_cohesive(
    term: Term, zh_counts: Mapping[_ZhStretch, int], en_counts: Mapping[_EnStretch, int]
) -> bool:
    """Tell whether the words of the term mostly stand in it: the Chinese ones if several."""
    if len(term.pieces) > 1:
        commonest = max(zh_counts[(piece,)] for piece in term.pieces)
        return zh_counts[term.pieces] >= _MIN_COHESION * commonest
    commonest = max(en_counts[(word,)] for word in term.en)
    return en_counts[term.en] >= _MIN_COHESION * commonest


def _is_unexplained(pieces: Sequence[str], words: Sequence[str], reader: Reader) -> bool:
    """Tell whether the lexicon misses the term when it takes it word by word."""
    explained = {
        other
        for piece in pieces
        for other, chance in reader.translate(piece, "zh").items()
        if chance >= _EXPLAINS
    }
    return sum(word not in explained for word in words) >= _MIN_UNEXPLAINED * len(words)


def _links_by_sentence(links: Links) -> Mapping[int, list[tuple[int, int]]]:
    by_sentence: dict[int, list[tuple[int, int]]] = defaultdict(list)
    sure = links.cells[np.flatnonzero(links.chances >= _MIN_CHANCE)]
    for sentence, zh, en, _ in sure.tolist():
        by_sentence[sentence].append((zh, en))
    return by_sentence


def _zh_stretches(sentence: Sentence) -> Iterator[tuple[int, _ZhStretch]]:
    """Yield neighbouring words with the place of the first; function words are in none."""
    start = 0
    for run in sentence.runs:
        for first in range(len(run)):
            for last in range(first, min(first + _MAX_ZH_WORDS, len(run))):
                words = run[first : last + 1]
                if words[-1] in HAN_STOP_CHARS or sum(map(len, words)) > MAX_WORD_CHARS:
                    break
                yield start + first, words
        start += len(run)


def _en_stretches(words: Sequence[str]) -> Iterator[_EnStretch]:
    for first in range(len(words)):
        for last in range(first + 1, min(first + _MAX_EN_WORDS, len(words)) + 1):
            yield tuple(words[first:last])


def _match(
    stretches: Sequence[tuple[int, _ZhStretch]],
    en: Sequence[str],
    linked: Sequence[tuple[int, int]],
) -> Iterator[tuple[_ZhStretch, _EnStretch]]:
    """Yield the stretches that are linked to each other and to nothing else."""
    to_en: dict[int, set[int]] = defaultdict(set)
    to_zh: dict[int, set[int]] = defaultdict(set)
    for i, j in linked:
        to_en[i].add(j)
        to_zh[j].add(i)
    for start, words in stretches:
        own = range(start, start + len(words))
        places = [j for i in own if i in to_en for j in to_en[i]]
        if not places or max(places) - min(places) >= _MAX_EN_WORDS:
            continue
        others = range(min(places), max(places) + 1)
        if all(i in own for j in others if j in to_zh for i in to_zh[j]):
            yield words, tuple(en[others.start : others.stop])


def _quoted(zh: Sentence, en: Sentence, reader: Reader) -> Iterator[tuple[str, _EnStretch]]:
    """Yield the one quoted term of each side, where each has just one."""
    zh_terms, en_terms = _QUOTED_ZH.findall(zh.text), _QUOTED_EN.findall(en.text)
    if len(zh_terms) == len(en_terms) == 1:
        words = tuple(reader.read(en_terms[0], "en").words)
        if 0 < len(words) <= _MAX_EN_WORDS:
            yield zh_terms[0], words


def _acronyms(zh: Sentence, en: Sentence, reader: Reader) -> Iterator[tuple[str, _EnStretch]]:
    """Yield acronyms with the Chinese name before them: 区域合作论坛（RCF）."""
    for run, acronym in _ACRONYM_ZH.findall(zh.text):
        stem = terms.word_terms(acronym)[:1]
        expansion = _expand_acronym(acronym, en.text)
        if stem and stem[0] in en.words and expansion:
            name = _find_name(reader.read(run, "zh"), expansion, reader)
            if name:
                yield name, stem


def _expand_acronym(acronym: str, text: str) -> tuple[str, ...]:
    """Find the words whose initials an acronym is, function words between them or not."""
    initials = [letter for letter in acronym if letter.isalpha()]
    words = terms.content_words(text)
    for first in range(len(words) - len(initials) + 1):
        row = words[first : first + len(initials)]
        if all(word[:1] == letter for word, letter in zip(row, initials, strict=True)):
            return tuple(stem for word in row for stem in terms.word_terms(word)[:1])
    return ()


def _find_name(sentence: Sentence, expansion: Sequence[str], reader: Reader) -> str:
    """Find where a name that ends with the run begins: at its first word that is translated."""
    words = sentence.runs[-1] if sentence.runs else ()
    wanted = set(expansion)
    matches = [bool(wanted & reader.translate(word, "zh").keys()) for word in words]
    for first, matched in enumerate(matches):
        share = sum(matches[first:]) / len(matches[first:])
        if matched and share >= _MIN_UNEXPLAINED and sum(matches[first:]) > 1:
            return "".join(words[first:])
    return ""
