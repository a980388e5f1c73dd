"""A question -> the names in it that stand nowhere in the library, in neither language.

"What did he say about Ukraine?" finds something in any library: "say" stands everywhere. But where
a name is, in no spelling and no translation, no paragraph can state anything of it. Other words do
not tell: "jab" is absent where everything is said of vaccination.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from rag.protocols import Lexicon
from rag.runtime.observing import stage
from rag.schema import Language, Name
from rag.search.capitals import countries_of_capitals
from rag.search.channels import LANGUAGES, Sources
from rag.text.language import count_han, to_simplified
from rag.text.places import cities
from rag.text.terms import han_pairs, is_stopword, word_letters, word_terms
from rag.translation import cut_chinese, load_speller
from vectorstore import Store

_LETTER = r"0-9A-Za-z\u00c0-\u024f"
_LATIN = re.compile(rf"(?<![{_LETTER}])[A-Za-z\u00c0-\u024f](?:[{_LETTER}'\u2019.&-]*[{_LETTER}])?")
_SENTENCE_START = re.compile(r"(?:^|[.?!:;\u3002\uff1f\uff01\uff1a])[\s\"'\u201c\u2018(\uff08]*$")
#: Capitals that make no name: what persons are called before theirs, and languages.
_TITLES = frozenset(
    "mr mrs ms dr sir lord lady prof professor president premier prime minister chairman "
    "chairwoman secretary general councilor councillor ambassador spokesperson spokesman "
    "spokeswoman director mayor governor senator king queen prince princess pope english "
    "chinese mandarin "
    "january february march april may june july august september october november december "
    "monday tuesday wednesday thursday friday saturday sunday".split()
)
#: From so many words on, a question whose words all begin with capitals is written like a title.
_TITLE_WORDS = 3
#: Translations that may stand for a name, writings guessed by sound, and translations whose own
#: ones may be other spellings of it: 缅甸, Burma and Myanmar.
_TRANSLATIONS, _GUESSES, _BACK = 16, 30, 3
_SAME = 0.2
_MIN_GUESSED_LETTERS = 4
#: Two Han characters are too easily taken for a name.
_MIN_HAN = 3
#: 区县里 is no name.
_PLACE_WORDS = frozenset("里中内外上下前后")
#: Names are written by sound in many ways: unless at least this share of the passages is in the
#: asker's language, that none of those known occurs tells nothing.
_OWN_SHARE = 0.2

#: Index terms of one language that must all occur for a spelling to occur.
_Spelling = tuple[Language, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class NamesFound:
    """The names of a question.

    :param absent: those that no passage of the library can hold, as given, in order; those that
        metadata hold are not absent.
    :param present: the others, words that follow each other as one name.
    """

    absent: tuple[str, ...] = ()
    present: tuple[Name, ...] = ()


@stage("find_names")
def find_names(text: str, language: Language, sources: Sources) -> NamesFound:
    """Find the names that a question gives, and whether the library holds them.

    :param text: the question, in its own words alone.
    :param language: the language it is in.
    :param sources: the library and the translation table; without one none is found.
    :returns: the names.
    """
    lexicon = sources.lexicon
    if lexicon is None or not _knows(language, sources.store):
        return NamesFound()
    groups = [
        {name: found for name in group if (found := list(_spell(name, lexicon)))}
        for group in _name_groups(text, language, lexicon)
    ]
    spellings = {name: found for group in groups for name, found in group.items()}
    if not spellings:
        return NamesFound()
    occurring = _occurring([each for found in spellings.values() for each in found], sources)
    absent = [name for name, found in spellings.items() if occurring.isdisjoint(found)]
    stated = _stated(sources) if absent else ""
    return NamesFound(
        tuple(name for name in absent if to_simplified(name).casefold() not in stated),
        tuple(_present(groups, occurring)),
    )


def _present(
    groups: Iterable[Mapping[str, Iterable[_Spelling]]], occurring: Set[_Spelling]
) -> Iterator[Name]:
    for group in groups:
        own = [
            terms
            for found in group.values()
            for each in found
            if each in occurring
            for terms in (each[1],)
        ]
        if own:
            yield Name(" ".join(group), tuple(dict.fromkeys(own)))


def _name_groups(text: str, language: Language, lexicon: Lexicon) -> list[list[str]]:
    """List the names of a text, the words of one such as "European Union" together."""
    groups: list[list[str]] = []
    end = -1
    for name in dict.fromkeys(_names(text, language, lexicon)):
        start = text.find(name, max(end, 0))
        if groups and 0 <= end < start and text[end:start].isspace():
            groups[-1].append(name)
        else:
            groups.append([name])
        end = start + len(name) if start >= 0 else -1
    return groups


def _knows(language: Language, store: Store) -> bool:
    """Whether enough of the library is in the asker's language."""
    counts = store.passage_counts()
    return counts[language] >= _OWN_SHARE * sum(counts.values()) > 0


