"""Names that no dictionary holds: Han characters <-> the spellings they may stand for.

Chinese writes foreign names by sound, a character for a syllable (曼佐尼, Manzoni), and Chinese
names are spelt in pinyin (文斌, Wenbin). A model of which character stands for which letters, read
off known names, proposes spellings; those that are no term of the index cost nothing.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rag.text.terms import word_terms
from rag.translation.arrays import Array, pack, read_arrays, unpack, write_arrays

NAMES_FILE = Path(__file__).parent / "names.npz"
_ARRAYS = ("chars", "pinyin", "pieces", "costs", "sizes", "shares", "odds", "surnames")
#: Most letters that one character stands for.
MAX_PIECE = 6
MAX_NAME_CHARS = 8
_MAX_NAME_LETTERS = 24
#: Unfinished spellings kept on the way, and finished ones given back.
_BEAM = 60
_TOP_SPELLINGS = 40
_TOP_WRITINGS = 30
#: Characters of one sound, and pairs of them, that a given name in pinyin is looked for as.
_SAME_SOUND, _PAIRS = 40, 1_600
#: Places are called by words that no person is: 大同, 丰旱.
_MIN_PLACE_ODDS = -2.0
#: How much likelier a character must be in names than in text (natural logarithm), at the least and
#: on average, for a row of them to be taken for a name; from -1.9 for 他 to 3.7 for 巴.
_MIN_ODDS = -0.5
_MEAN_ODDS = 1.5


@dataclass(frozen=True, slots=True)
class CharacterModel:
    """What is known of a character.

    :param pieces: letters it stands for, with log probabilities, best first.
    :param pinyin: its usual reading without tone.
    :param share: log of its share of the characters of names.
    :param odds: log of how much likelier it is in a name than in text.
    :param is_surname: whether it is a Chinese surname.
    """

    pieces: tuple[tuple[str, float], ...]
    pinyin: str
    share: float
    odds: float
    is_surname: bool


class NameSpeller:
    """Proposes spellings of names in the other script.

    :param characters: model of each character.
    """

    def __init__(self, characters: Mapping[str, CharacterModel]) -> None:
        self._characters = dict(characters)
        writings: dict[str, list[tuple[str, float]]] = {}
        for char, model in self._characters.items():
            # Taken together with how common the character is in names: Bayes' rule.
            for piece, log_probability in model.pieces:
                if piece:
                    writings.setdefault(piece, []).append((char, log_probability + model.share))
        self._writings = {
            piece: sorted(chars, key=lambda cell: (-cell[1], cell[0]))[:6]
            for piece, chars in writings.items()
        }
        readings: dict[str, list[tuple[float, str]]] = {}
        for char, model in self._characters.items():
            if model.pinyin and model.odds > _MIN_PLACE_ODDS:
                readings.setdefault(model.pinyin, []).append((model.share, char))
        self._readings = {
            syllable: sorted(chars, reverse=True)[:_SAME_SOUND]
            for syllable, chars in readings.items()
        }
        #: Of the characters that a name may hold.
        self._name_odds = {
            char: model.odds for char, model in characters.items() if model.odds > _MIN_ODDS
        }

    def is_name_like(self, word: str) -> bool:
        """Tell whether a row of Han characters is likelier a name than text."""
        if not 2 <= len(word) <= MAX_NAME_CHARS:
            return False
        total = 0.0
        for char in word:
            odds = self._name_odds.get(char)
            if odds is None:
                return False
            total += odds
        return total / len(word) > _MEAN_ODDS

    def name_characters(self) -> frozenset[str]:
        """List the characters that a name may hold; a row with any other is none."""
        return frozenset(self._name_odds)

    def spell(self, name: str) -> list[tuple[str, float]]:
        """Spell a name of Han characters in Latin letters.

        :param name: Han characters.
        :returns: index terms with probabilities that add up to 1, best first; empty where a
            character is unknown.
        """
        beam = {"": 0.0} if name else {}
        for char in name[:MAX_NAME_CHARS]:
            model = self._characters.get(char)
            if model is None:
                return []
            longer: dict[str, float] = {}
            for spelling, score in beam.items():
                for piece, cost in model.pieces:
                    _add_log(longer, spelling + piece, score + cost)
            beam = dict(_best(longer, _BEAM))
        terms: dict[str, float] = {}
        for spelling, score in _best(beam, _TOP_SPELLINGS):
            for term in word_terms(spelling)[:1]:
                _add_log(terms, term, score)
        return _to_probabilities(terms)

    def spell_in_pinyin(self, name: str) -> list[str]:
        """Spell a Chinese person's name as surname and given name; empty for other names."""
        return [term for part in self.spell_person(name) for term in word_terms(part)[:1]]

    def spell_person(self, name: str) -> list[str]:
        """Spell as ``spell_in_pinyin``, in whole words rather than in the index's stems."""
        models = [self._characters.get(char) for char in name]
        if len(models) not in (2, 3) or models[0] is None or not models[0].is_surname:
            return []
        return [models[0].pinyin, "".join(model.pinyin for model in models[1:] if model)]

    def write_given_name(self, letters: str) -> list[str]:
        """Write a Chinese given name or place in pinyin, two syllables as one word, in characters.

        :param letters: a to z: yanqiu.
        :returns: pairs of characters that may be spelt so, likelier ones first, or some hundred of
            them; empty where the letters are no two syllables.
        """
        pairs: list[tuple[float, str]] = []
        for end in range(1, len(letters)):
            first, second = (
                self._readings.get(each, ()) for each in (letters[:end], letters[end:])
            )
            pairs += [(one[0] + two[0], one[1] + two[1]) for one in first for two in second]
        return [pair for _, pair in sorted(pairs, key=lambda each: (-each[0], each[1]))[:_PAIRS]]

    def write(self, name: str) -> list[tuple[str, float]]:
        """Write a name in Latin letters with Han characters.

        :param name: one word of letters a to z.
        :returns: writings with probabilities that add up to 1, best first.
        """
        length = len(name)
        if not 0 < length <= _MAX_NAME_LETTERS:
            return []
        beams: list[dict[str, float]] = [{"": 0.0}, *({} for _ in name)]
        for start in range(length):
            beam = _best(beams[start], _BEAM)
            for end in range(start + 1, min(length, start + MAX_PIECE) + 1):
                for char, cost in self._writings.get(name[start:end], ()):
                    for writing, score in beam:
                        _add_log(beams[end], writing + char, score + cost)
        return _to_probabilities(dict(_best(beams[length], _TOP_WRITINGS)))


