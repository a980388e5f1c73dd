"""A term -> every place of it in a library, with what renders it in the other language."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from rag.concordance.enclosures import find_enclosures, find_whole
from rag.concordance.evidence import Returns, count_returns
from rag.concordance.renderings import find_rendering
from rag.concordance.words import Word, find_places, find_words
from rag.errors import QuestionError
from rag.protocols import Lexicon
from rag.schema import Language, Passage, Span
from rag.text.language import fold, split_sentences, to_simplified
from vectorstore import Store

#: Which stretches of a zh text and of an en text say the same.
SentencePairs = Callable[[str, str], list[tuple[Span, Span]]]

#: What was found for a source, a term in it and a target: documents hold copies.
_Found = dict[tuple[str, Span, str], Span | None]

_LANGUAGES: tuple[Language, ...] = ("zh", "en")
_MAX_TERM_CHARS = 200
#: Places at which a rendering was found before it is looked for at others.
_MIN_SUPPORT = 2


@dataclass(frozen=True, slots=True)
class Rendering:
    """What stands for a term in the other language.

    :param passages: the counterpart, in document order.
    :param text: the sentences of it that say the same, or all of it where that is not clear.
    :param span: the stretch of ``text`` that renders the term; None where it is not clear.
    """

    passages: tuple[Passage, ...]
    text: str
    span: Span | None

    @property
    def words(self) -> str:
        """The rendering as printed; empty where it is not clear."""
        return self.text[slice(*self.span)] if self.span else ""


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a term.

    :param passage: the paragraph it stands in.
    :param sentence: the sentence of it.
    :param span: where the term stands in the sentence.
    :param rendering: None where the paragraph has no counterpart.
    """

    passage: Passage
    sentence: str
    span: Span
    rendering: Rendering | None


@dataclass(frozen=True, slots=True)
class RenderingGroup:
    """The places of a term that have the same rendering.

    :param rendering: its most frequent spelling; empty where it is not clear, and, in a group of
        their own, where the paragraphs have no counterpart.
    """

    rendering: str
    places: tuple[Place, ...]


def find_term(
    term: str, store: Store, *, sentence_pairs: SentencePairs, lexicon: Lexicon | None
) -> list[RenderingGroup]:
    """Find every place of a term, grouped by how it is rendered.

    :param term: Chinese or English; script variant, case and inflection do not matter.
    :param store: the library.
    :param sentence_pairs: aligns the sentences of a pair.
    :param lexicon: translations; optional.
    :returns: most frequent rendering first; last the places without one. Places are in the order of
        documents.
    :raises QuestionError: the term is empty, or longer than a term can be.
    """
    wanted = find_words(term)
    if not wanted or len(term) > _MAX_TERM_CHARS:
        found = f"{len(term)} characters" if wanted else "no letter"
        raise QuestionError(
            f"A term has at least one letter and at most {_MAX_TERM_CHARS} characters; {found} "
            "found. Give a word or a phrase, as it stands in the documents."
        )
    counterparts = _Counterparts(store, sentence_pairs)
    places = [
        (place, counterparts.find(passage, place))
        for passage, spans in _find_passages(wanted, store)
        for place in _cut_sentences(passage, spans)
    ]
    returns: dict[Language, Returns] = {
        language: count_returns(
            [there.text for place, there in places if there and _language(place) == language],
            [text for place, there in places if there for text in there.others],
        )
        for language in _LANGUAGES
    }
    remembered = _Remembering(lexicon) if lexicon is not None else None
    known: _Found = {}
    rendered = [_render(place, there, remembered, returns, known) for place, there in places]
    return _group(_agree(rendered))


