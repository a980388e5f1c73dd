"""A library's own pairs -> the terms it uses, where they say more than the table that ships.

Words that the table knows are shifted by evidence: what stands fifteen times counts as much as the
table, what stands once or twice hardly at all. A pair of words that the table does not know is
believed when two sentences agree on it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from rag.protocols import Lexicon
from rag.schema import Language
from rag.text.stopwords import ENGLISH_STOPWORDS, HAN_STOP_CHARS
from rag.translation.adapted import LearnedTerm, LearnedTerms
from rag.translation.bitext import pair_sentences
from rag.translation.linking import Links, Side, link_words
from rag.translation.reading import Reader
from rag.translation.terminology import (
    Term,
    find_associated_terms,
    find_marked_terms,
    find_terms,
)
from rag.translation.words import MAX_WORD_CHARS

#: Occurrences that count as much as the table. On XQuAD's odd paragraphs, learned from the even
#: ones, 2 to 15 are equally good; on the development questions the more careful ones are better.
_TABLE_COUNT = 15.0
#: The same for terms of several words or characters, which need more evidence to be found at all.
_TERM_TABLE_COUNT = 2.0
#: Expected links, sentences that agree and share of the word's occurrences that a pair of words
#: needs which the table does not know.
_MIN_NEW_COUNT, _MIN_AGREEING, _MIN_NEW_SHARE = 1.3, 2, 0.1
#: The same for a word that the table does not know at all: what it mostly stands for.
_MIN_UNKNOWN_SHARE = 0.3
#: Expected links below which a pair of words is not counted at all.
_MIN_COUNT = 0.3
#: A link that is this sure is one sentence that agrees.
_SURE = 0.25
#: A name that stands once is believed where the link is this sure and it sounds alike.
_SURE_NAME = 0.8
_MAX_TRANSLATIONS = 12
_DIGITS = 4

#: Expected links of a word with others, by the others' number.
_Row = dict[int, float]


def learn_terms(
    pairs: Iterable[tuple[str, str]], base: Lexicon, *, digest: str = ""
) -> LearnedTerms:
    """Learn from paragraphs that say the same.

    :param pairs: Chinese and English text of each pair, in any order; repeated ones count once.
    :param base: the table that ships.
    :param digest: names the pairs, to be kept with what they teach.
    :returns: what they say; the same for the same pairs, whatever their order.
    """
    texts = sorted(set(pairs))
    if not texts:
        return LearnedTerms(digest=digest)
    reader = Reader(base)
    sentences = pair_sentences(texts, reader)
    links = link_words(sentences, reader)
    entries: dict[Language, dict[str, LearnedTerm]] = {
        "zh": dict(_learn_words(links, reader, "zh")),
        "en": dict(_learn_words(links, reader, "en")),
    }
    found = [
        *find_associated_terms(sentences, links, reader),
        *find_terms(sentences, links, reader),
        *find_marked_terms(sentences, reader),
    ]
    _add_terms(entries, found, reader)
    return LearnedTerms(entries, len(texts), digest)


# Words


def _learn_words(
    links: Links, reader: Reader, source: Language
) -> Iterator[tuple[str, LearnedTerm]]:
    """Yield what was learned of each word of a language."""
    side, other = (links.zh, links.en) if source == "zh" else (links.en, links.zh)
    column = 0 if source == "zh" else 1
    table: dict[int, _Row] = defaultdict(dict)
    for row in _believed(links, reader):
        word, translation = int(links.pairs[row, column]), int(links.pairs[row, 1 - column])
        share = links.counts[row] / side.counts[word]
        if links.known[row] or share >= _MIN_NEW_SHARE:
            table[word][translation] = float(links.counts[row])
    for word, counts in sorted(table.items()):
        learned = _weigh(side, word, counts, other, reader=reader, source=source)
        if learned is not None:
            yield side.words[word], learned


def _believed(links: Links, reader: Reader) -> list[int]:
    """List the pairs of words that are worth counting."""
    sure = links.cells[links.chances >= _SURE]
    agreeing = np.unique(sure[:, [3, 0]], axis=0)[:, 0]
    support = np.bincount(agreeing, minlength=len(links.pairs))
    return [
        row
        for row in np.flatnonzero(links.counts >= _MIN_COUNT).tolist()
        if links.known[row]
        or (links.counts[row] >= _MIN_NEW_COUNT and support[row] >= _MIN_AGREEING)
        or (links.counts[row] >= _SURE_NAME and _sounds_alike(links, row, reader))
    ]


def _sounds_alike(links: Links, row: int, reader: Reader) -> bool:
    zh, en = links.zh.words[links.pairs[row, 0]], links.en.words[links.pairs[row, 1]]
    return len(zh) > 1 and en in reader.spellings(zh)


def _weigh(
    side: Side,
    word: int,
    counts: _Row,
    other: Side,
    *,
    reader: Reader,
    source: Language,
) -> LearnedTerm | None:
    """Turn a word's counts into chances, and weigh them against the table; None for too few."""
    name = side.words[word]
    if name in ENGLISH_STOPWORDS or name in HAN_STOP_CHARS:  # "to" of people-to-people
        return None
    occurrences = float(side.counts[word])
    if source == "en":
        # Wang and Yi are not 王毅 each: the question's words are looked for one by one.
        counts = {
            number: count
            for number, count in counts.items()
            if not reader.is_part_of_person(name, other.words[number])
        }
    total = sum(counts.values())
    is_known = bool(reader.translate(name, source))
    if not counts or (is_known and occurrences < _MIN_AGREEING):
        return None
    if not is_known and max(counts.values()) < _MIN_UNKNOWN_SHARE * occurrences:
        return None
    weight = total / (occurrences + _TABLE_COUNT) if is_known else 1.0
    chances = {other.words[number]: count / total for number, count in counts.items()}
    return _make(weight, chances)