def _add_log(scores: dict[str, float], key: str, score: float) -> None:
    """Add a probability to a key's, both as logarithms."""
    known = scores.get(key)
    if known is None:
        scores[key] = score
    else:
        scores[key] = max(known, score) + math.log1p(math.exp(-abs(known - score)))


def _best(scores: Mapping[str, float], count: int) -> list[tuple[str, float]]:
    return sorted(scores.items(), key=lambda cell: (-cell[1], cell[0]))[:count]


def _to_probabilities(scores: Mapping[str, float]) -> list[tuple[str, float]]:
    if not scores:
        return []
    best = max(scores.values())
    shares = {key: math.exp(score - best) for key, score in scores.items()}
    total = sum(shares.values())
    return [(key, share / total) for key, share in _best(shares, len(shares))]


def save_names(path: Path, characters: Mapping[str, CharacterModel]) -> None:
    """Write the model; the same model gives the same bytes."""
    chars = sorted(characters)
    models = [characters[char] for char in chars]
    cells = [cell for model in models for cell in model.pieces]
    write_arrays(
        path,
        {
            "chars": pack(chars),
            "pinyin": pack([model.pinyin for model in models]),
            "pieces": pack([piece for piece, _ in cells]),
            "costs": np.array([cost for _, cost in cells], np.float16),
            "sizes": np.array([len(model.pieces) for model in models], np.uint8),
            "shares": np.array([model.share for model in models], np.float16),
            "odds": np.array([model.odds for model in models], np.float16),
            "surnames": np.array([model.is_surname for model in models], np.bool_),
        },
    )


def load_names(path: Path) -> NameSpeller:
    """Read the model.

    :param path: a file that ``save_names`` wrote.
    :returns: the speller.
    :raises RagError: where the file is missing or is no such model.
    """
    return NameSpeller(_read(read_arrays(path, _ARRAYS)))


@functools.cache
def load_speller() -> NameSpeller:
    """Load the model that ships, once a process."""
    return load_names(NAMES_FILE)


def _read(arrays: Mapping[str, Array]) -> dict[str, CharacterModel]:
    cells = list(zip(unpack(arrays["pieces"]), arrays["costs"].tolist(), strict=True))
    ends = np.cumsum(arrays["sizes"], dtype=np.int64).tolist()
    starts = [0, *ends[:-1]]
    columns = zip(
        unpack(arrays["chars"]),
        unpack(arrays["pinyin"]),
        arrays["shares"].tolist(),
        arrays["odds"].tolist(),
        arrays["surnames"].tolist(),
        starts,
        ends,
        strict=True,
    )
    return {
        char: CharacterModel(tuple(cells[start:end]), pinyin, share, odds, is_surname)
        for char, pinyin, share, odds, is_surname, start, end in columns
    }
