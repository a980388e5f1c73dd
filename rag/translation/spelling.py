"""Dictionary entries of names -> which letters each Han character stands for.

Expectation maximisation over all ways to cut a spelling into one piece for each character,
starting from how close a piece is to the character's pinyin.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from rag.text.language import HAN
from rag.text.terms import word_letters
from rag.translation.corpus import Entry
from rag.translation.names import MAX_NAME_CHARS, MAX_PIECE, CharacterModel

#: A name's characters and its spelling.
NamePair = tuple[str, str]
_Pieces = dict[str, dict[str, float]]

_ROUNDS = 6
#: Log probability a letter or character below which a pair is no transliteration, and from which
#: round on that is judged.
_MIN_FIT = -0.75
_JUDGED_FROM = 2
_UNSEEN = 1e-7
_MAX_PIECES = 10
#: Taken off every count, and how often a piece must be seen that does not look like the pinyin:
#: what was seen once may be chance (礼 in 礼拜五 is not "Fri").
_DISCOUNT, _MIN_UNLIKE = 0.3, 1.5
#: A character that mostly stands for nothing is a suffix (市, 语), not a sound.
_MAX_SILENT = 0.3
_NAME = re.compile(r"[A-Z][A-Za-z\u00c0-\u024f'\u2019-]*")
_HAN_NAME = re.compile(f"[{HAN}]{{1,{MAX_NAME_CHARS}}}")
_SURNAME = re.compile(r"^surname ")


def model_characters(
    entries: Sequence[Entry], char_counts: Mapping[str, int]
) -> dict[str, CharacterModel]:
    """Learn the model.

    :param entries: a dictionary with names in it.
    :param char_counts: how often each character occurs in text.
    :returns: the model by character.
    """
    pinyin = _usual_pinyin(entries)
    foreign = _foreign_names(entries)
    pieces, kept = _learn_pieces(foreign, pinyin)
    in_names = Counter(char for name, _ in kept for char in name)
    for name, syllables in _chinese_names(entries):
        in_names.update(name)
        for char, syllable in zip(name, syllables, strict=True):
            pieces.setdefault(char, {})
            pieces[char][syllable] = pieces[char].get(syllable, 0.0) + 1.0
    surnames = {e.word for e in entries if any(map(_SURNAME.match, e.glosses))}
    name_total, text_total = sum(in_names.values()), sum(char_counts.values())
    models = {}
    for char, reading in pinyin.items():
        share = math.log((in_names[char] + 0.1) / name_total)
        odds = share - math.log((char_counts.get(char, 0) + 5) / text_total)
        spelt = _log_probabilities(pieces.get(char, {}), reading)
        models[char] = CharacterModel(spelt, reading, share, odds, char in surnames)
    return models


def _log_probabilities(counts: Mapping[str, float], reading: str) -> tuple[tuple[str, float], ...]:
    if counts.get("", 0.0) > _MAX_SILENT * sum(counts.values()):
        counts = {}
    counts = {
        piece: count - _DISCOUNT
        for piece, count in counts.items()
        if count > (2 * _DISCOUNT if _sounds_like(piece, reading) else _MIN_UNLIKE)
    }
    counts[reading] = counts.get(reading, 0.0) + 0.5
    total = sum(counts.values())
    ranked = sorted(counts.items(), key=lambda cell: (-cell[1], cell[0]))[:_MAX_PIECES]
    return tuple((piece, math.log(count / total)) for piece, count in ranked)


def _sounds_like(piece: str, reading: str) -> bool:
    # Chinese has no r of its own: Lavrov is 拉夫罗夫, luo for ro.
    distance = _distance(piece.replace("r", "l"), reading.replace("r", "l"))
    return distance <= max(1, len(piece) // 2)


def _usual_pinyin(entries: Iterable[Entry]) -> dict[str, str]:
    readings: dict[str, Counter[str]] = defaultdict(Counter)
    for entry in entries:
        if len(entry.syllables) == len(entry.word):
            for char, syllable in zip(entry.word, entry.syllables, strict=True):
                if syllable:
                    readings[char][_plain(syllable)] += 1
    return {
        char: min(counts, key=lambda syllable: (-counts[syllable], syllable))
        for char, counts in readings.items()
    }


def _plain(syllable: str) -> str:
    return syllable.replace("ü", "u")


def _chinese_names(entries: Iterable[Entry]) -> list[tuple[str, list[str]]]:
    """List the names that are spelt in pinyin."""
    names = []
    for entry in entries:
        syllables = [_plain(syllable) for syllable in entry.syllables]
        spellings = {word_letters(_SURNAME.sub("", gloss)) for gloss in entry.glosses[:2]}
        is_pinyin = entry.is_name and "".join(syllables) in spellings
        if is_pinyin and len(syllables) == len(entry.word):
            names.append((entry.word, syllables))
    return names


def _foreign_names(entries: Iterable[Entry]) -> list[NamePair]:
    """List single names; of 比尔·科斯比, Bill Cosby, each part."""
    pairs: set[NamePair] = set()
    for entry in entries:
        reading = _plain("".join(entry.syllables))
        for gloss in entry.glosses[:2] if entry.is_name else ():
            characters = entry.word.split("·")
            names = [name for name in re.split(r"[ -]", gloss) if name]
            if len(names) == len(characters) and word_letters(gloss) != reading:
                pairs.update(
                    (chars, word_letters(name))
                    for chars, name in zip(characters, names, strict=True)
                    if _HAN_NAME.fullmatch(chars) and _NAME.fullmatch(name)
                )
    return sorted(p for p in pairs if 2 <= len(p[1]) <= (MAX_PIECE - 1) * len(p[0]))


def _learn_pieces(
    pairs: Sequence[NamePair], pinyin: Mapping[str, str]
) -> tuple[_Pieces, list[NamePair]]:
    """Share the spellings out over their characters; pairs that do not sound alike are dropped."""
    kept = list(pairs)
    pieces: _Pieces = {}
    closeness: dict[tuple[str, str], float] = {}

    def by_pinyin(char: str, piece: str) -> float:
        key = (char, piece)
        if key not in closeness:
            closeness[key] = math.exp(-1.2 * _distance(piece, pinyin.get(char, ""))) * (
                1.0 if piece else 0.05
            )
        return closeness[key]

    for round_number in range(_ROUNDS):
        probabilities = _normalise(pieces)

        def weigh(char: str, piece: str, known: _Pieces = probabilities) -> float:
            return known.get(char, {}).get(piece, _UNSEEN)

        pieces = defaultdict(lambda: defaultdict(float))
        fits = [_share_out(pair, weigh if round_number else by_pinyin, pieces) for pair in kept]
        if round_number >= _JUDGED_FROM:
            kept = [pair for pair, fit in zip(kept, fits, strict=True) if fit > _MIN_FIT]
    return {char: dict(counts) for char, counts in pieces.items()}, kept


def _normalise(pieces: _Pieces) -> _Pieces:
    return {
        char: {piece: count / (sum(counts.values()) + 0.5) for piece, count in counts.items()}
        for char, counts in pieces.items()
    }


def _share_out(pair: NamePair, weigh: Callable[[str, str], float], pieces: _Pieces) -> float:
    """Add a pair's expected pieces to the counts; gives how well the pair fits, per letter."""
    name, spelling = pair
    arcs = [
        (position, start, end, weigh(char, spelling[start:end]))
        for position, char in enumerate(name)
        for start in range(len(spelling) + 1)
        for end in range(start, min(len(spelling), start + MAX_PIECE) + 1)
    ]
    width = len(spelling) + 1
    before = [[0.0] * width for _ in range(len(name) + 1)]
    after = [[0.0] * width for _ in range(len(name) + 1)]
    before[0][0] = after[-1][-1] = 1.0
    for position, start, end, weight in arcs:
        before[position + 1][end] += before[position][start] * weight
    for position, start, end, weight in reversed(arcs):
        after[position][start] += after[position + 1][end] * weight
    total = before[-1][-1]
    if total <= 0:
        return -math.inf
    for position, start, end, weight in arcs:
        share = before[position][start] * weight * after[position + 1][end] / total
        if share > 0.001:
            pieces[name[position]][spelling[start:end]] += share
    return math.log(total) / (len(name) + len(spelling))


def _distance(one: str, other: str) -> int:
    """Count the letters to insert, drop or change between two words."""
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        above, row[0] = row[:], i
        for j, against in enumerate(other, start=1):
            row[j] = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (letter != against))
    return row[-1]