def _names(text: str, language: Language, lexicon: Lexicon) -> Iterator[str]:
    words = [match for match in _LATIN.finditer(text) if not is_stopword(match.group())]
    is_title = len(words) >= _TITLE_WORDS and all(each.group()[0].isupper() for each in words)
    for match in words:
        word = match.group().removesuffix("'s").removesuffix("\u2019s")
        # An acronym may stand there in full.
        if len(word) < 2 or word.isupper() or word.lower() in _TITLES:
            continue
        has_inner = any(char.isupper() for char in word[1:])
        begins = language == "en" and _SENTENCE_START.search(text[: match.start()])
        if has_inner or (word[0].isupper() and not begins and not is_title):
            yield word
    if not count_han(text):
        return  # the model of names takes a moment to load
    speller = load_speller()
    yield from (
        word
        for word in cut_chinese(text, lexicon)
        if word in cities()
        or (len(word) >= _MIN_HAN and word[-1] not in _PLACE_WORDS and speller.is_name_like(word))
    )


def _spell(name: str, lexicon: Lexicon) -> Iterator[_Spelling]:
    """List how a name may be spelt in the index; nothing where that cannot be told."""
    if _LATIN.match(name):
        yield from _spell_latin(name, lexicon)
        return
    # One pair is enough: what the name was cut with, 队 or 座, need not stand beside it.
    yield from (("zh", (pair,)) for pair in han_pairs(name))
    translations = lexicon.translate(name, "zh")[:_TRANSLATIONS]
    if not translations and len(name) > _MIN_HAN - 1:
        # Cut with what stands behind it: 欧洲占.
        translations = lexicon.translate(name[:-1], "zh")[:_TRANSLATIONS]
    for term, _ in translations:
        yield "en", tuple(term.split())
    for term, _ in translations[:_BACK]:
        yield from _same_as(term, "en", lexicon)
        yield from _spell_country(term, lexicon)
    speller = load_speller()
    if pinyin := speller.spell_in_pinyin(name):
        yield "en", tuple(pinyin)
    if not translations:
        for term, _ in speller.spell(name)[:_GUESSES]:
            yield "en", (term,)


def _spell_latin(name: str, lexicon: Lexicon) -> Iterator[_Spelling]:
    own = word_terms(name)
    translations = [
        each for term in own[:1] for each in lexicon.translate(term, "en")[:_TRANSLATIONS]
    ]
    letters = word_letters(name)
    if not own or (not translations and len(letters) < _MIN_GUESSED_LETTERS):
        return
    yield from ((language, (term,)) for language in LANGUAGES for term in own)
    yield from _spell_country(own[0], lexicon)
    yield from (("zh", _pairs(word)) for word, _ in translations)
    for word, _ in translations[:_BACK]:
        yield from _same_as(word, "zh", lexicon)
    speller = load_speller()
    if not translations:
        for writing, _ in speller.write(letters)[:_GUESSES]:
            yield "zh", _pairs(writing)
    # The table knows one of those called so: 庆云县 for Qingyun, and not 青云.
    yield from (("zh", (pair,)) for pair in speller.write_given_name(letters))


def _spell_country(term: str, lexicon: Lexicon) -> Iterator[_Spelling]:
    country = countries_of_capitals().get(term)
    if country is not None:
        yield from _spell_latin(country, lexicon)


def _same_as(term: str, source: Language, lexicon: Lexicon) -> Iterator[_Spelling]:
    for other, probability in lexicon.translate(term, source):
        if probability >= _SAME:
            yield ("en", tuple(other.split())) if source == "zh" else ("zh", _pairs(other))


def _pairs(word: str) -> tuple[str, ...]:
    return tuple(han_pairs(word)) or (word,)


def _occurring(spellings: Sequence[_Spelling], sources: Sources) -> set[_Spelling]:
    """Keep the spellings whose terms all occur."""
    held: set[tuple[Language, str]] = set()
    for language in LANGUAGES:
        terms = sorted({term for own, each in spellings if own == language for term in each})
        groups = [((term, 1.0),) for term in terms]
        # As rare as no term at all is what occurs nowhere.
        nowhere, *rarities = sources.store.rarities([(), *groups], language=language)
        held |= {
            (language, term)
            for term, rarity in zip(terms, rarities, strict=True)
            if rarity < nowhere
        }
    return {
        (language, terms)
        for language, terms in spellings
        if all((language, term) in held for term in terms)
    }


def _stated(sources: Sources) -> str:
    """Give what documents state of themselves, folded."""
    values = {
        value
        for _, metadata in sources.store.described()
        for value in (
            metadata.title,
            metadata.source,
            metadata.event,
            metadata.interviewer,
            metadata.interviewee,
        )
        if value
    }
    return to_simplified("\n".join(sorted(values))).casefold()