class _Remembering:
    """A lexicon that looks each term up once: the sentences of one subject share their words."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._known: dict[tuple[str, Language], Sequence[tuple[str, float]]] = {}

    def translate(self, term: str, source: Language) -> Sequence[tuple[str, float]]:
        """Translate a term; best first, empty for an unknown one."""
        key = term, source
        if key not in self._known:
            self._known[key] = self._lexicon.translate(term, source)
        return self._known[key]


def _find_passages(wanted: Sequence[Word], store: Store) -> Iterator[tuple[Passage, list[Span]]]:
    """Yield the paragraphs with a term, in the order of documents, with its places in them."""
    rough = max((word.key.rstrip("\u200b") for word in wanted), key=len)[:3]
    run = "".join(word.key for word in wanted) if all(w.is_han for w in wanted) else ""
    for info in store.documents():
        for passage in store.passages_of(info.name):
            text = passage.paragraph.text
            # A look at the letters first: cutting every paragraph into words takes long.
            if run and run[0] not in to_simplified(text):
                continue
            if not run and rough not in fold(text):
                continue
            spans = list(find_places(wanted, text, find_words(text)))
            if spans:
                yield passage, spans


def _cut_sentences(passage: Passage, spans: Sequence[Span]) -> Iterator[Place]:
    text = passage.paragraph.text
    sentences = split_sentences(text)
    for start, end in spans:
        left, right = next(
            ((a, b) for a, b in sentences if a <= start and end <= b), (0, len(text))
        )
        yield Place(passage, text[left:right], (start - left, end - left), None)


@dataclass(frozen=True, slots=True)
class _There:
    """The other side of a place.

    :param others: the other sentences of the counterpart.
    :param source: the sentences that say the same as ``text``, the place's own among them.
    :param term: where the term stands in the source.
    """

    passages: tuple[Passage, ...]
    text: str
    others: tuple[str, ...]
    source: str
    term: Span


class _Counterparts:
    """Finds and remembers counterparts, pair by pair."""

    def __init__(self, store: Store, sentence_pairs: SentencePairs) -> None:
        self._store = store
        self._align = sentence_pairs
        self._sides: dict[int, tuple[tuple[Passage, ...], tuple[Passage, ...]] | None] = {}
        self._aligned: dict[tuple[int, ...], list[tuple[Span, Span]]] = {}

    def find(self, passage: Passage, place: Place) -> _There | None:
        """Find the sentences that say the same as that of a place; None without counterpart."""
        if passage.id not in self._sides:
            self._sides[passage.id] = self._find_sides(passage)
        sides = self._sides[passage.id]
        if sides is None:
            return None
        own, other = sides
        text = "\n".join(each.paragraph.text for each in other)
        start = self._offset(own, passage, place)
        pairs = self._align_once(own, other, _language(place))
        aligned = [pair for pair in pairs if pair[0][0] <= start < pair[0][1]]
        if not aligned:
            return _There(other, text, (), place.sentence, place.span)
        source, term = _read_source(own, aligned, start, place)
        left, right = min(there[0] for _, there in aligned), max(there[1] for _, there in aligned)
        others = tuple(text[a:b] for _, (a, b) in pairs if b <= left or a >= right)
        return _There(other, text[left:right], others, source, term)

    def _find_sides(
        self, passage: Passage
    ) -> tuple[tuple[Passage, ...], tuple[Passage, ...]] | None:
        """Find a pair with the passage: the whole of its own side, and the other."""
        sides = self._store.counterparts([passage.id]).get(passage.id)
        if not sides:
            return None
        other = sides[0].passages
        back = self._store.counterparts([other[0].id]).get(other[0].id, [])
        own = next(
            (side.passages for side in back if passage.id in {each.id for each in side.passages}),
            (passage,),
        )
        return own, other

    def _offset(self, own: Sequence[Passage], passage: Passage, place: Place) -> int:
        before = 0
        for each in own:
            if each.id == passage.id:
                break
            before += len(each.paragraph.text) + 1
        return before + passage.paragraph.text.index(place.sentence) + place.span[0]

    def _align_once(
        self, own: Sequence[Passage], other: Sequence[Passage], language: Language
    ) -> list[tuple[Span, Span]]:
        key = tuple(each.id for each in (*own, *other))
        if key not in self._aligned:
            here, there = ("\n".join(each.paragraph.text for each in side) for side in (own, other))
            if language == "zh":
                self._aligned[key] = self._align(here, there)
            else:
                self._aligned[key] = [(en, zh) for zh, en in self._align(there, here)]
        return self._aligned[key]


def _read_source(
    own: Sequence[Passage], aligned: Sequence[tuple[Span, Span]], start: int, place: Place
) -> tuple[str, Span]:
    """Give all that says the same as the other side, and where the term stands in it.

    What a sentence beside the term's explains of the other side is none of the term's.
    """
    text = "\n".join(each.paragraph.text for each in own)
    left, right = min(here[0] for here, _ in aligned), max(here[1] for here, _ in aligned)
    end = start + place.span[1] - place.span[0]
    if end > right:
        return place.sentence, place.span
    return text[left:right], (start - left, end - left)


def _render(
    place: Place,
    there: _There | None,
    lexicon: Lexicon | None,
    returns: dict[Language, Returns],
    found: _Found,
) -> Place:
    if there is None:
        return place
    key = there.source, there.term, there.text
    if key not in found:
        language = _language(place)
        found[key] = find_rendering(
            *key, language=language, lexicon=lexicon, returns=returns[language]
        )
    return replace(place, rendering=Rendering(there.passages, there.text, found[key]))


def _agree(places: Sequence[Place]) -> list[Place]:
    """Let the renderings found at several places help where less was found, or nothing.

    Road of Belt and Road may be taken for a road that the sentence names too.
    """
    support = Counter(key for place in places if (key := _keys(place)))
    return [_adopt(place, support) if place.rendering else place for place in places]


def _adopt(place: Place, support: Counter[tuple[str, ...]]) -> Place:
    """Give a place the best supported rendering that its counterpart holds around its own."""
    there, own = place.rendering, _keys(place)
    if there is None:
        return place
    words = find_words(there.text)
    keys = [word.key for word in words]
    marks = find_enclosures(there.text)
    for known, count in support.most_common():
        # As often is enough for a longer one: that was found, and stands here as well.
        if count < (support[own] if own else _MIN_SUPPORT):
            break
        if len(known) <= len(own):
            continue
        for first in range(len(keys) - len(known) + 1):
            if tuple(keys[first : first + len(known)]) != known:
                continue
            inner = words[first].start, words[first + len(known) - 1].end
            span = find_whole(there.text, inner, marks)
            if span is None:
                continue
            if there.span is None or (span[0] <= there.span[0] and there.span[1] <= span[1]):
                return replace(place, rendering=replace(there, span=span))
    return place


def _keys(place: Place) -> tuple[str, ...]:
    words = find_words(place.rendering.words) if place.rendering else []
    return tuple(word.key for word in words)


def _language(place: Place) -> Language:
    return place.passage.paragraph.language


def _group(places: Sequence[Place]) -> list[RenderingGroup]:
    groups: dict[tuple[bool, tuple[str, ...]], list[Place]] = defaultdict(list)
    for place in places:
        groups[place.rendering is not None, _keys(place)].append(place)
    ranked = sorted(
        groups.items(), key=lambda item: (not item[0][1], not item[0][0], -len(item[1]), item[0][1])
    )
    return [RenderingGroup(_name_group(found), tuple(found)) for _, found in ranked]


def _name_group(places: Sequence[Place]) -> str:
    spellings = Counter(
        " ".join(place.rendering.words.split()) for place in places if place.rendering
    )
    return spellings.most_common(1)[0][0] if spellings else ""