def _make(weight: float, chances: dict[str, float]) -> LearnedTerm:
    ranked = sorted(chances.items(), key=lambda cell: (-cell[1], cell[0]))[:_MAX_TRANSLATIONS]
    # Rounded, so that the same library gives the same letters on every machine.
    rows = ((term, round(chance, _DIGITS)) for term, chance in ranked)
    return LearnedTerm(
        round(min(weight, 1.0), _DIGITS), tuple(cell for cell in rows if cell[1] > 0)
    )


# Terms of several words


def _add_terms(
    entries: dict[Language, dict[str, LearnedTerm]], found: Sequence[Term], reader: Reader
) -> None:
    """Add terms to what was learned of words; of two that share a side the more frequent wins."""
    taken: set[str] = set()
    for term in found:
        phrase = " ".join(term.en)
        if not {term.zh, phrase}.isdisjoint(taken):
            continue
        taken |= {term.zh, phrase}
        if len(term.pieces) > 1 and len(term.zh) <= MAX_WORD_CHARS:
            share = 1 / len(set(term.en))
            entries["zh"].setdefault(term.zh, _make(1.0, dict.fromkeys(term.en, share)))
        if len(term.en) > 1:
            entries["en"].setdefault(phrase, _make(term.en_share, {term.zh: 1.0}))
        else:
            entries["en"][phrase] = _join_pieces(term, entries["en"].get(phrase), reader)


def _join_pieces(term: Term, learned: LearnedTerm | None, reader: Reader) -> LearnedTerm:
    """Let an English word stand for the whole term rather than for the pieces it is cut into."""
    others = dict(learned.translations) if learned else {}
    kept = {word: chance for word, chance in others.items() if word not in term.pieces}
    total = sum(kept.values())
    left = max(0.0, 1 - term.en_share)
    chances = {word: left * chance / total for word, chance in kept.items()} if total else {}
    chances[term.zh] = chances.get(term.zh, 0.0) + min(1.0, term.en_share)
    is_known = bool(reader.translate(term.en[0], "en"))
    weight = term.count / (term.count + _TERM_TABLE_COUNT) if is_known else 1.0
    return _make(max(weight, learned.weight if learned else 0.0), chances)
